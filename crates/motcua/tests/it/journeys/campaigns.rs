//! Campaigns and training of a unit: entered once, seen by the unit and the Centre, measured against the rest of the province.

use axum::http::StatusCode;
use domain::{id::UnitId, people::Role};
use kit::db::args;
use uuid::Uuid;

use super::{counter::receive, flow::follow, workload::row};
use crate::world::{Visitor, World, on_each};

const CAMPAIGNS: &str = "/lam-viec/huong-dan/tuyen-truyen";
const UNITS: &str = "/lam-viec/huong-dan/tuyen-truyen/don-vi";

/// What the form carries as its identifier.
async fn fresh(by: &Visitor<'_>) -> String {
    by.get(CAMPAIGNS).await.between("name=\"ma\" value=\"", "\"")
}

/// The fields of a campaign in July.
fn july(id: &str) -> [(&str, &str); 8] {
    [
        ("ma", id),
        ("loai", "tuyen-truyen"),
        ("kenh", "loa"),
        ("noi-dung", "Nộp hồ sơ hộ tịch trực tuyến"),
        ("noi", "Khóm 3, phường 7"),
        ("tu-ngay", "2023-07-10"),
        ("den-ngay", "2023-07-12"),
        ("so-nguoi", "1.250"),
    ]
}

/// The fields with another value.
fn but<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(known, old)| (*known, if *known == name { value } else { *old })).collect()
}

/// So many dossiers were filed with `unit` in the week of `monday`, so many of them online.
async fn filed(world: &World, unit: Uuid, monday: &'static str, (dossiers, online): (i64, i64)) {
    let write = move |tx: &mut kit::db::Tx| {
        let week: jiff::civil::Date = monday.parse().unwrap();
        tx.later(
            "INSERT INTO filed_week (week, unit_id, dossiers, online) VALUES ($1, $2, $3, $4)",
            args![week, unit, dossiers, online],
        );
        Ok(())
    };
    world.app.write(write).await.unwrap();
}

#[test]
fn a_campaign_is_entered_once_and_measured_against_the_rest_of_the_province() {
    // Quy chế 1267 Điều 5.1; row C-59.
    on_each(async |world: World| {
        let ward = world.stranger(Role::Receptionist).await;
        let id = fresh(&ward).await;
        // Everything that is wrong is said at once, beside its field; what was typed stays.
        let nothing = ward.act(CAMPAIGNS, "", &[("ma", &id), ("noi", "Ấp 3")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing
            .says("Chọn tuyên truyền hay tập huấn.")
            .says("Chọn kênh.")
            .says("Ghi nội dung")
            .says("Ghi ngày");
        nothing.says("Ghi số người").says("value=\"Ấp 3\"").hides("Ghi địa điểm");
        for (field, value, words) in [
            ("den-ngay", "2023-08-23", "không sau hôm nay"),
            ("den-ngay", "2023-07-09", "Ngày cuối không được trước ngày đầu."),
            ("so-nguoi", "nhiều", "Ghi số người"),
        ] {
            let refused = ward.act(CAMPAIGNS, "", &but(&july(&id), field, value)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            refused.says(words);
        }
        let undated = ward.act(CAMPAIGNS, "", &but(&july(&id), "tu-ngay", "")).await;
        undated.says("Có 1 chỗ cần xem lại").says("Ghi ngày, ví dụ 21/8/2023.");
        let one_day = but(&but(&july(&id), "den-ngay", ""), "tu-ngay", "2023-08-23");
        ward.act(CAMPAIGNS, "", &one_day).await.says("href=\"#tu-ngay\"").hides("href=\"#den-ngay\"");
        let mut spoiled = july(&id).to_vec();
        spoiled.push(("tep", "file:anh.jpg:không phải ảnh"));
        assert_eq!(ward.act(CAMPAIGNS, "", &spoiled).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.count("SELECT count(*) FROM campaign").await, 0);
        // A double click enters it once.
        let mut fields = july(&id).to_vec();
        fields.push(("tep", "file:giay-moi.pdf:%PDF-1.7 x"));
        for _ in 0..2 {
            ward.does(CAMPAIGNS, "", &fields).await;
        }
        assert_eq!(world.count("SELECT count(*) FROM campaign").await, 1);
        // From an old page nothing is lost: what was typed is said not to be written, and is when it is sent again.
        let other = but(&fields, "noi", "Khóm 4, phường 7");
        let refused = ward.act(CAMPAIGNS, "", &other).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.says("đợt vừa gõ chưa được ghi").says("Khóm 4, phường 7").hides(&format!("value=\"{id}\""));
        assert_eq!(world.count("SELECT count(*) FROM campaign").await, 1);
        // Nobody writes into another's stream.
        let dossier = receive(&world.officer("tiepnhan").await, &[]).await;
        let taken = dossier.rsplit('/').next().unwrap();
        assert_eq!(ward.act(CAMPAIGNS, "", &july(taken)).await.status, StatusCode::CONFLICT);
        assert_eq!(world.count("SELECT count(*) FROM campaign").await, 1);

        let page = format!("{CAMPAIGNS}/{id}");
        ward.get(CAMPAIGNS).await.says("Nộp hồ sơ hộ tịch trực tuyến").says("1.250").says("10/7 – 12/7/2023");
        ward.get(&format!("{CAMPAIGNS}?loai=tap-huan")).await.says("Chưa ghi đợt nào");
        ward.get(&page).await.says("Chưa đủ hồ sơ").says("giay-moi.pdf");
        assert_eq!(ward.get(&format!("{page}/tep")).await.text(), "%PDF-1.7 x");
        // Another unit sees nothing of it; the Centre sees it; the province's leadership and who keeps the system do not guide.
        let agency = world.officer("lanhdao").await;
        agency.get(CAMPAIGNS).await.hides("Nộp hồ sơ hộ tịch");
        for path in [page.clone(), format!("{page}/tep")] {
            assert_eq!(agency.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let centre = world.officer("trungtam").await;
        centre.get(CAMPAIGNS).await.says("Nộp hồ sơ hộ tịch trực tuyến");
        for who in ["ubndtinh", "quantri"] {
            assert_eq!(world.officer(who).await.get(CAMPAIGNS).await.status, StatusCode::FORBIDDEN, "{who}");
        }

        // From 20 % to 50 %, while the rest of the province went from 20 % to 30 %.
        let find = |sql: &'static str| world.app.read(move |tx| Ok(tx.one(sql, args![])?.get::<Uuid>(0)?));
        let unit = find("SELECT unit_id FROM campaign").await.unwrap();
        centre.get(CAMPAIGNS).await.says(world.app.house().unit_name(UnitId(unit)));
        let rest = find("SELECT receiving_unit_id FROM dossier").await.unwrap();
        for (unit, monday, counts) in [
            (unit, "2023-06-05", (1_000, 1_000)),
            (unit, "2023-06-12", (100, 20)),
            (unit, "2023-07-03", (100, 20)),
            (unit, "2023-07-10", (1_000, 1_000)),
            (unit, "2023-07-17", (100, 40)),
            (unit, "2023-08-07", (100, 60)),
            (rest, "2023-06-12", (1_000, 200)),
            (rest, "2023-08-07", (1_000, 300)),
        ] {
            filed(&world, unit, monday, counts).await;
        }
        let shown = ward.get(&page).await;
        shown.says("20,0%").says("50,0%").says("+30,0").says("+10,0");
        shown
            .says("+20,0 điểm phần trăm so với mức thay đổi của phần còn lại")
            .says("Thay đổi tốt hơn phần còn lại");
        // By unit and month: the weeks that begin in July against those of June.
        let units = centre.get(&format!("{UNITS}?thang=2023-07")).await;
        let line = row(&units, world.app.house().unit_name(UnitId(unit)));
        for cell in ["1.250", "1.200", "92,7%", "88,3%", "−4,4"] {
            assert!(line.contains(cell), "{cell}: {line}");
        }
        let province = row(&units, "Toàn tỉnh");
        for cell in ["1.200", "58,0%", "88,3%", "+30,3"] {
            assert!(province.contains(cell), "{cell}: {province}");
        }
        ward.get(&format!("{UNITS}?thang=2023-07")).await.says("1.250").hides("Trung tâm Phục vụ");
        agency.get(&format!("{UNITS}?thang=2023-07")).await.hides("1.250");

        // It rose by 30, the rest by more: that is no fall, and no success.
        filed(&world, rest, "2023-07-31", (1_000, 1_000)).await;
        let shown = ward.get(&page).await;
        shown
            .says("+30,0")
            .says("−15,0 điểm phần trăm")
            .says("Thay đổi kém hơn phần còn lại")
            .hides(">Giảm<");
        // Departments: the Centre receives for them.
        let mine = fresh(&agency).await;
        agency.does(CAMPAIGNS, "", &july(&mine)).await;
        agency.get(&format!("{CAMPAIGNS}/{mine}")).await.says("do Trung tâm tiếp nhận");

        // Who did not enter it and heads nothing does not take it back; the head does, once.
        let colleague = handler_of(&world, unit).await;
        colleague.get(&page).await.hides("ghi nhầm");
        let csrf = colleague.get(CAMPAIGNS).await.between("name=\"csrf\" value=\"", "\"");
        let stolen = colleague.post(&format!("{page}/bo"), &[("csrf", &csrf)]).await;
        assert_eq!(stolen.status, StatusCode::FORBIDDEN);
        let csrf = ward.get(&page).await.between("name=\"csrf\" value=\"", "\"");
        assert_eq!(ward.post(&format!("{page}/bo"), &[("csrf", &csrf)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ward.post(&format!("{page}/bo"), &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
        ward.get(CAMPAIGNS).await.hides("Nộp hồ sơ hộ tịch trực tuyến");
        assert_eq!(ward.get(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ward.act(CAMPAIGNS, "", &fields).await.status, StatusCode::CONFLICT, "taken back");
        world.must_be_whole().await;
    });
}

/// Somebody who handles dossiers in the unit.
async fn handler_of(world: &World, unit: Uuid) -> Visitor<'_> {
    world.officer_of(&unit.to_string(), Role::Handler).await
}

#[test]
fn dossiers_are_counted_by_the_week_in_which_they_were_filed() {
    // Row C-59: what the effect of a campaign is read from.
    on_each(async |world: World| {
        let desk = world.officer("tiepnhan").await;
        receive(&desk, &[]).await;
        receive(&desk, &[]).await;
        // On paper in the week before, entered now (row C-20).
        receive(&desk, &[("nhan-luc", "2023-08-18T14:30")]).await;
        assert_eq!(super::online::file(&world, &[]).await.status, StatusCode::SEE_OTHER);
        follow(&world).await;
        follow(&world).await;
        let sums = "SELECT CAST(sum(dossiers) AS BIGINT) FROM filed_week WHERE week = '2023-08-21'";
        assert_eq!(world.count(sums).await, 3);
        let before = "SELECT CAST(sum(dossiers) AS BIGINT) FROM filed_week WHERE week = '2023-08-14'";
        assert_eq!(world.count(before).await, 1);
        assert_eq!(world.count("SELECT CAST(sum(online) AS BIGINT) FROM filed_week").await, 1);
    });
}
