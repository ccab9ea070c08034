//! The work of officers, weighted: counted from the log, seen by those whom it concerns, weighed by what was in force.

use axum::http::StatusCode;
use domain::people::Role;

use super::{
    browser::{form, set, with},
    flow::{follow, two_dossiers},
    turns::later,
};
use crate::world::{Visitor, World, at, on_each};

const WORK: &str = "/lam-viec/khoi-luong";
const WEIGHTS: &str = "/lam-viec/khoi-luong/he-so";

/// The address of the own figures of whoever is signed in.
async fn own(by: &Visitor<'_>) -> String {
    let answer = by.get(WORK).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.location
}

/// The name of whoever is signed in.
async fn name(by: &Visitor<'_>) -> String {
    by.get("/tai-khoan").await.between("<span><b>", "</b>")
}

/// The row of the page that has those words.
pub fn row(page: &crate::world::Answer, words: &str) -> String {
    let text = page.text();
    let row = text.split("<tr").find(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("no row {words} in {text}")).split("</tr>").next().unwrap().to_owned()
}

#[test]
fn what_officers_did_is_counted_weighed_and_shown_to_those_it_concerns() {
    // Quy chế 1267 Điều 3.2.c, 4.3.
    on_each(async |world: World| {
        two_dossiers(&world).await;
        follow(&world).await;
        let (handler, head) = (world.officer("chuyenvien").await, world.officer("truongphong").await);
        let (desk, centre) = (world.officer("tiepnhan").await, world.officer("trungtam").await);
        let me = name(&handler).await;
        // Two drafts at 2,0 and two steps at 1,0, for a procedure of twelve working days: times 1,2.
        let mine = own(&handler).await;
        let page = handler.get(&mine).await;
        page.says("Công việc của tôi").says("7,2").says("Soạn dự thảo kết quả").says("ít lượt");
        let drafts = row(&page, "Soạn dự thảo kết quả");
        assert!(drafts.contains(">2</a>") && drafts.contains("4,8"), "{drafts}");
        // Each number leads to the procedures it counts.
        let list = handler.get(&format!("{mine}&loai=du-thao")).await;
        list.says("Theo thủ tục: Soạn dự thảo kết quả").says(crate::world::BY_DEPARTMENT);
        assert!(row(&list, crate::world::BY_DEPARTMENT).contains("4,8"));
        handler.get(&format!("{mine}&loai=tham-tra")).await.says("không có việc loại này");
        // What the returned dossier is held by now.
        let of_unit = head.get(WORK).await;
        of_unit.says("Khối lượng công việc tháng 8/2023, Sở Tư pháp");
        let line = row(&of_unit, &me);
        assert!(line.contains("7,2") && line.contains("1 hồ sơ"), "{line}");
        // The number is the length of its list.
        let list = line.split("href=\"").find(|part| part.contains("giam-sat/ho-so")).unwrap();
        let list = list.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        head.get(&list).await.says(": 1 hồ sơ");
        assert!(head.get(&format!("{WORK}?xep=khoi-luong")).await.text().contains("<b>khối lượng</b>"));
        // Nobody but the head and the Centre learns of a colleague; no head learns of another unit.
        let receiver = name(&desk).await;
        of_unit.hides(&receiver);
        let theirs = own(&desk).await;
        for (by, path) in [(&handler, &theirs), (&head, &theirs), (&desk, &mine)] {
            assert_eq!(by.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let sought = of_unit.between("/lam-viec/khoi-luong/can-bo/", "?");
        let stranger = world.stranger(Role::Leader).await;
        let away = format!("{WORK}/can-bo/{sought}?thang=2023-08");
        assert_eq!(stranger.get(&away).await.status, StatusCode::NOT_FOUND);
        let department = of_unit.between("don-vi=", "\"");
        stranger.get(&format!("{WORK}?don-vi={department}")).await.hides(&me).hides("Sở Tư pháp");
        // The Centre: all units, one of them, one officer of it.
        let all = centre.get(WORK).await;
        all.says("toàn tỉnh").says("Sở Tư pháp");
        centre.get(&format!("{WORK}?don-vi={department}")).await.says(&me).says("Đang giữ lúc này");
        centre.get(&theirs).await.says(&receiver).says("Tiếp nhận, nhận bổ sung");
        let july = head.get(&format!("{WORK}?thang=2023-07")).await;
        assert!(row(&july, &me).contains("0,0"));
        for (who, path) in [("ubndtinh", WORK), ("quantri", WORK), ("ubndtinh", &mine)] {
            let status = world.officer(who).await.get(path).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{who} {path}");
        }
    });
}

#[test]
fn weights_are_set_for_months_to_come_and_leave_what_was_done_alone() {
    // Quy chế 1267 Điều 4.3: work is weighed by what everybody could know when it was done.
    on_each(async |world: World| {
        two_dossiers(&world).await;
        follow(&world).await;
        let (director, admin) = (world.officer("giamdoc").await, world.officer("quantri").await);
        let page = director.get(WEIGHTS).await;
        page.says("Chưa ai đặt hệ số");
        let start = "<form method=\"post\" action=\"/lam-viec/khoi-luong/he-so\"";
        let mut fields = form(&page.text(), start);
        let mut rival = form(&admin.get(WEIGHTS).await.text(), start);
        set(&mut fields, "du-thao", "nhiều");
        set(&mut fields, "dai", "0,9");
        set(&mut fields, "tu-thang", "2023-08");
        let wrong = director.post(WEIGHTS, &with(&fields, "")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Có 3 chỗ cần xem lại").says("value=\"nhiều\"").says("việc đã làm không tính lại");
        assert_eq!(world.count("SELECT count(*) FROM work_weights").await, 0);
        set(&mut fields, "du-thao", "4,5");
        set(&mut fields, "dai", "1,5");
        set(&mut fields, "tu-thang", "2023-09");
        assert_eq!(director.post(WEIGHTS, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        // The same form again, and somebody who did not know of it: told, with what was typed, and may set it after all.
        assert_eq!(director.post(WEIGHTS, &with(&fields, "")).await.status, StatusCode::CONFLICT);
        set(&mut rival, "tham-tra", "7,5");
        let late = admin.post(WEIGHTS, &with(&rival, "")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.says("Hệ số vừa được đặt trước đó")
            .says("value=\"7,5\"")
            .says("Soạn dự thảo kết quả 4,5")
            .hides("Hồ sơ vừa");
        assert!(form(&late.text(), start).contains(&("ban".into(), "1".into())));
        assert_eq!(world.count("SELECT count(*) FROM work_weights").await, 1);
        admin.get(WEIGHTS).await.says("tháng 9/2023").says("Soạn dự thảo kết quả 4,5");
        // Others read them and set none.
        let handler = world.officer("chuyenvien").await;
        let page = handler.get(WEIGHTS).await;
        page.says("Hệ số khối lượng công việc").hides("Đặt hệ số</button>");
        let csrf = handler.get("/tai-khoan").await.between("name=\"csrf\" value=\"", "\"");
        let mut stolen = fields.clone();
        set(&mut stolen, "csrf", &csrf);
        assert_eq!(handler.post(WEIGHTS, &with(&stolen, "")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.officer("ubndtinh").await.get(WEIGHTS).await.status, StatusCode::FORBIDDEN);

        // September weighs anew, August stays.
        let staff = later(&world, "2023-09-05T08:00").await;
        let third = staff.at_handler().await;
        staff.handler.does(&third, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        follow(&world).await;
        let handler = world.officer("chuyenvien").await;
        let mine = own(&handler).await;
        let september = handler.get(&mine).await;
        let drafts = row(&september, "Soạn dự thảo kết quả");
        assert!(drafts.contains(">1</a>") && drafts.contains("5,4"), "{drafts}");
        handler.get(&mine.replace("2023-09", "2023-08")).await.says("7,2");
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_undone_is_nobodys_work_and_guidance_is() {
    on_each(async |world: World| {
        let staff = super::turns::staff(&world).await;
        let page = staff.at_handler().await;
        let sum = "SELECT CAST(coalesce(sum(deeds), 0) AS BIGINT) FROM work_month WHERE kind = 'xu-ly'";
        follow(&world).await;
        assert_eq!(world.count(sum).await, 1, "the desk handed it over");
        staff.handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        staff.handler.does(&page, "chuyen-buoc", &[]).await;
        follow(&world).await;
        assert_eq!(world.count(sum).await, 2);
        staff.handler.does(&page, "hoan-tac", &[("ly-do-ht", "Nhầm hồ sơ")]).await;
        follow(&world).await;
        assert_eq!(world.count(sum).await, 1);
        let rows = "SELECT count(*) FROM work_month WHERE kind = 'xu-ly' AND deeds < 0";
        assert_eq!(world.count(rows).await, 0, "taken from where it was counted");
        // Guidance counts when it is noted.
        world.clock.set(at("2023-08-22T10:00"));
        let desk = world.officer("tiepnhan").await;
        let log = "/lam-viec/huong-dan";
        let id = desk.get(log).await.between("name=\"ma\" value=\"", "\"");
        let visit = [("ma", id.as_str()), ("kenh", "quay"), ("ve", "nop-truc-tuyen"), ("ket-qua", "online")];
        desk.does(log, "", &visit).await;
        let page = desk.get(&own(&desk).await).await;
        let line = row(&page, "Hướng dẫn nộp hồ sơ");
        assert!(line.contains(">1</a>") && line.contains("0,5"), "{line}");
    });
}

#[test]
fn nobody_is_late_while_the_applicant_is_waited_for_and_no_number_leads_to_another_list() {
    on_each(async |world: World| {
        let staff = super::turns::staff(&world).await;
        let page = staff.at_handler().await;
        let me = name(&staff.handler).await;
        let of_unit = async || row(&world.officer("truongphong").await.get(WORK).await, &me);
        world.clock.set(at("2023-08-24T10:00"));
        let staff = later(&world, "2023-08-24T10:00").await;
        let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ, không đọc được")];
        staff.handler.does(&page, "yeu-cau-bo-sung", &ask).await;
        world.clock.set(at("2023-09-13T08:00"));
        let line = of_unit().await;
        assert!(line.contains("1 hồ sơ") && !line.contains("is-bad"), "{line}");
        let staff = later(&world, "2023-09-13T08:05").await;
        staff.reception.does(&page, "nhan-bo-sung", &[("bs-0", "file:b.pdf:%PDF-1.7 b")]).await;
        world.clock.set(at("2023-11-20T08:00"));
        let line = of_unit().await;
        assert!(line.contains("1 hồ sơ") && line.contains("is-bad"), "late again: {line}");
        // Of a dossier that another unit decides the head's list has nothing: the number stands alone.
        let away = |tx: &mut kit::db::Tx| {
            let sql = "UPDATE dossier SET settling_unit_id = receiving_unit_id";
            tx.later(sql, kit::db::args![]);
            Ok(())
        };
        world.app.write(away).await.unwrap();
        let line = of_unit().await;
        assert!(!line.contains("giam-sat/ho-so") && line.contains("<td class=\"num\">1</td>"), "{line}");
    });
}
