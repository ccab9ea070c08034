//! Seconded staff: dates, who may, and the note of each month.

use jiff::{Span, civil::date};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::{Calendar, WorkingHours},
    id::AssignmentId,
};

const CENTRE: u128 = 10;
const AGENCY: u128 = 20;

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn by(role: Role, at: u128) -> Actor {
    Actor::Person {
        person: PersonId(Uuid::from_u128(1)),
        assignment: AssignmentId(Uuid::from_u128(2)),
        unit: unit(at),
        role,
        stands_in_for: None,
    }
}

fn secondment() -> Secondment {
    Secondment {
        person: PersonId(Uuid::from_u128(5)),
        centre: unit(CENTRE),
        sender: unit(AGENCY),
        decision: "15/QĐ-STP".into(),
        fields: "Hộ tịch".into(),
        first_day: date(2023, 3, 1),
        last_day: date(2023, 8, 31),
    }
}

#[test]
fn a_secondment_ends_by_its_date() {
    // NĐ 61/2018 Điều 11, 12.
    for (today, expected) in [
        (date(2023, 2, 28), Standing::ToCome),
        (date(2023, 3, 1), Standing::Active),
        (date(2023, 7, 31), Standing::Active),
        (date(2023, 8, 1), Standing::EndsSoon),
        (date(2023, 8, 31), Standing::EndsSoon),
        (date(2023, 9, 1), Standing::Over),
    ] {
        assert_eq!(secondment().standing(today), expected, "{today}");
    }
}

#[test]
fn what_is_refused_when_somebody_is_seconded() {
    let (director, today) = (by(Role::CentreDirector, CENTRE), date(2023, 3, 1));
    let base = secondment();
    for (secondment, by, expected) in [
        (base.clone(), director, Ok(())),
        (base.clone(), by(Role::Leader, AGENCY), Err(Refusal::SecondmentNotYours)),
        (base.clone(), by(Role::CentreDirector, 11), Err(Refusal::SecondmentNotYours)),
        (Secondment { last_day: date(2023, 2, 1), ..base.clone() }, director, Err(Refusal::PeriodDates)),
        (
            Secondment { first_day: date(2022, 1, 1), last_day: date(2022, 2, 1), ..base.clone() },
            director,
            Err(Refusal::PeriodDates),
        ),
        (Secondment { decision: " ".into(), ..base.clone() }, director, Err(Refusal::DecisionMissing)),
        (Secondment { sender: unit(CENTRE), ..base }, director, Err(Refusal::SenderIsCentre)),
    ] {
        assert_eq!(secondment.check(&by, today), expected);
    }
}

#[test]
fn the_note_is_completed_by_the_centre_and_confirmed_by_the_agency() {
    // NĐ 61/2018 Điều 9.3; row C-58.
    use NoteDeed as D;
    use NoteState as S;
    let whole = StaffNote {
        punctuality: "Đúng giờ".into(),
        discipline: "Tốt".into(),
        evaluation: "Hoàn thành tốt".into(),
        answer: "Nhất trí".into(),
        ..StaffNote::default()
    };
    let empty = StaffNote::default();
    let (centre, agency) = (by(Role::CentreSupervisor, CENTRE), by(Role::Leader, AGENCY));
    for (state, deed, by, note, expected) in [
        (S::Draft, D::Send, &centre, &whole, Ok(S::Sent)),
        (S::Draft, D::Send, &centre, &empty, Err(Refusal::NoteIncomplete)),
        (S::Draft, D::Send, &agency, &whole, Err(Refusal::SecondmentNotYours)),
        (S::Draft, D::Confirm, &agency, &whole, Err(Refusal::SecondmentNotYours)),
        (S::Sent, D::Send, &centre, &whole, Err(Refusal::SecondmentNotYours)),
        (S::Sent, D::Confirm, &agency, &whole, Ok(S::Confirmed)),
        (S::Sent, D::Confirm, &agency, &empty, Err(Refusal::NothingSaid)),
        (S::Sent, D::Confirm, &by(Role::Handler, AGENCY), &whole, Err(Refusal::SecondmentNotYours)),
        (S::Sent, D::Confirm, &by(Role::Leader, 21), &whole, Err(Refusal::SecondmentNotYours)),
        (S::Confirmed, D::Confirm, &agency, &whole, Err(Refusal::SecondmentNotYours)),
    ] {
        // Nobody writes the note about themself, or confirms it.
        let own = Secondment { person: PersonId(Uuid::from_u128(1)), ..secondment() };
        assert_eq!(take(state, deed, &own, by, note), Err(Refusal::SecondmentNotYours), "{state:?} {deed:?}");
        assert_eq!(take(state, deed, &secondment(), by, note), expected, "{state:?} {deed:?}");
    }
}

#[test]
fn notes_are_drafted_on_the_first_working_day_of_the_next_month() {
    let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
    let table = Timetable { calendar: &calendar, hours: &hours };
    for (month, expected) in [
        (date(2023, 8, 1), date(2023, 9, 1)),
        // 1/10/2023 is a Sunday.
        (date(2023, 9, 1), date(2023, 10, 2)),
    ] {
        assert_eq!(drafted_on(month, &table), Some(expected), "{month}");
    }
}

proptest! {
    /// Whoever is there today was to come before, and is over after.
    #[test]
    fn it_never_begins_again(days in -400i32..400) {
        let today = date(2023, 8, 1).checked_add(Span::new().days(days)).unwrap();
        let rank = |standing| match standing {
            Standing::ToCome => 0,
            Standing::Active => 1,
            Standing::EndsSoon => 2,
            Standing::Over => 3,
        };
        let (now, next) = (secondment().standing(today), secondment().standing(today.tomorrow().unwrap()));
        prop_assert!(rank(now) <= rank(next));
    }
}
