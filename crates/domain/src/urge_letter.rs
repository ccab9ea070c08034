//! The letter of urging (văn bản đôn đốc): the Centre lists to an agency what is late or due within a working day, its director
//! signs it by order (NĐ 61/2018 Điều 9.1; Quy chế 1267 Điều 4.1.d; row C-48). It lists exactly the dossiers of its question at
//! its moment, and is never changed once it is signed.

use jiff::SignedDuration;

use crate::{
    calendar::Timetable,
    dossier::State,
    instant::{Instant, local_date},
    people::{Actor, Role},
    rules::RuleSet,
    words::words,
};

/// By how many working days the agency is to answer.
pub const ANSWER_DAYS: i64 = 2;

words! {
    /// Where the letter stands.
    UrgeLetterState {
        /// Drafted, not signed.
        Draft = "draft" "Dự thảo",
        /// Signed, numbered and sent.
        Signed = "signed" "Đã ký và gửi",
    }
}

words! {
    /// What became of a dossier since the letter listed it.
    UrgeItemState {
        /// Settled: there is a result, or it ended without one.
        Settled = "settled" "Đã giải quyết",
        /// Not settled, and its clock stands: the applicant is waited for.
        Waiting = "waiting" "Đang chờ người nộp",
        /// Not settled and late.
        Late = "late" "Còn quá hạn",
        /// Not settled, and its due date has not passed: it was extended, or never passed.
        Running = "running" "Còn trong hạn",
    }
}

impl UrgeItemState {
    /// What it is of a dossier in `state` at `now`.
    pub fn of(
        state: State,
        settled_at: Option<Instant>,
        due_at: Option<Instant>,
        now: Instant,
    ) -> UrgeItemState {
        match settled_at {
            Some(_) => UrgeItemState::Settled,
            None if !state.is_running() => UrgeItemState::Waiting,
            None if due_at.is_some_and(|due_at| due_at < now) => UrgeItemState::Late,
            None => UrgeItemState::Running,
        }
    }
}

/// Before which moment a dossier is due that a letter asked for at `now` lists: the end of the next working day of `table`.
pub fn until(now: Instant, table: &Timetable) -> Option<Instant> {
    let day = table.next_working_day(local_date(now))?;
    Some(Timetable::midnight(day) + SignedDuration::from_hours(24))
}

/// Which decree the letter is founded on under `rules`. The article of NĐ 118/2025 is not known here: none is named.
pub fn basis(rules: &RuleSet) -> &'static str {
    if has_regulation(rules) {
        "Điều 9 Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông \
         trong giải quyết thủ tục hành chính"
    } else {
        "Nghị định số 118/2025/NĐ-CP của Chính phủ"
    }
}

/// What an agency that is late apologises by under `rules`.
pub fn apology_basis(rules: &RuleSet) -> &'static str {
    if has_regulation(rules) {
        "khoản 9 Điều 19 Nghị định số 61/2018/NĐ-CP"
    } else {
        "Nghị định số 118/2025/NĐ-CP"
    }
}

/// Whether the regulation of Decision 1267 is named, too: it stands on NĐ 61/2018.
pub fn has_regulation(rules: &RuleSet) -> bool {
    rules.has_districts
}

/// Whether `by` may draft letters and look at them: the Centre.
pub fn may_draft(by: &Actor) -> bool {
    by.role().is_some_and(Role::is_centre)
}

/// Whether `by` may sign: the director of the Centre.
pub fn may_sign(by: &Actor) -> bool {
    by.role() == Some(Role::CentreDirector)
}

/// Whether `by` may read a letter that `is_signed`, to the unit `to`: the Centre all, the unit what was sent to it.
pub fn may_read(by: &Actor, to: crate::id::UnitId, is_signed: bool) -> bool {
    may_draft(by) || (is_signed && by.acts_for(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, WorkingHours},
        instant::from_local,
    };

    fn at(text: &str) -> Instant {
        from_local(text.parse().unwrap())
    }

    #[test]
    fn a_letter_lists_up_to_the_end_of_the_next_working_day() {
        // Row C-48: due within one working day. 25/8/2023 is a Friday.
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        for (now, limit) in [
            ("2023-08-24T08:30", "2023-08-26T00:00"),
            ("2023-08-25T16:59", "2023-08-29T00:00"),
            ("2023-08-27T10:00", "2023-08-29T00:00"),
        ] {
            assert_eq!(until(at(now), &table), Some(at(limit)), "{now}");
        }
    }

    #[test]
    fn the_law_that_is_named_is_that_of_the_day() {
        let day = |text: &str| RuleSet::at(text.parse().unwrap());
        let (old, new) = (day("2025-06-30"), day("2025-07-01"));
        assert!(basis(old).contains("Điều 9") && apology_basis(old).contains("61/2018"));
        assert!(basis(new).contains("118/2025") && apology_basis(new).contains("118/2025"));
        assert_eq!((has_regulation(old), has_regulation(new)), (true, false));
    }

    #[test]
    fn what_became_of_a_dossier_since() {
        use UrgeItemState as S;
        let (now, before, after) = (at("2023-08-24T08:00"), at("2023-08-23T08:00"), at("2023-08-25T08:00"));
        for (state, settled, due, expected) in [
            (State::ResultReady, Some(before), before, S::Settled),
            (State::Refused, Some(before), after, S::Settled),
            (State::AwaitingSupplement, None, before, S::Waiting),
            (State::InProgress, None, before, S::Late),
            (State::Transferred, None, after, S::Running),
        ] {
            assert_eq!(UrgeItemState::of(state, settled, Some(due), now), expected, "{state:?}");
        }
    }
}
