//! A procedure in the administrator's hands: mended, published, made into a new version; two who edit at once; imports.

use axum::http::StatusCode;

use super::{
    browser::{form, get, set, with},
    counter::APPLICANT,
};
use crate::world::{BY_DEPARTMENT, Visitor, World, on_each};

/// As the national portal shows many: a number without a unit, nothing said of forms, conditions, fees.
pub const RECORD: &str = r#"{"ma":"1.999001","ten":"Cấp bản sao văn bằng","linh_vuc":"Giáo dục","cap":["tinh"],"trinh_tu":"Bước 1: Nộp.\nBước 2: Nhận.","doi_tuong":["Công dân Việt Nam"],"co_quan_thuc_hien":"Sở Tư pháp","cach_thuc":[{"hinh_thuc":"truc_tiep","thoi_han":{"so":5,"don_vi":null,"goc":"5"}},{"hinh_thuc":"buu_chinh","thoi_han":{"so":7,"don_vi":"ngay","goc":"07 ngày làm việc"}}],"thanh_phan_ho_so":[{"giay_to":[{"ten":"Đơn đề nghị","ban_chinh":1,"ban_sao":0}]}],"ket_qua":[{"ten":"Bản sao"}],"nguon":"thu","co":["thoi_han_thieu_don_vi"]}"#;

pub const EDITOR: &str = "<form method=\"post\" class=\"editor\"";

/// Imports `text` on screen: first tried, then carried out; the last answer.
pub async fn import(admin: &Visitor<'_>, kind: &str, text: &str) -> String {
    let ask = admin.get("/quan-tri/nhap").await;
    let csrf = ask.between("name=\"csrf\" value=\"", "\"");
    let file = format!("file:thu.jsonl:{text}");
    let fields = [("csrf", csrf.as_str()), ("loai", kind), ("viec", "xem-truoc"), ("tep", file.as_str())];
    let tried = admin.post("/quan-tri/nhap", &fields).await;
    assert_eq!(tried.status, StatusCode::OK, "{}", tried.text());
    tried.says("Xem trước: chưa ghi gì");
    if !tried.text().contains("name=\"tep-da-xem\"") {
        return tried.text();
    }
    let hash = tried.between("name=\"tep-da-xem\" value=\"", "\"");
    let fields = [
        ("csrf", csrf.as_str()),
        ("loai", kind),
        ("viec", "nhap"),
        ("tep-da-xem", &hash),
        ("ten-tep", "thu.jsonl"),
    ];
    admin.post("/quan-tri/nhap", &fields).await.says("Đã nhập").text()
}

/// The page of the first version of the list that `query` finds.
pub async fn page_of(admin: &Visitor<'_>, query: &str) -> String {
    let list = admin.get(&format!("/quan-tri/thu-tuc?{query}")).await;
    format!("/quan-tri/thu-tuc/{}", list.between("data-open href=\"/quan-tri/thu-tuc/", "\""))
}

/// The draft page mended as far as [`RECORD`] needs it.
pub async fn mended(admin: &Visitor<'_>, page: &str) -> Vec<(String, String)> {
    let mut fields = form(&admin.get(page).await.text(), EDITOR);
    set(&mut fields, "w0-don-vi", "ngay_lam_viec");
    set(&mut fields, "w1-dung", "1");
    for part in ["khong-mau_don", "khong-yeu_cau_dieu_kien", "khong-phi_le_phi"] {
        set(&mut fields, part, "1");
    }
    fields
}

#[test]
fn an_imported_procedure_without_unit_of_time_is_mended_published_and_received_at_the_desk() {
    // Rows C-42 and C-10.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        assert!(import(&admin, "thu-tuc", RECORD).await.contains("1.999001"));
        let page = page_of(&admin, "trang-thai=draft&q=1.999001").await;
        let draft = admin.get(&page).await;
        // Each gap leads to its field; what the record said stands beside it.
        draft.says("Còn thiếu để công bố: 5").says("href=\"#w0-don-vi\"").says("href=\"#w1-dung\"");
        draft
            .says("“07 ngày làm việc”")
            .says("Nguồn không ghi đơn vị của thời hạn.")
            .says("chưa thể tiếp nhận");
        // Published too early: refused with the list of gaps, and what was typed is still there.
        let mut early = form(&draft.text(), EDITOR);
        set(&mut early, "trinh-tu", "Bước 1: Nộp ở quầy.");
        let refused = admin.post(&page, &with(&early, "luu-cong-bo")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Có 5 chỗ cần xem lại").says("Bước 1: Nộp ở quầy.");
        admin.get(&page).await.hides("Nộp ở quầy");

        let fields = mended(&admin, &page).await;
        let done = admin.post(&page, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let shown = admin.get(&done.location).await;
        shown.says("Đã công bố").says("05 ngày làm việc").says("Không có.").says("Sở Tư pháp");
        world.visitor().get("/thu-tuc/1.999001").await.says("Cấp bản sao văn bằng");

        // Nobody receives it until there is a process (row C-10).
        let reception = world.officer("tiepnhan").await;
        let desk = "/lam-viec/tiep-nhan/1.999001";
        let mut fields = APPLICANT.to_vec();
        fields.extend([("co", "0"), ("chinh-0", "1"), ("viec", "tiep-nhan")]);
        let early = reception.act(desk, "", &fields).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.says("chưa có quy trình điện tử");
        let made = admin.does(&page, "", &[("viec", "lap-quy-trinh")]).await;
        let mut process =
            form(&admin.get(&made.location).await.text(), "<form method=\"post\" class=\"editor");
        set(&mut process, "so-quyet-dinh", "12/QĐ-UBND");
        set(&mut process, "ngay-quyet-dinh", "2023-08-21");
        let done = admin.post(&made.location, &with(&process, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        admin.get(&page).await.says("Có quy trình đang áp dụng");
        let received = reception.act(desk, "", &fields).await;
        assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text());
    });
}

#[test]
fn two_administrators_edit_at_once() {
    on_each(async |world: World| {
        let (one, other) = (world.officer("quantri").await, world.officer("quantri").await);
        import(&one, "thu-tuc", RECORD).await;
        let page = page_of(&one, "trang-thai=draft&q=1.999001").await;
        let csrf = other.get(&page).await.between("name=\"csrf\" value=\"", "\"");
        let mut slow = form(&other.get(&page).await.text(), EDITOR);
        let mut fast = form(&one.get(&page).await.text(), EDITOR);
        set(&mut fast, "doi-tuong", "Tổ chức");
        assert_eq!(one.post(&page, &with(&fast, "luu")).await.status, StatusCode::SEE_OTHER);

        // The slower one sees what the faster one did and keeps every word of their own.
        set(&mut slow, "trinh-tu", "Bước 1 của người chậm");
        set(&mut slow, "csrf", &csrf);
        let told = other.post(&page, &with(&slow, "luu")).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        told.says("vừa được người khác lưu").says("Bước 1 của người chậm").says("<del>Tổ chức</del>");
        one.get(&page).await.hides("người chậm");
        // Looking at it, they save theirs.
        let again = form(&told.text(), EDITOR);
        assert_eq!(get(&again, "trinh-tu"), "Bước 1 của người chậm");
        assert_eq!(other.post(&page, &with(&again, "luu")).await.status, StatusCode::SEE_OTHER);

        // Somebody publishes meanwhile: what was typed goes into the next version.
        let mut late = form(&other.get(&page).await.text(), EDITOR);
        set(&mut late, "ten", "Tên của người chậm");
        let fields = mended(&one, &page).await;
        assert_eq!(one.post(&page, &with(&fields, "luu-cong-bo")).await.status, StatusCode::SEE_OTHER);
        let told = other.post(&page, &with(&late, "luu")).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        told.says("vừa được công bố").says("Tên của người chậm").says("luu-ban-moi");
        let late = form(&told.text(), EDITOR);
        let done = other.post(&page, &with(&late, "luu-ban-moi")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        other.get(&done.location).await.says("bản 2").says("Tên của người chậm");
        world.must_be_whole().await;
    });
}

#[test]
fn a_published_version_never_changes() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let before = admin.get(&page).await;
        before.says("Sửa thành bản mới").hides(EDITOR);
        // A form made up for it changes nothing.
        let forged = admin.act(&page, "", &[("viec", "luu"), ("ten", "Tên khác")]).await;
        assert_eq!(forged.status, StatusCode::CONFLICT);
        admin.get(&page).await.hides("Tên khác");

        // The next version is a draft from it; asked for twice, it is the same one.
        let next = admin.does(&page, "", &[("viec", "ban-moi")]).await.location;
        assert_eq!(admin.does(&page, "", &[("viec", "ban-moi")]).await.location, next);
        admin.get(&page).await.says("Mở bản nháp đang sửa");
        let mut fields = form(&admin.get(&next).await.text(), EDITOR);
        set(&mut fields, "ten", "Tên của bản hai");
        assert_eq!(admin.post(&next, &with(&fields, "luu-cong-bo")).await.status, StatusCode::SEE_OTHER);
        admin.get(&page).await.says("Hết hiệu lực").hides("Tên của bản hai</li>");
        admin.get(&next).await.says("Đang công bố").says("So sánh bản 2 với bản 1");
        let compared = admin.get(&format!("{next}/so-sanh")).await;
        compared.says("1 phần khác nhau").says("<ins>Tên của bản hai</ins>").says("<del>");
        world.visitor().get(&format!("/thu-tuc/{BY_DEPARTMENT}")).await.says("Tên của bản hai");
        world.must_be_whole().await;
    });
}

#[test]
fn rows_are_added_and_removed_and_nothing_typed_is_lost() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let begun = admin
            .does("/quan-tri/thu-tuc/moi", "", &[("ma", "1.999002"), ("ten", "Thủ tục từ đầu")])
            .await
            .location;
        let twice = admin.act("/quan-tri/thu-tuc/moi", "", &[("ma", "1.999002"), ("ten", "Lần hai")]).await;
        twice.says("đã có").says("Lần hai");
        admin
            .act("/quan-tri/thu-tuc/moi", "", &[("ma", "1"), ("ten", "")])
            .await
            .says("N.NNNNNN")
            .says("Ghi tên");
        let mut fields = form(&admin.get(&begun).await.text(), EDITOR);
        set(&mut fields, "trinh-tu", "Gõ rồi mà chưa lưu");
        for deed in
            ["them-cach", "them-phi-0", "them-truong-hop", "them-giay-to-0", "them-ket-qua", "bo-giay-to-0-0"]
        {
            let shown = admin.post(&begun, &with(&fields, deed)).await;
            assert_eq!(shown.status, StatusCode::OK, "{deed}");
            shown.says("Gõ rồi mà chưa lưu").says(" autofocus");
            fields = form(&shown.text(), EDITOR);
        }
        admin.get(&begun).await.hides("Gõ rồi mà chưa lưu");
        set(&mut fields, "w0-kenh", "truc_tiep");
        set(&mut fields, "w0-so", "nửa ngày");
        set(&mut fields, "w0-p0-tien", "50.000");
        set(&mut fields, "c0-g0-ten", "Đơn “mẫu” <1> & phụ lục");
        set(&mut fields, "k0-ten", "Giấy phép");
        let refused = admin.post(&begun, &with(&fields, "luu")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("href=\"#w0-so\"").says("“nửa ngày” phải là số");
        set(&mut fields, "w0-so", "0,5");
        set(&mut fields, "w0-don-vi", "ngay_lam_viec");
        assert_eq!(admin.post(&begun, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        let saved = form(&admin.get(&begun).await.text(), EDITOR);
        for (name, value) in [
            ("w0-so", "0,5"),
            ("w0-p0-tien", "50.000"),
            ("c0-g0-ten", "Đơn “mẫu” <1> & phụ lục"),
            ("k0-ten", "Giấy phép"),
        ] {
            assert_eq!(get(&saved, name), value);
        }
        // Enter in a field saves: the first button of the form is the one that does.
        let text = admin.get(&begun).await.text();
        let editor = &text[text.find(EDITOR).unwrap()..];
        assert!(
            editor[editor.find("<button").unwrap()..].split('>').next().unwrap().contains("value=\"luu\"")
        );
        admin.does(&begun, "", &[("viec", "bo-ban-nhap")]).await;
        assert_eq!(admin.get(&begun).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_file_does_not_write_over_what_a_person_mended() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        import(&admin, "thu-tuc", RECORD).await;
        let page = page_of(&admin, "trang-thai=draft&q=1.999001").await;
        let fields = mended(&admin, &page).await;
        assert_eq!(admin.post(&page, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        // The same record again says nothing new; another one is refused, and the draft stays.
        assert!(import(&admin, "thu-tuc", RECORD).await.contains("Không có gì mới"));
        let newer = RECORD.replace("Bước 1: Nộp", "Bước 1: Nộp trực tuyến");
        assert!(import(&admin, "thu-tuc", &newer).await.contains("tệp không ghi đè"));
        assert_eq!(get(&form(&admin.get(&page).await.text(), EDITOR), "w0-don-vi"), "ngay_lam_viec");
        // Once published, the old record is still old news, and a new one is the next draft.
        assert_eq!(
            admin.post(&page, &with(&mended(&admin, &page).await, "luu-cong-bo")).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(import(&admin, "thu-tuc", RECORD).await.contains("Không có gì mới"));
        import(&admin, "thu-tuc", &newer).await;
        admin.get(&page).await.says("Mở bản nháp đang sửa");
    });
}

#[test]
fn every_kind_of_file_is_tried_before_it_is_imported() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let before = world.count("SELECT count(*) FROM event WHERE kind = 'unit_saved'").await;
        let unit = r#"[{"code":"H59.77","kind":"department","parent":"H59","names":[{"name":"Sở Thử","from":"2020-01-01"}],"active_from":"2020-01-01"},{"code":"x"}]"#;
        let done = import(&admin, "don-vi", unit).await;
        assert!(done.contains("Đã từ chối") && done.contains("H59.77"), "{done}");
        admin.get("/quan-tri/don-vi").await.says("Sở Thử");
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'unit_saved'").await, before + 1);
        import(&admin, "lich", "ngay,thu,ten,loai,van_ban,nguon\n2024-05-06,,Nghỉ thử,,TB 1,\n").await;
        admin.get("/quan-tri/lich?nam=2024").await.says("Nghỉ thử");
        let process =
            motcua::demo::data::PROCESSES.lines().next().unwrap().replacen("\"id\":\"", "\"id\":\"THU-", 1);
        assert!(import(&admin, "quy-trinh", &process).await.contains("THU-"));
        // A file that is no text, and none at all.
        let csrf = admin.get("/quan-tri/nhap").await.between("name=\"csrf\" value=\"", "\"");
        let none = admin.post("/quan-tri/nhap", &[("csrf", csrf.as_str()), ("loai", "lich")]).await;
        let empty = [("csrf", csrf.as_str()), ("loai", "lich"), ("tep", "file:ngay.csv:")];
        let empty = admin.post("/quan-tri/nhap", &empty).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.says("Tệp “ngay.csv” trống.");
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        none.says("Chọn tệp để nhập.");
    });
}

#[test]
fn nobody_but_the_administrator_comes_near() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let compare = format!("{page}/so-sanh");
        let paths = [
            page.as_str(),
            &compare,
            "/quan-tri/thu-tuc",
            "/quan-tri/thu-tuc/moi",
            "/quan-tri/nhap",
            "/quan-tri/don-vi",
            "/quan-tri/don-vi/moi",
            "/quan-tri/nguoi-dung",
        ];
        for login in ["tiepnhan", "chuyenvien", "lanhdao", "giamdoc", "congdan"] {
            let other = world.officer(login).await;
            for path in paths {
                assert_eq!(other.get(path).await.status, StatusCode::FORBIDDEN, "{login} reads {path}");
            }
            for path in [page.as_str(), "/quan-tri/thu-tuc/moi", "/quan-tri/nhap", "/quan-tri/nguoi-dung"] {
                let answer = other.post(path, &[("viec", "ban-moi")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login} writes {path}");
            }
        }
        // Nor a form without the administrator's own token.
        assert_eq!(admin.post(&page, &[("viec", "bai-bo")]).await.status, StatusCode::FORBIDDEN);
        assert!(!world.visitor().get(&page).await.location.is_empty(), "asked to sign in");
    });
}
