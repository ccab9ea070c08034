//! Somebody is away: a colleague stands in, nothing new is given to the absent person, no dossier waits for them.

use axum::http::StatusCode;

use super::turns::{later, staff};
use crate::world::{Answer, Visitor, World, at, on_each};

pub const PAGE: &str = "/lam-viec/don-vi/thay";

/// The value of the choice in the list `list` whose words contain `words`.
pub fn choice(page: &Answer, list: &str, words: &str) -> String {
    let text = page.text();
    let list = text.split(&format!("id=\"{list}\"")).nth(1).unwrap();
    let list = list.split("</select>").next().unwrap();
    let option = list.split("<option value=\"").find(|option| option.contains(words));
    option.unwrap_or_else(|| panic!("no {words} in {list}")).split('"').next().unwrap().to_owned()
}

/// The name of whoever is signed in.
pub async fn name(visitor: &Visitor<'_>) -> String {
    visitor.get("/lam-viec").await.between("<span><b>", "</b>")
}

/// A handler of the unit other than `but`, by the words of the list of who may be away.
fn colleague(page: &Answer, but: &str) -> String {
    let text = page.text();
    let list = text.split("id=\"nguoi-vang\"").nth(1).unwrap().split("</select>").next().unwrap();
    let handlers = list.split("<option value=\"").filter(|option| option.contains("Chuyên viên thụ lý"));
    let other = handlers.filter_map(|option| option.split(['>', '–']).nth(1)).map(str::trim);
    other.into_iter().find(|name| *name != but).unwrap().to_owned()
}

/// Acts from now on in the role of the absent colleague.
async fn stands_in<'w>(world: &'w World, person: &str) -> Visitor<'w> {
    let mut visitor = world.officer_with(person).await;
    let roles = visitor.get("/tai-khoan").await;
    roles.says("Làm thay").says("đến hết ngày 30/8/2023");
    let text = roles.text();
    let role = text.split("name=\"phan-cong\" value=\"").find(|part| part.contains("Làm thay")).unwrap();
    let role = role.split('"').next().unwrap().to_owned();
    let chosen = visitor.does("/tai-khoan", "", &[("viec", "vai-tro"), ("phan-cong", &role)]).await;
    visitor.keep(&chosen);
    visitor
}

#[test]
fn a_colleague_stands_in_and_the_log_says_who_did_it() {
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let absent = name(&staff.handler).await;
        let shown = staff.leader.get(PAGE).await;
        shown.says("Hiện không ghi ai vắng.");
        let (post, other) = (choice(&shown, "nguoi-vang", &absent), colleague(&shown, &absent));
        let substitute = choice(&shown, "nguoi-thay", &format!(">{other}<"));
        let own = choice(&shown, "nguoi-thay", &format!(">{absent}<"));
        let days = [("tu-ngay", "2023-08-22"), ("den-ngay", "2023-08-30")];
        let say = |who: &'static str| [("viec", "ghi"), ("quyet-dinh", who)];
        for (fields, words) in [
            (vec![("nguoi-thay", own.as_str())], "phải là người khác"),
            (vec![("nguoi-thay", substitute.as_str()), ("quyet-dinh", "")], "Ghi số, ngày của quyết định."),
        ] {
            let mut all = vec![("viec", "ghi"), ("nguoi-vang", post.as_str())];
            all.extend(days);
            all.extend(fields);
            if !all.iter().any(|(name, _)| *name == "quyet-dinh") {
                all.push(("quyet-dinh", "12/QĐ-STP"));
            }
            let refused = staff.leader.act(PAGE, "", &all).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says(words);
        }
        let mut all = say("12/QĐ-STP, 21/8/2023").to_vec();
        all.extend(days);
        all.extend([("nguoi-vang", post.as_str()), ("nguoi-thay", substitute.as_str())]);
        staff.leader.does(PAGE, "", &all).await;
        staff
            .leader
            .get(PAGE)
            .await
            .says(&absent)
            .says(&other)
            .says("12/QĐ-STP, 21/8/2023")
            .says("30/8/2023");
        staff.leader.act(PAGE, "", &all).await.says("đã được ghi vắng");

        // In their own role the colleague does not touch it; in the absent person's they do, and the log says who.
        let own_role = world.officer_with(&substitute).await;
        own_role.act(&page, "du-thao", &[("y-kien", "x")]).await.says("không có quyền");
        own_role.get("/lam-viec").await.hides("-230822-0001");
        let other_role = stands_in(&world, &substitute).await;
        other_role.get("/lam-viec").await.says("-230822-0001");
        other_role.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        other_role.get(&page).await.says(&format!("{other}, Chuyên viên thụ lý (làm thay {absent})"));
        assert_eq!(other_role.get(PAGE).await.status, StatusCode::FORBIDDEN, "not theirs to arrange");

        // Nothing new for who is away, and it is said so before it is tried.
        let new = super::counter::receive(&staff.reception, &[]).await;
        staff.reception.does(&new, "chuyen", &[]).await;
        let people = staff.head.get(&new).await;
        people.says("vắng đến hết ngày 30/8/2023");
        let away = choice(&people, "nguoi", &absent);
        let refused = staff.head.act(&new, "phan-cong", &[("nguoi", &away)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("không giao việc mới được");
        // Who stands in does not let it wait.
        staff.head.get("/lam-viec/don-vi/vang").await.says("Không có hồ sơ nào chờ người vắng.");
        // What is sent back does not go to who is away either: it waits for the role.
        other_role.does(&page, "chuyen-buoc", &[]).await;
        staff.head.does(&page, "tra-lai", &[("buoc", "2"), ("ly-do-tra", "Bổ sung căn cứ")]).await;
        other_role.get(&page).await.says("Bổ sung căn cứ");

        // Back before time: the colleague's role is over, work is given again.
        let shown = staff.leader.get(PAGE).await;
        let line = shown.between("name=\"vang\" value=\"", "\"");
        staff.head.act(PAGE, "", &[("viec", "ket-thuc"), ("vang", "0")]).await;
        staff.leader.does(PAGE, "", &[("viec", "ket-thuc"), ("vang", &line)]).await;
        world.clock.set(at("2023-08-22T09:00"));
        assert_eq!(other_role.get("/lam-viec").await.status, StatusCode::SEE_OTHER, "the role is over");
        staff.head.does(&new, "phan-cong", &[("nguoi", &away)]).await;
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'absence_arranged'").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'absence_ended'").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn no_dossier_waits_for_somebody_who_is_away() {
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let absent = name(&staff.handler).await;
        let post = choice(&staff.head.get(PAGE).await, "nguoi-vang", &absent);
        let fields = [
            ("viec", "ghi"),
            ("nguoi-vang", post.as_str()),
            ("tu-ngay", "2023-08-23"),
            ("den-ngay", "2023-08-30"),
            ("quyet-dinh", "Đơn nghỉ phép 22/8/2023"),
        ];
        staff.head.does(PAGE, "", &fields).await;
        staff.head.get(PAGE).await.says("Chưa có người thay").says("sắp vắng");
        staff.head.get("/lam-viec/don-vi/vang").await.hides("-230822-0001");
        // From that day on it is listed: for the heads with who may take it, for the Centre to urge.
        let staff = later(&world, "2023-08-23T08:00").await;
        world
            .officer("trungtam")
            .await
            .get("/lam-viec/don-vi/vang")
            .await
            .says("-230822-0001")
            .hides("/giao-lai");
        assert_eq!(staff.handler.get("/lam-viec/don-vi/vang").await.status, StatusCode::FORBIDDEN);
        let list = staff.head.get("/lam-viec/don-vi/vang").await;
        list.says("-230822-0001").says(&absent);
        // One click: the first of the list holds least.
        let text = list.text();
        let form = text.split("/giao-lai").nth(1).unwrap();
        let field = |name: &str, after: &str| {
            form.split(&format!("name=\"{name}\""))
                .nth(1)
                .unwrap()
                .split(after)
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let (version, reason) = (field("ban", "value=\""), field("ly-do-gl", "value=\""));
        let person = field("nguoi-gl", "<option value=\"");
        let csrf = list.between("name=\"csrf\" value=\"", "\"");
        let fields = [
            ("csrf", csrf.as_str()),
            ("ban", version.as_str()),
            ("ly-do-gl", reason.as_str()),
            ("nguoi-gl", person.as_str()),
        ];
        let done = staff.head.post(&format!("{page}/giao-lai"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        staff.head.get("/lam-viec/don-vi/vang").await.hides("-230822-0001");
        world.officer_with(&person).await.get("/lam-viec").await.says("-230822-0001");
        // An account that is closed leaves nothing lying either.
        let closed = format!("/quan-tri/nguoi-dung/{person}");
        world.officer("quantri").await.does(&closed, "", &[("viec", "khoa")]).await;
        staff.head.get("/lam-viec/don-vi/vang").await.says("-230822-0001");
        world.must_be_whole().await;
    });
}

#[test]
fn who_arranges_for_whom_and_duties_that_are_kept_apart() {
    // Domain §11.2: cashier ≠ reconciler.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let code = {
            let house = world.app.house();
            house.unit(world.cast.centre.unwrap()).unwrap().code.clone()
        };
        let url = format!("{PAGE}?don-vi={code}");
        let shown = admin.get(&url).await;
        let post = choice(&shown, "nguoi-vang", "Thu ngân");
        let accountant = name_of(&world, "ketoan").await;
        let reception = name_of(&world, "tiepnhan").await;
        let fields = |substitute: &str| {
            vec![
                ("viec".to_owned(), "ghi".to_owned()),
                ("don-vi".into(), code.clone()),
                ("nguoi-vang".into(), post.clone()),
                ("nguoi-thay".into(), choice(&shown, "nguoi-thay", &format!(">{substitute}<"))),
                ("tu-ngay".into(), "2023-08-22".into()),
                ("den-ngay".into(), "2023-08-25".into()),
                ("quyet-dinh".into(), "5/QĐ-TTPVHCC".into()),
            ]
        };
        let send = async |visitor: &Visitor<'_>, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            visitor.act(&url, "", &fields).await
        };
        send(&admin, fields(&accountant)).await.says("phải là hai người khác nhau");
        assert_eq!(send(&admin, fields(&reception)).await.status, StatusCode::SEE_OTHER);
        // The Centre's director sees and arranges the Centre's.
        world.officer("giamdoc").await.get(PAGE).await.says("5/QĐ-TTPVHCC").says(&reception);
        // Others of the staff do not; a head not for the leader, nor for another unit.
        for login in ["tiepnhan", "chuyenvien", "vanthu", "trungtam", "thungan", "ketoan", "ubndtinh"] {
            assert_eq!(world.officer(login).await.get(PAGE).await.status, StatusCode::FORBIDDEN, "{login}");
        }
        let head = world.officer("truongphong").await;
        head.get(PAGE).await.hides("– Lãnh đạo cơ quan<").hides("5/QĐ-TTPVHCC");
        let leader = world.officer("lanhdao").await;
        let post = choice(&leader.get(PAGE).await, "nguoi-vang", "– Lãnh đạo cơ quan");
        let forged = [
            ("viec", "ghi"),
            ("nguoi-vang", post.as_str()),
            ("tu-ngay", "2023-08-22"),
            ("den-ngay", "2023-08-25"),
            ("quyet-dinh", "x"),
        ];
        head.act(PAGE, "", &forged).await.says("không có quyền ghi vắng");
        world.must_be_whole().await;
    });
}

async fn name_of(world: &World, login: &str) -> String {
    let visitor = world.officer(login).await;
    visitor.get("/tai-khoan").await.between("<span><b>", "</b>")
}
