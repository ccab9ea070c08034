//! A process in the administrator's hands: drawn, refused while it does not add up, approved, tried, made into a new
//! version; two who edit at once; files of three forms.

use axum::http::StatusCode;

use super::{
    browser::{form, get, set, with},
    counter::receive,
};
use crate::world::{AT_ONCE, BY_COMMUNE, BY_DEPARTMENT, Visitor, World, at, on_each};

const EDITOR: &str = "<form method=\"post\" class=\"editor";

/// A draft from the usual frame for a procedure; its page.
async fn begun(admin: &Visitor<'_>, code: &str) -> String {
    admin.does("/quan-tri/quy-trinh/moi", "", &[("thu-tuc", code)]).await.location
}

fn approved(fields: &mut Vec<(String, String)>) {
    set(fields, "so-quyet-dinh", "1490/QĐ-UBND");
    set(fields, "ngay-quyet-dinh", "2023-08-21");
}

#[test]
fn thirty_nine_hours_are_refused_on_screen_and_forty_are_published_by_decision() {
    // Row C-08; TT 01/2018 Điều 8.3.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = begun(&admin, BY_DEPARTMENT).await;
        assert_eq!(begun(&admin, BY_DEPARTMENT).await, page, "asked for twice, it is the same draft");
        let shown = admin.get(&page).await;
        shown.says("Hợp lệ").says("thời hạn của thủ tục đã công bố").says("role=\"img\"");
        let mut fields = form(&shown.text(), EDITOR);
        let hours = get(&fields, "b2-gio").to_owned();
        let amount: f64 = hours.trim_end_matches(" giờ").replace(',', ".").parse().unwrap();
        set(&mut fields, "b2-gio", &format!("{} giờ", (amount - 1.0).to_string().replace('.', ",")));
        set(&mut fields, "b2-viec", "Thẩm định kỹ");
        approved(&mut fields);
        let refused = admin.post(&page, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("thiếu 1 giờ.").says("Thẩm định kỹ").says("href=\"#cac-buoc\"").says("không khớp");
        admin.get(&page).await.hides("Thẩm định kỹ");
        // A draft may be unsound; it is told, and saved.
        assert_eq!(admin.post(&page, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        admin.get(&page).await.says("Cần sửa trước khi công bố: 1").says("thiếu 1 giờ.");

        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        set(&mut fields, "b2-gio", &hours);
        set(&mut fields, "so-quyet-dinh", "");
        let refused = admin.post(&page, &with(&fields, "luu-cong-bo")).await;
        refused.says("Ghi số quyết định của Chủ tịch UBND");
        set(&mut fields, "so-quyet-dinh", "1490/QĐ-UBND");
        set(&mut fields, "ngay-quyet-dinh", "2023-08-23");
        admin.post(&page, &with(&fields, "luu-cong-bo")).await.says("không thể ở sau hôm nay");
        approved(&mut fields);
        let done = admin.post(&page, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let shown = admin.get(&done.location).await;
        shown
            .says("Đã công bố")
            .says("1490/QĐ-UBND ngày 21/08/2023")
            .says("Thẩm định kỹ")
            .hides("so-quyet-dinh");
        shown.says("Công bố theo 1490/QĐ-UBND").hides("lập theo khung");
        // What is published never changes.
        let late = admin.post(&page, &with(&fields, "luu")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.says("Lưu thành bản mới");
        world.must_be_whole().await;
    });
}

#[test]
fn a_new_version_replaces_the_old_one_and_dossiers_go_on_by_theirs() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let reception = world.officer("tiepnhan").await;
        let list = admin.get("/quan-tri/quy-trinh?trang-thai=published").await.text();
        let row = list.split("<tr data-row>").find(|row| row.contains(BY_DEPARTMENT)).unwrap();
        let old = row.split("data-open href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let dossier = receive(&reception, &[]).await;
        let next = admin.does(&old, "", &[("viec", "ban-moi")]).await.location;
        assert_eq!(admin.does(&old, "", &[("viec", "ban-moi")]).await.location, next);
        admin.get(&old).await.says("Mở bản nháp đang sửa");

        // A step put in between; the one below it may be left out.
        let mut fields = form(&admin.get(&next).await.text(), EDITOR);
        let shown = admin.post(&next, &with(&fields, "chen-2")).await;
        shown.says("id=\"b3-viec\"").says(" autofocus");
        fields = form(&shown.text(), EDITOR);
        assert_eq!(get(&fields, "b7-so"), "8");
        for (name, value) in [
            ("b3-viec", "Xin ý kiến Công an tỉnh"),
            ("b3-ai", "Cơ quan được xin ý kiến"),
            ("b3-loai", "opinion"),
            ("b3-gio", "30 phút"),
            ("b2-tiep", "4, 5"),
            ("b4-tiep", "6, 3"),
        ] {
            set(&mut fields, name, value);
        }
        let longer =
            get(&fields, "b2-gio").trim_end_matches(" giờ").replace(',', ".").parse::<f64>().unwrap() - 0.5;
        set(&mut fields, "b2-gio", &longer.to_string().replace('.', ","));
        approved(&mut fields);
        let drawn = admin.post(&next, &with(&fields, "ve-lai")).await;
        drawn.says("tiếp là bước 4 hoặc 5").says("stroke-dasharray").says("tiếp là bước 6 hoặc 3");
        let done = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        admin.get(&old).await.says("Hết hiệu lực").says("bản mới thay thế").hides("Xin ý kiến Công an");
        let compared = admin.get(&format!("{next}/so-sanh")).await;
        compared
            .says("Bước 4 (mới)")
            .says("<ins>Việc: Xin ý kiến Công an tỉnh</ins>")
            .says("Bước 5 (trước là bước 4)");

        // The dossier received before goes on by the version it was received under.
        reception.does(&dossier, "chuyen", &[]).await;
        let other = receive(&reception, &[]).await;
        let sql = "SELECT count(DISTINCT process_id) FROM dossier";
        assert_eq!(world.count(sql).await, 2, "{other}");

        admin.does(&next, "", &[("viec", "bai-bo")]).await;
        admin.get(&next).await.says("Hết hiệu lực").hides("Thôi áp dụng</button>");
        let again = admin.act(&next, "", &[("viec", "bai-bo")]).await;
        again.says("hiện không có hiệu lực");
        world.must_be_whole().await;
    });
}

#[test]
fn rows_move_and_nothing_typed_is_lost() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = begun(&admin, BY_COMMUNE).await;
        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        set(&mut fields, "b0-viec", "Gõ rồi <mà> “chưa” lưu");
        set(&mut fields, "b1-gio", "nửa buổi");
        for deed in ["xuong-0", "len-1", "them-buoc", "bo-7", "chen-0", "bo-1", "ve-lai"] {
            let shown = admin.post(&page, &with(&fields, deed)).await;
            assert_eq!(shown.status, StatusCode::OK, "{deed}");
            fields = form(&shown.text(), EDITOR);
            assert!(fields.iter().any(|(_, value)| value == "Gõ rồi <mà> “chưa” lưu"), "{deed}");
            assert!(fields.iter().any(|(_, value)| value == "nửa buổi"), "{deed}");
        }
        let refused = admin.post(&page, &with(&fields, "luu")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("“nửa buổi” không phải là thời gian").says("href=\"#b1-gio\"");
        // Enter in a field saves: the first button of the form is the one that does.
        let text = admin.get(&page).await.text();
        let editor = &text[text.find(EDITOR).unwrap()..];
        assert!(
            editor[editor.find("<button").unwrap()..].split('>').next().unwrap().contains("value=\"luu\"")
        );
        admin.does(&page, "", &[("viec", "bo-ban-nhap")]).await;
        assert_eq!(admin.get(&page).await.status, StatusCode::NOT_FOUND);
        let unknown = admin.act("/quan-tri/quy-trinh/moi", "", &[("thu-tuc", "9.999999")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        unknown.says("Không có thủ tục đã công bố").says("9.999999");
    });
}

#[test]
fn of_two_who_edit_a_process_the_slower_loses_nothing() {
    on_each(async |world: World| {
        let (one, other) = (world.officer("quantri").await, world.officer("quantri").await);
        let page = begun(&one, BY_COMMUNE).await;
        let mut slow = form(&other.get(&page).await.text(), EDITOR);
        let mut fast = form(&one.get(&page).await.text(), EDITOR);
        set(&mut fast, "b1-viec", "Của người nhanh");
        set(&mut slow, "b1-viec", "Của người chậm");
        assert_eq!(one.post(&page, &with(&fast, "luu")).await.status, StatusCode::SEE_OTHER);
        let clash = other.post(&page, &with(&slow, "luu")).await;
        assert_eq!(clash.status, StatusCode::CONFLICT);
        clash.says("Bản nháp vừa được người khác lưu").says("<del>Việc: Của người nhanh</del>");
        let again = form(&clash.text(), EDITOR);
        assert_eq!(get(&again, "b1-viec"), "Của người chậm");
        assert_eq!(other.post(&page, &with(&again, "luu")).await.status, StatusCode::SEE_OTHER);
        other.get(&page).await.says("Của người chậm").says("Sửa: Bước 2");
    });
}

/// Carries a dossier from the counter to its result: an hour at each step, a day at the appraisal.
async fn to_the_end(world: &World) {
    let page = receive(&world.officer("tiepnhan").await, &[]).await;
    let (head, handler) = (world.officer("truongphong").await, world.officer("chuyenvien").await);
    world.clock.set(at("2023-08-22T09:00"));
    world.officer("tiepnhan").await.does(&page, "chuyen", &[]).await;
    world.clock.set(at("2023-08-22T10:00"));
    let people = head.get(&page).await.text();
    let name = handler.get("/lam-viec").await.between("<span><b>", "</b>");
    let option = people.split("<option value=\"").find(|part| part.contains(&name)).unwrap();
    let person = option.split('"').next().unwrap();
    head.does(&page, "phan-cong", &[("nguoi", person)]).await;
    world.clock.set(at("2023-08-23T10:00"));
    let handler = world.officer("chuyenvien").await;
    handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
    handler.does(&page, "chuyen-buoc", &[]).await;
    world.officer("truongphong").await.does(&page, "chuyen-buoc", &[]).await;
    world.officer("lanhdao").await.does(&page, "chuyen-buoc", &[]).await;
    world.clock.set(at("2023-08-23T11:00"));
    let result = [("so", "12/QĐ"), ("ngay", "2023-08-23"), ("tep", "file:kq.pdf:%PDF-1.7 x")];
    world.officer("vanthu").await.does(&page, "ban-hanh", &result).await;
}

#[test]
fn a_process_is_tried_on_the_dossiers_that_were_settled() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = begun(&admin, BY_DEPARTMENT).await;
        admin.get(&format!("{page}/chay-thu")).await.says("trong 6 tháng gần đây, nên chưa chạy thử được");
        // A dossier goes its way to the end, in a morning.
        to_the_end(&world).await;
        let admin = world.officer("quantri").await;
        let tried = admin.get(&format!("{page}/chay-thu")).await;
        tried
            .says("1 hồ sơ đã trả kết quả")
            .says("Sẽ chậm cả quy trình")
            .says("0 / 1")
            .hides("Hồ sơ sẽ chậm");
        // With a minute for the appraisal it would have been late.
        let mut fields = form(&admin.get(&page).await.text(), EDITOR);
        set(&mut fields, "b2-gio", "1 phút");
        assert_eq!(admin.post(&page, &with(&fields, "luu")).await.status, StatusCode::SEE_OTHER);
        admin.get(&format!("{page}/chay-thu")).await.says("1 / 1").says("(100 %)").says("Hồ sơ sẽ chậm (1)");
        // Two months later it is not of the last month any more.
        world.clock.set(at("2023-10-23T11:00"));
        let admin = world.officer("quantri").await;
        admin
            .get(&format!("{page}/chay-thu?thang=1"))
            .await
            .says("trong 1 tháng gần đây, nên chưa chạy thử được");
        admin.get(&format!("{page}/chay-thu?thang=3")).await.says("Hồ sơ sẽ chậm (1)");
    });
}

#[test]
fn a_process_goes_out_and_comes_in_as_bpmn_and_yaml() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = begun(&admin, AT_ONCE).await;
        for (form, kind, name) in
            [("bpmn", "application/xml", "a.bpmn"), ("yaml", "application/yaml", "a.yaml")]
        {
            let file = admin.get(&format!("{page}/tai?dang={form}")).await;
            assert_eq!((file.status, file.kind.as_str()), (StatusCode::OK, kind));
            let code = format!("THU-{form}");
            let text = file.text().replace(&format!("QT-{AT_ONCE}"), &code);
            let csrf = admin.get("/quan-tri/nhap").await.between("name=\"csrf\" value=\"", "\"");
            let file = format!("file:{name}:{text}");
            let fields = [
                ("csrf", csrf.as_str()),
                ("loai", "quy-trinh"),
                ("viec", "xem-truoc"),
                ("tep", file.as_str()),
            ];
            let tried = admin.post("/quan-tri/nhap", &fields).await;
            let hash = tried.says(&code).between("name=\"tep-da-xem\" value=\"", "\"");
            let fields = [
                ("csrf", csrf.as_str()),
                ("loai", "quy-trinh"),
                ("viec", "nhap"),
                ("tep-da-xem", &hash),
                ("ten-tep", name),
            ];
            admin.post("/quan-tri/nhap", &fields).await.says("Đã nhập").says(&code);
        }
        // Both are read as what was drawn: sound, with every hour.
        let sql = "SELECT count(*) FROM process WHERE code IN ('THU-bpmn', 'THU-yaml') AND state = 'draft'";
        assert_eq!(world.count(sql).await, 2);
    });
}

#[test]
fn nobody_but_the_administrator_draws_a_process() {
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let page = begun(&admin, BY_DEPARTMENT).await;
        let paths = ["", "/so-sanh", "/chay-thu", "/tai"].map(|end| format!("{page}{end}"));
        for login in ["tiepnhan", "chuyenvien", "lanhdao", "giamdoc", "congdan"] {
            let other = world.officer(login).await;
            for path in
                paths.iter().map(String::as_str).chain(["/quan-tri/quy-trinh", "/quan-tri/quy-trinh/moi"])
            {
                assert_eq!(other.get(path).await.status, StatusCode::FORBIDDEN, "{login} reads {path}");
            }
            for path in [page.as_str(), "/quan-tri/quy-trinh/moi"] {
                let answer = other.post(path, &[("viec", "ban-moi")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login} writes {path}");
            }
        }
        assert_eq!(
            admin.post(&page, &[("viec", "luu")]).await.status,
            StatusCode::FORBIDDEN,
            "without a token"
        );
        assert!(!world.visitor().get(&page).await.location.is_empty(), "asked to sign in");
    });
}

#[test]
fn the_examples_of_the_manual_pass() {
    // Row C-08; the file in docs/manual/quan-tri/quy-trinh.md is what a reader copies.
    let manual =
        std::fs::read_to_string(crate::architecture::root().join("docs/manual/quan-tri/quy-trinh.md"))
            .unwrap();
    let file = manual.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let counting = motcua::due::Counting::shipped();
    let proved = office::process::example::run(file, &counting.usual());
    for example in &proved[0].examples {
        assert_eq!(example.differences, Vec::<String>::new(), "{}", example.name);
    }
    assert_eq!((proved.len(), proved[0].examples.len(), proved[0].passed()), (1, 5, true));
    let checked = office::process::import::check_file("x.yaml", file);
    assert!(checked[0].sound, "{checked:?}");
    // An example that does not hold is told with the difference.
    let wrong = file.replace("han: 2025-09-09T14:00", "han: 2025-09-08T14:00");
    let proved = office::process::example::run(&wrong, &counting.usual());
    assert!(!proved[0].passed());
    assert_eq!(
        proved[0].examples[4].differences,
        ["Hạn trả kết quả: mong đợi 14:00 8/9/2025, thực tế 14:00 9/9/2025."]
    );
    // A key that is misspelt is no example that passes by saying nothing.
    let misspelt = file.replace("han_buoc", "han-buoc");
    assert!(office::process::example::run(&misspelt, &counting.usual())[0].unreadable.is_some());
}
