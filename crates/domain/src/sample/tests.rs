//! Samples: who decides, and what the word “MẪU” must look like.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::id::{AssignmentId, PersonId};

fn by(role: Role) -> Actor {
    Actor::Person {
        person: PersonId(Uuid::from_u128(1)),
        assignment: AssignmentId(Uuid::from_u128(2)),
        unit: UnitId(Uuid::from_u128(3)),
        role,
        stands_in_for: None,
    }
}

/// A page of A4 that says `words` from that place on, letter by letter.
fn page(words: &str, place: (f64, f64), size: f64, font: Option<&str>) -> FirstPage {
    let letters = words.chars().enumerate().map(|(no, letter)| Letter {
        text: letter.to_string(),
        place: (place.0 + 12.0 * f64::from(u32::try_from(no).unwrap()), place.1),
        size,
        font: font.map(str::to_owned),
    });
    FirstPage { letters: letters.collect(), size: (595.0, 842.0) }
}

#[test]
fn a_sample_carries_the_word_in_bold_capitals_of_16_points_at_the_top_right() {
    // TT 01/2018 Điều 5.2; row C-12.
    let (corner, times) = ((500.0, 60.0), Some("ABCDEF+TimesNewRomanPS-BoldMT"));
    for (page, expected) in [
        (page("MẪU", corner, 16.0, times), Ok(())),
        (page("MẪU", corner, 16.0, Some("LiberationSerif-Bold")), Ok(())),
        (page("MẪU", corner, 16.0, None), Ok(())),
        // Letters and marks apart, as some programs write them.
        (page("MA\u{302}\u{303}U", corner, 16.0, times), Ok(())),
        (page("(MẪU)", corner, 16.0, times), Ok(())),
        (page("", corner, 16.0, times), Err(Refusal::MarkMissing)),
        (page("Mẫu", corner, 16.0, times), Err(Refusal::MarkMissing)),
        (page("MAU", corner, 16.0, times), Err(Refusal::MarkMissing)),
        (page("BIỂUMẪU", corner, 16.0, times), Err(Refusal::MarkMissing)),
        (page("MẪUSỐ", corner, 16.0, times), Err(Refusal::MarkMissing)),
        // The number of a form is not the mark.
        (page("BB MẪU SỐ 01", (400.0, 60.0), 16.0, times), Err(Refusal::MarkMissing)),
        (page("MẪU 01", corner, 16.0, times), Err(Refusal::MarkMissing)),
        (page("Mã hồ sơ     MẪU", (380.0, 60.0), 16.0, times), Ok(())),
        (page("MẪU", (60.0, 60.0), 16.0, times), Err(Refusal::MarkElsewhere)),
        (page("MẪU", (500.0, 700.0), 16.0, times), Err(Refusal::MarkElsewhere)),
        (page("MẪU", corner, 14.0, times), Err(Refusal::MarkSize("14".into()))),
        (page("MẪU", corner, 16.0, Some("Arial-BoldMT")), Err(Refusal::MarkFont("Arial-BoldMT".into()))),
        (
            page("MẪU", corner, 16.0, Some("TimesNewRomanPSMT")),
            Err(Refusal::MarkFont("TimesNewRomanPSMT".into())),
        ),
    ] {
        assert_eq!(page.must_be_marked(), expected, "{:?}", page.text());
    }
}

#[test]
fn a_wrong_word_elsewhere_does_not_spoil_the_right_one() {
    let mut both = page("MẪU", (60.0, 400.0), 13.0, None);
    both.letters.extend(page("MẪU", (500.0, 60.0), 16.0, None).letters);
    assert_eq!(both.must_be_marked(), Ok(()));
    both.letters.reverse();
    assert_eq!(both.must_be_marked(), Err(Refusal::MarkMissing), "read backwards it is no word");
}

#[test]
fn a_sample_shows_nobodys_identity_number() {
    assert_eq!(
        page("MẪU số 084199001234", (500.0, 60.0), 16.0, None).must_name_nobody(),
        Err(Refusal::SampleNamesSomebody)
    );
    for (lines, expected) in [
        (["Số: 0841xxxxxxxx", ""], Ok(())),
        (["Số: 084199001234", "Nơi cấp"], Err(Refusal::SampleNamesSomebody)),
        (["Số: 084199001234", "15/8/2021"], Err(Refusal::SampleNamesSomebody)),
        (["Số: 084199", "001234 cấp ngày"], Err(Refusal::SampleNamesSomebody)),
        (["Số: 084 199 001 234", ""], Err(Refusal::SampleNamesSomebody)),
        (["Số: 084.199.001.234,", ""], Err(Refusal::SampleNamesSomebody)),
        (["Số: 0 8 4 1 9 9 0 0 1 2 3 4", ""], Err(Refusal::SampleNamesSomebody)),
        (["Ngày 01.01.2023 0294", "Điện thoại 0294 3855 123"], Ok(())),
    ] {
        let mut said = page(lines[0], (100.0, 60.0), 13.0, None);
        said.letters.extend(page(lines[1], (100.0, 80.0), 13.0, None).letters);
        assert_eq!(said.must_name_nobody(), expected, "{lines:?}");
    }
}

#[test]
fn the_centre_accepts_or_returns_with_its_reason() {
    use SampleDeed as D;
    use SampleState as S;
    let centre = by(Role::CentreSupervisor);
    for (state, deed, reason, expected) in [
        (S::Sent, D::Accept, "", Ok(S::Accepted)),
        (S::Sent, D::Return, "Sai mẫu đơn", Ok(S::Returned)),
        (S::Sent, D::Return, " ", Err(Refusal::ReasonMissing)),
        (S::Accepted, D::Return, "Mẫu đã bị thay", Ok(S::Returned)),
        (S::Accepted, D::Accept, "", Err(Refusal::SampleNotYours)),
        (S::Returned, D::Accept, "", Err(Refusal::SampleNotYours)),
        (S::Replaced, D::Return, "x", Err(Refusal::SampleNotYours)),
    ] {
        assert_eq!(decide(state, deed, &centre, reason), expected, "{state:?} {deed:?}");
    }
    for role in Role::ALL.into_iter().filter(|role| !role.is_centre()) {
        assert_eq!(decide(S::Sent, D::Accept, &by(role), ""), Err(Refusal::SampleNotYours), "{role:?}");
    }
    assert!(may_send(&by(Role::Handler), UnitId(Uuid::from_u128(3))));
    assert!(!may_send(&by(Role::Handler), UnitId(Uuid::from_u128(4))));
    assert!(!may_send(&by(Role::Cashier), UnitId(Uuid::from_u128(3))));
}

proptest! {
    /// Whatever a page says, only where the word stands by itself it is taken for marked.
    #[test]
    fn without_the_word_no_page_is_marked(words in "[A-ZẪU ]{0,40}") {
        let is_said = words.split(|c: char| !c.is_alphabetic()).any(|word| word == MARK);
        let marked = page(&words, (300.0, 60.0), 16.0, None).must_be_marked().is_ok();
        prop_assert!(is_said || !marked);
    }
}
