//! A dossier filed online by somebody without an account, and tracked.

use axum::http::StatusCode;

use crate::world::{Answer, BY_COMMUNE, BY_DEPARTMENT, Visitor, World, at, on_each};

pub async fn file(world: &World, extra: &[(&str, &str)]) -> Answer {
    file_as(&world.visitor(), extra).await
}

/// As [`file()`], by somebody who may be signed in.
pub async fn file_as(who: &Visitor<'_>, extra: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("so-dinh-danh", "084199001234"),
        ("ho-ten", "Kim Thị Mẫu"),
        ("dia-chi", "Ấp 3"),
        ("tep-0", "file:a.pdf:%PDF-1.7 a"),
        ("tep-1", "file:b.pdf:%PDF-1.7 b"),
        ("tep-2", "file:c.pdf:%PDF-1.7 c"),
        ("tep-3", "file:d.pdf:%PDF-1.7 d"),
    ];
    fields.extend_from_slice(extra);
    who.post(&format!("/nop-ho-so/{BY_DEPARTMENT}"), &fields).await
}

#[test]
fn filed_online_tracked_and_accepted() {
    on_each(async |world: World| {
        world.clock.set(at("2023-08-31T16:30"));
        let citizen = world.visitor();
        citizen.get("/thu-tuc?q=giam+dinh+tu+phap").await.says(BY_DEPARTMENT);
        citizen.get(&format!("/thu-tuc/{BY_DEPARTMENT}")).await.says("Nộp trực tuyến");
        let filed = file(&world, &[]).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let done = citizen.get(&filed.location).await;
        // B11: eight working hours from Thursday 31/8/2023 16:30 end on Tuesday 5/9/2023 16:30.
        done.says("thứ Ba, 5/9/2023, 16:30").hides("Kim Thị Mẫu").hides("084199001234");
        let code = done.between("class=\"code\">", "<");
        assert!(code.starts_with("NHAP-"));

        // Two levels of tracking (row C-04).
        let anonymous = citizen.post("/tra-cuu", &[("ma", &code)]).await;
        anonymous.says("Chờ tiếp nhận").says("hoàn thành 10\u{a0}%").hides("Sở Tư pháp").hides("Kim Thị Mẫu");
        let own = citizen.post("/tra-cuu", &[("ma", &code), ("bon-so", "1234")]).await;
        own.says("Sở Tư pháp").hides("Kim Thị Mẫu").hides("084199001234");
        // A guessed code and a wrong proof look the same.
        let guessed = citizen.post("/tra-cuu", &[("ma", "NHAP-000000000000"), ("bon-so", "1234")]).await;
        let wrong = citizen.post("/tra-cuu", &[("ma", &code), ("bon-so", "9999")]).await;
        let strip = |answer: &Answer, code: &str| answer.text().replace(code, "");
        assert_eq!(strip(&guessed, "NHAP-000000000000"), strip(&wrong, &code));
        assert_eq!(
            (guessed.status, wrong.status),
            (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
        );

        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let page = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.get(&page).await.says("a.pdf");
        reception.does(&page, "tiep-nhan", &[]).await;
        let shown = reception.get(&page).await;
        let legal = shown.between("data-copy=\"", "\"");
        assert!(legal.contains("-230831-0001"), "{legal}");
        citizen
            .post("/tra-cuu", &[("ma", &legal), ("bon-so", "1234")])
            .await
            .says("Đã tiếp nhận")
            .says("Hẹn trả kết quả");
        citizen.post("/tra-cuu", &[("ma", &code), ("bon-so", "1234")]).await.says("Đã tiếp nhận");
        world.must_be_whole().await;
    });
}

#[test]
fn a_form_sent_twice_is_taken_once() {
    on_each(async |world: World| {
        let page = world.visitor().get(&format!("/nop-ho-so/{BY_DEPARTMENT}")).await;
        let slip = page.between("name=\"phieu\" value=\"", "\"");
        let carried = [("phieu", slip.as_str())];
        let (one, two) = tokio::join!(file(&world, &carried), file(&world, &carried));
        assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert_eq!(one.location, two.location);
        assert_eq!(world.count("SELECT count(*) FROM dossier").await, 1);
    });
}

#[test]
fn what_cannot_be_taken_is_refused_with_its_reason() {
    on_each(async |world: World| {
        for (file_field, part) in [
            ("file:a.pdf:", "trống"),
            ("file:a.exe:MZ", "không thuộc loại"),
            ("file:a.pdf:<script>", "không đúng với đuôi"),
        ] {
            let answer = file(&world, &[]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            let fields = [
                ("so-dinh-danh", "084199001234"),
                ("ho-ten", "Kim"),
                ("dia-chi", "x"),
                ("tep-0", file_field),
            ];
            let answer = world.visitor().post(&format!("/nop-ho-so/{BY_DEPARTMENT}"), &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            answer.says(part).says("value=\"Kim\"");
        }
        let mistyped = [("so-dinh-danh", "08419900123"), ("dien-thoai", "123")];
        let mistyped = world.visitor().post(&format!("/nop-ho-so/{BY_DEPARTMENT}"), &mistyped).await;
        mistyped.says("phải có đúng 12 chữ số").says("Số điện thoại không đúng");
        let nobody = world.visitor().post(&format!("/nop-ho-so/{BY_COMMUNE}"), &[("ho-ten", "Kim")]).await;
        nobody.says("Chọn cơ quan giải quyết.").says("Ghi địa chỉ.");
    });
}

#[test]
fn a_letter_proves_itself_and_tells_nothing_about_persons() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = super::counter::receive(&reception, &[]).await;
        reception.get(&format!("{page}/thu/1")).await;
        let proof: String =
            world.app.read(|tx| Ok(tx.one("SELECT proof FROM letter", vec![])?.get(0)?)).await.unwrap();
        let shown = world.visitor().get(&format!("/xac-thuc/{proof}")).await;
        shown.says("Văn bản này là thật").says("-230822-0001").hides("Thạch").hides("084199001234");
        assert_eq!(world.visitor().get("/xac-thuc/khong-co").await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn somebody_files_for_another() {
    on_each(async |world: World| {
        let form = world.visitor().get(&format!("/nop-ho-so/{BY_DEPARTMENT}")).await;
        form.says("name=\"uy-quyen-ten\"").says("name=\"uy-quyen-so\"");
        // Half of it is an error, never nobody; what was typed is shown.
        let half = file(&world, &[("uy-quyen-so", "086085004321")]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        half.says("Ghi họ tên người được ủy quyền").says("<details class=\"govuk-details\" open>");
        let proxy = [("uy-quyen-ten", "Trần Văn Đậu"), ("uy-quyen-so", "086085004321")];
        assert_eq!(file(&world, &proxy).await.status, StatusCode::SEE_OTHER);
        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let page = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        reception.get(&page).await.says("Nộp thay").says("Trần Văn Đậu").says("086085004321");
    });
}

#[test]
fn files_of_a_form_that_comes_back_need_not_be_chosen_again() {
    on_each(async |world: World| {
        // One field is wrong: two files are kept, the one that is not what it says is not.
        let wrong = [
            ("so-dinh-danh", "084199001234"),
            ("ho-ten", "Kim Thị Mẫu"),
            ("tep-0", "file:a.pdf:%PDF-1.7 a"),
            ("tep-1", "file:b.pdf:%PDF-1.7 b"),
            ("tep-2", "file:c.pdf:<script>"),
        ];
        let path = format!("/nop-ho-so/{BY_DEPARTMENT}");
        let back = world.visitor().post(&path, &wrong).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        back.says("Ghi địa chỉ.").says("Đã nhận tệp “a.pdf”").says("Đã nhận tệp “b.pdf”");
        back.hides("Đã nhận tệp “c.pdf”").hides("name=\"giu-tep-3\"");
        let token = |no: u8| back.between(&format!("name=\"giu-tep-{no}\" value=\""), "\"");
        let (a, b) = (token(0), token(1));
        let send = async |first: &str, second: &str, drop: bool| {
            let mut fields = vec![
                ("so-dinh-danh", "084199001234"),
                ("ho-ten", "Kim Thị Mẫu"),
                ("dia-chi", "Ấp 3"),
                ("giu-tep-0", first),
                ("ten-tep-0", "a.pdf"),
                ("giu-tep-1", second),
                ("ten-tep-1", "b.pdf"),
                ("tep-2", "file:c.pdf:%PDF-1.7 c"),
                ("tep-3", "file:d.pdf:%PDF-1.7 d"),
            ];
            fields.extend(drop.then_some(("bo-tep-1", "1")));
            world.visitor().post(&path, &fields).await
        };
        // Who makes a token up has no file; who leaves one out must choose another.
        send(&"0".repeat(64), &b, false).await.says("chỉ được giữ một ngày");
        send(&a, &b, true).await.says("Chọn tệp cho giấy tờ số 2").says("Đã nhận tệp “a.pdf”");
        // Another one chosen instead of it stays, too.
        let other = [
            ("so-dinh-danh", "084199001234"),
            ("ho-ten", "Kim Thị Mẫu"),
            ("giu-tep-1", b.as_str()),
            ("bo-tep-1", "1"),
            ("tep-1", "file:b2.pdf:%PDF-1.7 b2"),
        ];
        world.visitor().post(&path, &other).await.says("Đã nhận tệp “b2.pdf”").says("name=\"giu-tep-1\"");
        let filed = send(&a, &b, false).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
        let reception = world.officer("tiepnhan").await;
        let list = reception.get("/lam-viec?muc=cho-nhan").await;
        let page = format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""));
        let shown = reception.get(&page).await;
        shown.says("a.pdf").says("b.pdf").says("c.pdf").says("d.pdf");
        let file = format!("{page}/tep/{}", shown.between(&format!("{page}/tep/"), "\""));
        assert_eq!(reception.get(&file).await.body, b"%PDF-1.7 a");
        // A day later they are gone.
        world.clock.set(world.app.now() + jiff::SignedDuration::from_hours(25));
        send(&a, &b, false).await.says("chỉ được giữ một ngày");
        assert_eq!(world.count("SELECT count(*) FROM dossier").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn at_the_counter_a_scan_need_not_be_chosen_again_either() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let desk = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let fields = [("viec", "tiep-nhan"), ("co", "0"), ("tep-0", "file:quet.pdf:%PDF-1.7 q")];
        let back = reception.act(&desk, "", &fields).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        back.says("Đã nhận tệp “quet.pdf”");
        let token = back.between("name=\"giu-tep-0\" value=\"", "\"");
        // Reckoned anew, it is still there.
        let kept = [("viec", "tinh-lai"), ("giu-tep-0", token.as_str()), ("ten-tep-0", "quet.pdf")];
        reception.act(&desk, "", &kept).await.says("Đã nhận tệp “quet.pdf”");
        let carried = [("giu-tep-0", token.as_str()), ("ten-tep-0", "quet.pdf")];
        let page = super::counter::receive(&reception, &carried).await;
        reception.get(&page).await.says("quet.pdf");
    });
}
