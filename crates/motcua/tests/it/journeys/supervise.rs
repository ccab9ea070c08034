//! The Centre supervises: it recommends and inspects, agencies mend, heads confirm their numbers, and all of it is evidence.

use axum::http::StatusCode;

use super::{
    browser::{form, set, with},
    counter::receive,
};
use crate::world::{Visitor, World, at, on_each};

const HERE: &str = "/lam-viec/chan-chinh";
const ROUNDS: &str = "/lam-viec/phieu-giam-sat";
const MEETINGS: &str = "/lam-viec/giao-ban";
const PDF: &str = "file:minh-chung.pdf:%PDF-1.7 a";

/// The identifier of the unit called `name` among the options or boxes of the page.
fn option(page: &str, name: &str) -> String {
    let part = page.split("value=\"").find(|part| part.contains(&format!(">{name}<"))).unwrap();
    part.split('"').next().unwrap().to_owned()
}

/// The form of a recommendation to Sở Tư pháp, filled in.
async fn recommendation(centre: &Visitor<'_>) -> Vec<(String, String)> {
    let page = centre.get(&format!("{HERE}/moi")).await.text();
    let mut fields = form(&page, "<form class=\"narrow\"");
    let unit = option(&page, "Sở Tư pháp");
    for (name, value) in [
        ("don-vi", unit.as_str()),
        ("linh-vuc", "phi"),
        ("tieu-de", "Thu phí không có biên lai"),
        ("phat-hien", "Ba hồ sơ không có biên lai"),
        ("bien-phap", "Cấp biên lai, báo cáo"),
        ("ngay", "3"),
    ] {
        set(&mut fields, name, value);
    }
    fields
}

#[test]
fn what_the_centre_recommends_is_mended_with_evidence_or_stands_in_the_weekly_list() {
    // Điều 3.2.d, 4.2; rows C-30, C-57.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let new = format!("{HERE}/moi");
        let mut fields = recommendation(&centre).await;
        set(&mut fields, "tieu-de", "");
        let refused = centre.post(&new, &with(&fields, "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Ghi tiêu đề.").says("Ba hồ sơ không có biên lai").hides("Ghi việc phải làm.");
        set(&mut fields, "tieu-de", "Thu phí không có biên lai");
        let wrong = [with(&fields, ""), vec![("tep", "file:a.exe:MZ")]].concat();
        let refused = centre.post(&new, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.count("SELECT count(*) FROM corrective").await, 0);
        // A double click begins it once.
        let (first, second) =
            (centre.post(&new, &with(&fields, "")).await, centre.post(&new, &with(&fields, "")).await);
        assert_eq!((first.status, &first.location), (StatusCode::SEE_OTHER, &second.location));
        assert_eq!(world.count("SELECT count(*) FROM corrective").await, 1);
        let page = first.location;
        // Three working days from Tuesday at eight.
        centre.get(&page).await.says("thứ Sáu, 25/8/2023, 08:00").hides("bao-xong");

        // The agency sees it, others do not; nobody but the heads says how, nobody but the agency reports.
        let handler = world.officer("chuyenvien").await;
        handler.get(HERE).await.says("Thu phí không có biên lai").hides("/chan-chinh/moi");
        handler.get(&page).await.says("Báo đã khắc phục").hides("Biện pháp của đơn vị");
        for (login, status) in [
            ("tiepnhan", StatusCode::NOT_FOUND),
            ("quantri", StatusCode::NOT_FOUND),
            ("ubndtinh", StatusCode::OK),
        ] {
            assert_eq!(world.officer(login).await.get(&page).await.status, status, "{login}");
        }
        for login in ["thungan", "quantri"] {
            assert_eq!(world.officer(login).await.get(HERE).await.status, StatusCode::FORBIDDEN, "{login}");
        }
        let leader = world.officer("lanhdao").await;
        leader.does(&page, "bien-phap", &[("noi-dung", "Giao bộ phận kế toán rà lại")]).await;
        let silent = handler.act(&page, "bao-xong", &[("noi-dung", "")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Cần ghi nội dung.");

        // Not mended in time: it climbs and stands in the list of the week, which can be read again later.
        for (when, rung) in [
            ("2023-08-25T08:30", "lãnh đạo phòng"),
            ("2023-08-28T08:30", "lãnh đạo cơ quan"),
            ("2023-08-29T08:30", "giám đốc Trung tâm"),
            ("2023-08-30T08:30", "lãnh đạo UBND tỉnh"),
        ] {
            world.clock.set(at(when));
            world.ring().await;
            world.ring().await;
            world.officer("trungtam").await.get(&page).await.says(&format!("Đã báo {rung}"));
        }
        let climbed = "SELECT count(*) FROM event WHERE kind = 'corrective_climbed'";
        assert_eq!(world.count(climbed).await, 4);
        let week = format!("{HERE}/tuan?tuan=2023-W34");
        let (centre, handler) = (world.officer("trungtam").await, world.officer("chuyenvien").await);
        centre.get(&week).await.says("tuần 34 năm 2023").says("Thu phí không có biên lai").says("Sở Tư pháp");
        handler.get(&week).await.says("Thu phí không có biên lai");
        world.officer("tiepnhan").await.get(&week).await.says("Không có việc nào quá hạn khắc phục");
        centre.get(&format!("{HERE}/tuan?tuan=2023-W33")).await.says("Không có việc nào quá hạn khắc phục");

        // Reported with evidence, sent back, reported again, closed.
        let report = [("noi-dung", "Đã cấp biên lai"), ("tep", PDF)];
        handler.does(&page, "bao-xong", &report).await;
        let file = handler.get(&page).await.between(&format!("href=\"{page}/tep/"), "\"");
        let file = format!("{page}/tep/{file}");
        assert_eq!(centre.get(&file).await.text(), "%PDF-1.7 a");
        assert_eq!(world.officer("tiepnhan").await.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(centre.get(&format!("{page}/tep/1")).await.status, StatusCode::NOT_FOUND);
        let own = handler.act(&page, "ket-thuc", &[("noi-dung", "Xong")]).await;
        assert_eq!(own.status, StatusCode::CONFLICT, "nobody checks themself");
        let stale = centre.get(&page).await;
        let (csrf, ban) =
            (stale.between("name=\"csrf\" value=\"", "\""), stale.between("name=\"ban\" value=\"", "\""));
        let back = [("csrf", csrf.as_str()), ("ban", &ban), ("noi-dung", "Còn một quyển")];
        assert_eq!(centre.post(&format!("{page}/tra-lai"), &back).await.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&format!("{page}/tra-lai"), &back).await.status, StatusCode::CONFLICT);
        handler.get(&page).await.says("Còn một quyển").says("thứ Tư, 6/9/2023, 08:30");
        handler.does(&page, "bao-xong", &[("noi-dung", "Đã cấp đủ")]).await;
        centre.get(&format!("{HERE}?muc=cho-kiem-tra")).await.says("Thu phí không có biên lai");
        centre.does(&page, "ket-thuc", &[("noi-dung", "Đã xem đủ biên lai")]).await;
        handler.get(&page).await.says("Đã khắc phục").hides("name=\"noi-dung\"");
        handler.get(&format!("{HERE}?muc=da-xong")).await.says("Thu phí không có biên lai");
        centre.get(&format!("{HERE}/tuan")).await.says("Không có việc nào quá hạn khắc phục");
        // What was sent back and has another deadline stands where it stood.
        centre.get(&week).await.says("Thu phí không có biên lai").says("25/8/2023 08:00").hides("6/9/2023");
        // The leader resolves something of their own.
        let leader = world.officer("lanhdao").await;
        let page = leader.get(&new).await;
        page.says("Đơn vị tự chấn chỉnh").hides("Đơn vị phải khắc phục");
        assert_eq!(handler.get(&new).await.status, StatusCode::FORBIDDEN);
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}

/// Plans a round at Sở Tư pháp on that day; its page.
async fn plan(centre: &Visitor<'_>, day: &str) -> String {
    let page = centre.get(ROUNDS).await.text();
    let mut fields = form(&page, "<form class=\"narrow\"");
    set(&mut fields, "don-vi", &option(&page, "Sở Tư pháp"));
    set(&mut fields, "ngay", day);
    let planned = centre.post(ROUNDS, &with(&fields, "")).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.text());
    let again = centre.post(ROUNDS, &with(&fields, "")).await;
    assert_eq!(again.location, planned.location, "a double click");
    planned.location
}

const ITEMS: [&str; 10] = [
    "quy-trinh",
    "niem-yet",
    "go-bo",
    "ro-rang",
    "quet-phieu",
    "tien-do",
    "huong-dan",
    "ra-soat",
    "phi",
    "phan-anh",
];

#[test]
fn a_round_of_supervision_shows_what_the_data_say_and_its_faults_are_to_be_mended() {
    // Điều 4.1.a, b, d; rows C-30, C-41.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let dossier = receive(&reception, &[]).await;
        reception.does(&dossier, "chuyen", &[]).await;
        world.clock.set(at("2023-10-02T08:00"));
        let centre = world.officer("trungtam").await;
        let page = plan(&centre, "2023-10-03").await;
        assert_eq!(world.count("SELECT count(*) FROM checklist_round").await, 1);
        let list = centre.get(ROUNDS).await.text();
        let mut other = form(&list, "<form class=\"narrow\"");
        set(&mut other, "don-vi", &option(&list, "Sở Tư pháp"));
        set(&mut other, "ngay", "2023-10-30");
        centre.post(ROUNDS, &with(&other, "")).await.says("đã có phiếu giám sát của tháng đó");
        set(&mut other, "ngay", "2023-09-30");
        centre.post(ROUNDS, &with(&other, "")).await.says("không được trước hôm nay");

        // What the data say is there before anybody looks: one dossier is overdue.
        let round = centre.get(&page).await;
        round.says("<b>1</b> hồ sơ đang quá hạn</a>").says("1 hồ sơ đang quá hạn.</textarea>");
        // Each number is the length of the list that it leads to (Điều 4.1.a, b, d, 4.2).
        for item in ITEMS.iter().filter(|item| **item != "huong-dan") {
            let link = format!("{page}/so/{item}");
            let number = round.between(&format!("href=\"{link}\"><b>"), "</b>");
            let list = centre.get(&link).await;
            assert_eq!(list.text().matches("<li data-row>").count().to_string(), number, "{item}");
        }
        centre.get(&format!("{page}/so/tien-do")).await.says(&dossier);
        assert_eq!(centre.get(&format!("{page}/so/huong-dan")).await.status, StatusCode::NOT_FOUND);
        let hidden = world.officer("chuyenvien").await.get(&format!("{page}/so/tien-do")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        // Put to another day, called off, and taken up again, each with its reason.
        let silent = [("ngay", "2023-10-05"), ("ly-do", "")];
        centre.act(&page, "doi/chuyen-ngay", &silent).await.says("Cần ghi rõ lý do.");
        centre.does(&page, "doi/chuyen-ngay", &[silent[0], ("ly-do", "Đơn vị họp")]).await;
        centre.get(&page).await.says("ngày 5/10/2023");
        centre.does(&page, "doi/huy", &[("ly-do", "Chờ sáp nhập")]).await;
        centre.get(&page).await.says("Đã hủy").says("Chờ sáp nhập").hides("Ghi kết quả giám sát");
        centre.get(ROUNDS).await.says("Đã hủy");
        centre.does(&page, "doi/chuyen-ngay", &[("ngay", "2023-10-04"), ("ly-do", "Vẫn làm")]).await;
        let moved = world.officer("chuyenvien").await;
        moved.get(&page).await.hides("doi/huy");
        let agency = world.officer("chuyenvien").await;
        agency.get(&page).await.says("Trung tâm chưa thực hiện").hides("Ghi kết quả giám sát");
        let csrf = round.between("name=\"csrf\" value=\"", "\"");
        let held = format!("{page}/xong");
        let mut fields = vec![("csrf".to_owned(), csrf)];
        let refused = centre.post(&held, &with(&fields, "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Có 10 chỗ cần xem lại");
        for item in ITEMS {
            set(&mut fields, &format!("ket-luan-{item}"), "dat");
        }
        set(&mut fields, "ket-luan-tien-do", "khong-dat");
        set(&mut fields, "ket-luan-phi", "khong-ap-dung");
        let refused = centre.post(&held, &with(&fields, "")).await;
        refused.says("Ghi rõ sai ở đâu: Giải quyết hồ sơ đúng hạn.");
        set(&mut fields, "ghi-chu-tien-do", "Một hồ sơ quá hạn chưa có lý do");
        let sent = [with(&fields, ""), vec![("tep-tien-do", PDF)]].concat();
        let stranger = agency.post(&held, &sent).await;
        assert_ne!(stranger.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&held, &sent).await.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&held, &sent).await.status, StatusCode::SEE_OTHER, "a double click");
        assert_eq!(world.count("SELECT count(*) FROM corrective").await, 1);

        // The fault is the agency's to mend, with the photograph of the round.
        let done = agency.get(&page).await;
        done.says("1 hồ sơ đang quá hạn").says("Một hồ sơ quá hạn chưa có lý do").says("Không áp dụng");
        assert_eq!(agency.get(&format!("{page}/tep/tien-do")).await.text(), "%PDF-1.7 a");
        assert_eq!(agency.get(&format!("{page}/tep/phi")).await.status, StatusCode::NOT_FOUND);
        let fault = done.between("<ul class=\"tight\"><li><a class=\"govuk-link\" href=\"", "\"");
        agency.get(&fault).await.says("Chưa đạt: giải quyết hồ sơ đúng hạn").says("Điều 4.1.d").says(&page);
        agency.get(ROUNDS).await.says("Đã thực hiện");
        // What was found is corrected by a further entry, and a new fault is to be mended, too.
        let entry = [("muc", "niem-yet"), ("ket-luan", "khong-dat"), ("ly-do", "Sót một bảng ở tầng hai")];
        agency.get(&page).await.hides("doi/dinh-chinh");
        centre
            .act(&page, "doi/dinh-chinh", &[entry[0], entry[1], ("ly-do", "")])
            .await
            .says("Cần ghi rõ lý do.");
        centre.does(&page, "doi/dinh-chinh", &entry).await;
        agency
            .get(&page)
            .await
            .says("Đính chính")
            .says("Sót một bảng ở tầng hai")
            .says("Một hồ sơ quá hạn chưa có");
        assert_eq!(world.count("SELECT count(*) FROM corrective").await, 2);
        centre.get(ROUNDS).await.says("<td class=\"num\">2</td>");
        let other = world.officer("tiepnhan").await;
        assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
        other.get(ROUNDS).await.hides(&page);
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}

#[test]
fn a_deviation_of_posting_that_nobody_mends_stands_in_the_weekly_list() {
    // Điều 4.1.b; row C-41.
    on_each(async |world: World| {
        let agency = world.officer("chuyenvien").await;
        let places = "/lam-viec/thu-tuc/niem-yet";
        let id = agency.get(places).await.between("name=\"ma\" value=\"", "\"");
        agency.does(places, "", &[("ma", &id), ("loai", "bang"), ("ten", "Bảng ở sảnh")]).await;
        let found = [("nhan-xet", "Đủ bảng"), ("sai-lech", "1.001216 còn tờ cũ ở cửa")];
        let centre = world.officer("trungtam").await;
        centre.does(&format!("{places}/{id}"), "kiem-tra", &found).await;
        let week = format!("{HERE}/tuan");
        centre.get(&week).await.hides("còn tờ cũ ở cửa");
        // Three working days later.
        world.clock.set(at("2023-08-25T09:00"));
        world.ring().await;
        world.officer("trungtam").await.get(&week).await.says("Niêm yết 1.001216").says("còn tờ cũ ở cửa");
        world.officer("chuyenvien").await.get(&week).await.says("còn tờ cũ ở cửa");
        world.officer("tiepnhan").await.get(&week).await.hides("còn tờ cũ ở cửa");
    });
}

/// What the page says of the hash, and the file.
async fn exported(by: &Visitor<'_>, days: &str) -> (String, String) {
    let page = by.get(&format!("/lam-viec/bang-chung?{days}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let file = by.get(&format!("/lam-viec/bang-chung/tep?{days}")).await;
    (page.between("<code class=\"hash\">", "<"), file.text())
}

#[test]
fn the_evidence_of_a_period_is_the_same_whenever_it_is_made() {
    // Điều 4.3; NĐ 61/2018 Điều 9.2; row C-58.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let fields = recommendation(&centre).await;
        let begun = centre.post(&format!("{HERE}/moi"), &with(&fields, "")).await.location;
        let list = centre.get(MEETINGS).await;
        // A quarter without a meeting is named.
        list.says("quý 2/2023");
        let mut fields = form(&list.text(), "<form class=\"narrow\"");
        set(&mut fields, "don-vi", "");
        centre.post(MEETINGS, &with(&fields, "")).await.says("Chọn ít nhất một đơn vị dự họp.");
        let unit = option(&list.text(), "Sở Tư pháp");
        for (name, value) in [
            ("don-vi", unit.as_str()),
            ("ngay", "2023-08-21"),
            ("tieu-de", "Giao ban quý III"),
            ("bien-ban", "Thống nhất rà soát biên lai"),
        ] {
            set(&mut fields, name, value);
        }
        let sent = [with(&fields, ""), vec![("tep", PDF)]].concat();
        let (first, second) = (centre.post(MEETINGS, &sent).await, centre.post(MEETINGS, &sent).await);
        assert_eq!((first.status, &first.location), (StatusCode::SEE_OTHER, &second.location));
        assert_eq!(world.count("SELECT count(*) FROM meeting").await, 1);
        let agency = world.officer("chuyenvien").await;
        agency.get(&first.location).await.says("Thống nhất rà soát biên lai").says("Sở Tư pháp");
        assert_eq!(agency.get(&format!("{}/tep", first.location)).await.text(), "%PDF-1.7 a");
        let stranger = world.officer("tiepnhan").await;
        assert_eq!(stranger.get(&first.location).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(&format!("{}/tep", first.location)).await.status, StatusCode::NOT_FOUND);
        stranger.get(MEETINGS).await.hides("Giao ban quý III");

        // Today is not over.
        let days = "tu=2023-08-01&den=2023-08-22";
        let open = centre.get(&format!("/lam-viec/bang-chung?{days}")).await;
        assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
        open.says("Kỳ phải kết thúc trước hôm nay");
        world.clock.set(at("2023-08-23T08:00"));
        let centre = world.officer("trungtam").await;
        let (hash, file) = exported(&centre, days).await;
        let (head, rest) = file.split_once('\n').unwrap();
        assert!(head.contains(&format!("\"lines\":2,\"sha256\":\"{hash}\"")), "{head}");
        let digest = kit::blob::Blobs::open(&world.files()).unwrap().put(rest.as_bytes()).unwrap();
        assert_eq!(digest, hash, "the hash is over the rest of the file");
        assert_eq!(rest.matches(&unit).count(), 4, "each line names the unit, beside its body");
        // What happens afterwards changes nothing of it, and is evidence of its own day.
        let agency = world.officer("chuyenvien").await;
        agency.does(&begun, "bao-xong", &[("noi-dung", "Đã cấp")]).await;
        world.clock.set(at("2023-08-25T08:00"));
        let province = world.officer("ubndtinh").await;
        assert_eq!(exported(&province, days).await, (hash.clone(), file));
        let (later, text) = exported(&province, "tu=2023-08-23&den=2023-08-23").await;
        assert!(later != hash && text.contains("corrective_reported"));
        province.get(&format!("/lam-viec/bang-chung?{days}")).await.says("Sở Tư pháp");
        for login in ["chuyenvien", "lanhdao", "quantri"] {
            let visitor = world.officer(login).await;
            for path in ["/lam-viec/bang-chung", "/lam-viec/bang-chung/tep"] {
                assert_eq!(visitor.get(path).await.status, StatusCode::FORBIDDEN, "{login}");
            }
        }
    });
}
