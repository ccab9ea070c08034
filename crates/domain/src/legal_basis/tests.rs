//! Which documents a basis names, when the alarm rings, what is proposed and until when.

use jiff::civil::date;

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    dossier::sample,
    id::AssignmentId,
    instant::from_local,
};

fn end(from: Date, replaced_by: &str, warn_days: i64) -> End {
    End { from, replaced_by: replaced_by.into(), reason: "Điều 41 Nghị định mới".into(), warn_days }
}

#[test]
fn a_basis_names_documents_by_their_numbers() {
    for (text, expected) in [
        ("61/2018/NĐ-CP", &["61/2018/NĐ-CP"][..]),
        ("Nghị định số 104/2022/NĐ-CP ngày 21/12/2022 của Chính phủ;", &["104/2022/NĐ-CP"]),
        ("- Luật Đất đai 2024 (số 43/2024/QH15) ngày 29/06/2024", &["43/2024/QH15"]),
        ("Nghị định số 85/2020/NĐ-CP, Nghị định số 06/2021/NĐ-CP.", &["85/2020/NĐ-CP", "06/2021/NĐ-CP"]),
        ("106/2021/TT-BTC: Thông tư 106/2021/TT-BTC", &["106/2021/TT-BTC"]),
        ("505/QĐ-BHXH", &["505/QĐ-BHXH"]),
        ("66.7/2025/NQ-CP", &["66.7/2025/NQ-CP"]),
        ("05/2015/TTLT-BTP-BCA-BYT", &["05/2015/TTLT-BTP-BCA-BYT"]),
        ("Quyết định 20/2020/qđ-ttg", &["20/2020/QĐ-TTg"]),
        // As the records of the portal have them.
        ("118/2025/NĐ-C", &["118/2025/NĐ-CP"]),
        ("04/2015/TT-BCAQUY", &["04/2015/TT-BCA"]),
        ("04/2020/TT-BTPTH, 948/QĐ-BHXHTH", &["04/2020/TT-BTP", "948/QĐ-BHXH"]),
        // Days and what has no number are no documents.
        ("ngày 08/3/2006, 29/06/2024, 8/2024", &[]),
        ("Bộ luật Lao động 2019", &[]),
        ("31/2025/TT", &[]),
        ("Hồ sơ nộp tại https://dichvucong.gov.vn/p/1", &[]),
    ] {
        assert_eq!(numbers(text), expected, "{text}");
    }
}

#[test]
fn what_ends_rings_before_and_proposes() {
    // Điều 4.1.b; row C-43.
    let document = |end| LegalDocument { number: "61/2018/NĐ-CP".into(), end, ..LegalDocument::default() };
    let known = document(Some(end(date(2025, 7, 1), "118/2025/NĐ-CP", 30)));
    for (today, standing, rings) in [
        (date(2025, 5, 31), Standing::Ending, false),
        (date(2025, 6, 1), Standing::Ending, true),
        (date(2025, 6, 30), Standing::Ending, true),
        (date(2025, 7, 1), Standing::Ended, true),
    ] {
        assert_eq!((known.standing(today), known.rings(today)), (standing, rings), "{today}");
    }
    let open = document(None);
    assert_eq!((open.standing(date(2030, 1, 1)), open.rings(date(2030, 1, 1))), (Standing::InForce, false));
    assert_eq!(end(date(2025, 7, 1), "118/2025/NĐ-CP", 0).proposal(), Proposal::Amendment);
    assert_eq!(end(date(2025, 7, 1), " ", 0).proposal(), Proposal::Removal);
}

#[test]
fn the_review_is_done_before_the_end_but_has_five_working_days() {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    let at = |text: &str| from_local(text.parse().unwrap());
    for (told, from, until) in [
        // Told in time: until the last working day before; 2/10/2023 is a Monday.
        ("2023-08-22T08:00", date(2023, 10, 2), "2023-09-29T17:00"),
        // Told late, or after it ended: five working days.
        ("2023-08-22T08:00", date(2023, 8, 24), "2023-08-29T08:00"),
        ("2023-08-22T08:00", date(2020, 1, 1), "2023-08-29T08:00"),
    ] {
        assert_eq!(end(from, "", 45).review_until(at(told), &table), Some(at(until)), "{told} {from}");
    }
    // A day of which only the morning is worked ends at noon of it, not on the next one.
    let (half, told) = (WorkingHours::usual().with_saturday_morning(), at("2023-08-22T08:00"));
    let table = Timetable { calendar: &calendar, hours: &half };
    for from in [date(2023, 10, 1), date(2023, 10, 2)] {
        assert_eq!(end(from, "", 45).review_until(told, &table), Some(at("2023-09-30T11:00")), "{from}");
    }
}

#[test]
fn what_is_recorded_says_by_what_it_ends() {
    let wrong = |document: &LegalDocument| {
        document.mistakes().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let good = LegalDocument {
        number: "61/2018/NĐ-CP".into(),
        effective_on: Some(date(2018, 6, 21)),
        end: Some(end(date(2025, 7, 1), "118/2025/NĐ-CP", 30)),
        ..LegalDocument::default()
    };
    assert_eq!(wrong(&good), Vec::<&str>::new());
    let with = |change: &dyn Fn(&mut End)| {
        let mut bad = good.clone();
        change(bad.end.as_mut().unwrap());
        wrong(&bad)
    };
    assert_eq!(with(&|end| end.from = date(2018, 6, 21)), ["het-tu"]);
    assert_eq!(with(&|end| end.reason = " ".into()), ["theo"]);
    assert_eq!(with(&|end| end.warn_days = 366), ["bao-truoc"]);
    assert_eq!(with(&|end| end.replaced_by = "nghị định mới".into()), ["thay-the"]);
    assert_eq!(with(&|end| end.replaced_by = "61/2018/NĐ-CP".into()), ["thay-the"]);
}

#[test]
fn who_may_record_the_end_of_a_document() {
    let by = |role| Actor::Person {
        person: sample::person(1),
        assignment: AssignmentId(sample::uuid(1)),
        unit: sample::unit(1),
        role,
        stands_in_for: None,
    };
    for role in Role::ALL {
        let always = matches!(role, Role::CentreSupervisor | Role::CentreDirector | Role::Administrator);
        let own = matches!(role, Role::Handler | Role::DivisionHead | Role::Leader);
        for (rests, is_known, expected) in [
            (false, false, always),
            (true, false, always || own),
            // What the Centre recorded is not for who is supervised to take away.
            (true, true, always),
        ] {
            assert_eq!(may_record(&by(role), rests, is_known), expected, "{role:?} {rests} {is_known}");
        }
    }
    assert!(
        !may_read(&by(Role::Cashier))
            && !may_read(&by(Role::Citizen))
            && !may_record(&Actor::Public, true, false)
    );
}
