//! The system reminds before the due date and urges after it, by the rule of each unit; a head reminds within the unit.

use axum::http::StatusCode;
use domain::people::Role;

use super::counter::receive;
use crate::world::{Visitor, World, at, on_each};

const RULES: &str = "/lam-viec/phoi-hop/quy-tac";

/// A dossier that the demo's handler holds; its page.
pub async fn held(world: &World) -> String {
    let reception = world.officer("tiepnhan").await;
    let page = receive(&reception, &[]).await;
    reception.does(&page, "chuyen", &[]).await;
    hand(world, &page).await;
    page
}

/// The head gives the dossier at `page` to the demo's handler.
async fn hand(world: &World, page: &str) {
    let handler = world.officer("chuyenvien").await;
    let name = handler.get("/lam-viec").await.between("<span><b>", "</b>");
    let head = world.officer("truongphong").await;
    let people = head.get(page).await.text();
    let option = people.split("<option value=\"").find(|part| part.contains(&name)).unwrap();
    let person = option.split('"').next().unwrap();
    head.does(page, "phan-cong", &[("nguoi", person), ("ghi-chu", "")]).await;
}

/// From the handler's draft to the result.
async fn finish(world: &World, page: &str) {
    let handler = world.officer("chuyenvien").await;
    handler.does(page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
    handler.does(page, "chuyen-buoc", &[]).await;
    world.officer("truongphong").await.does(page, "chuyen-buoc", &[]).await;
    world.officer("lanhdao").await.does(page, "chuyen-buoc", &[]).await;
    let day = domain::instant::local_date(world.clock.now()).to_string();
    let result = [("so", "12/QĐ"), ("ngay", day.as_str()), ("tep", "file:kq.pdf:%PDF-1.7 x")];
    world.officer("vanthu").await.does(page, "ban-hanh", &result).await;
}

/// Has the demo's handler settle the dossier at `page`, which lies in the unit and is held by nobody.
pub async fn settle(world: &World, page: &str) {
    hand(world, page).await;
    finish(world, page).await;
}

/// The address of the only matter of that kind on the dossier's page.
async fn matter(who: &Visitor<'_>, page: &str, kind: &str) -> String {
    let text = who.get(page).await.text();
    let link =
        text.split("<a class=\"govuk-link\" href=\"").filter(|part| part.contains(&format!(">{kind}</a>")));
    let links: Vec<&str> = link.map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(links.len(), 1, "{kind}");
    links.concat()
}

#[test]
fn a_dossier_is_reminded_of_then_urged_and_climbs_by_itself() {
    // Điều 3.2.c, 4.1.d; rows C-22, C-48. Due on Monday 11/9/2023 at 8:00.
    on_each(async |world: World| {
        let page = held(&world).await;
        world.clock.set(at("2023-09-08T08:00"));
        world.ring().await;
        let handler = world.officer("chuyenvien").await;
        let reminder = matter(&handler, &page, "Nhắc việc").await;
        handler.get("/lam-viec/phoi-hop").await.says("Nhắc việc").says("Mới");
        handler.get(&reminder).await.says("Hệ thống nhắc tự động");
        // Nobody answers for half a day: the head is told before the due date.
        world.clock.set(at("2023-09-08T14:30"));
        world.ring().await;
        handler.get(&reminder).await.says("Đã báo lãnh đạo phòng");
        // It is not for colleagues; the head sees when it was read.
        world.officer("truongphong").await.get(&reminder).await.says("Đã xem: 2 người");
        world.officer("vanthu").await.get("/lam-viec/phoi-hop").await.hides("Nhắc việc</td>");
        assert_eq!(world.officer("vanthu").await.get(&reminder).await.status, StatusCode::NOT_FOUND);
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM matter").await, 1, "once");

        world.clock.set(at("2023-09-11T08:30"));
        world.ring().await;
        let handler = world.officer("chuyenvien").await;
        handler.get(&reminder).await.says("hệ thống chuyển sang đôn đốc");
        let urge = matter(&handler, &page, "Đôn đốc").await;
        for (when, rung) in [("2023-09-12T09:00", "lãnh đạo phòng"), ("2023-09-13T09:00", "lãnh đạo cơ quan")]
        {
            world.clock.set(at(when));
            world.ring().await;
            world.officer("giamdoc").await.get(&urge).await.says(&format!("Đã báo {rung}"));
        }
        // Once there is a result nobody above is told any more.
        finish(&world, &page).await;
        world.clock.set(at("2023-09-20T09:00"));
        world.ring().await;
        let closed = world.officer("giamdoc").await.get(&urge).await;
        closed.says("Hồ sơ đã có kết quả.").hides("Đã báo lãnh đạo UBND tỉnh");
        world.must_be_whole().await;
    });
}

#[test]
fn each_unit_may_have_a_ladder_of_its_own() {
    // Row C-48: by rule per unit.
    on_each(async |world: World| {
        let page = held(&world).await;
        let director = world.officer("giamdoc").await;
        director.get(RULES).await.says("Mọi đơn vị").says("ngay khi quá hạn trả lời");
        let unit = director.get(RULES).await.text();
        let unit = unit.split("<option value=\"").find(|part| part.contains(">Sở Tư pháp<")).unwrap();
        let unit = unit.split('"').next().unwrap().to_owned();
        let set = [
            ("don-vi", unit.as_str()),
            ("tra-loi", "2"),
            ("lanh-dao", "3"),
            ("trung-tam", "1"),
            ("tinh", "5"),
            ("nhac-gio", "8"),
            ("nhac-phong-gio", "4"),
            ("phong", "1"),
        ];
        let wrong = director.act(RULES, "", &set).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Cấp trên không được báo trước cấp dưới").says("value=\"5\"");
        let [unit_field, answer, _, centre, province, hours, head_hours, head] = set;
        let quiet = [unit_field, answer, ("lanh-dao", "1"), centre, province, hours, head_hours, head];
        director.does(RULES, "", &quiet).await;
        director.get(RULES).await.says("Sở Tư pháp</a></td><td>không</td><td>không</td><td>2 ngày");
        for who in ["trungtam", "lanhdao"] {
            let status = world.officer(who).await.get(RULES).await.status;
            assert_eq!(status == StatusCode::OK, who == "trungtam", "{who}");
        }
        // No reminder and no urge: the unit's own ladder says so.
        world.clock.set(at("2023-09-12T09:00"));
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM matter").await, 0);
        // What the Centre urges by hand climbs by that ladder, too: a day after the deadline, not at once.
        let centre = world.officer("trungtam").await;
        let dossier = page.rsplit('/').next().unwrap();
        let form = centre.get(&format!("/lam-viec/phoi-hop/moi?loai=don-doc&ho-so={dossier}")).await;
        form.says("lãnh đạo đơn vị khi 1 ngày làm việc sau hạn");
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let fields = [
            ("csrf", csrf.as_str()),
            ("ma", &id),
            ("loai", "don-doc"),
            ("ho-so", dossier),
            ("noi-dung", "Đề nghị giải quyết"),
            ("ngay", "1"),
        ];
        assert_eq!(centre.post("/lam-viec/phoi-hop/moi", &fields).await.status, StatusCode::SEE_OTHER);
        for (when, rung) in [("2023-09-13T18:00", 0), ("2023-09-14T18:00", 1)] {
            world.clock.set(at(when));
            world.ring().await;
            assert_eq!(
                world.count("SELECT count(*) FROM matter WHERE rung <> 'handlers'").await,
                rung,
                "{when}"
            );
        }
        world.officer("giamdoc").await.does(RULES, "", &[("don-vi", &unit), ("viec", "bo")]).await;
        world.officer("giamdoc").await.get(RULES).await.hides("Sở Tư pháp</a>");
        world.must_be_whole().await;
    });
}

#[test]
fn a_head_reminds_and_sees_that_it_was_read_and_answered() {
    // Row C-22: delivered, its reading time and its answer are kept.
    on_each(async |world: World| {
        let page = held(&world).await;
        let dossier = page.rsplit('/').next().unwrap();
        let head = world.officer("truongphong").await;
        head.get(&page).await.says(&format!("/lam-viec/phoi-hop/moi?loai=nhac&amp;ho-so={dossier}"));
        let address = format!("/lam-viec/phoi-hop/moi?loai=nhac&ho-so={dossier}");
        let form = head.get(&address).await;
        form.says("Nhắc việc trong đơn vị").says("người đang giữ").hides("UBND tỉnh khi");
        let (csrf, id) =
            (form.between("name=\"csrf\" value=\"", "\""), form.between("name=\"ma\" value=\"", "\""));
        let fields = [
            ("csrf", csrf.as_str()),
            ("ma", &id),
            ("loai", "nhac"),
            ("ho-so", dossier),
            ("noi-dung", "Xong trước thứ Sáu"),
            ("ngay", "1"),
        ];
        assert_eq!(head.post("/lam-viec/phoi-hop/moi", &fields).await.status, StatusCode::SEE_OTHER);
        let reminder = format!("/lam-viec/phoi-hop/{id}");
        head.get(&reminder).await.says("Đã xem: 1 người");
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec/phoi-hop").await.says("Mới");
        handler.does(&reminder, "tra-loi", &[("noi-dung", "Chiều nay trình")]).await;
        let head = world.officer("truongphong").await;
        head.get(&reminder).await.says("Chiều nay trình").says("Đã xem: 2 người");
        head.does(&reminder, "ket-thuc", &[("noi-dung", "Đã rõ")]).await;
        // Nobody reminds in another unit, and no handler reminds.
        let stranger = world.stranger(Role::Leader).await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
        let colleague = world.officer("chuyenvien").await.get(&address).await;
        colleague.hides("Nhắc việc trong đơn vị");
        world.must_be_whole().await;
    });
}

#[test]
fn the_head_is_warned_of_what_nobody_holds_and_the_lead_time_is_the_rules() {
    // Điều 3.2.c; row C-22: sixteen working hours before Monday 11/9/2023 at 8:00 it is Thursday at 8:00.
    on_each(async |world: World| {
        let director = world.officer("giamdoc").await;
        let text = director.get(RULES).await.text();
        let all = text.split("<option value=\"").find(|part| part.contains(">Mọi đơn vị chưa có")).unwrap();
        let rule = [
            ("don-vi", all.split('"').next().unwrap()),
            ("nhac", "1"),
            ("don-doc", "1"),
            ("nhac-gio", "16"),
            ("nhac-phong-gio", "4"),
            ("tra-loi", "1"),
            ("phong", "0"),
            ("lanh-dao", "1"),
            ("trung-tam", "2"),
            ("tinh", "3"),
        ];
        director.does(RULES, "", &rule).await;
        director.get(RULES).await.says("trước 16 giờ");
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        world.ring().await;
        world.clock.set(at("2023-09-06T16:30"));
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM matter").await, 0, "too early");
        world.clock.set(at("2023-09-07T09:00"));
        world.ring().await;
        let head = world.officer("truongphong").await;
        head.get("/lam-viec/phoi-hop").await.says("Nhắc việc").says("Đã báo lãnh đạo phòng");
        let reminder = matter(&head, &page, "Nhắc việc").await;
        head.get(&reminder).await.says("chưa ai nhận xử lý");
        // Whoever is given it now is reminded a working day before, and once.
        hand(&world, &page).await;
        world.clock.set(at("2023-09-08T09:00"));
        world.ring().await;
        let head = world.officer("truongphong").await;
        head.get(&reminder).await.says("Đã kết thúc").says("người giữ hồ sơ đã thay đổi");
        assert_eq!(world.count("SELECT count(*) FROM matter WHERE person_id IS NOT NULL").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn a_dossier_drifts_late_climbs_is_explained_apologised_for_and_its_effect_reported() {
    // Điều 3.2.c, 4.1.d; NĐ 61/2018 Điều 19.9; rows C-22, C-48, C-49, C-51: the whole way in one. Due 11/9/2023 08:00.
    on_each(async |world: World| {
        let page = held(&world).await;
        let climbs = async |when: &str, address: &str, rung: &str| {
            world.clock.set(at(when));
            world.ring().await;
            world.officer("giamdoc").await.get(address).await.says(&format!("Đã báo {rung}"));
        };
        world.clock.set(at("2023-09-08T08:00"));
        world.ring().await;
        let reminder = matter(&world.officer("chuyenvien").await, &page, "Nhắc việc").await;
        climbs("2023-09-08T14:30", &reminder, "lãnh đạo phòng").await;
        world.clock.set(at("2023-09-11T08:30"));
        world.ring().await;
        let urge = matter(&world.officer("chuyenvien").await, &page, "Đôn đốc").await;
        for (when, rung) in [
            ("2023-09-12T09:00", "lãnh đạo phòng"),
            ("2023-09-13T09:00", "lãnh đạo cơ quan"),
            ("2023-09-14T09:00", "giám đốc Trung tâm"),
        ] {
            climbs(when, &urge, rung).await;
        }
        // The cause is answered, the apology signed with a new day, and the result comes by then.
        let handler = world.officer("chuyenvien").await;
        let answer = [("noi-dung", "Xác minh tại thực địa"), ("nguyen-nhan", "verification")];
        handler.does(&urge, "tra-loi", &answer).await;
        let sign = [
            ("nguyen-nhan-xl", "verification"),
            ("ly-do-xl", "Xác minh tại thực địa kéo dài"),
            ("hen-moi-xl", "2023-09-20T16:00"),
        ];
        world.officer("lanhdao").await.does(&page, "xin-loi", &sign).await;
        world.ring().await;
        world.clock.set(at("2023-09-18T09:00"));
        finish(&world, &page).await;
        world.ring().await;
        let centre = world.officer("trungtam").await;
        centre.get(&urge).await.says("Hồ sơ đã có kết quả.").says("Thẩm tra, xác minh kéo dài");
        let report = centre.get("/lam-viec/phoi-hop/ket-qua?tu=2023-09-01&den=2023-09-30").await;
        let row = report.between("Sở Tư pháp</th>", "</tr>");
        let counts: Vec<&str> =
            row.split("data-n=\"").skip(1).map(|cell| cell.split('"').next().unwrap()).collect();
        assert_eq!(counts, ["1", "0", "1", "0", "0", "1", "0"], "answered late, settled later than soon");
        report.says("<h2>Nguyên nhân chậm</h2>").says("nguyen-nhan=verification");
        world.must_be_whole().await;
    });
}
