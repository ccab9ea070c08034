//! What points to a sender, and what is left when it is masked.

use proptest::prelude::*;

use super::*;

fn sender() -> Sender {
    Sender {
        name: "Thạch Thị Mẫu".into(),
        identity: "084199001234".into(),
        phone: "0999123456".into(),
        email: "mau.thach@vidu.vn".into(),
        address: "Số 12 Lê Lợi, xã Mẫu".into(),
    }
}

#[test]
fn what_points_to_the_sender_is_found_however_it_is_written() {
    // Row C-56; domain §8.5.
    use Trace::{Address, Email, Identity, Name, Phone};
    for (text, found) in [
        ("Bà THẠCH THỊ MẪU phản ánh", vec![Name]),
        ("thach thi  mau", vec![Name]),
        ("Tha\u{323}ch Thi\u{323} Mâ\u{303}u", vec![Name]),
        ("Thạch Thị Mẫu-Đơn", vec![Name]),
        ("gọi 0999.123.456", vec![Phone]),
        ("gọi +84 999 123 456 nhé", vec![Phone]),
        ("thư MAU.THACH@vidu.vn", vec![Email]),
        ("CCCD 0841 9900 1234", vec![Identity]),
        ("CCCD của người khác 084299005678", vec![Identity]),
        ("nhà ở số 12 Lê Lợi", vec![Address]),
        ("Thạch Thị Mẫu, số 12 Lê Lợi, xã Mẫu, 0999123456", vec![Name, Phone, Address]),
        // Other people's words and numbers stay.
        ("Bà Thạch Thị Mẫn, đường Lê Lợi, điện thoại 0999123457", vec![]),
        ("Hồ sơ H59.02-230822-0001 nộp ngày 22/8/2023", vec![]),
        ("Xem Quyết định 1267/QĐ-UBND, hỏi tuphap@vidu.vn", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(traces(text, &[sender()]), found, "{text}");
        assert_eq!(traces(&masked(text, &[sender()]), &[sender()]), vec![], "{text}");
    }
    assert_eq!(traces("ai đó", &[Sender::default()]), vec![], "an unknown sender is nowhere");
    let addressed = Sender { name: "Bà Thạch Thị Mẫu".into(), ..Sender::default() };
    assert_eq!(
        traces("gặp Thạch Thị Mẫu", &[addressed]),
        vec![Name],
        "how one is addressed is no part of a name"
    );
    let text = masked("Tôi là Thạch Thị Mẫu, gọi 0999 123 456.", &[sender()]);
    assert_eq!(text, "Tôi là […], gọi […].");
    let apart = masked("Thạch Thạch Thị Mẫu Thị Mẫu", &[sender()]);
    assert_eq!(traces(&apart, &[sender()]), vec![], "{apart}");
}

#[test]
fn codes_of_dossiers_are_left_out_however_they_are_written() {
    for (text, left) in [
        ("Hồ sơ h59.02-230822-0001, nộp đã lâu.", "Hồ sơ […], nộp đã lâu."),
        ("H59.02-230822-0001.", "[…]."),
        ("Quyết định 1267/QĐ-UBND ngày 22-8-2023", "Quyết định 1267/QĐ-UBND ngày 22-8-2023"),
        ("", ""),
    ] {
        assert_eq!(without_dossiers(text), left);
    }
}

#[test]
fn nothing_that_points_to_a_sender_is_published() {
    let others = [Sender::default(), sender()];
    let refused = Publication::new("Chờ lâu", "Bà Thạch Thị Mẫu đã được xin lỗi", &others);
    assert_eq!(refused, Err(Refusal::PointsToSender("họ tên".into())));
    assert_eq!(Publication::new(" ", "Đã xin lỗi", &others), Err(Refusal::NothingSaid));
    let published = Publication::new("Chờ lâu ", "Đã xin lỗi người phản ánh", &others).unwrap();
    assert_eq!((published.said(), published.answer()), ("Chờ lâu", "Đã xin lỗi người phản ánh"));
}

#[test]
fn what_a_sender_lacks_and_is_proved_by() {
    // NĐ 20/2008 Điều 7.
    assert_eq!(sender().lacks(), vec![]);
    assert_eq!(Sender::default().lacks(), [Trace::Name, Trace::Address, Trace::Phone]);
    assert_eq!(sender().proof(), "3456");
    let by_mail = Sender { phone: String::new(), ..sender() };
    assert_eq!((by_mail.lacks(), by_mail.proof().as_str()), (vec![], "mau."));
    assert_eq!(Sender::default().proof(), "");
}

#[test]
fn a_letter_with_a_name_opens_to_the_whole_number_or_address_alone() {
    // Row C-56: the last four digits are guessed in a day.
    for (said, opens) in [
        ("0999123456", true),
        (" 0999.123.456 ", true),
        ("+84 999 123 456", true),
        ("MAU.THACH@vidu.vn", true),
        ("3456", false),
        ("999123456", false),
        ("09991234560", false),
        ("0999123457", false),
        ("mau.", false),
        ("mau.thach@vidu.v", false),
        ("", false),
    ] {
        assert_eq!(sender().is_reached_at(said), opens, "{said}");
    }
    let unknown = Sender { phone: "113".into(), ..Sender::default() };
    assert!(!unknown.is_reached_at("") && !unknown.is_reached_at("113") && !unknown.is_reached_at("\0"));
    assert!(Sender::default().is_out_of_reach() && !sender().is_out_of_reach());
    assert!(!Sender { address: "Xã Mẫu".into(), ..Sender::default() }.is_out_of_reach());
}

proptest! {
    #[test]
    fn a_masked_text_points_to_nobody(before in "[a-zđẫ0-9 .,]{0,24}", after in "[a-zđẫ0-9 .,]{0,24}", no in 0_usize..5) {
        let one = sender();
        let part = [&one.name, &one.identity, &one.phone, &one.email, &one.address][no];
        let text = masked(&format!("{before} {part} {after}"), &[sender()]);
        prop_assert_eq!(traces(&text, &[sender()]), vec![]);
        prop_assert!(text.contains("[…]"));
    }
}
