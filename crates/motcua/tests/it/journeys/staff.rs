//! Units and people in the administrator's hands: names by date, successors, first passwords, one role at a time.

use axum::http::StatusCode;
use domain::org::UnitKind;
use jiff::civil::date;

use super::browser::{form, set, with};
use crate::world::{Visitor, World, at, on_each};

const EDITOR: &str = "<form method=\"post\" class=\"editor\"";

/// Signs in with a name and a password of one's own.
async fn signed_in<'w>(world: &'w World, login: &str, secret: &str) -> (Visitor<'w>, String) {
    let mut visitor = world.visitor();
    let answer = visitor.post("/dang-nhap", &[("ten", login), ("mat-khau", secret)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    visitor.keep(&answer);
    (visitor, answer.location)
}

#[test]
fn a_unit_is_opened_renamed_from_a_day_and_succeeded() {
    // Row C-01.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let new = [
            ("loai", "department"),
            ("ma", "H59.88"),
            ("bat-dau", "2023-01-01"),
            ("ten", "Sở Thử nghiệm"),
            ("cap-tren", "H59"),
        ];
        let page = admin.does("/quan-tri/don-vi/moi", "", &new).await.location;
        let page = page.split('?').next().unwrap();
        let twice = admin.act("/quan-tri/don-vi/moi", "", &new).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("đã được dùng");

        let mut fields = form(&admin.get(page).await.text(), EDITOR);
        let mut slow = fields.clone();
        set(&mut fields, "ten", "Sở Thử nghiệm và Chuyển đổi");
        set(&mut fields, "tu-ngay", "2023-08-01");
        assert_eq!(admin.post(page, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let house = world.app.house();
        let unit = house.by_code("H59.88").unwrap();
        assert_eq!(unit.name_on(date(2023, 7, 31)), "Sở Thử nghiệm");
        assert_eq!(unit.name_on(date(2023, 8, 1)), "Sở Thử nghiệm và Chuyển đổi");

        // The slower of two sees the new name and keeps what they typed.
        set(&mut slow, "dien-thoai", "0294 3 855 555");
        let told = admin.post(page, &with(&slow, "")).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        told.says("vừa được người khác lưu").says("0294 3 855 555").says("Sở Thử nghiệm và Chuyển đổi");

        // It ends, with successors; they must exist and not be itself.
        let mut fields = form(&admin.get(page).await.text(), EDITOR);
        set(&mut fields, "het-ngay", "2023-12-31");
        for (codes, says) in [("H59.88", "tự kế thừa"), ("H99.1", "Không có đơn vị mang mã")] {
            set(&mut fields, "ke-thua", codes);
            let refused = admin.post(page, &with(&fields, "")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.says(says).says("2023-12-31");
        }
        set(&mut fields, "ke-thua", "H59.03, H59.04");
        assert_eq!(admin.post(page, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let house = world.app.house();
        let unit = house.by_code("H59.88").unwrap();
        assert_eq!((unit.active_to, unit.successors.len()), (Some(date(2023, 12, 31)), 2));
        // A unit is not put under itself.
        set(&mut fields, "cap-tren", "H59.88");
        let ban = admin.get(page).await.between("name=\"ban\" value=\"", "\"");
        set(&mut fields, "ban", &ban);
        admin.post(page, &with(&fields, "")).await.says("vòng cấp trên");
        world.must_be_whole().await;
    });
}

#[test]
fn a_person_gets_a_password_once_and_acts_in_one_role_at_a_time() {
    // Row C-01: exactly one (unit, role) at a time.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let person = [("ho-ten", "Sơn Thị Ngọc"), ("ten", "ngoc.st")];
        let opened = admin.act("/quan-tri/nguoi-dung", "", &person).await;
        assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
        let secret = opened.between("<p class=\"secret\"><span class=\"code\">", "</span>");
        admin.act("/quan-tri/nguoi-dung", "", &person).await.says("đã có người dùng");
        let list = admin.get("/quan-tri/nguoi-dung?q=ngoc.st").await;
        let page =
            format!("/quan-tri/nguoi-dung/{}", list.between("data-open href=\"/quan-tri/nguoi-dung/", "\""));
        admin.get(&page).await.hides(&secret).says("Chưa có vai trò nào");

        let centre = world.app.house().of_kind(UnitKind::Centre)[0].id.to_string();
        let give = |role: &'static str| {
            vec![("viec", "giao"), ("vai-tro", role), ("don-vi", centre.as_str()), ("quyet-dinh", "QĐ 1")]
        };
        admin.does(&page, "", &give("receptionist")).await;
        let (only, to) = signed_in(&world, "ngoc.st", &secret).await;
        assert_eq!(to, "/lam-viec", "one role: no question");
        assert_eq!(only.get("/quan-tri/thu-tuc").await.status, StatusCode::FORBIDDEN);
        admin.act(&page, "", &give("receptionist")).await.says("đang có vai trò đó");
        admin.does(&page, "", &give("cashier")).await;

        let (mut both, to) = signed_in(&world, "ngoc.st", &secret).await;
        assert_eq!(to, "/tai-khoan", "several: which one?");
        let choice = both.get("/tai-khoan").await;
        choice.says("Ông/bà làm việc với vai trò nào?").says("Tiếp tục vai trò này").says("Chọn vai trò này");
        let text = choice.text();
        let cashier =
            text.split("name=\"phan-cong\" value=\"").find(|part| part.contains("<b>Thu ngân</b>")).unwrap();
        let cashier = cashier.split('"').next().unwrap().to_owned();
        let chosen = both.does("/tai-khoan", "", &[("viec", "vai-tro"), ("phan-cong", &cashier)]).await;
        let old = both.clone();
        both.keep(&chosen);
        both.get("/tai-khoan").await.says("· Thu ngân ·");
        // The session of the other role is over, and nobody takes a role that is not theirs.
        assert_eq!(old.get("/tai-khoan").await.status, StatusCode::SEE_OTHER);
        let theirs = world
            .officer("lanhdao")
            .await
            .get("/tai-khoan")
            .await
            .between("name=\"phan-cong\" value=\"", "\"");
        let taken = both.act("/tai-khoan", "", &[("viec", "vai-tro"), ("phan-cong", &theirs)]).await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);

        // Their own password; then the administrator sets another; then the account is closed.
        let change = |old: &'static str| {
            [("viec", "mat-khau"), ("cu", old), ("moi", "một câu dài dễ nhớ"), ("lai", "một câu dài dễ nhớ")]
        };
        both.act("/tai-khoan", "", &change("sai")).await.says("Mật khẩu đang dùng không đúng.");
        let mut right = change("");
        right[1].1 = &secret;
        let changed = both.does("/tai-khoan", "", &right).await;
        both.keep(&changed);
        assert_eq!(both.get("/tai-khoan").await.status, StatusCode::OK);
        let (_, to) = signed_in(&world, "ngoc.st", "một câu dài dễ nhớ").await;
        assert_eq!(to, "/tai-khoan");
        let reset = admin.act(&page, "", &[("viec", "mat-khau")]).await;
        let third = reset.between("<p class=\"secret\"><span class=\"code\">", "</span>");
        assert_ne!(third, secret);
        world.clock.set(at("2023-08-22T08:01"));
        assert_eq!(both.get("/tai-khoan").await.status, StatusCode::SEE_OTHER, "signed out everywhere");
        signed_in(&world, "ngoc.st", &third).await;
        admin.does(&page, "", &[("viec", "khoa")]).await;
        let shut = world.visitor().post("/dang-nhap", &[("ten", "ngoc.st"), ("mat-khau", &third)]).await;
        assert_eq!(shut.status, StatusCode::UNPROCESSABLE_ENTITY);
        world.must_be_whole().await;
    });
}

#[test]
fn nobody_shuts_themselves_out() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let list = admin.get("/quan-tri/nguoi-dung?q=quantri").await;
        let page =
            format!("/quan-tri/nguoi-dung/{}", list.between("data-open href=\"/quan-tri/nguoi-dung/", "\""));
        admin.act(&page, "", &[("viec", "khoa")]).await.says("không thể tự khóa");
        assert_eq!(admin.get(&page).await.status, StatusCode::OK);
    });
}
