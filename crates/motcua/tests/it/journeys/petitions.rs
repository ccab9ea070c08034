//! What people report and propose: taken in wherever it comes from, classified, passed on in time, answered, checked,
//! published without anybody's particulars.

use axum::http::StatusCode;

use crate::world::{Answer, Visitor, World, at, on_each};

/// What a sender writes; the particulars are made up.
pub const FILED: [(&str, &str); 8] = [
    ("phieu", "0189f3b2-7c00-7000-8000-000000000001"),
    ("ve-viec", "quy-dinh"),
    ("tieu-de", "Hai tờ khai hỏi cùng một việc"),
    ("noi-dung", "Tôi là Thạch Thị Mẫu. Đề nghị bỏ một tờ, gọi tôi 0999 123 456."),
    ("ho-ten", "Thạch Thị Mẫu"),
    ("dia-chi", "Số 12 đường Thử, xã Mẫu"),
    ("dien-thoai", "0999123456"),
    ("thu-tuc", "1.001216"),
];

pub fn with<'a>(fields: &[(&'a str, &'a str)], changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed).copied().collect()
}

/// Sends the form; the code.
pub async fn file(world: &World, changed: &[(&str, &str)]) -> String {
    let sent = world.visitor().post("/phan-anh", &with(&FILED, changed)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    world.visitor().get(&sent.location).await.between("class=\"code\">", "<")
}

/// The page of the petition that stands first in a list.
pub async fn first(officer: &Visitor<'_>, tab: &str) -> String {
    let list = officer.get(&format!("/lam-viec/phan-anh?muc={tab}")).await;
    format!("/lam-viec/phan-anh/{}", list.between("data-open href=\"/lam-viec/phan-anh/", "\""))
}

pub async fn look_up(world: &World, code: &str, proof: &str) -> Answer {
    world.visitor().post("/phan-anh/tra-cuu", &[("ma", code), ("bon-so", proof)]).await
}

/// The value of the choice of a unit of that name.
pub async fn unit(officer: &Visitor<'_>, page: &str, name: &str) -> String {
    let shown = officer.get(page).await.text();
    let before = shown.split(&format!("\">{name}</option>")).next().unwrap();
    before.rsplit("value=\"").next().unwrap().to_owned()
}

/// Classifies it, and passes it on to Sở Tư pháp.
pub async fn pass_on(world: &World, page: &str, class: &str) {
    let centre = world.officer("trungtam").await;
    centre.does(page, "phan-loai", &[("loai", class)]).await;
    let unit = unit(&centre, page, "Sở Tư pháp").await;
    centre.does(page, "chuyen", &[("don-vi", &unit), ("noi-dung", "Kính chuyển")]).await;
}

pub const REPLY: [(&str, &str); 3] = [
    ("noi-dung", "Đã bỏ tờ khai kèm theo. Cảm ơn bà Thạch Thị Mẫu."),
    ("hinh-thuc", "sua-doi"),
    ("can-cu", "NĐ 63/2010/NĐ-CP Điều 8"),
];

#[test]
fn from_the_public_form_to_the_published_answer() {
    // Rows C-31, C-32, C-54, C-56; NĐ 20/2008 Điều 7, 9, 14, 19.
    on_each(async |world: World| {
        let everybody = world.visitor();
        let wrong = everybody.post("/phan-anh", &with(&FILED, &[("ho-ten", ""), ("dien-thoai", "")])).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong
            .says("Ghi họ tên, hoặc tên tổ chức.")
            .says("Ghi số điện thoại hoặc email.")
            .says("Hai tờ khai hỏi");
        let code = file(&world, &[]).await;
        assert_eq!(code, "PAKN-2023-00001");
        assert_eq!(file(&world, &[]).await, code, "a double click files it once");
        assert_eq!(world.count("SELECT count(*) FROM petition").await, 1);
        for (code, proof) in [(code.as_str(), "0000"), ("PAKN-2023-00002", "3456"), (&code, "")] {
            look_up(&world, code, proof).await.says("Không tìm thấy với mã").hides("Thạch Thị Mẫu");
        }
        look_up(&world, &code, "3456").await.says("Chờ phân loại").hides("Thạch Thị Mẫu").hides("0999");
        let centre = world.officer("trungtam").await;
        let all = centre.get("/lam-viec/phan-anh?muc=tat-ca").await;
        all.says("Chờ phân loại <span class=\"n\">1</span>");
        let page = first(&centre, "").await;
        centre
            .get(&page)
            .await
            .says("Thạch Thị Mẫu")
            .says("Phân loại, hoặc từ chối tiếp nhận: thứ Năm, 24/8/2023");
        pass_on(&world, &page, "trong-tham-quyen").await;
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec/phan-anh").await.says("Hai tờ khai hỏi cùng một việc").says("còn 15 ngày");
        handler.get(&page).await.says("Thạch Thị Mẫu");
        // An answer has its words, how it was settled, and its basis.
        let refused = handler.act(&page, "tra-loi", &[REPLY[0], REPLY[1], ("can-cu", "")]).await;
        refused.says("Trả lời phải có nội dung, hình thức xử lý và căn cứ pháp lý.");
        handler.does(&page, "tra-loi", &REPLY).await;
        let answered = handler.get(&page).await;
        answered.says("Chờ Trung tâm kiểm tra").hides("name=\"hinh-thuc\"");
        look_up(&world, &code, "3456").await.hides("Đã bỏ tờ khai");
        // The Centre sends it back once.
        let centre = world.officer("trungtam").await;
        centre.does(&page, "hoi-lai", &[("noi-dung", "Bỏ từ ngày nào?")]).await;
        handler.does(&page, "tra-loi", &REPLY).await;
        centre.get(&page).await.hides("name=\"da-noi\"");
        let director = world.officer("giamdoc").await;
        let texts = [("da-noi", FILED[3].1), ("noi-dung", REPLY[0].1)];
        let refused = director.act(&page, "cong-khai", &texts).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("nội dung còn họ tên, số điện thoại");
        // What is offered has lost them already.
        let offered = director.get(&page).await;
        offered.says("Tôi là […]. Đề nghị bỏ một tờ, gọi tôi […].</textarea>");
        let texts = [("da-noi", "Đề nghị bỏ một tờ khai."), ("noi-dung", "Đã bỏ tờ khai kèm theo.")];
        director.does(&page, "cong-khai", &texts).await;
        director
            .does(&page, "gui-tra-loi", &[("cach", "dien-thoai"), ("noi-dung", "Người gửi nghe máy")])
            .await;
        director
            .get(&page)
            .await
            .says("Gửi trả lời cho người phản ánh: Điện thoại, thứ Ba, 22/8/2023, 08:00");
        let own = look_up(&world, &code, "3456").await;
        own.says("Đã bỏ tờ khai kèm theo.").hides("Thạch Thị Mẫu").hides("0999");
        let published = everybody.get("/phan-anh/cong-khai").await;
        published.says("Đề nghị bỏ một tờ khai.").says("Sở Tư pháp").hides("Thạch Thị Mẫu").hides("0999");
        let book = director.get("/lam-viec/phan-anh/so").await;
        book.says("PAKN-2023-00001").says("Điện thoại, 22/8/2023 08:00").says("Thạch Thị Mẫu");
        let report = world.officer("ubndtinh").await.get("/lam-viec/phan-anh/tong-hop").await;
        report.says("Quy định trong thẩm quyền").says("Hai tờ khai hỏi cùng một việc").hides("Thạch Thị Mẫu");
        assert_eq!(handler.get("/lam-viec/phan-anh/so").await.status, StatusCode::FORBIDDEN);
        world.reader("en").await.get("/phan-anh/cong-khai").await.says("Feedback that was answered");
        world.must_be_whole().await;
    });
}

#[test]
fn what_is_passed_on_too_late_is_a_violation() {
    // Row C-55; NĐ 20/2008 Điều 9.1.d: five working days from Tuesday end on Tuesday.
    on_each(async |world: World| {
        file(&world, &[]).await;
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        centre.does(&page, "phan-loai", &[("loai", "ngoai-tham-quyen")]).await;
        world.clock.set(at("2023-08-29T16:00"));
        world.ring().await;
        world.officer("trungtam").await.get(&page).await.hides("Trễ hạn");
        // Nobody did it: it shows before anybody acts.
        world.clock.set(at("2023-08-30T07:30"));
        world.ring().await;
        world.ring().await;
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phan-anh?muc=qua-han").await.says("Có bước trễ hạn").says("quá hạn 30 phút");
        centre.does(&page, "chuyen", &[("ngoai", "Bộ Tư pháp")]).await;
        let late = centre.get(&page).await;
        late.says("Trễ hạn: chuyển cơ quan, đơn vị có thẩm quyền").says("Chuyển xử lý: Bộ Tư pháp");
        assert_eq!(late.text().matches("<b>Quá hạn</b>").count(), 1);
        let report = centre.get("/lam-viec/phan-anh/tong-hop?tu=2023-08-01&den=2023-08-31").await;
        let row = report.between("Quy định ngoài thẩm quyền</th>", "</tr>");
        let counts: Vec<&str> =
            row.split("data-n=\"").skip(1).map(|cell| cell.split('"').next().unwrap()).collect();
        assert_eq!(counts, ["1", "0", "0", "1"]);
        // Both ways at once, or neither, is no transfer.
        file(&world, &[("phieu", "0189f3b2-7c00-7000-8000-000000000002")]).await;
        let other = first(&centre, "").await;
        centre.does(&other, "phan-loai", &[("loai", "hanh-vi")]).await;
        centre.act(&other, "chuyen", &[]).await.says("Chọn một đơn vị, hoặc ghi tên cơ quan ngoài hệ thống.");
        // The limits are the director's to set; what was received before keeps its own.
        let limits = world.officer("giamdoc").await;
        let shown = centre.get("/lam-viec/phan-anh/thoi-han").await;
        shown.says("NĐ 20/2008/NĐ-CP Điều 9.1.d").hides("<input class=\"govuk-input govuk-input--width-3\"");
        let mut fields = vec![];
        for clock in domain::petition::clock::Clock::ALL {
            fields.push((format!("ngay-{}", clock.name()), "3".to_owned()));
            fields.push((format!("nguon-{}", clock.name()), "Quyết định thử".to_owned()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        limits.does("/lam-viec/phan-anh/thoi-han", "", &fields).await;
        file(&world, &[("phieu", "0189f3b2-7c00-7000-8000-000000000003")]).await;
        centre.get("/lam-viec/phan-anh").await.says("còn 3 ngày");
        world.must_be_whole().await;
    });
}

const ITEMS: &str = r#"[{"ma": "P-1", "ngay_nhan": "2023-08-21", "tieu_de": "Chờ lâu", "noi_dung": "Chờ hai giờ", "ho_ten": "Kim Mẫu", "dien_thoai": "0999000111", "dia_chi": "xã Mẫu"},
 {"ma": "P-2", "tieu_de": "Thiếu ghế", "noi_dung": "Đề nghị thêm ghế"}, {"ma": "", "tieu_de": "x", "noi_dung": "y"}]"#;

#[test]
fn an_item_of_a_portal_appears_once_and_everything_else_is_entered() {
    // Rows C-33, C-54.
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let file = format!("file:pakn.json:{ITEMS}");
        let fields = [("cong", "dichvucong.gov.vn"), ("tep", file.as_str())];
        let read = async || centre.act("/lam-viec/phan-anh/nhap", "", &fields).await;
        read().await.says("Mới: <b>2</b>").says("Đã có từ trước: <b>0</b>").says("Mục 3: thiếu mã");
        read().await.says("Mới: <b>0</b>").says("Đã có từ trước: <b>2</b>");
        let csv = "file:pakn.csv:ma,tieu_de,noi_dung\nP-2,Thiếu ghế,Đề nghị thêm ghế\nP-3,Mới,Việc mới\n";
        let again = centre.act("/lam-viec/phan-anh/nhap", "", &[fields[0], ("tep", csv)]).await;
        again.says("Mới: <b>1</b>").says("Đã có từ trước: <b>1</b>");
        assert_eq!(world.count("SELECT count(*) FROM petition").await, 3);
        // The same number on the other portal is another item.
        let other = [("cong", "dichvucong.travinh.gov.vn"), ("tep", csv)];
        centre.act("/lam-viec/phan-anh/nhap", "", &other).await.says("Mới: <b>2</b>");
        let empty =
            centre.act("/lam-viec/phan-anh/nhap", "", &[fields[0], ("tep", "file:x.csv:a,b\n")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        // By hand, at a counter: as it was said, even without a name.
        let desk = world.officer("tiepnhan").await;
        let entered = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000009"),
            ("kenh", "hom-thu"),
            ("ve-viec", "sang-kien"),
            ("tieu-de", "Thêm quầy ưu tiên"),
            ("noi-dung", "Cho người cao tuổi"),
        ];
        let done = desk.does("/lam-viec/phan-anh/moi", "", &entered).await;
        desk.get(&done.location).await.says("PAKN-2023-00006");
        let known = [("nguon", "dichvucong.gov.vn"), ("so-nguon", "P-1"), ("phieu", "")];
        let twice = desk.act("/lam-viec/phan-anh/moi", "", &with(&entered, &known)).await;
        twice.says("Phản ánh có mã này của cổng này đã được nhập.");
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/phan-anh?q=quay+uu+tien").await.says("Thêm quầy ưu tiên").hides("Thiếu ghế");
        // Who only enters reads nothing; who has nothing to do with it does not come in.
        let page = first(&centre, "").await;
        assert_eq!(desk.get(&page).await.status, StatusCode::NOT_FOUND);
        for login in ["thungan", "quantri"] {
            let refused = world.officer(login).await.get("/lam-viec/phan-anh").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}");
        }
        world.must_be_whole().await;
    });
}

/// A line that gives its writer away.
const TITLE: &str = "Thạch Thị Mẫu chờ ba buổi, hồ sơ H59.02-230822-0007";

#[test]
fn whose_conduct_is_reported_never_learns_by_whom() {
    // Domain §8.5.
    on_each(async |world: World| {
        // Even who is signed in sends as anybody.
        let citizen = world.officer("congdan").await;
        let changed = [("ve-viec", "hanh-vi"), ("ho-so", "H59.02-230822-0007"), ("tieu-de", TITLE)];
        let sent = citizen.post("/phan-anh", &with(&FILED, &changed)).await;
        let code = citizen.get(&sent.location).await.between("class=\"code\">", "<");
        let named = "SELECT count(*) FROM event WHERE kind = 'petition_filed' AND person_id IS NOT NULL";
        assert_eq!(world.count(named).await, 0);
        let page = first(&world.officer("trungtam").await, "").await;
        pass_on(&world, &page, "hanh-vi").await;
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec/phan-anh").await.hides("chờ ba buổi");
        assert_eq!(handler.get(&page).await.status, StatusCode::NOT_FOUND);
        let leader = world.officer("lanhdao").await;
        let list = leader.get("/lam-viec/phan-anh").await;
        list.says("[…] chờ ba buổi, hồ sơ […]").hides("Thạch Thị Mẫu").hides("230822-0007");
        // Nor does a search tell.
        leader.get("/lam-viec/phan-anh?q=khong+co+ai").await.says("chờ ba buổi");
        let seen = leader.get(&page).await;
        seen.says("người gửi được bảo vệ")
            .says("Tôi là […]")
            .hides("Thạch Thị Mẫu")
            .hides("0999")
            .hides("đường Thử")
            .hides("230822-0007");
        // Nor does what would be refused.
        let guess = [("da-noi", "Thạch Thị Mẫu"), ("noi-dung", "Đã xem xét")];
        leader.act(&page, "cong-khai", &guess).await.hides("nội dung còn").says("không làm được việc đó");
        let reply =
            [("noi-dung", "Đã xin lỗi"), ("hinh-thuc", "chan-chinh"), ("can-cu", "NĐ 61/2018 Điều 4")];
        leader.does(&page, "tra-loi", &reply).await;
        world.officer("giamdoc").await.does(&page, "ket-thuc", &[("noi-dung", "Việc riêng")]).await;
        look_up(&world, &code, "3456").await.says("Đã xin lỗi");
        world.visitor().get("/phan-anh/cong-khai").await.hides("Đã xin lỗi");
    });
}

#[test]
fn those_who_say_the_same_are_answered_once_and_who_is_unclear_is_asked() {
    // Row C-55: grouping; NĐ 20/2008 Điều 7, 9.
    on_each(async |world: World| {
        let lead = file(&world, &[]).await;
        let page = first(&world.officer("trungtam").await, "").await;
        pass_on(&world, &page, "trong-tham-quyen").await;
        let other = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000005"),
            ("dien-thoai", "0999555777"),
            ("ho-ten", "Sơn Văn Thử"),
        ];
        let member = file(&world, &other).await;
        let centre = world.officer("trungtam").await;
        let joined = first(&centre, "").await;
        // Asked for more, it waits for the sender; then it is found to be the same.
        centre.does(&joined, "de-nghi-bo-sung", &[("noi-dung", "Tờ khai nào?")]).await;
        look_up(&world, &member, "5777").await.says("Tờ khai nào?");
        let more = [("ma", member.as_str()), ("bon-so", "5777"), ("noi-dung", "Tờ khai kèm theo")];
        world.visitor().post("/phan-anh/tra-cuu/bo-sung", &more).await.says("Đã nhận nội dung bổ sung");
        let again = world.visitor().post("/phan-anh/tra-cuu/bo-sung", &more).await;
        assert_eq!(again.status, StatusCode::OK, "sent twice is no mistake");
        again.says("Chờ phân loại");
        centre.act(&joined, "gop", &[("ma", &member)]).await.says("Chỉ gộp được vào một phản ánh khác");
        centre.does(&joined, "gop", &[("ma", &lead)]).await;
        centre.get("/lam-viec/phan-anh?muc=don-vi").await.says("Gộp 1");
        world.officer("chuyenvien").await.does(&page, "tra-loi", &REPLY).await;
        let director = world.officer("giamdoc").await;
        // Nobody of the group is named.
        let texts = [("da-noi", "Bỏ một tờ khai"), ("noi-dung", "Đã bỏ, cảm ơn ông Sơn Văn Thử")];
        director.act(&page, "cong-khai", &texts).await.says("nội dung còn họ tên");
        director.does(&page, "cong-khai", &[texts[0], ("noi-dung", "Đã bỏ")]).await;
        look_up(&world, &member, "5777").await.says("Đã trả lời, công khai").says("Đã bỏ");
        director.get("/lam-viec/phan-anh/tong-hop").await.says("2 phản ánh");
        let done = world.count("SELECT count(*) FROM petition WHERE state IN ('published', 'closed')").await;
        assert_eq!(done, 2);
        world.must_be_whole().await;
    });
}

#[test]
fn of_two_who_act_at_once_the_second_is_told() {
    on_each(async |world: World| {
        file(&world, &[]).await;
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        let shown = centre.get(&page).await;
        let (csrf, ban) =
            (shown.between("name=\"csrf\" value=\"", "\""), shown.between("name=\"ban\" value=\"", "\""));
        let fields = [("csrf", csrf.as_str()), ("ban", &ban), ("loai", "hanh-vi"), ("noi-dung", "")];
        let target = format!("{page}/phan-loai");
        assert_eq!(centre.post(&target, &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(centre.post(&target, &fields).await.status, StatusCode::CONFLICT);
        let stolen = with(&fields, &[("csrf", "x")]);
        assert_eq!(centre.post(&target, &stolen).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn what_comes_with_a_petition_is_kept_for_who_may_know_the_sender() {
    // Rows C-54, C-56; NĐ 20/2008 Điều 7, 8; domain §8.5.
    on_each(async |world: World| {
        let everybody = world.visitor();
        let page = with(&FILED, &[("tep", "file:trang.exe:MZ")]);
        let wrong = everybody.post("/phan-anh", &page).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("không thuộc loại được nhận").says("Xin chọn lại tệp.");
        let many = [("tep", "file:a.pdf:%PDF-1.7"); 6];
        let all: Vec<_> = FILED.iter().chain(&many).copied().collect();
        everybody.post("/phan-anh", &all).await.says("Chọn nhiều nhất 5 tệp.");
        assert_eq!(world.count("SELECT count(*) FROM petition").await, 0);
        // The name of a file may say who sent it: the log knows another.
        let conduct = [("ve-viec", "hanh-vi"), ("tep", "file:Thach Thi Mau.pdf:%PDF-1.7 anh")];
        file(&world, &conduct).await;
        assert_eq!(world.count("SELECT count(*) FROM event WHERE body LIKE '%Thach Thi Mau%'").await, 0);
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        centre.get(&page).await.says("tep-1.pdf").says(&format!("{page}/kem/0"));
        let scan = format!("{page}/kem/0");
        assert_eq!(centre.get(&scan).await.text(), "%PDF-1.7 anh");
        assert_eq!(centre.get(&format!("{page}/kem/1")).await.status, StatusCode::NOT_FOUND);
        pass_on(&world, &page, "hanh-vi").await;
        let leader = world.officer("lanhdao").await;
        leader.get(&page).await.says("Có 1 tệp kèm theo").hides("/kem/0");
        for login in ["lanhdao", "chuyenvien", "thungan"] {
            assert_eq!(world.officer(login).await.get(&scan).await.status, StatusCode::NOT_FOUND, "{login}");
        }
        // At the counter likewise; who is not protected may be known to the unit that answers.
        let desk = world.officer("tiepnhan").await;
        let entered = [
            ("phieu", "0189f3b2-7c00-7000-8000-000000000009"),
            ("kenh", "thu"),
            ("ve-viec", "quy-dinh"),
            ("tieu-de", "Đơn viết tay"),
            ("noi-dung", "Như bản quét"),
            ("tep", "file:don.pdf:%PDF-1.7 don"),
        ];
        desk.does("/lam-viec/phan-anh/moi", "", &entered).await;
        let page = first(&centre, "").await;
        pass_on(&world, &page, "trong-tham-quyen").await;
        let handler = world.officer("chuyenvien").await;
        assert_eq!(handler.get(&format!("{page}/kem/0")).await.text(), "%PDF-1.7 don");
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_classified_joined_or_published_by_mistake_is_put_right() {
    // Rows C-54, C-55, C-56; NĐ 20/2008 Điều 9.1, 19.
    on_each(async |world: World| {
        let lead = file(&world, &[]).await;
        let centre = world.officer("trungtam").await;
        let page = first(&centre, "").await;
        pass_on(&world, &page, "hanh-vi").await;
        let again = [("loai", "trong-tham-quyen"), ("noi-dung", "")];
        centre.act(&page, "phan-loai-lai", &again).await.says("Cần ghi rõ lý do.");
        let leader = world.officer("lanhdao").await;
        assert_eq!(leader.get(&page).await.status, StatusCode::OK);
        centre.does(&page, "phan-loai-lai", &[again[0], ("noi-dung", "Về quy định, không về người")]).await;
        assert_eq!(leader.get(&page).await.status, StatusCode::NOT_FOUND, "it is passed on anew");
        let unit = unit(&centre, &page, "Sở Tư pháp").await;
        centre.does(&page, "chuyen", &[("don-vi", &unit)]).await;
        // Joined by mistake, and taken out again.
        let other = [("phieu", "0189f3b2-7c00-7000-8000-000000000005"), ("tieu-de", "Việc khác hẳn")];
        file(&world, &other).await;
        let member = first(&centre, "").await;
        centre.does(&member, "gop", &[("ma", &lead)]).await;
        centre.get(&page).await.hides("/phan-loai-lai\"");
        centre.act(&member, "tach", &[("noi-dung", " ")]).await.says("Cần ghi nội dung.");
        centre.does(&member, "tach", &[("noi-dung", "Không cùng việc")]).await;
        centre.get(&member).await.says("Chờ phân loại").says("Tách khỏi phản ánh đã gộp");
        centre.get("/lam-viec/phan-anh").await.says("Việc khác hẳn");
        // Every number of the summary is the length of its list.
        let report = centre.get("/lam-viec/phan-anh/tong-hop").await.text();
        let province = world.officer("ubndtinh").await;
        let links: Vec<(&str, String)> = report
            .split("data-n=\"")
            .skip(1)
            .map(|cell| {
                let link = cell.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
                (cell.split('"').next().unwrap(), link.replace("&#38;", "&").replace("&amp;", "&"))
            })
            .collect();
        assert!(links.len() >= 12, "{report}");
        for (number, link) in links {
            let list = centre.get(&link).await;
            assert_eq!(list.status, StatusCode::OK, "{link}");
            assert_eq!(list.text().matches("<tr data-row>").count().to_string(), number, "{link}");
            list.says(&format!(": {number} phản ánh"));
            assert_eq!(province.get(&link).await.status, StatusCode::FORBIDDEN);
        }
        province.get("/lam-viec/phan-anh/tong-hop").await.hides("tong-hop/danh-sach");
        // Published, and taken back.
        world.officer("chuyenvien").await.does(&page, "tra-loi", &REPLY).await;
        let director = world.officer("giamdoc").await;
        let texts = [("da-noi", "Bỏ một tờ khai"), ("noi-dung", "Đã bỏ")];
        director.does(&page, "cong-khai", &texts).await;
        world.visitor().get("/phan-anh/cong-khai").await.says("Bỏ một tờ khai");
        centre.get(&page).await.hides("/rut-cong-khai\"");
        director.does(&page, "rut-cong-khai", &[("noi-dung", "Quy định đã thay")]).await;
        world.visitor().get("/phan-anh/cong-khai").await.hides("Bỏ một tờ khai");
        director.get(&page).await.says("Rút công khai").says("Quy định đã thay");
        look_up(&world, &lead, "3456").await.says("Đã trả lời").says("Đã bỏ tờ khai");
        world.must_be_whole().await;
    });
}
