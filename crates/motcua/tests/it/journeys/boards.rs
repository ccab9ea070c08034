//! The boards of fees and of petitions: every number is the length of its list, and from a list a recommendation begins.

use axum::http::StatusCode;
use domain::people::Role;

use super::{
    petitions::{REPLY, file, first, pass_on},
    turns::{later, staff},
};
use crate::world::{Visitor, World, at, on_each};

/// Follows every number of the board at `path` to its list; how many were not nothing.
async fn every_number_is_the_length_of_its_list(who: &Visitor<'_>, path: &str, what: &str) -> usize {
    let page = who.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let text = page.text();
    let mut counted = 0;
    for cell in text.split("data-n=\"").skip(1) {
        let (n, rest) = cell.split_once('"').unwrap();
        let link = rest.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let link = link.replace("&amp;", "&").replace("&#38;", "&");
        let list = who.get(&link).await;
        assert_eq!(list.status, StatusCode::OK, "{link}");
        list.says(&format!(": {n} {what}</h1>"));
        assert_eq!(list.text().matches("<tr data-row>").count().to_string(), n, "{link}");
        counted += usize::from(n != "0");
    }
    counted
}

/// The number of the figure `word` for everybody, on the page `text`.
fn sum(text: &str, word: &str) -> usize {
    let row = text.split("<tr class=\"sum\">").nth(1).unwrap().split("</tr>").next().unwrap();
    let link = row.split(&format!("so={word}\">")).nth(1).unwrap_or_else(|| panic!("no {word} in {row}"));
    link.split('<').next().unwrap().parse().unwrap()
}

#[test]
fn every_number_of_the_board_of_petitions_is_the_length_of_its_list() {
    // Row C-57; Điều 4.2.
    on_each(async |world: World| {
        const BOARD: &str = "/lam-viec/phan-anh/giam-sat";
        world.officer("trungtam").await.get(BOARD).await.says("Không có phản ánh nào");
        let another = |no: usize| format!("0189f3b2-7c00-7000-8000-00000000010{no}");
        // One not classified, one classified and not passed on, one with the unit, one answered, one ended.
        for no in 0..5 {
            file(&world, &[("phieu", &another(no))]).await;
        }
        let centre = world.officer("trungtam").await;
        let mut pages = vec![];
        for class in ["ngoai-tham-quyen", "trong-tham-quyen", "trong-tham-quyen", "trong-tham-quyen"] {
            let page = first(&centre, "").await;
            if class == "ngoai-tham-quyen" {
                centre.does(&page, "phan-loai", &[("loai", class)]).await;
            } else {
                pass_on(&world, &page, class).await;
            }
            pages.push(page);
        }
        let leader = world.officer("lanhdao").await;
        for page in pages.iter().skip(2) {
            leader.does(page, "tra-loi", &REPLY).await;
        }
        let director = world.officer("giamdoc").await;
        director.does(&pages[3], "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
        let board = centre.get(BOARD).await.text();
        let figures = ["chua-tra-loi", "chua-chuyen", "cho-kiem-tra", "chua-gui", "khong-toi"];
        assert_eq!(figures.map(|word| sum(&board, word)), [3, 0, 1, 1, 0]);
        every_number_is_the_length_of_its_list(&centre, BOARD, "phản ánh").await;
        // Time alone makes them late: to classify in two working days, to pass on in five, to answer in fifteen.
        world.clock.set(at("2023-08-31T08:00"));
        let centre = world.officer("trungtam").await;
        let board = centre.get(BOARD).await.text();
        let figures = ["chua-tra-loi", "qua-han-1", "qua-han-5", "qua-han-lau", "chua-chuyen"];
        assert_eq!(figures.map(|word| sum(&board, word)), [3, 0, 3, 0, 1]);
        assert!(every_number_is_the_length_of_its_list(&centre, BOARD, "phản ánh").await > 6);
        // From the list a recommendation to the unit begins, with the list as its ground.
        let board = centre.get(BOARD).await;
        let unit = board.between("<th scope=\"row\">Sở Tư pháp</th>", "</tr>");
        let key = unit.split("dong=").nth(1).unwrap().split('"').next().unwrap();
        let list = centre.get(&format!("{BOARD}/danh-sach?so=chua-tra-loi&dong={key}")).await;
        let form = list
            .between("href=\"/lam-viec/chan-chinh/moi?", "\"")
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let form = centre.get(&format!("/lam-viec/chan-chinh/moi?{form}")).await;
        form.says("1 phản ánh, kiến nghị (PAKN-2023-0000").says(&format!("value=\"{key}\" selected"));
        form.says("value=\"phan-anh\" selected");
        // What the Centre has not checked is not charged to the unit that answered.
        let unchecked = format!("{BOARD}/danh-sach?so=cho-kiem-tra");
        centre.get(&format!("{unchecked}&dong={key}")).await.says(": 0 phản ánh");
        centre.get(&format!("{unchecked}&dong=-")).await.says(": 1 phản ánh").hides("chan-chinh/moi?");
        // The province sees numbers, agencies and others nothing.
        let province = world.officer("ubndtinh").await;
        province.get(BOARD).await.says("Sở Tư pháp").hides("danh-sach");
        let path = format!("{BOARD}/danh-sach?so=chua-tra-loi");
        assert_eq!(province.get(&path).await.status, StatusCode::FORBIDDEN);
        for login in ["lanhdao", "tiepnhan", "quantri"] {
            assert_eq!(world.officer(login).await.get(BOARD).await.status, StatusCode::FORBIDDEN, "{login}");
        }
        assert_eq!(centre.get(&format!("{BOARD}/danh-sach?so=x")).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn every_number_of_the_board_of_fees_is_the_length_of_its_list() {
    // Row C-57; Điều 4.2: what the record knows of money that applicants owe.
    on_each(async |world: World| {
        const BOARD: &str = "/lam-viec/giam-sat/phi";
        let staff_now = staff(&world).await;
        world.officer("trungtam").await.get(BOARD).await.says("Không có hồ sơ nào chờ nộp");
        let (first, second) = (staff_now.at_handler().await, staff_now.at_handler().await);
        let staff_now = later(&world, "2023-08-25T08:00").await;
        let duty =
            [("nghia-vu-gi", "Lệ phí trước bạ"), ("so-phieu", "15/PCTT"), ("ngay-phieu", "2023-08-25")];
        for page in [&first, &second] {
            staff_now.handler.does(page, "nghia-vu", &duty).await;
        }
        let paid = [("so-chung-tu", "BL-9"), ("ngay-nop-tien", "2023-08-24")];
        staff_now.reception.does(&second, "da-nop-tien", &paid).await;
        let centre = world.officer("trungtam").await;
        let board = centre.get(BOARD).await;
        let figures = ["chua-nop", "khong-so-tien", "khong-chung-tu", "sai-ngay", "qua-han-nop"];
        assert_eq!(figures.map(|word| sum(&board.text(), word)), [1, 1, 1, 1, 0]);
        assert_eq!(every_number_is_the_length_of_its_list(&centre, BOARD, "hồ sơ").await, 8);
        let unit = board.between("<th scope=\"row\">Sở Tư pháp</th>", "</tr>");
        let key = unit.split("dong=").nth(1).unwrap().split('"').next().unwrap();
        let list = centre.get(&format!("{BOARD}/ho-so?so=chua-nop&dong={key}")).await;
        list.says("/lam-viec/chan-chinh/moi?don-vi=");
        // A head sees the own unit and recommends nothing; another's board is empty; the province opens no list.
        let head = world.officer("lanhdao").await;
        assert_eq!(sum(&head.get(BOARD).await.text(), "chua-nop"), 1);
        head.get(&format!("{BOARD}/ho-so?so=chua-nop&dong={key}"))
            .await
            .says(": 1 hồ sơ")
            .hides("chan-chinh/moi?don-vi");
        let stranger = world.stranger(Role::Leader).await;
        stranger.get(BOARD).await.says("Không có hồ sơ nào chờ nộp");
        stranger.get(&format!("{BOARD}/ho-so?so=chua-nop&dong={key}")).await.says(": 0 hồ sơ");
        let province = world.officer("ubndtinh").await;
        province.get(BOARD).await.says("Sở Tư pháp");
        for (who, path) in
            [(&province, format!("{BOARD}/ho-so?so=chua-nop")), (&staff_now.handler, BOARD.to_owned())]
        {
            assert_eq!(who.get(&path).await.status, StatusCode::FORBIDDEN);
        }
        // Who waits longest does not fall out by waiting; what was paid does.
        world.clock.set(at("2024-10-01T08:00"));
        let centre = world.officer("trungtam").await;
        let board = centre.get(BOARD).await.text();
        assert_eq!(["chua-nop", "khong-chung-tu"].map(|word| sum(&board, word)), [1, 0]);
        every_number_is_the_length_of_its_list(&centre, BOARD, "hồ sơ").await;
    });
}
