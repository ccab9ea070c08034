//! The public list of those who are late: approved, public, corrected.

use axum::http::StatusCode;

use super::turns::staff;
use crate::world::{Answer, World, at, on_each};

const CHAM: &str = "/lam-viec/giam-sat/cham";

/// The numbers of Sở Tư pháp's handlers on the public page: dossiers, longest delay, without an apology.
fn numbers(page: &Answer) -> Vec<String> {
    let row = page.between("Chuyên viên thụ lý</td>", "</tr>");
    let cells = row.split("--numeric\">").skip(1);
    cells.map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn the_list_of_the_late_is_approved_public_and_corrected() {
    // Row C-28.
    on_each(async |world: World| {
        let desk = staff(&world).await;
        let page = desk.at_handler().await;
        desk.at_handler().await;
        let everybody = world.visitor();
        everybody.get("/cong-khai/cham").await.says("Chưa có danh sách nào");
        world.clock.set(at("2023-10-02T08:00"));
        let supervisor = world.officer("trungtam").await;
        let proposed = supervisor.get("/lam-viec/giam-sat/cham").await;
        proposed.says("Sở Tư pháp").hides("Công khai danh sách này");
        let refused = world.officer("lanhdao").await.get("/lam-viec/giam-sat/cham").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let token = world.officer("giamdoc").await.get("/lam-viec/giam-sat/cham").await;
        let stolen = [("csrf", &*token.between("name=\"csrf\" value=\"", "\""))];
        let answer = supervisor.post("/lam-viec/giam-sat/cham", &stolen).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "another's form");
        everybody.get("/cong-khai/cham").await.says("Chưa có danh sách nào");
        world.officer("giamdoc").await.does("/lam-viec/giam-sat/cham", "", &[]).await;
        let list = everybody.get("/cong-khai/cham").await;
        // Twelve working days from 22/8/2023, with two days off for 2/9; nine working days late.
        let shown = numbers(&list);
        assert_eq!((shown.first().unwrap().as_str(), shown.last().unwrap().as_str()), ("2", "2"));
        list.says("Sở Tư pháp").hides("Sô Phia").hides("230822-0001");
        // A supplement moves the due date lawfully: its dossier leaves the list by itself, as soon as its applicant is asked.
        let desk = staff(&world).await;
        let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ, không đọc được")];
        desk.handler.does(&page, "yeu-cau-bo-sung", &ask).await;
        assert_eq!(numbers(&everybody.get("/cong-khai/cham").await).first().unwrap(), "1");
        desk.reception.does(&page, "nhan-bo-sung", &[("bs-0", "file:b.pdf:%PDF-1.7 b")]).await;
        assert_eq!(numbers(&everybody.get("/cong-khai/cham").await).first().unwrap(), "1");
        // Published again on the same day, it takes the first one's place.
        world.officer("giamdoc").await.does("/lam-viec/giam-sat/cham", "", &[]).await;
        assert_eq!(world.count("SELECT count(*) FROM late_list").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM late_entry").await, 1);
        let english = world.reader("en").await.get("/cong-khai/cham").await;
        english.says("Offices that are late").says("Sở Tư pháp");
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}

#[test]
fn the_list_is_drafted_each_day_opens_its_dossiers_and_is_withdrawn_with_a_reason() {
    // Row C-28: refreshed daily; what nobody holds counts for the unit.
    on_each(async |world: World| {
        let desk = staff(&world).await;
        desk.at_handler().await;
        let unheld = super::counter::receive(&desk.reception, &[]).await;
        desk.reception.does(&unheld, "chuyen", &[]).await;
        world.clock.set(at("2023-10-02T08:00"));
        // The director finds it among the work of the day, until it is published.
        let director = world.officer("giamdoc").await;
        let waiting = |n: u32| format!("chờ công khai hôm nay: {n}\"");
        director.get("/lam-viec/hom-nay").await.says(&waiting(2));
        world.officer("trungtam").await.get("/lam-viec/hom-nay").await.hides("chờ công khai hôm nay");
        let draft = director.get(CHAM).await;
        draft.says("Danh sách hôm nay chưa công khai").says("Chưa phân công</td>");
        let text = draft.text();
        let mut opened = 0;
        for cell in text.split("<a href=\"/lam-viec/giam-sat/cham/ho-so").skip(1) {
            let (url, rest) = cell.split_once("\">").unwrap();
            let n = rest.split('<').next().unwrap();
            let url = url.replace("&amp;", "&").replace("&#38;", "&");
            let list = director.get(&format!("{CHAM}/ho-so{url}")).await;
            list.says(&format!(": {n} hồ sơ</h1>"));
            assert_eq!(list.text().matches("<tr data-row>").count().to_string(), n);
            opened += 1;
        }
        assert_eq!(opened, 4);
        director.does(CHAM, "", &[]).await;
        director.get("/lam-viec/hom-nay").await.says(&waiting(0));
        let everybody = world.visitor();
        everybody.get("/cong-khai/cham").await.says("Chưa phân công");
        let silent = director.act(CHAM, "go", &[("ly-do", " ")]).await;
        silent.says("Cần ghi nội dung.");
        director.does(CHAM, "go", &[("ly-do", "Nhập sai ngày nghỉ")]).await;
        director.get(CHAM).await.says("Nhập sai ngày nghỉ").hides("Gỡ danh sách đã công khai");
        everybody.get("/cong-khai/cham").await.says("đã được gỡ").hides("Sở Tư pháp").hides("Nhập sai");
        director.get("/lam-viec/hom-nay").await.says(&waiting(2));
        director.does(CHAM, "", &[]).await;
        everybody.get("/cong-khai/cham").await.says("Sở Tư pháp");
        world.must_be_whole().await;
    });
}
