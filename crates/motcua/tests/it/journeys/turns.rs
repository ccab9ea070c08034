//! Every turn off the straight way, in the words of the manual: supplement, refusal, lateness, duty, other units, undo,
//! withdrawal, correction (domain Appendix B, walk-throughs 4–9, 12, 13).

use axum::http::StatusCode;

use super::counter::receive;
use crate::world::{Visitor, World, at, on_each};

/// The officers of Sở Tư pháp and of the Centre.
pub struct Staff<'w> {
    pub reception: Visitor<'w>,
    pub head: Visitor<'w>,
    pub handler: Visitor<'w>,
    pub leader: Visitor<'w>,
    pub clerk: Visitor<'w>,
}

pub async fn staff(world: &World) -> Staff<'_> {
    Staff {
        reception: world.officer("tiepnhan").await,
        head: world.officer("truongphong").await,
        handler: world.officer("chuyenvien").await,
        leader: world.officer("lanhdao").await,
        clerk: world.officer("vanthu").await,
    }
}

/// Time passes: the dates that came have done their work, and everybody signs in again.
pub async fn later<'w>(world: &'w World, when: &str) -> Staff<'w> {
    world.clock.set(at(when));
    world.ring().await;
    staff(world).await
}

impl Staff<'_> {
    /// A dossier received now and in the handler's hands.
    pub async fn at_handler(&self) -> String {
        let page = receive(&self.reception, &[]).await;
        self.to_handler(&page).await;
        page
    }

    /// From the reception desk to the handler's.
    pub async fn to_handler(&self, page: &str) {
        self.reception.does(page, "chuyen", &[]).await;
        let name = self.handler.get("/lam-viec").await.between("<span><b>", "</b>");
        let people = self.head.get(page).await.text();
        let option = people.split("<option value=\"").find(|part| part.contains(&name)).unwrap();
        let person = option.split('"').next().unwrap();
        self.head.does(page, "phan-cong", &[("nguoi", person)]).await;
    }

    /// From the handler's desk to a result.
    pub async fn to_result(&self, page: &str) {
        self.handler.does(page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        self.handler.does(page, "chuyen-buoc", &[]).await;
        self.head.does(page, "chuyen-buoc", &[]).await;
        self.leader.does(page, "chuyen-buoc", &[]).await;
        self.issue(page).await;
    }

    async fn issue(&self, page: &str) {
        let result = [("so", "12/QĐ"), ("ngay", "2023-09-20"), ("tep", "file:kq.pdf:%PDF-1.7 x")];
        self.clerk.does(page, "ban-hanh", &result).await;
    }
}

/// The letter that stands last among the dossier's letters is a PDF.
pub async fn has_letter(visitor: &Visitor<'_>, page: &str, form: &str) {
    let shown = visitor.get(page).await;
    shown.says(form);
    let text = shown.text();
    let entry = text
        .lines()
        .flat_map(|line| line.split("<li>"))
        .filter(|line| line.contains(form) && line.contains("/thu/"))
        .last();
    let link = entry
        .and_then(|entry| entry.split("href=\"").nth(1))
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    let letter = visitor.get(link).await;
    assert_eq!((letter.status, letter.kind.as_str()), (StatusCode::OK, "application/pdf"), "{link}");
    assert!(letter.body.starts_with(b"%PDF"));
}

#[test]
fn a_supplement_stops_the_clock_and_starts_it_again() {
    // Walk-through 4: on the third working day, restart (NĐ 61/2018 Điều 19.4).
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let staff = later(&world, "2023-08-24T10:00").await;
        let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ, không đọc được")];
        staff.handler.act(&page, "yeu-cau-bo-sung", &[("ly-do-yc", "x")]).await.says("ít nhất một giấy tờ");
        staff.handler.does(&page, "yeu-cau-bo-sung", &ask).await;
        let shown = staff.handler.get(&page).await;
        shown.says("Chờ bổ sung").says("đang chờ công dân").hides("vi phạm");
        has_letter(&staff.handler, &page, "Mẫu 02").await;
        staff.handler.get("/lam-viec/don-vi?muc=cho-nguoi-nop").await.says("-230822-0001");
        // Nothing is late while the applicant is waited for.
        let staff = later(&world, "2023-09-13T08:00").await;
        staff.handler.get(&page).await.hides("Quá hạn trả kết quả");
        let missing = staff.reception.act(&page, "nhan-bo-sung", &[]).await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        missing.says("Chưa có:");
        staff.reception.does(&page, "nhan-bo-sung", &[("bs-0", "file:b.pdf:%PDF-1.7 b")]).await;
        // Twelve working days again from 13/9/2023 08:00.
        let shown = staff.handler.get(&page).await;
        shown.says("Đang xử lý").says("thứ Sáu, 29/9/2023, 08:00").says("tính lại");
        let letters = shown.text().matches("Mẫu 01").count();
        assert_eq!(letters, 2, "the receipt again, with the new appointment");
        has_letter(&staff.handler, &page, "Mẫu 01").await;
        // A second request is the leader's to decide (row C-14).
        staff.handler.act(&page, "yeu-cau-bo-sung", &ask).await.says("phải trình lãnh đạo");
        let more =
            [("thieu-yc", "2"), ("ly-do-yc", "Thiếu trang"), ("can-cu-them", "Kiểm tra lần đầu bỏ sót")];
        staff.handler.does(&page, "trinh-bo-sung", &more).await;
        staff.leader.get("/lam-viec?muc=cho-ky").await.says("-230822-0001");
        staff.leader.does(&page, "khong-dong-y", &[("ly-do-kdy", "Tự tra cứu được")]).await;
        staff.handler.does(&page, "trinh-bo-sung", &more).await;
        staff.leader.does(&page, "dong-y", &[]).await;
        staff.leader.get(&page).await.says("Chờ bổ sung").says("vi phạm");
        world.must_be_whole().await;
    });
}

#[test]
fn every_error_of_a_deed_stands_beside_its_field_and_in_the_summary() {
    // Issue 2, bad input: nothing typed is lost.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        receive(&staff.reception, &[("tep-1", "file:b.pdf:%PDF-1.7 b")]).await;
        let page = staff.at_handler().await;
        let must_say = |answer: &crate::world::Answer, field: &str, words: &str| {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            let beside = answer.between(&format!("id=\"{field}-loi\">"), "</p>");
            assert!(beside.contains(words), "{field}: {beside}");
            answer.says(&format!("<a href=\"#{field}\">")).says(&format!("id=\"{field}\""));
        };
        // All at once, not the first alone.
        let check = [("luc-tt", "hôm qua"), ("noi-tt", "Ấp 3"), ("tep-tt", "file:bb.pdf:")];
        let wrong = staff.handler.act(&page, "tham-tra", &check).await;
        must_say(&wrong, "luc-tt", "Ghi ngày và giờ");
        must_say(&wrong, "nguoi-tt", "người tham gia");
        must_say(&wrong, "noi-dung-tt", "Ghi nội dung");
        must_say(&wrong, "tep-tt", "trống");
        wrong.says("Có 4 chỗ cần xem lại").says("value=\"Ấp 3\"");
        let nothing = staff.handler.act(&page, "trinh-tu-choi", &[]).await;
        must_say(&nothing, "ly-do-tc", "Cần ghi rõ lý do.");
        must_say(&nothing, "can-cu-tc", "Ghi căn cứ pháp lý.");
        // What the law refuses is said beside what it is about.
        let free = [("noi-dung-khac", "Sổ hộ khẩu"), ("ly-do-yc", "x")];
        let free = staff.handler.act(&page, "yeu-cau-bo-sung", &free).await;
        must_say(&free, "can-cu-khac-yeu-cau-bo-sung", "không có trong thành phần hồ sơ");
        free.says("value=\"Sổ hộ khẩu\"");
        let nothing = staff.handler.act(&page, "yeu-cau-bo-sung", &[]).await;
        must_say(&nothing, "thieu-yeu-cau-bo-sung", "ít nhất một giấy tờ");
        must_say(&nothing, "ly-do-yc-yeu-cau-bo-sung", "Cần ghi rõ lý do.");
        let held = [("thieu-yc", "1"), ("ly-do-yc", "Cần bản chính")];
        let held = staff.handler.act(&page, "yeu-cau-bo-sung", &held).await;
        must_say(&held, "xac-minh-yeu-cau-bo-sung-1", "đã có bản số hóa trong kho");
        // A choice stays chosen.
        let part = [("loai-ph", "opinion"), ("gio-ph", "0")];
        let unit = staff.handler.get(&page).await.between("name=\"don-vi-ph\"", "</select>");
        let unit = unit.split("value=\"").nth(3).and_then(|rest| rest.split('"').next()).unwrap();
        let part = staff.handler.act(&page, "phoi-hop", &[&part[..], &[("don-vi-ph", unit)]].concat()).await;
        must_say(&part, "gio-ph", "số giờ làm việc");
        must_say(&part, "noi-dung-ph", "Ghi nội dung đề nghị.");
        part.says(&format!("value=\"{unit}\" selected"));
        // What is about no field leads to the page.
        let undone = staff.handler.act(&page, "hoan-tac", &[("ly-do-ht", "nhầm")]).await;
        undone.says("<a href=\"#noi-dung\">");
    });
}

#[test]
fn time_left_names_the_step_and_the_whole() {
    // Row C-22: the worklist and the head of a dossier.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        for place in ["/lam-viec", page.as_str()] {
            let shown = staff.handler.get(place).await;
            shown
                .says("<span class=\"of\">Bước:</span> còn ")
                .says("<span class=\"other\">Hồ sơ: còn 12 ngày");
        }
        let staff = later(&world, "2023-09-13T08:00").await;
        staff.handler.get(&page).await.says("Bước:</span> quá hạn").says("Hồ sơ: quá hạn");
    });
}

#[test]
fn what_the_store_holds_is_not_asked_for_again() {
    // Rows C-16, C-17; Quy chế 1267 Điều 3.2.a.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let with_files = [
            ("tep-0", "file:a.pdf:%PDF-1.7 a"),
            ("tep-1", "file:b.pdf:%PDF-1.7 b"),
            ("tep-2", "file:c.pdf:%PDF-1.7 c"),
        ];
        receive(&staff.reception, &with_files).await;
        let page = staff.at_handler().await;
        let shown = staff.handler.get(&page).await;
        shown.says("Đã có trong kho");
        let text = shown.text();
        let held =
            text.split("name=\"xac-minh-").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        let ask = [("thieu-yc", held.as_str()), ("ly-do-yc", "Cần bản chính")];
        staff.handler.act(&page, "yeu-cau-bo-sung", &ask).await.says("đã có bản số hóa trong kho");
        let reason = format!("xac-minh-{held}");
        let mut verify = ask.to_vec();
        verify.push((&reason, "Thẩm tra tính xác thực của bản sao"));
        staff.handler.act(&page, "yeu-cau-bo-sung", &verify).await.says("phải trình lãnh đạo");
        verify.push(("can-cu-them", "Bản sao có dấu hiệu tẩy xóa"));
        staff.handler.does(&page, "trinh-bo-sung", &verify).await;
        staff.leader.does(&page, "dong-y", &[]).await;
        staff.leader.get(&page).await.says("để xác minh");
    });
}

#[test]
fn a_request_after_the_window_is_a_violation_and_free_lines_need_their_rule() {
    // Walk-through 4: on the fourth working day; row C-15.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let staff = later(&world, "2023-08-28T08:00").await;
        let free = [("noi-dung-khac", "Sổ hộ khẩu"), ("ly-do-yc", "x")];
        staff.handler.act(&page, "yeu-cau-bo-sung", &free).await.says("không có trong thành phần hồ sơ");
        let based = [("noi-dung-khac", "Bản vẽ"), ("can-cu-khac", "Điều 9 Luật Đất đai"), ("ly-do-yc", "x")];
        staff.handler.does(&page, "yeu-cau-bo-sung", &based).await;
        staff.handler.get(&page).await.says("ngoài thời hạn được yêu cầu (vi phạm)");
    });
}

#[test]
fn nobody_answers_so_the_dossier_is_closed_after_a_reminder() {
    // T09: fifteen working days, a reminder three days before.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "x")]).await;
        let staff = later(&world, "2023-09-12T07:00").await;
        staff.handler.get(&page).await.says("Nhắc bổ sung hồ sơ").says("Chờ bổ sung");
        let staff = later(&world, "2023-09-20T07:00").await;
        staff.handler.get(&page).await.says("Đã kết thúc do quá hạn bổ sung");
        world.must_be_whole().await;
    });
}

#[test]
fn refused_on_its_merits_by_the_leader_and_the_papers_go_back() {
    // Walk-through 5; NĐ 61/2018 Điều 19.8.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff
            .handler
            .act(&page, "trinh-tu-choi", &[("ly-do-tc", "Không đủ điều kiện")])
            .await
            .says("căn cứ pháp lý");
        let ground =
            [("ly-do-tc", "Không đủ điều kiện hành nghề"), ("can-cu-tc", "Điều 9 Luật Giám định tư pháp")];
        staff.handler.does(&page, "trinh-tu-choi", &ground).await;
        // The same twice: one proposal at a time.
        staff.handler.act(&page, "trinh-tu-choi", &ground).await.says("đang có một đề xuất");
        staff.leader.get(&page).await.says("Chờ lãnh đạo quyết định").says("Không đủ điều kiện hành nghề");
        staff.leader.does(&page, "dong-y", &[]).await;
        has_letter(&staff.leader, &page, "Mẫu 03").await;
        staff.reception.get("/lam-viec/tra-ket-qua").await.says("-230822-0001");
        let taken = [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")];
        staff.reception.does(&page, "tra-ho-so", &taken).await;
        staff.reception.get(&page).await.says("Từ chối giải quyết").hides("tra-ho-so");
        staff.reception.get("/lam-viec/tra-ket-qua").await.hides("-230822-0001");
        world.must_be_whole().await;
    });
}

#[test]
fn late_apologised_for_extended_once_and_late_again() {
    // Walk-through 6; NĐ 61/2018 Điều 19.9; rows C-49, C-51. Due 11/9/2023 08:00.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let staff = later(&world, "2023-09-08T07:30").await;
        staff.leader.get(&page).await.says("Phiếu xin lỗi chờ ký").says("Số 01");
        staff.leader.get("/lam-viec?muc=cho-ky").await.says("-230822-0001");
        let sign = |when: &'static str| {
            [("nguyen-nhan-xl", "load"), ("ly-do-xl", "Số hồ sơ tăng cao"), ("hen-moi-xl", when)]
        };
        staff.leader.act(&page, "xin-loi", &sign("2023-09-11T08:00")).await.says("sau ngày hẹn cũ");
        staff.leader.act(&page, "xin-loi", &sign("2024-09-11T08:00")).await.says("quá xa");
        staff.leader.does(&page, "xin-loi", &sign("2023-09-14T16:00")).await;
        let shown = staff.leader.get(&page).await;
        shown.says("thứ Năm, 14/9/2023, 16:00").says("Hẹn lại").hides("báo muộn");
        has_letter(&staff.leader, &page, "Mẫu 04").await;
        // Nobody is overdue on the old day.
        let staff = later(&world, "2023-09-11T09:00").await;
        staff.leader.get(&page).await.hides("Quá hạn trả kết quả");
        // Late again: a second letter, and the due date stays.
        let staff = later(&world, "2023-09-13T08:00").await;
        staff.leader.get(&page).await.says("Ngày hẹn đã được lùi một lần");
        staff.leader.does(&page, "xin-loi", &sign("2023-09-20T16:00")).await;
        staff.leader.get(&page).await.says("Hẹn trả: <b>thứ Năm, 14/9/2023, 16:00</b>");
        let staff = later(&world, "2023-09-14T16:30").await;
        staff.leader.get(&page).await.says("Quá hạn trả kết quả").says("Đã có phiếu xin lỗi");
        // An overdue dossier is handed over like any other.
        let staff = later(&world, "2023-09-20T08:00").await;
        staff.to_result(&page).await;
        let taken =
            [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        let slip = staff.reception.get(&format!("{page}/phieu-kiem-soat")).await;
        assert!(slip.body.starts_with(b"%PDF"), "Mẫu 05");
        world.must_be_whole().await;
    });
}

#[test]
fn overdue_without_a_signed_letter_is_recorded_as_such() {
    // Row C-51: listed the same day.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let staff = later(&world, "2023-09-11T08:01").await;
        let shown = staff.leader.get(&page).await;
        shown.says("Phiếu xin lỗi chờ ký").says("Quá hạn trả kết quả").says("Phiếu xin lỗi chưa được ký");
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'fell_overdue'").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'apology_drafted'").await, 1);
    });
}

#[test]
fn a_financial_duty_has_two_appointments() {
    // Walk-through 7; domain §2.7.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let staff = later(&world, "2023-08-25T08:00").await;
        let duty =
            [("nghia-vu-gi", "Lệ phí trước bạ"), ("so-phieu", "15/PCTT"), ("ngay-phieu", "2023-08-25")];
        staff.handler.act(&page, "nghia-vu", &duty[..1]).await.says("Ghi số phiếu chuyển thông tin.");
        staff.handler.does(&page, "nghia-vu", &duty).await;
        staff.handler.get(&page).await.says("Chờ nghĩa vụ tài chính").says("đang chờ công dân");
        let staff = later(&world, "2023-09-12T08:00").await;
        staff
            .reception
            .does(&page, "da-nop-tien", &[("so-chung-tu", "BL-9"), ("ngay-nop-tien", "2023-09-12")])
            .await;
        // 25/8 to 12/9: ten working days (1/9 and 4/9 off); the due date moves from 11/9 to 25/9.
        staff.handler.get(&page).await.says("thứ Hai, 25/9/2023, 08:00").hides("Quá hạn trả kết quả");
        has_letter(&staff.handler, &page, "Mẫu 01").await;
        world.must_be_whole().await;
    });
}

#[test]
fn a_chain_of_three_authorities_and_an_opinion_that_never_comes() {
    // Walk-through 8; rows C-23, C-24.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let shown = staff.handler.get(&page).await.text();
        let units = shown.split("id=\"don-vi-ph\"").nth(1).unwrap();
        let ids: Vec<String> = units
            .split("<option value=\"")
            .skip(1)
            .filter(|part| part.contains(">Sở "))
            .take(3)
            .map(|part| part.split('"').next().unwrap().into())
            .collect();
        let open = |unit: &str, kind: &'static str, hours: &'static str, after: Option<&'static str>| {
            let mut fields = vec![
                ("don-vi-ph".to_owned(), unit.to_owned()),
                ("loai-ph".into(), kind.into()),
                ("noi-dung-ph".into(), "Thẩm định phần chuyên ngành".into()),
                ("gio-ph".into(), hours.into()),
            ];
            fields.extend(after.map(|no| ("sau-phan".to_owned(), no.to_owned())));
            fields
        };
        for (unit, kind, hours, after) in
            [(&ids[0], "leg", "16", None), (&ids[1], "leg", "16", Some("1")), (&ids[2], "opinion", "8", None)]
        {
            let fields = open(unit, kind, hours, after);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            staff.handler.does(&page, "phoi-hop", &fields).await;
        }
        // In series the limits add up: 16 + 16 + 80 hours do not fit into what is left of twelve days.
        let long = open(&ids[0], "leg", "80", Some("2"));
        let long: Vec<(&str, &str)> = long.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        staff.handler.act(&page, "phoi-hop", &long).await.says("hồ sơ chỉ còn");
        staff.handler.get(&page).await.says("Chờ phần trước");

        let other = world.officer_of(&ids[0], domain::people::Role::Handler).await;
        other.get("/lam-viec?muc=phoi-hop").await.says("-230822-0001");
        other.does(&page, "nhan-phan-viec", &[("phan", "1")]).await;
        let foreign = other.act(&page, "nhan-phan-viec", &[("phan", "2")]).await;
        assert_ne!(foreign.status, StatusCode::SEE_OTHER, "not their part");
        other.does(&page, "tra-loi-phan-viec", &[("phan", "1"), ("tra-loi-ph", "Đạt yêu cầu")]).await;
        let second = world.officer_of(&ids[1], domain::people::Role::Handler).await;
        second.get(&page).await.says("Đạt yêu cầu");
        // The opinion that never comes is recorded as silence; the part that is late as late.
        let staff = later(&world, "2023-08-30T08:00").await;
        let shown = staff.handler.get(&page).await;
        shown.says("Không trả lời trong hạn").says("Đơn vị phối hợp chậm trả kết quả");
        // No result while a part is open.
        let staff = self::staff(&world).await;
        staff.handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        staff.handler.does(&page, "chuyen-buoc", &[]).await;
        staff.head.does(&page, "chuyen-buoc", &[]).await;
        staff.leader.does(&page, "chuyen-buoc", &[]).await;
        let result = [("so", "12/QĐ"), ("ngay", "2023-08-30"), ("tep", "file:kq.pdf:%PDF-1.7 x")];
        staff.clerk.act(&page, "ban-hanh", &result).await.says("Còn phần việc của đơn vị phối hợp chưa xong");
        let second = world.officer_of(&ids[1], domain::people::Role::Handler).await;
        second.does(&page, "tra-loi-phan-viec", &[("phan", "2"), ("tra-loi-ph", "Đạt")]).await;
        staff.clerk.does(&page, "ban-hanh", &result).await;
        // The Centre sees all of it.
        world.officer("trungtam").await.get(&page).await.says("Đạt yêu cầu").says("Không trả lời trong hạn");
        world.must_be_whole().await;
    });
}

#[test]
fn withdrawn_before_the_result_and_not_after_it() {
    // Walk-through 9; TT 03/2025 Điều 7.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.reception.does(&page, "rut", &[("ly-do-rut", "Đổi ý")]).await;
        staff.reception.get(&page).await.says("Đã rút hồ sơ");
        let taken = [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")];
        staff.reception.does(&page, "tra-ho-so", &taken).await;
        let other = staff.at_handler().await;
        staff.to_result(&other).await;
        staff.reception.get(&other).await.hides("Người nộp rút hồ sơ");
        let refused = staff.reception.act(&other, "rut", &[("ly-do-rut", "Đổi ý")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        world.must_be_whole().await;
    });
}

#[test]
fn undone_given_to_another_verified_lost_and_corrected() {
    // Walk-throughs 12 and 13; T14, T29, T30.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        staff.handler.act(&page, "hoan-tac", &[("ly-do-ht", "nhầm")]).await.says("Không hoàn tác được");
        staff.handler.does(&page, "chuyen-buoc", &[]).await;
        staff.head.act(&page, "hoan-tac", &[("ly-do-ht", "nhầm")]).await.says("không có quyền");
        staff.handler.does(&page, "hoan-tac", &[("ly-do-ht", "Còn sửa dự thảo")]).await;
        staff.handler.get(&page).await.says("Còn sửa dự thảo").says("Trình duyệt");
        let check = [
            ("luc-tt", "2023-08-22T07:30"),
            ("noi-tt", "Ấp 3"),
            ("nguoi-tt", "Kim Văn A, đại diện xã"),
            ("noi-dung-tt", "Đúng hiện trạng"),
        ];
        staff.handler.does(&page, "tham-tra", &check).await;
        staff.handler.get(&page).await.says("Đúng hiện trạng");
        let lost = [
            ("giay-to-mat", "Bản chính"),
            ("su-viec", "Ướt"),
            ("khac-phuc", "Cơ quan xin cấp lại, chịu phí"),
        ];
        staff.handler.does(&page, "mat-giay-to", &lost).await;
        // Given to a colleague, who finds it among what they hold.
        let shown = staff.head.get(&page).await.text();
        let colleague =
            shown.split("id=\"nguoi-gl\"").nth(1).unwrap().split("<option value=\"").nth(1).unwrap();
        let person = colleague.split('"').next().unwrap().to_owned();
        staff.head.does(&page, "giao-lai", &[("nguoi-gl", &person), ("ly-do-gl", "Nghỉ phép")]).await;
        staff.handler.get("/lam-viec").await.hides("-230822-0001");
        let other = world.officer_with(&person).await;
        other.get("/lam-viec").await.says("-230822-0001");
        other.does(&page, "chuyen-buoc", &[]).await;
        staff.head.does(&page, "chuyen-buoc", &[]).await;
        staff.leader.does(&page, "chuyen-buoc", &[]).await;
        staff.issue(&page).await;
        let taken = [("nguoi-nhan", "Thạch"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        let reopen = [
            ("nguyen-nhan-ml", "correction"),
            ("ly-do-ml", "Sai họ tên"),
            ("buoc-ml", "2"),
            ("hen-ml", "2023-08-25T16:00"),
        ];
        staff.leader.does(&page, "mo-lai", &reopen).await;
        staff.leader.get(&page).await.says("Đang xử lý").says("Sai họ tên").says("thứ Sáu, 25/8/2023, 16:00");
        world.must_be_whole().await;
    });
}

#[test]
fn many_at_once_each_with_its_line() {
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let mut ids = vec![];
        for _ in 0..3 {
            let page = receive(&staff.reception, &[]).await;
            ids.push(page.rsplit('/').next().unwrap().to_owned());
        }
        staff.reception.does(&format!("/lam-viec/ho-so/{}", ids[0]), "chuyen", &[]).await;
        let page = staff.reception.get("/lam-viec").await;
        let csrf = page.between("name=\"csrf\" value=\"", "\"");
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ho-so", id.as_str())).collect();
        fields.extend([("csrf", csrf.as_str()), ("viec", "chuyen")]);
        let receipt = staff.reception.post("/lam-viec/hang-loat", &fields).await;
        receipt.says("2 trên 3 hồ sơ").says("Chưa làm");
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'transferred'").await, 3);
    });
}

/// The fields of a dossier at the counter with a scan of each paper that the store may hold later.
const SCANNED: [(&str, &str); 4] = [
    ("tep-0", "file:a.pdf:%PDF-1.7 a"),
    ("tep-1", "file:b.pdf:%PDF-1.7 b"),
    ("tep-2", "file:c.pdf:%PDF-1.7 c"),
    ("tep-3", "file:d.pdf:%PDF-1.7 d"),
];

#[test]
fn what_the_store_holds_blocks_no_reception_and_is_taken_by_reference() {
    // Rows C-16, C-17; Quy chế 1267 Điều 3.2.a. Only the form is brought, the rest lies in the store.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        receive(&reception, &SCANNED).await;
        let path = format!("/lam-viec/tiep-nhan/{}", crate::world::BY_DEPARTMENT);
        let mut fields = super::counter::APPLICANT.to_vec();
        fields.push(("viec", "dien-san"));
        let shown = reception.act(&path, "", &fields).await;
        shown.says("Đã có trong kho, tái sử dụng").says("hồ sơ H59");
        let held = shown.between("id=\"xac-minh-", "\"");
        let text = shown.text();
        let is_held = |item: &str| text.contains(&format!("id=\"xac-minh-{item}\""));
        let brought: Vec<&str> = ["0", "1", "2", "3"].into_iter().filter(|item| !is_held(item)).collect();
        assert!(brought.len() < 4);
        fields.pop();
        // Nothing is brought: what is held is not asked for, what is not held is.
        fields.extend([("viec", "bo-sung"), ("ly-do", "Thiếu tờ khai")]);
        let asked = reception.does(&path, "", &fields).await;
        let asked = asked.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/");
        let text = reception.get(&asked).await.text();
        assert!(text.contains("đã có trong kho, tái sử dụng"), "{text}");
        // A held paper that is ticked all the same is refused, and asked for with the reason why it is verified.
        fields.push(("thieu", &held));
        reception.act(&path, "", &fields).await.says("đã có bản số hóa trong kho");
        let why = format!("xac-minh-{held}");
        fields.push((&why, "Bản số hóa có dấu hiệu tẩy xóa"));
        let verified = reception.does(&path, "", &fields).await;
        let verified = verified.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/");
        reception.get(&verified).await.says("để xác minh");
        // Accepted with what is not held; whoever settles it opens the papers from here.
        let mut fields = super::counter::APPLICANT.to_vec();
        let counts: Vec<String> = brought.iter().map(|item| format!("chinh-{item}")).collect();
        fields.push(("viec", "tiep-nhan"));
        fields.extend(brought.iter().map(|item| ("co", *item)));
        fields.extend(counts.iter().map(|name| (name.as_str(), "1")));
        let done = reception.does(&path, "", &fields).await;
        let page = done.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/");
        let shown = reception.get(&page).await;
        shown.says("đã có trong kho, tái sử dụng (hồ sơ H59");
        let file = format!("{page}/tep/{}", shown.between(&format!("{page}/tep/"), "\""));
        assert_eq!(reception.get(&file).await.status, StatusCode::OK);
        has_letter(&reception, &page, "Mẫu 01").await;
        world.must_be_whole().await;
    });
}

#[test]
fn who_files_online_need_not_send_what_the_store_holds() {
    // Row C-16: nobody is told what the store holds before they prove who they are; intake looks.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        receive(&reception, &SCANNED).await;
        let path = format!("/nop-ho-so/{}", crate::world::BY_DEPARTMENT);
        let form = world.visitor().get(&path).await;
        form.says("Tôi đã nộp giấy tờ này trong một hồ sơ trước");
        let text = form.text();
        let items: Vec<String> =
            text.split("id=\"kho-").skip(1).map(|part| part.split('"').next().unwrap().to_owned()).collect();
        let fields = |identity: &'static str| {
            let mut fields = vec![("so-dinh-danh", identity), ("ho-ten", "Kim Thị Mẫu"), ("dia-chi", "Ấp 3")];
            for (no, (name, file)) in SCANNED.into_iter().enumerate() {
                if !items.contains(&no.to_string()) {
                    fields.push((name, file));
                }
            }
            fields
        };
        let without = world.visitor().post(&path, &fields("084199001234")).await;
        assert_eq!(
            without.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a paper that is neither sent nor said to be held"
        );
        for (identity, is_held) in [("084199001234", true), ("084199005678", false)] {
            let mut fields = fields(identity);
            fields.extend(items.iter().map(|item| ("kho", item.as_str())));
            let filed = world.visitor().post(&path, &fields).await;
            assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
            let id = filed.location.rsplit('/').next().unwrap().to_owned();
            let page = format!("/lam-viec/ho-so/{id}");
            let shown = reception.get(&page).await;
            assert_eq!(shown.text().contains("đã có trong kho, tái sử dụng"), is_held, "{identity}");
            let accepted = reception.act(&page, "tiep-nhan", &[]).await;
            if is_held {
                assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text());
                reception.get(&page).await.says("Đã tiếp nhận");
            } else {
                accepted.says("Hồ sơ còn thiếu");
                reception
                    .does(&page, "bo-sung", &[("thieu", &items[0]), ("ly-do-bo-sung", "Kho chưa có")])
                    .await;
            }
        }
        world.must_be_whole().await;
    });
}

#[test]
fn before_acceptance_too_the_second_request_is_the_leaders() {
    // Row C-14; NĐ 61/2018 Điều 15.3.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let path = format!("/lam-viec/tiep-nhan/{}", crate::world::BY_DEPARTMENT);
        // A paper that was handed in and is not as it should be is named too, with the reason.
        let mut fields = super::counter::APPLICANT.to_vec();
        for name in ["chinh-0", "chinh-1", "chinh-2", "chinh-3"] {
            fields.push((name, "1"));
        }
        for item in ["0", "1", "2", "3"] {
            fields.push(("co", item));
        }
        fields.extend([("viec", "bo-sung"), ("ly-do", "Tờ khai thiếu chữ ký")]);
        staff.reception.act(&path, "", &fields).await.says("ít nhất một giấy tờ");
        fields.push(("thieu", "0"));
        let asked = staff.reception.does(&path, "", &fields).await;
        let page = asked.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/");
        staff.reception.does(&page, "nhan-bo-sung", &[("so-ban-0", "1")]).await;
        let shown = staff.reception.get(&page).await;
        shown
            .says("Chờ tiếp nhận")
            .says(&format!("{page}/trinh-bo-sung"))
            .hides(&format!("{page}/bo-sung\""));
        shown.hides("trinh-tu-choi");
        let again = [("thieu", "1"), ("ly-do-bo-sung", "Còn thiếu")];
        staff.reception.act(&page, "bo-sung", &again).await.says("phải trình lãnh đạo");
        let more = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ"), ("can-cu-them", "Lần đầu bỏ sót")];
        staff.reception.act(&page, "trinh-bo-sung", &more[..2]).await.says("Ghi vì sao phải yêu cầu thêm");
        staff.reception.does(&page, "trinh-bo-sung", &more).await;
        staff.leader.get("/lam-viec?muc=cho-ky").await.says("Chưa có mã");
        staff.leader.get(&page).await.says("Lần đầu bỏ sót").says("Quý này 0 trên 1 hồ sơ của đơn vị");
        staff.leader.does(&page, "khong-dong-y", &[("ly-do-kdy", "Tự tra cứu được")]).await;
        staff.reception.does(&page, "trinh-bo-sung", &more).await;
        staff.leader.does(&page, "dong-y", &[]).await;
        staff
            .reception
            .get(&page)
            .await
            .says("Chờ bổ sung")
            .says("Bản sao mờ")
            .says("từ lần thứ hai trước khi tiếp nhận (vi phạm)");
        has_letter(&staff.reception, &page, "Mẫu 02").await;
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_handed_in_is_given_back_after_nobody_answered() {
    // T09; NĐ 61/2018 Điều 20: also what ends because nobody answers leaves papers at the counter.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "x")]).await;
        let staff = later(&world, "2023-09-20T07:00").await;
        staff.reception.get("/lam-viec/tra-ket-qua").await.says("-230822-0001");
        let taken = [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")];
        staff.reception.does(&page, "tra-ho-so", &taken).await;
        staff.reception.get(&page).await.says("Người nhận: Thạch Thị Sô Phia").hides("tra-ho-so");
        staff.reception.get("/lam-viec/tra-ket-qua").await.hides("-230822-0001");
        world.must_be_whole().await;
    });
}

#[test]
fn a_refusal_at_intake_takes_its_ground_from_the_library() {
    // NĐ 61/2018 Điều 17.1.b: the ground is chosen, with words of one's own.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let path = format!("/lam-viec/tiep-nhan/{}", crate::world::BY_DEPARTMENT);
        let known = domain::dossier::refuse::LIBRARY[0];
        let form = reception.get(&path).await;
        let ground = form.text();
        let ground =
            ground.split("id=\"mau\"").nth(1).and_then(|list| list.split("value=\"").nth(2)).unwrap();
        let ground = ground.split('"').next().unwrap();
        assert!(ground.starts_with(known.reason), "{ground}");
        let mut fields = super::counter::APPLICANT.to_vec();
        fields.extend([("viec", "tu-choi"), ("mau", ground), ("ly-do", "Đề nghị nộp tại Sở Y tế.")]);
        let done = reception.does(&path, "", &fields).await;
        let page = done.location.replace("/lam-viec/tiep-nhan?xong=", "/lam-viec/ho-so/");
        let words =
            "Yêu cầu không thuộc thẩm quyền giải quyết của cơ quan. Đề nghị nộp tại Sở Y tế (Điều 17 khoản 1";
        reception.get(&page).await.says(words);
        let filed = super::online::file(&world, &[]).await;
        let page = format!("/lam-viec/ho-so/{}", filed.location.rsplit('/').next().unwrap());
        reception.does(&page, "tu-choi", &[("mau", ground)]).await;
        reception.get(&page).await.says("Không tiếp nhận").says(known.reason.trim_end_matches('.'));
    });
}
