//! Codes of agencies and dossiers: those seen in the wild, what is wrong, and there and back again.

use jiff::civil::date;
use proptest::prelude::*;

use super::{AgencyCode, BadCode, DossierCode};

fn code(s: &str) -> DossierCode {
    s.parse().unwrap()
}

#[test]
fn codes_seen_in_the_wild_are_read() {
    // Agency, day, ministry, order: domain.md §4.1 and Appendix B.
    for (written, agency, top, day, ministry, order) in [
        ("H15.50.05.13-261008-0975", "H15.50.05.13", "H15", date(2026, 10, 8), None, 975),
        ("H59-230822-180123", "H59", "H59", date(2023, 8, 22), Some(18), 123),
        ("H59.19-230822-0001", "H59.19", "H59", date(2023, 8, 22), None, 1),
        ("000.19.20.H59-230822-0001", "000.19.20.H59", "H59", date(2023, 8, 22), None, 1),
        ("H26.103.25.7-250908-0112", "H26.103.25.7", "H26", date(2025, 9, 8), None, 112),
        ("H59.19-240229-12345", "H59.19", "H59", date(2024, 2, 29), None, 12345),
        ("G15.101.02-260301-0912345", "G15.101.02", "G15", date(2026, 3, 1), Some(9), 12345),
    ] {
        let read = code(written);
        assert_eq!(read.agency().as_str(), agency, "{written}");
        assert_eq!(read.agency().top(), top, "{written}");
        assert_eq!(read.received_on(), day, "{written}");
        assert_eq!(read.ministry(), ministry, "{written}");
        assert_eq!(read.sequence(), order, "{written}");
        assert_eq!(read.to_string(), written);
    }
}

#[test]
fn what_is_wrong_is_named() {
    let error = |s: &str| s.parse::<DossierCode>().unwrap_err();
    assert!(matches!(error("H59"), BadCode::Shape(_)));
    assert!(matches!(error("Z59-230822-0001"), BadCode::Agency(_)), "level 1 goes from A to Y");
    assert!(matches!(error("h59-230822-0001"), BadCode::Agency(_)));
    assert!(matches!(error("H59.-230822-0001"), BadCode::Agency(_)));
    assert!(matches!(error("H59-230229-0001"), BadCode::Date(_)), "no 29 February in 2023");
    assert!(matches!(error("H59-+30822-0001"), BadCode::Date(_)));
    assert!(matches!(error("H59-230822-001"), BadCode::Sequence(_)));
    assert!(matches!(error("H59-230822-00000001"), BadCode::Sequence(_)));
    assert!(matches!(error("H59-230822-0000"), BadCode::Sequence(_)));
    assert!(matches!(error("H59-230822-00a1"), BadCode::Sequence(_)));
}

#[test]
fn agency_identifiers_keep_to_the_length_of_the_decision() {
    let long = format!("H59{}", ".ABCDEF".repeat(5));
    assert!(long.parse::<AgencyCode>().is_err(), "{} characters", long.len());
    assert!("H59.19".parse::<AgencyCode>().is_ok());
    assert!("19.H59".parse::<AgencyCode>().is_err(), "the old form has four groups");
}

#[test]
fn the_order_grows_to_five_digits_and_no_further() {
    let new = |n| DossierCode::new("H59.19".parse().unwrap(), date(2023, 8, 22), n).map(|c| c.to_string());
    assert_eq!(new(9_999).unwrap(), "H59.19-230822-9999");
    assert_eq!(new(10_000).unwrap(), "H59.19-230822-10000");
    assert_eq!(new(0), None);
    assert_eq!(new(100_000), None, "six digits would be read as a ministry's");
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        agency in "[A-Y][0-9]{2}(\\.[0-9A-Z]{1,6}){0,3}", year in 2000i16..2100, month in 1i8..13, day in 1i8..29,
        order in 1u32..100_000,
    ) {
        let written = DossierCode::new(agency.parse().unwrap(), date(year, month, day), order).unwrap();
        prop_assert_eq!(&code(&written.to_string()), &written);
    }

    #[test]
    fn what_is_read_is_written_the_same(
        agency in "[A-Y][0-9]{2}(\\.[0-9]{2}){0,3}", day in 1u8..29, order in "[0-9]{3,6}[1-9]",
    ) {
        let written = format!("{agency}-2408{day:02}-{order}");
        prop_assert_eq!(code(&written).to_string(), written);
    }
}
