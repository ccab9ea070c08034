//! The versions of the regulation with the difficulties that led to them, and what was configured from what to what.

use axum::http::StatusCode;
use domain::people::Role;

use super::browser::{form, set, with};
use crate::world::{Visitor, World, at, on_each};

const HERE: &str = "/lam-viec/quy-che";
const CHANGES: &str = "/lam-viec/quy-che/cau-hinh";
const START: &str = "<form class=\"narrow\"";

/// The form of a version, filled in.
async fn version(centre: &Visitor<'_>, number: &str, days: (&str, &str)) -> Vec<(String, String)> {
    let mut fields = form(&centre.get(HERE).await.text(), START);
    for (name, value) in [
        ("so", number),
        ("tieu-de", "Quy chế phối hợp giải quyết thủ tục hành chính"),
        ("ngay-ky", days.0),
        ("hieu-luc", days.1),
        ("noi-dung", "Ban hành Quy chế gồm 7 điều"),
    ] {
        set(&mut fields, name, value);
    }
    fields
}

#[test]
fn the_regulation_has_versions_and_the_difficulties_that_led_to_them() {
    // Điều 6.3; rows C-65, C-66.
    on_each(async |world: World| {
        // An agency meets a difficulty.
        let handler = world.officer("chuyenvien").await;
        let page = handler.get("/lam-viec/phoi-hop/moi").await;
        let (csrf, id) =
            (page.between("name=\"csrf\" value=\"", "\""), page.between("name=\"ma\" value=\"", "\""));
        let obstacle = [
            ("csrf", csrf.as_str()),
            ("ma", &id),
            ("loai", "vuong-mac"),
            ("tieu-de", "Quy chế chưa nói về cấp xã"),
            ("noi-dung", "Đề nghị bổ sung"),
            ("ngay", "5"),
        ];
        assert_eq!(handler.post("/lam-viec/phoi-hop/moi", &obstacle).await.status, StatusCode::SEE_OTHER);

        let centre = world.officer("trungtam").await;
        centre.get(HERE).await.says("Chưa ghi bản nào");
        let first = version(&centre, "1267/QĐ-UBND", ("2023-08-22", "2023-08-22")).await;
        // A double click enters it once; the same decision a second time is told.
        for _ in 0..2 {
            let done = centre
                .post(HERE, &[with(&first, ""), vec![("tep", "file:qd.pdf:%PDF-1.7 q")]].concat())
                .await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        assert_eq!(world.count("SELECT count(*) FROM regulation_version").await, 1);
        let twice = version(&centre, "1267/QĐ-UBND", ("2023-08-22", "2023-08-22")).await;
        centre.post(HERE, &with(&twice, "")).await.says("đã được ghi");
        let mut bad = version(&centre, "", ("2023-08-22", "2023-08-01")).await;
        set(&mut bad, "noi-dung", "");
        let refused = centre.post(HERE, &with(&bad, "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Ghi số, ký hiệu").says("Ghi nội dung ban hành").says("không trước ngày ký");

        // The next one comes later, because of the difficulty.
        let mut next = version(&centre, "1300/QĐ-UBND", ("2023-08-22", "2023-10-01")).await;
        set(&mut next, "noi-dung", "Bổ sung Điều 5 về cấp xã");
        set(&mut next, "vuong-mac", &id);
        let page = centre.post(HERE, &with(&next, "")).await.location;
        let shown = centre.get(&page).await;
        shown.says("Bổ sung Điều 5 về cấp xã").says(&format!("/lam-viec/phoi-hop/{id}")).says("1/10/2023");
        centre.get(HERE).await.says("Đang có hiệu lực").says("Chưa có hiệu lực");
        world.clock.set(at("2023-10-01T08:00"));
        let centre = world.officer("trungtam").await;
        centre.get(HERE).await.says("Đã có bản sau").hides("Chưa có hiệu lực");

        // Agencies read; who is not theirs sees that there was a difficulty, not which. Nobody else enters or reads.
        let ward = world.stranger(Role::Leader).await;
        ward.get(HERE).await.says("1300/QĐ-UBND").hides("Ghi một bản");
        ward.get(&page).await.says("1 việc của đơn vị khác").hides("Quy chế chưa nói về cấp xã");
        world.officer("chuyenvien").await.get(&page).await.says("Quy chế chưa nói về cấp xã");
        let csrf = ward.get("/lam-viec/thu-tuc/sang-kien").await.between("name=\"csrf\" value=\"", "\"");
        let mut forged = first.clone();
        set(&mut forged, "csrf", &csrf);
        assert_eq!(ward.post(HERE, &with(&forged, "")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.officer("thungan").await.get(&page).await.status, StatusCode::FORBIDDEN);
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_configured_is_read_from_the_log_with_what_it_was_before() {
    // Điều 6.3; row C-66.
    on_each(async |world: World| {
        let director = world.officer("giamdoc").await;
        director.get(CHANGES).await.says("Không có thay đổi nào");
        // The ladder for all, twice; the limits of petitions; a day off; a unit.
        let rules = "/lam-viec/phoi-hop/quy-tac";
        let centre = world.cast.centre.unwrap().to_string();
        for province in ["5", "7"] {
            let set = [
                ("don-vi", centre.as_str()),
                ("nhac", "1"),
                ("don-doc", "1"),
                ("tra-loi", "1"),
                ("nhac-gio", "8"),
                ("nhac-phong-gio", "4"),
                ("phong", "0"),
                ("lanh-dao", "0"),
                ("trung-tam", "1"),
                ("tinh", province),
            ];
            world.clock.set(world.app.now() + jiff::SignedDuration::from_mins(1));
            director.does(rules, "", &set).await;
        }
        let clocks = "/lam-viec/phan-anh/thoi-han";
        let mut fields = form(&director.get(clocks).await.text(), "<form method=\"post\" novalidate>");
        set(&mut fields, "ngay-giai-quyet", "10");
        assert_eq!(director.post(clocks, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        let page = director.get(CHANGES).await;
        page.says(
            "Báo lãnh đạo UBND tỉnh: <del>sau hạn 3 ngày làm việc</del> → <ins>sau hạn 5 ngày làm việc</ins>",
        );
        page.says("<del>sau hạn 5 ngày làm việc</del> → <ins>sau hạn 7 ngày làm việc</ins>")
            .says("Mọi đơn vị");
        // Only what is another than before.
        page.hides("Tự nhắc việc").says("<del>15 ngày làm việc (Công văn 766").hides("Ngày nghỉ");
        assert!(
            page.text().find("7 ngày làm việc</ins>").unwrap()
                < page.text().find("5 ngày làm việc</ins>").unwrap()
        );
        // A unit had the rule for all before its own, not the usual one.
        let district = world.app.house().of_kind(domain::org::UnitKind::District)[0].clone();
        let unit = district.id.to_string();
        let own = [
            ("don-vi", unit.as_str()),
            ("tra-loi", "1"),
            ("nhac-gio", "8"),
            ("nhac-phong-gio", "4"),
            ("phong", "0"),
            ("lanh-dao", "0"),
            ("trung-tam", "1"),
            ("tinh", "9"),
        ];
        world.clock.set(world.app.now() + jiff::SignedDuration::from_mins(1));
        director.does(rules, "", &own).await;
        let page = director.get(CHANGES).await.text();
        let row = page.split("<tr data-row>").nth(1).unwrap();
        assert!(row.contains(&format!("{} (trước đó theo quy tắc chung)", district.name())), "{row}");
        assert!(row.contains("<ins>sau hạn 9 ngày làm việc</ins>") && !row.contains("<del>"), "{row}");

        // By kind; what came from files on demand; page by page without a gap.
        director.get(&format!("{CHANGES}?loai=ladder_set")).await.says("Mọi đơn vị").hides("Công văn 766");
        director.get(&format!("{CHANGES}?loai=unit_saved")).await.says("Không có thay đổi nào");
        let mut path = format!("{CHANGES}?loai=unit_saved&ca-he-thong=1");
        let mut seen = 0;
        loop {
            let page = director.get(&path).await;
            seen += page.text().matches("<tr data-row>").count();
            let Some(next) = page.text().split("Trang sau").next().map(str::to_owned) else { break };
            if next.len() == page.text().len() {
                break;
            }
            path = next
                .rsplit("href=\"")
                .next()
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .replace("&amp;", "&")
                .replace("&#38;", "&");
        }
        assert_eq!(
            i64::try_from(seen).unwrap(),
            world.count("SELECT count(*) FROM event WHERE kind = 'unit_saved'").await
        );

        // The administrator changes a unit; agencies do not see any of it.
        let admin = world.officer("quantri").await;
        let ward = world.app.house().of_kind(domain::org::UnitKind::District)[0].id;
        let editor = format!("/quan-tri/don-vi/{ward}");
        let mut fields = form(&admin.get(&editor).await.text(), "<form method=\"post\" class=\"editor\"");
        set(&mut fields, "dien-thoai", "0294 3 855 555");
        assert_eq!(admin.post(&editor, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        admin.get(CHANGES).await.says("Điện thoại: <ins>0294 3 855 555</ins>").says("Thay đổi cấu hình");
        for login in ["lanhdao", "chuyenvien", "thungan"] {
            assert_eq!(
                world.officer(login).await.get(CHANGES).await.status,
                StatusCode::FORBIDDEN,
                "{login}"
            );
        }
        assert_eq!(world.officer("ubndtinh").await.get(CHANGES).await.status, StatusCode::OK);
        world.must_be_whole().await;
    });
}

#[test]
fn that_the_law_is_read_otherwise_is_noted_at_the_next_start() {
    // Điều 6.3; row C-66.
    on_each(async |world: World| {
        let (noted, stream) =
            ("SELECT count(*) FROM event WHERE kind = 'rules_read'", uuid::Uuid::from_u128(2));
        let start = || {
            let app = world.app.clone();
            std::thread::spawn(move || oversight::regulation::readings::note(&app)).join().unwrap().unwrap();
        };
        start();
        assert_eq!(world.count(noted).await, 0, "as usual");
        let mut before = oversight::regulation::readings::usual();
        before["nd61-2018"]["completion_days"] = 30.into();
        let now = world.app.now();
        let system = domain::people::Actor::System;
        let other =
            world.app.write(move |tx| base::audit::note(tx, stream, "rules_read", &before, system, now));
        other.await.unwrap();
        for _ in 0..2 {
            start();
            assert_eq!(world.count(noted).await, 2, "once");
        }
        let director = world.officer("giamdoc").await;
        let page = director.get(CHANGES).await;
        page.says("[nd61_2018] completion_days: <del>30</del> → <ins>15</ins>").hides("online_check_hours");
        world.must_be_whole().await;
    });
}
