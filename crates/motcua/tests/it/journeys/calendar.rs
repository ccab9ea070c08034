//! The administrator's calendar and the working hours of a unit.

use axum::http::StatusCode;
use domain::calendar::WorkingHours;

use super::browser::{form, get, set, with};
use crate::world::{World, on_each};

const CALENDAR: &str = "/quan-tri/lich";
const EDITOR: &str = "<form method=\"post\" class=\"editor\"";

#[test]
fn a_day_that_was_entered_wrong_is_mended_and_taken_out() {
    // Row C-21: the calendar decides what is promised.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let wrong = [("ngay", "2024-05-07"), ("loai", "make_up"), ("ten", ""), ("van-ban", "TB 1")];
        let wrong = admin.act(CALENDAR, "", &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong
            .says("id=\"loai-loi\"")
            .says("id=\"ten-loi\"")
            .says("value=\"TB 1\"")
            .says("value=\"make_up\" selected");
        admin.act(CALENDAR, "", &[("loai", "off"), ("ten", "x")]).await.says("id=\"ngay-loi\"");
        // The day is a week too early: mended, the wrong one is gone.
        let day = [("ngay", "2024-05-07"), ("loai", "off"), ("ten", "Nghỉ thử"), ("van-ban", "TB 1")];
        admin.does(CALENDAR, "", &day).await;
        let mut fields = form(
            &admin.get(&format!("{CALENDAR}?sua=2024-05-07")).await.text(),
            "<form method=\"post\" class=\"day\"",
        );
        assert_eq!((get(&fields, "ngay"), get(&fields, "ten")), ("2024-05-07", "Nghỉ thử"));
        set(&mut fields, "ngay", "2024-05-14");
        assert_eq!(admin.post(CALENDAR, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let year = admin.get(&format!("{CALENDAR}?nam=2024")).await;
        year.says("14/5/2024").hides("7/5/2024");
        admin.does(CALENDAR, "", &[("ngay-cu", "2024-05-14"), ("viec", "bo")]).await;
        admin.get(&format!("{CALENDAR}?nam=2024")).await.hides("Nghỉ thử");
        assert!(world.app.house().calendar.special(jiff::civil::date(2024, 5, 14)).is_none());
        let again = admin.act(CALENDAR, "", &[("ngay-cu", "2024-05-14"), ("viec", "bo")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "it is gone already");
        // The page of what was configured says it.
        let changes = "/lam-viec/quy-che/cau-hinh?loai=calendar_day_saved";
        world.officer("giamdoc").await.get(changes).await.says("bỏ khỏi lịch").says("Nghỉ thử");
        world.must_be_whole().await;
    });
}

#[test]
fn a_unit_has_hours_of_its_own_and_keeps_them() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let unit = world.app.house().of_kind(domain::org::UnitKind::Department)[0].id;
        let page = format!("/quan-tri/don-vi/{unit}");
        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        assert_eq!((get(&fields, "gio"), get(&fields, "gio-0-0-tu")), ("tinh", "07:00"));
        set(&mut fields, "gio", "rieng");
        set(&mut fields, "gio-0-0-tu", "07:30");
        set(&mut fields, "gio-4-1-den", "16:00");
        set(&mut fields, "gio-5-0-tu", "08:00");
        let half = admin.post(&page, &with(&fields, "")).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        half.says("id=\"gio-5-0-den-loi\"").says("Thứ Bảy: ghi cả giờ").says("value=\"07:30\"");
        set(&mut fields, "gio-5-0-den", "10:00");
        assert_eq!(admin.post(&page, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let hours = || world.app.house().unit(unit).unwrap().hours.clone();
        let usual = [(420, 660), (780, 1_020)];
        let own = [&[(450, 660), (780, 1_020)], &usual, &usual, &usual, &[(420, 660), (780, 960)]];
        let [mo, tu, we, th, fr] = own.map(|day| &day[..]);
        let own = WorkingHours::new([mo, tu, we, th, fr, &[(480, 600)], &[]]).unwrap();
        assert_eq!(hours(), Some(own.clone()));
        // Another change leaves them; going back to those of the province is a choice, not a box that was not ticked.
        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        assert_eq!(get(&fields, "gio"), "rieng");
        set(&mut fields, "dien-thoai", "0294 3 855 555");
        assert_eq!(admin.post(&page, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(hours(), Some(own));
        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        set(&mut fields, "gio", "tinh");
        assert_eq!(admin.post(&page, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(hours(), None);
    });
}
