//! A dossier brought to the counter: received, settled step by step, handed over.

use axum::http::StatusCode;

use super::{
    browser::{form, get, set, with},
    catalogue::{EDITOR, page_of},
    life::approve,
};
use crate::world::{AT_ONCE, BY_DEPARTMENT, Visitor, World, at, on_each};

pub const APPLICANT: [(&str, &str); 6] = [
    ("so-dinh-danh", "084199001234"),
    ("ho-ten", "Thạch Thị Sô Phia"),
    ("dia-chi", "Ấp 3, xã Lương Hòa"),
    ("dien-thoai", "0999000111"),
    ("kenh", "counter"),
    ("cach", "counter"),
];

/// Receives a complete dossier, of the usual applicant where `extra` says nothing else; its page.
pub async fn receive(reception: &Visitor<'_>, extra: &[(&str, &str)]) -> String {
    let is_usual = |(name, _): &(&str, &str)| !extra.iter().any(|(other, _)| other == name);
    let mut fields: Vec<(&str, &str)> = APPLICANT.into_iter().filter(is_usual).collect();
    for item in ["0", "1", "2", "3"] {
        fields.push(("co", item));
    }
    let counts = ["chinh-0", "chinh-1", "chinh-2", "chinh-3"];
    fields.extend(counts.map(|name| (name, "1")));
    fields.push(("viec", "tiep-nhan"));
    fields.extend_from_slice(extra);
    let done = reception.does(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}"), "", &fields).await;
    let id = done.location.split("xong=").nth(1).unwrap().to_owned();
    format!("/lam-viec/ho-so/{id}")
}

#[test]
fn from_the_counter_to_the_hand_over() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        // The due date and why, before anything is saved.
        reception.get(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}")).await.says("Vì sao?").says("hẹn trả");
        let page = receive(&reception, &[]).await;
        let shown = reception.get(&page).await;
        // Received on 22/8/2023 at 8:00, twelve working days, the national holidays not counted: B-cases of domain.md.
        shown.says("-230822-0001").says("thứ Hai, 11/9/2023, 08:00").says("Quốc khánh, không tính");
        let receipt = reception.get(&format!("{page}/thu/1")).await;
        assert_eq!((receipt.status, receipt.kind.as_str()), (StatusCode::OK, "application/pdf"), "Mẫu 01");
        assert!(receipt.body.starts_with(b"%PDF"));
        assert_eq!(
            reception.get(&format!("{page}/thu/1")).await.body,
            receipt.body,
            "the same letter for ever"
        );

        reception.does(&page, "chuyen", &[]).await;
        let head = world.officer("truongphong").await;
        head.get("/lam-viec?muc=cho-nhan").await.says("-230822-0001");
        let handler = world.officer("chuyenvien").await;
        handler.get("/lam-viec").await.says("Chưa có hồ sơ nào trong tay");
        let people = head.get(&page).await.text();
        let name = handler.get("/lam-viec").await.between("<span><b>", "</b>");
        let option = people.split("<option value=\"").find(|part| part.contains(&name)).unwrap();
        let person = option.split('"').next().unwrap();
        world.clock.set(at("2023-08-22T15:00"));
        head.does(&page, "phan-cong", &[("nguoi", person), ("ghi-chu", "Làm sớm")]).await;
        handler.get("/lam-viec").await.says("-230822-0001");

        // Nothing goes up for approval without a draft (row C-25).
        let refused = handler.act(&page, "chuyen-buoc", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Chưa có dự thảo kết quả để trình.");
        handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        handler.does(&page, "chuyen-buoc", &[]).await;
        head.does(&page, "tra-lai", &[("buoc", "2"), ("ly-do-tra", "Bổ sung căn cứ")]).await;
        // What is sent back returns to the person who did it.
        handler.get("/lam-viec").await.says("-230822-0001");
        handler.get(&page).await.says("Bổ sung căn cứ");
        handler.does(&page, "chuyen-buoc", &[]).await;
        head.does(&page, "chuyen-buoc", &[]).await;
        world.officer("lanhdao").await.does(&page, "chuyen-buoc", &[]).await;

        world.clock.set(at("2023-08-28T15:00"));
        let clerk = world.officer("vanthu").await;
        let incomplete = clerk.act(&page, "ban-hanh", &[("so", ""), ("ngay", "2023-08-28")]).await;
        incomplete.says("Ghi số và ký hiệu của kết quả.").says("Chọn tệp kết quả.");
        let wrong = clerk
            .act(&page, "ban-hanh", &[("so", "12/QĐ"), ("ngay", "2023-08-28"), ("tep", "file:kq.pdf:<html>")])
            .await;
        wrong.says("không đúng với đuôi .pdf");
        clerk
            .does(
                &page,
                "ban-hanh",
                &[("so", "12/QĐ"), ("ngay", "2023-08-28"), ("tep", "file:kq.pdf:%PDF-1.7 x")],
            )
            .await;

        let reception = world.officer("tiepnhan").await;
        reception.get("/lam-viec/tra-ket-qua").await.says("-230822-0001");
        let nobody =
            reception.act(&page, "tra-ket-qua", &[("nguoi-nhan", ""), ("giay-to-nguoi-nhan", "")]).await;
        nobody.says("Ghi họ tên người nhận.").says("Ghi giấy tờ của người nhận.");
        let taken =
            [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        reception.does(&page, "tra-ket-qua", &taken).await;
        reception.get(&page).await.says("Đã trả kết quả").says("Người nhận: Thạch Thị Sô Phia");
        world.must_be_whole().await;
    });
}

#[test]
fn each_outcome_of_intake_owes_exactly_one_slip() {
    // Row C-18.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let mut fields = APPLICANT.to_vec();
        fields.extend([("co", "0"), ("chinh-0", "1"), ("viec", "tiep-nhan")]);
        let missing = reception.act(&path, "", &fields).await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        missing.says("Hồ sơ còn thiếu").says("value=\"Thạch Thị Sô Phia\"");
        fields.pop();
        fields.extend([("viec", "bo-sung"), ("ly-do", "Thiếu giấy tờ")]);
        let asked = reception.does(&path, "", &fields).await;
        fields.retain(|(name, _)| *name != "viec");
        fields.push(("viec", "tu-choi"));
        reception.act(&path, "", &fields).await.says("Cần nêu căn cứ pháp lý của việc từ chối.");
        fields.push(("can-cu", "Điều 17 NĐ 61/2018/NĐ-CP"));
        let declined = reception.does(&path, "", &fields).await;
        let accepted = receive(&reception, &[]).await;
        for (page, form) in [
            (asked.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/"), "Mẫu 02"),
            (declined.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/"), "Mẫu 03"),
            (accepted, "Mẫu 01"),
        ] {
            let text = reception.get(&page).await.text();
            assert_eq!(text.matches("Mẫu 0").count(), 1, "{form}");
            assert!(text.contains(form), "{form}");
            assert!(reception.get(&format!("{page}/thu/1")).await.body.starts_with(b"%PDF"), "{form}");
        }
    });
}

#[test]
fn nothing_typed_is_lost_and_every_error_is_said() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let fields = [
            ("so-dinh-danh", "12"),
            ("ho-ten", ""),
            ("dia-chi", "Ấp 9"),
            ("email", "x"),
            ("viec", "tiep-nhan"),
        ];
        let answer = reception.act(&path, "", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer
            .says("Có 3 chỗ cần xem lại")
            .says("Số định danh có 12 chữ số")
            .says("value=\"Ấp 9\"")
            .says("value=\"12\"");
    });
}

#[test]
fn what_is_promised_is_what_was_shown() {
    // Row C-18: the due date is seen before saving, by what is chosen.
    on_each(async |world: World| {
        let admin = world.officer("quantri").await;
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let old = page_of(&admin, &format!("trang-thai=published&q={BY_DEPARTMENT}")).await;
        let next = admin.does(&old, "", &[("viec", "ban-moi")]).await.location;
        let mut fields = form(&admin.get(&next).await.text(), EDITOR);
        let is_post = |way: &&str| get(&fields, &format!("{way}-kenh")) == "buu_chinh";
        let by_post = ["w0", "w1", "w2"].into_iter().find(is_post);
        let by_post = by_post.unwrap();
        set(&mut fields, &format!("{by_post}-so"), "5");
        set(&mut fields, &format!("{by_post}-dung"), "1");
        let done = admin.post(&next, &with(&fields, "luu-cong-bo")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());

        // Row C-08: a limit of its own needs a process of its own; the counter's goes on.
        let reception = world.officer("tiepnhan").await;
        let mut by_post: Vec<_> = APPLICANT.into_iter().filter(|(name, _)| *name != "kenh").collect();
        by_post.extend(["0", "1", "2", "3"].map(|item| ("co", item)));
        by_post.extend(["chinh-0", "chinh-1", "chinh-2", "chinh-3"].map(|name| (name, "1")));
        by_post.extend([("kenh", "post"), ("viec", "tiep-nhan")]);
        let refused = reception.act(&path, "", &by_post).await;
        refused.says("Nộp theo cách “Bưu chính công ích”").says("thời hạn là 40 giờ: vượt 56 giờ");
        receive(&reception, &[]).await;
        let own = [("thu-tuc", BY_DEPARTMENT), ("kenh", "post")];
        let own = admin.does("/quan-tri/quy-trinh/moi", "", &own).await.location;
        approve(&admin, &own).await;
        let counter = receive(&reception, &[]).await;
        reception.get(&counter).await.says("Hồ sơ: còn 12 ngày");

        world.clock.set(at("2023-08-22T14:50"));
        let reception = world.officer("tiepnhan").await;
        let shown = reception.get(&path).await;
        shown.says("<b>12 ngày làm việc</b>").says("name=\"hen\" value=\"2023-09-11\"");
        // Without a script a button reckons anew; what was typed stays.
        let chosen = [("ho-ten", "Thạch Thị Sô Phia"), ("kenh", "post"), ("viec", "tinh-lai")];
        let again = reception.act(&path, "", &chosen).await;
        assert_eq!(again.status, StatusCode::OK);
        again.says("<b>05 ngày làm việc</b>").says("name=\"hen\" value=\"2023-08-29\"");
        again.says("value=\"Thạch Thị Sô Phia\"").says("value=\"post\" selected");
        let earlier = [("nhan-luc", "2023-08-21T09:00"), ("viec", "dien-san")];
        reception.act(&path, "", &earlier).await.says("Nhận lúc đã ghi").says("value=\"2023-09-08\"");
        let late = [("nhan-luc", "2023-08-23T09:00"), ("viec", "tinh-lai")];
        reception.act(&path, "", &late).await.says("id=\"nhan-luc-loi\"");

        // Another way was chosen than the one whose date was shown: it is shown first, and saved by the second press.
        let id = world.app.id().to_string();
        let mut fields = by_post;
        fields.push(("phieu", id.as_str()));
        let first = [&fields[..], &[("hen", "2023-09-11")]].concat();
        let warned = reception.act(&path, "", &first).await;
        assert_eq!(warned.status, StatusCode::UNPROCESSABLE_ENTITY);
        warned
            .says("khác ngày đã hiện trước đó")
            .says("id=\"hen-tra-loi\"")
            .says("value=\"Thạch Thị Sô Phia\"");
        assert_eq!(world.count("SELECT count(*) FROM dossier").await, 2);
        let promised = warned.between("name=\"hen\" value=\"", "\"");
        assert_eq!(promised, "2023-08-29");
        let second = [&fields[..], &[("hen", promised.as_str())]].concat();
        reception.does(&path, "", &second).await;
        reception.get(&format!("/lam-viec/ho-so/{id}")).await.says("29/8/2023");
    });
}

#[test]
fn numbers_of_owner_and_proxy_are_checked_beside_their_fields() {
    // Row C-18: format checks of applicant and proxy.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        for (field, typed, said) in [
            ("so-dinh-danh", "08419900123", "phải có đúng 12 chữ số"),
            ("so-dinh-danh", "0100109107", "chữ số thứ mười không khớp"),
            ("so-dinh-danh", "0100109106-01", "đơn vị phụ thuộc có thêm dấu gạch nối"),
            ("dien-thoai", "01234567890", "Số điện thoại không đúng"),
            // Only the number of who files for them: said, not dropped.
            ("uy-quyen-so", "086085004321", "Ghi họ tên người được ủy quyền"),
            ("uy-quyen-ten", "Trần Văn Đậu", "Số định danh có 12 chữ số"),
        ] {
            let mut fields: Vec<_> = APPLICANT.into_iter().filter(|(name, _)| *name != field).collect();
            fields.extend([(field, typed), ("viec", "tiep-nhan")]);
            let answer = reception.act(&path, "", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {typed}");
            let beside = if field == "uy-quyen-so" { "uy-quyen-ten" } else { field };
            let beside = if field == "uy-quyen-ten" { "uy-quyen-so" } else { beside };
            let message = answer.between(&format!("id=\"{beside}-loi\">"), "</p>");
            assert!(message.contains(said), "{field} {typed}: {message}");
            answer.says(&format!("value=\"{typed}\""));
        }
        // A foreigner and an organisation file too; the number is kept in one form.
        for (typed, kept) in [("m 70689098", "M70689098"), ("0100109106001", "0100109106-001")] {
            let proxy = [("uy-quyen-ten", "Trần Văn Đậu"), ("uy-quyen-so", "086 085 004 321")];
            let page = receive(&reception, &[&[("so-dinh-danh", typed)], &proxy[..]].concat()).await;
            reception.get(&page).await.says(kept).says("Trần Văn Đậu").says("086085004321");
        }
    });
}

#[test]
fn what_is_given_at_once_owes_no_receipt_unless_asked_for() {
    // NĐ 61/2018 Điều 17.4; row C-18: the system is still updated.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{AT_ONCE}");
        reception.get(&path).await.says("Có kết quả ngay trong lần đến này");
        let page = reception.get(&path).await.text();
        let commune =
            page.split("id=\"co-quan\"").nth(1).and_then(|part| part.split("value=\"").nth(2)).unwrap();
        let mut fields = APPLICANT.to_vec();
        fields.extend([("viec", "tra-ngay"), ("co-quan", commune.split('"').next().unwrap())]);
        for item in ["0", "1", "2", "3", "4", "5"] {
            fields.push(("co", item));
        }
        fields.extend(
            ["chinh-0", "chinh-1", "chinh-2", "chinh-3", "chinh-4", "chinh-5"].map(|name| (name, "1")),
        );
        let wrong = reception.act(&path, "", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Ghi số và ký hiệu của kết quả.").says("Ghi họ tên người nhận.");
        // The file of the result need not be chosen again.
        fields.extend([("so", "5/CT"), ("ngay", "2023-08-22")]);
        let short = [&fields[..], &[("tep", "file:kq.pdf:%PDF-1.7 x")]].concat();
        let back = reception.act(&path, "", &short).await;
        back.says("Đã nhận tệp “kq.pdf”").says("Ghi họ tên người nhận.").hides("Chọn tệp kết quả.");
        let token = back.between("name=\"giu-tep\" value=\"", "\"");
        fields.push(("giu-tep", &token));
        fields.extend([("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")]);
        let done = reception.does(&path, "", &fields).await;
        reception.get(&done.location).await.says("Đã trả kết quả ngay").hides("In phiếu");
        let id = done.location.split("xong=").nth(1).unwrap().to_owned();
        let shown = reception.get(&format!("/lam-viec/ho-so/{id}")).await;
        shown.says("Đã trả kết quả").says("5/CT").says("Chưa có thư, phiếu nào.");
        assert_eq!(reception.get(&format!("/lam-viec/ho-so/{id}/thu/1")).await.status, StatusCode::NOT_FOUND);
        fields.push(("can-giay-tiep-nhan", "1"));
        let done = reception.does(&path, "", &fields).await;
        let id = done.location.split("xong=").nth(1).unwrap().to_owned();
        assert!(reception.get(&format!("/lam-viec/ho-so/{id}/thu/1")).await.body.starts_with(b"%PDF"));
        // What takes twelve days is not given in one visit.
        reception.get(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}")).await.hides("Có kết quả ngay");
        world.must_be_whole().await;
    });
}

#[test]
fn what_is_entered_late_keeps_its_true_time_and_is_listed() {
    // Row C-20; walk-through 18: an outage, the paper book, later entry with the true time.
    on_each(async |world: World| {
        world.clock.set(at("2023-08-23T09:00"));
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let mut fields = APPLICANT.to_vec();
        fields.extend([("viec", "tiep-nhan"), ("nhan-luc", "2023-08-23T10:00")]);
        reception.act(&path, "", &fields).await.says("không thể ở sau lúc này");
        let page = receive(&reception, &[("nhan-luc", "2023-08-22T14:30")]).await;
        // The code is of the day of receipt, and the time runs from it.
        reception.get(&page).await.says("-230822-0001").says("thứ Hai, 11/9/2023, 14:30");
        receive(&reception, &[("nhan-luc", "2023-08-23T08:45")]).await;
        receive(&reception, &[]).await;
        let centre = world.officer("trungtam").await;
        let list = centre.get("/lam-viec/don-vi/nhap-muon").await;
        list.says("-230822-0001").says("22/8/2023 14:30").says("<b>1</b> dòng").hides("-230823-0001");
        assert_eq!(reception.get("/lam-viec/don-vi/nhap-muon").await.status, StatusCode::FORBIDDEN);
    });
}
