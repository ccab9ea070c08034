//! The plan of implementing the regulation: adopted with one click, reported with evidence, checked, late.

use axum::http::StatusCode;
use domain::{org::UnitKind, people::Role};

use super::browser::{form, get, set, with};
use crate::world::{Visitor, World, at, on_each};

const HERE: &str = "/lam-viec/ke-hoach";
const ALL: &str = "SELECT count(*) FROM corrective WHERE origin = 'ke-hoach'";

/// The page of the first task of `by` whose row says `words`.
async fn task(by: &Visitor<'_>, path: &str, words: &str) -> String {
    let text = by.get(path).await.text();
    let row = text.split("<tr data-row>").find(|row| row.contains("data-open") && row.contains(words));
    let row = row.unwrap_or_else(|| panic!("no {words} in {text}"));
    row.split("data-open href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// What the forms of `by` carry.
async fn csrf_of(by: &Visitor<'_>) -> String {
    by.get("/lam-viec/thu-tuc/sang-kien").await.between("name=\"csrf\" value=\"", "\"")
}

#[test]
fn the_duties_of_the_regulation_become_a_plan_that_units_report_on() {
    // Điều 6.1; row C-62.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let board = centre.get(HERE).await;
        board.says("Chưa có kế hoạch").says("Lập kế hoạch từ Quy chế");
        let fields = form(&board.text(), "<form method=\"post\" action=\"/lam-viec/ke-hoach\"");
        // A double click plans once; a second plan gives nobody anything twice.
        for _ in 0..2 {
            assert_eq!(centre.post(HERE, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        }
        // Sở Tư pháp, the only department with a procedure in this province: 9; 9 districts with 3; the Centre: 8.
        let planned = world.count(ALL).await;
        assert_eq!(planned, 9 + 9 * 3 + 8);
        let again =
            form(&centre.get(HERE).await.text(), "<form method=\"post\" action=\"/lam-viec/ke-hoach\"");
        assert_eq!(centre.post(HERE, &with(&again, "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.count(ALL).await, planned);
        centre.get(HERE).await.says("Điều 3.1.a").says("Điều 4.2").says("Điều 5.1");
        // What is planned is no fault: the board of corrective actions stays empty.
        centre.get("/lam-viec/chan-chinh").await.says("Không có việc nào ở mục này");

        // The agency sees its own nine and reports one with evidence; a ward sees none.
        let agency = world.officer("chuyenvien").await;
        let csrf = csrf_of(&agency).await;
        let forged = [("csrf", csrf.as_str()), ("ma", get(&again, "ma")), ("ngay", "30")];
        assert_eq!(agency.post(HERE, &forged).await.status, StatusCode::FORBIDDEN);
        let own = agency.get(HERE).await;
        own.says("Niêm yết thủ tục")
            .hides("Lập kế hoạch từ Quy chế")
            .hides("Điều 5.1")
            .hides("Giao nhiệm vụ");
        let post = task(&agency, &format!("{HERE}?nhiem-vu=3.1.b"), "Niêm yết thủ tục").await;
        agency
            .get(&post)
            .await
            .says("Quyết định 1267/QĐ-UBND, Điều 3.1.b")
            .says("Đang làm")
            .hides("khắc phục</h2>");
        let ward = world.stranger(Role::Leader).await;
        ward.get(HERE).await.says("Đơn vị chưa được giao nhiệm vụ nào");
        assert_eq!(ward.get(&post).await.status, StatusCode::NOT_FOUND);
        let cashier = world.officer("thungan").await;
        assert_eq!(cashier.get(HERE).await.status, StatusCode::FORBIDDEN);
        let evidence = [("noi-dung", "Đã niêm yết"), ("tep", "file:anh.pdf:%PDF-1.7 a")];
        agency.does(&post, "bao-xong", &evidence).await;
        agency.get(&post).await.says("Đơn vị báo đã xong").says("anh.pdf");
        centre.does(&post, "ket-thuc", &[("noi-dung", "Đã xem ảnh")]).await;
        centre.get(&post).await.says("Trung tâm xác nhận đã xong").says("Đã xong");
        // The Centre reports what it planned for itself.
        let own = task(&centre, &format!("{HERE}?nhiem-vu=6.1"), "Chủ trì").await;
        centre.does(&own, "bao-xong", &[("noi-dung", "Đã triển khai")]).await;

        // What is late stands out, and its head is told; what is over may be planned anew.
        world.clock.set(at("2023-10-09T08:00"));
        // Eight of the agency are late, and its head hears of them each morning, whoever was told of which already.
        let today = world.officer("lanhdao").await.get("/lam-viec/hom-nay").await.text();
        let tile = today.split("href=\"/lam-viec/ke-hoach?muc=qua-han\"").next().unwrap();
        assert_eq!(tile.rsplit("data-n=\"").next().unwrap().split('"').next(), Some("8"), "{today}");
        world.ring().await;
        let centre = world.officer("trungtam").await;
        let late = centre.get(&format!("{HERE}?muc=qua-han")).await;
        late.says("Đã báo")
            .says("Rà soát, công bố")
            .hides("Chủ trì, phối hợp với các cơ quan, đơn vị triển khai Quy chế</a></td><td>");
        assert_eq!(world.count("SELECT count(*) FROM corrective WHERE state = 'closed'").await, 1);
        // A task cites the decision in force.
        let mut version = form(&centre.get("/lam-viec/quy-che").await.text(), "<form class=\"narrow\"");
        for (name, value) in [
            ("so", "1300/QĐ-UBND"),
            ("tieu-de", "Quy chế sửa đổi"),
            ("ngay-ky", "2023-09-29"),
            ("hieu-luc", "2023-10-01"),
            ("noi-dung", "Sửa Điều 3"),
        ] {
            set(&mut version, name, value);
        }
        assert_eq!(centre.post("/lam-viec/quy-che", &with(&version, "")).await.status, StatusCode::SEE_OTHER);
        let again =
            form(&centre.get(HERE).await.text(), "<form method=\"post\" action=\"/lam-viec/ke-hoach\"");
        centre.post(HERE, &with(&again, "")).await;
        assert_eq!(world.count(ALL).await, planned + 1);
        let anew = task(&centre, &format!("{HERE}?nhiem-vu=3.1.b"), "Niêm yết thủ tục").await;
        centre.get(&anew).await.says("Quyết định 1300/QĐ-UBND ngày 29/9/2023, Điều 3.1.b");
        // Nothing was found by planning: it is no evidence of supervision (Điều 4.3).
        let days = "tu=2023-08-22&den=2023-08-22";
        centre.get(&format!("/lam-viec/bang-chung/tep?{days}")).await.says("\"lines\":0");
        // It is not in the list of the week of what is to be mended.
        centre.get("/lam-viec/chan-chinh/tuan").await.says("Không có việc nào quá hạn khắc phục");
        world.must_be_whole().await;
    });
}

#[test]
fn the_centre_gives_one_unit_a_task_of_its_own() {
    // Điều 6.1; row C-62.
    on_each(async |world: World| {
        let new = format!("{HERE}/moi");
        let agency = world.officer("lanhdao").await;
        assert_eq!(agency.get(&new).await.status, StatusCode::FORBIDDEN);
        let centre = world.officer("trungtam").await;
        let mut fields = form(&centre.get(&new).await.text(), "<form class=\"narrow\"");
        let empty = centre.post(&new, &with(&fields, "")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("Chọn đơn vị.").says("Ghi nhiệm vụ.").says("Ghi kết quả phải có.");
        let district = world.app.house().of_kind(UnitKind::District)[0].id.to_string();
        for (name, value) in [
            ("don-vi", district.as_str()),
            ("tieu-de", "Tập huấn dịch vụ công trực tuyến"),
            ("can-cu", "Kế hoạch 15/KH-UBND"),
            ("yeu-cau", "Mỗi xã một lớp"),
            ("han", "2023-08-21"),
        ] {
            set(&mut fields, name, value);
        }
        let past = centre.post(&new, &with(&fields, "")).await;
        assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
        past.says("Ghi thời hạn, sau hôm nay.").says("Mỗi xã một lớp");
        set(&mut fields, "han", "2023-09-15");
        let mut forged = fields.clone();
        set(&mut forged, "csrf", &csrf_of(&agency).await);
        assert_eq!(agency.post(&new, &with(&forged, "")).await.status, StatusCode::FORBIDDEN);
        let mut pages = vec![];
        for _ in 0..2 {
            let done = centre.post(&new, &with(&fields, "")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
            pages.push(done.location);
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(world.count(ALL).await, 1);
        centre.get(&pages[0]).await.says("thứ Sáu, 15/9/2023, 17:00").says("Kế hoạch thi hành Quy chế");
        centre.get(HERE).await.says("Nhiệm vụ khác").says("Tập huấn dịch vụ công");
        world.must_be_whole().await;
    });
}
