//! The register of what was urged, asked and told, also of what is over; its numbers and lists agree.

use axum::http::StatusCode;
use domain::people::Role;

use super::{
    browser::{form, set, with},
    ladder::held,
};
use crate::world::{Visitor, World, at, on_each};

const REGISTER: &str = "/lam-viec/phoi-hop/so";
const EFFECT: &str = "/lam-viec/phoi-hop/ket-qua?tu=2023-08-01&den=2023-10-31";

/// Tells the Centre of a difficulty; its page.
async fn tell(by: &Visitor<'_>, title: &str) -> String {
    let page = by.get("/lam-viec/phoi-hop/moi").await;
    let mut fields = form(&page.text(), "<form class=\"narrow\"");
    for (name, value) in [("tieu-de", title), ("noi-dung", "Đề nghị hướng dẫn"), ("ngay", "5")] {
        set(&mut fields, name, value);
    }
    let sent = by.post("/lam-viec/phoi-hop/moi", &with(&fields, "")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    sent.location
}

/// Each number of the report opens a list that is as long.
async fn numbers_are_lists(who: &Visitor<'_>) -> usize {
    let report = who.get(EFFECT).await.text();
    let mut looked_at = 0;
    for cell in report.split("data-n=\"").skip(1) {
        let n = cell.split('"').next().unwrap();
        let url = cell.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let list = who.get(&url.replace("&amp;", "&")).await;
        list.says(&format!(": {n} việc</h1>"));
        let rows = list.text().matches("<tr data-row>").count();
        assert_eq!(rows.to_string(), n, "{url}");
        looked_at += 1;
    }
    looked_at
}

#[test]
fn what_was_urged_is_found_when_it_is_over_and_the_report_opens_its_lists() {
    // Điều 3.4, 4.1.d; rows C-35, C-48.
    on_each(async |world: World| {
        let page = held(&world).await;
        let code = world.officer("chuyenvien").await.get(&page).await.between("<h1", "</h1>");
        let code = code.split('H').nth(1).map(|rest| format!("H{}", rest.split_whitespace().next().unwrap()));
        world.clock.set(at("2023-09-11T08:30"));
        world.ring().await;
        let centre = world.officer("trungtam").await;
        centre.get(REGISTER).await.says(": 1 việc</h1>");
        let urge = centre.get(REGISTER).await.between("data-open href=\"", "\"");
        let handler = world.officer("chuyenvien").await;
        handler
            .does(&urge, "tra-loi", &[("noi-dung", "Đang chờ thẩm tra"), ("nguyen-nhan", "verification")])
            .await;
        centre.does(&urge, "ket-thuc", &[("noi-dung", "Đã có kế hoạch")]).await;
        tell(&handler, "Hai biểu mẫu hỏi cùng một việc").await;

        // What is over is found by state, kind, side, day, cause and words.
        centre.get("/lam-viec/phoi-hop?muc=tat-ca").await.hides(&urge);
        for (question, found) in [
            ("", 2),
            ("loai=don-doc&trang-thai=closed", 1),
            ("trang-thai=open", 1),
            ("loai=nhac", 0),
            ("tu=2023-09-12", 0),
            ("den=2023-09-11", 2),
            ("nguyen-nhan=verification", 1),
            ("nguyen-nhan=load", 0),
            ("ket-qua=dung-han&loai=don-doc", 1),
            ("q=bieu+mau+hoi", 1),
            ("q=qua+han", 1),
        ] {
            let list = centre.get(&format!("{REGISTER}?{question}")).await;
            list.says(&format!(": {found} việc</h1>"));
        }
        if let Some(code) = code {
            centre.get(&format!("{REGISTER}?q={code}")).await.says(": 1 việc</h1>");
        }
        assert!(numbers_are_lists(&centre).await >= 8);
        let head = world.officer("truongphong").await;
        assert!(numbers_are_lists(&head).await >= 8);
        world.officer("ubndtinh").await.get(EFFECT).await.hides("/lam-viec/phoi-hop/so?");
        // Nobody finds what is not theirs.
        world.stranger(Role::Leader).await.get(REGISTER).await.says(": 0 việc</h1>");
        world.officer("ubndtinh").await.get(REGISTER).await.says(": 0 việc</h1>");
        assert_eq!(world.officer("thungan").await.get(REGISTER).await.status, StatusCode::FORBIDDEN);
        world.must_be_whole().await;
    });
}

#[test]
fn an_obstacle_of_a_ward_is_decided_by_the_province_and_changes_the_regulation() {
    // Điều 6.3; rows C-65, C-66: from the district level to the amendment, and back from it to the difficulty.
    on_each(async |world: World| {
        let ward = world.stranger(Role::Leader).await;
        let obstacle = tell(&ward, "Quy chế chưa nói về cấp xã").await;
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phoi-hop?muc=vuong-mac").await.says("Quy chế chưa nói về cấp xã");
        centre.does(&obstacle, "trinh", &[("noi-dung", "Đề xuất bổ sung Điều 5")]).await;
        let province = world.officer("ubndtinh").await;
        province.get("/lam-viec/phoi-hop").await.says("Quy chế chưa nói về cấp xã");
        province.get("/lam-viec/phoi-hop?muc=bao-len").await.hides("Quy chế chưa nói về cấp xã");
        province.does(&obstacle, "tra-loi", &[("noi-dung", "Đồng ý bổ sung Điều 5")]).await;

        let mut version = form(&centre.get("/lam-viec/quy-che").await.text(), "<form class=\"narrow\"");
        let id = obstacle.rsplit('/').next().unwrap();
        for (name, value) in [
            ("so", "1300/QĐ-UBND"),
            ("tieu-de", "Quyết định sửa đổi Quy chế phối hợp"),
            ("ngay-ky", "2023-08-22"),
            ("hieu-luc", "2023-08-22"),
            ("noi-dung", "Bổ sung Điều 5 về cấp xã"),
            ("vuong-mac", id),
        ] {
            set(&mut version, name, value);
        }
        let amended = centre.post("/lam-viec/quy-che", &with(&version, "")).await.location;
        centre.does(&obstacle, "ket-thuc", &[("noi-dung", "Đã sửa Quy chế")]).await;
        // Whoever told of it, the Centre and the province find what was decided and what it led to.
        for who in [&ward, &centre, &province] {
            let book = who.get(&format!("{REGISTER}?loai=vuong-mac&trang-thai=closed")).await;
            book.says("Đồng ý bổ sung Điều 5").says("1300/QĐ-UBND").says(&amended);
            who.get(&obstacle).await.says(&amended).says("1300/QĐ-UBND");
        }
        ward.get(&amended).await.says(&obstacle);
        world.must_be_whole().await;
    });
}
