//! A document on which procedures rest ends: the alarm rings, the agency reviews, the Centre drafts its letter, and nobody is turned
//! away before the procedure is abolished.

use axum::http::StatusCode;
use domain::people::Role;

use super::{
    browser::{form, set, with},
    catalogue::{EDITOR, page_of},
    counter::receive,
};
use crate::world::{BY_DEPARTMENT, Visitor, World, at, on_each};

const HERE: &str = "/lam-viec/thu-tuc/can-cu";
const NUMBER: &str = "157/2020/NĐ-CP";
const OPEN: &str = "SELECT count(*) FROM task WHERE kind = 'can-cu' AND state <> 'done'";
const TASKS: &str = "SELECT count(*) FROM task WHERE kind = 'can-cu'";

/// The page of the document `number`.
async fn document(by: &Visitor<'_>, number: &str) -> String {
    let list = by.get(&format!("{HERE}?muc=tat-ca&q={}", number.replace('/', "%2F").replace('Đ', "D"))).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text());
    let text = list.text();
    let row = text.split("<tr data-row>").find(|row| row.contains(&format!(">{number}<"))).unwrap();
    row.split("data-open href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The fields that say that it ends on that day.
fn ends<'a>(from: &'a str, replaced_by: &'a str, warn: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("het-tu", from),
        ("theo", "Điều 30 Nghị định mới"),
        ("thay-the", replaced_by),
        ("bao-truoc", warn),
        ("ten", "Nghị định về giám định tư pháp"),
    ]
}

/// The page of the review of the procedure at the page of the document.
async fn review(by: &Visitor<'_>, page: &str) -> String {
    let text = by.get(page).await.text();
    let row = text.split("<tr data-row>").find(|row| row.contains(BY_DEPARTMENT)).unwrap();
    row.split("data-open href=\"")
        .nth(1)
        .unwrap_or_else(|| panic!("no review: {row}"))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn a_basis_that_ends_rings_before_and_is_reviewed_while_the_procedure_goes_on() {
    // Điều 4.1.b; row C-43.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        centre.get(HERE).await.says("Chưa ghi nhận văn bản nào hết hiệu lực");
        let page = document(&centre, NUMBER).await;
        centre.get(&page).await.says("Còn hiệu lực").says(BY_DEPARTMENT).says("chưa giao").hides("du-thao");
        for (fields, says) in [
            (ends("32/13/2023", "", "45"), "Ghi ngày hết hiệu lực, ví dụ"),
            (ends("", "", "45"), "Ghi ngày hết hiệu lực."),
            (ends("1/12/2023", "nghị định mới", "45"), "Ghi một số, ký hiệu văn bản"),
            (ends("1/12/2023", NUMBER, "45"), "không thể thay thế chính nó"),
            (ends("1/12/2023", "", "x"), "từ 0 đến 365"),
        ] {
            let refused = centre.act(&page, "", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            refused.says(says).says("Nghị định về giám định tư pháp");
        }
        // Recorded long before: nothing is to be done yet. A form from before that is stale.
        let old = centre.get(&page).await;
        let csrf = old.between("name=\"csrf\" value=\"", "\"");
        let ban = old.between("name=\"ban\" value=\"", "\"");
        let fields = ends("1/12/2023", "số 5/2023/NĐ-CP", "45");
        let all = [&[("csrf", csrf.as_str()), ("ban", &ban)][..], &fields].concat();
        assert_eq!(centre.post(&page, &all).await.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&page, &all).await.status, StatusCode::CONFLICT);
        centre.get(&page).await.says("Sắp hết hiệu lực").says("17/10/2023").says("5/2023/NĐ-CP");
        centre.get(HERE).await.says(NUMBER).says("1/12/2023");
        assert_eq!(world.count(TASKS).await, 0);

        // The day before the alarm nothing, on its day one review, however often it rings.
        for (when, tasks) in [("2023-10-16T08:00", 0), ("2023-10-17T08:00", 1)] {
            world.clock.set(at(when));
            world.ring().await;
            world.ring().await;
            assert_eq!(world.count(TASKS).await, tasks, "{when}");
        }
        let agency = world.officer("chuyenvien").await;
        let task = review(&agency, &page).await;
        let shown = agency.get(&task).await;
        shown.says("Rà soát do căn cứ pháp lý hết hiệu lực").says("Đề xuất: sửa đổi").says(&page);
        // The last working day before.
        shown.says("thứ Năm, 30/11/2023, 17:00");
        agency.get("/lam-viec/thu-tuc").await.says("Rà soát do căn cứ");

        // The Centre drafts its letter; nobody else does.
        let centre = world.officer("trungtam").await;
        let letter = format!("{page}/du-thao");
        centre.get(&page).await.says(&letter);
        let pdf = centre.get(&letter).await;
        assert_eq!((pdf.status, pdf.kind.as_str()), (StatusCode::OK, "application/pdf"));
        assert!(pdf.body.starts_with(b"%PDF"));
        assert_eq!(agency.get(&letter).await.status, StatusCode::FORBIDDEN);

        // Its end does not end the procedure: it is received on the day and after.
        world.clock.set(at("2023-12-01T09:00"));
        world.ring().await;
        receive(&world.officer("tiepnhan").await, &[]).await;
        let agency = world.officer("chuyenvien").await;
        agency.get(&page).await.says("Hết hiệu lực</span>");
        agency.get(&task).await.says("Quá hạn mà chưa xong");
        // The agency says what it proposed; the Centre checks; there is nothing to write about any more.
        agency.does(&task, "bao-xong", &[("noi-dung", "Đã trình sửa đổi tại Tờ trình 12")]).await;
        let centre = world.officer("trungtam").await;
        centre.get(&page).await.hides(&letter);
        centre.does(&task, "xac-nhan", &[("noi-dung", "")]).await;
        assert_eq!(centre.get(&letter).await.status, StatusCode::NOT_FOUND);
        // It does not ring again for this version and this end.
        let again = ends("1/12/2023", "5/2023/NĐ-CP", "60");
        centre.does(&page, "", &again).await;
        assert_eq!(world.count(TASKS).await, 1);
        centre.get(&page).await.says("thay thế bằng 5/2023/NĐ-CP");
        world.must_be_whole().await;
    });
}

#[test]
fn a_version_without_the_lapsed_document_ends_its_review_and_one_with_it_begins_another() {
    // Điều 4.1.b; row C-43.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = document(&admin, NUMBER).await;
        // Over already: it rings at once.
        admin.does(&page, "", &ends("1/8/2023", "", "45")).await;
        assert_eq!(world.count(TASKS).await, 1);
        let agency = world.officer("chuyenvien").await;
        let task = review(&agency, &page).await;
        agency.get(&task).await.says("Đề xuất: bãi bỏ").says("thứ Ba, 29/8/2023, 08:00");
        // Another version that still names it changes nothing while the review is open.
        let publish = async |basis: &str| {
            let old = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
            let next = admin.does(&old, "", &[("viec", "ban-moi")]).await.location;
            let mut fields = form(&admin.get(&next).await.text(), EDITOR);
            set(&mut fields, "can-cu", basis);
            let done = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        };
        publish("Nghị định số 157/2020/NĐ-CP ngày 31/12/2020\n85/2013/NĐ-CP").await;
        assert_eq!(world.count(TASKS).await, 1);
        // One without it ends the review by itself.
        publish("85/2013/NĐ-CP").await;
        agency.get(&task).await.says("Hệ thống ghi nhận đã xong");
        admin.get(&page).await.says("Không có thủ tục nào").hides(BY_DEPARTMENT);
        // Who publishes what rests on it again is told again, and it ends with the correction of the day.
        world.clock.set(at("2023-08-23T08:00"));
        let admin = world.officer("quantri").await;
        let old = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let next = admin.does(&old, "", &[("viec", "ban-moi")]).await.location;
        let mut fields = form(&admin.get(&next).await.text(), EDITOR);
        set(&mut fields, "can-cu", NUMBER);
        assert_eq!(admin.post(&next, &with(&fields, "luu-cong-bo")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.count(TASKS).await, 2);
        let mut still = ends("", "", "45");
        still[1].1 = "";
        admin.does(&page, "", &still).await;
        admin.get(&page).await.says("Còn hiệu lực").says("Ghi: còn hiệu lực");
        assert_eq!(world.count(OPEN).await, 0);
        // That it went on was the mistake: the alarm is not silenced for ever.
        world.clock.set(at("2023-08-23T08:10"));
        admin.does(&page, "", &ends("1/8/2023", "", "45")).await;
        assert_eq!((world.count(TASKS).await, world.count(OPEN).await), (3, 1));
        // Another day, another proposal: another review, with other words and another deadline.
        world.clock.set(at("2023-08-23T08:20"));
        admin.does(&page, "", &ends("1/9/2023", "118/2024/NĐ-CP", "45")).await;
        assert_eq!((world.count(TASKS).await, world.count(OPEN).await), (4, 1));
        let agency = world.officer("chuyenvien").await;
        let shown = agency.get(&review(&agency, &page).await).await;
        shown.says("từ 1/9/2023. Đề xuất: sửa đổi").says("thứ Năm, 31/8/2023, 17:00");
        // Another reason is none to ask again; a day far away ends the review until then.
        world.clock.set(at("2023-08-23T08:30"));
        let mut reason = ends("1/9/2023", "118/2024/NĐ-CP", "45");
        reason[1].1 = "Điều 31";
        admin.does(&page, "", &reason).await;
        assert_eq!((world.count(TASKS).await, world.count(OPEN).await), (4, 1));
        admin.does(&page, "", &ends("1/12/2024", "118/2024/NĐ-CP", "45")).await;
        assert_eq!((world.count(TASKS).await, world.count(OPEN).await), (4, 0));
        world.must_be_whole().await;
    });
}

#[test]
fn only_who_answers_for_a_procedure_records_the_end_of_its_basis() {
    // Điều 3.1.a, 4.1.b; row C-43.
    on_each(async |world: World| {
        let agency = world.officer("chuyenvien").await;
        let page = document(&agency, NUMBER).await;
        agency.get(&page).await.says("Ghi nhận hiệu lực");
        // A ward reads it and records nothing; who works on no dossiers does not even read it.
        let ward = world.stranger(Role::Leader).await;
        let shown = ward.get(&page).await;
        shown.says(NUMBER).hides("Ghi nhận hiệu lực");
        let csrf = ward.get("/lam-viec/thu-tuc/sang-kien").await.between("name=\"csrf\" value=\"", "\"");
        let forged = [&[("csrf", csrf.as_str()), ("ban", "0")][..], &ends("1/8/2023", "", "45")].concat();
        assert_eq!(ward.post(&page, &forged).await.status, StatusCode::FORBIDDEN);
        assert_eq!(ward.post(HERE, &[("csrf", csrf.as_str())]).await.status, StatusCode::FORBIDDEN);
        let cashier = world.officer("thungan").await;
        for path in [HERE, &page] {
            assert_eq!(cashier.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(world.count(TASKS).await, 0);
        // The agency itself does; the task of it is not the ward's to open.
        agency.does(&page, "", &ends("1/8/2023", "", "45")).await;
        let task = review(&agency, &page).await;
        assert_eq!(ward.get(&task).await.status, StatusCode::NOT_FOUND);
        ward.get(&page).await.hides(&task);
        // What is recorded stays: who is supervised does not end the supervision.
        agency.get(&page).await.hides("Ghi nhận hiệu lực").says("do Trung tâm hoặc quản trị sửa");
        let csrf = agency.get("/lam-viec/thu-tuc/sang-kien").await.between("name=\"csrf\" value=\"", "\"");
        let forged = [&[("csrf", csrf.as_str()), ("ban", "1")][..], &ends("1/8/2033", "", "45")].concat();
        assert_eq!(agency.post(&page, &forged).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.count(OPEN).await, 1);
        // What was published before there was a register is read again, and nothing twice.
        let rows = "SELECT count(*) FROM legal_basis";
        let before = world.count(rows).await;
        world.app.write(|tx| Ok(tx.execute("DELETE FROM legal_basis", vec![])?)).await.unwrap();
        let centre = world.officer("trungtam").await;
        centre.get(HERE).await.says("chưa theo dõi được");
        centre.does(HERE, "", &[]).await;
        centre.get(HERE).await.hides("chưa theo dõi được");
        assert_eq!((world.count(rows).await, world.count(TASKS).await), (before, 1));
        world.must_be_whole().await;
    });
}
