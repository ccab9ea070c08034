//! What the board counts of money that people owe for a dossier, as far as the record knows it (Quy chế 1267 Điều 4.2; row C-57):
//! each figure is a question to one dossier.

use crate::{
    dossier::{Event, State},
    instant::Instant,
    words::words,
};

words! {
    /// A figure of the board of fees and charges. The word stands in addresses.
    DutyFigure {
        /// The applicant was asked to pay, and nobody has noted that they did.
        Unpaid = "chua-nop" "Chờ nộp, chưa ghi đã nộp",
        /// The day until which it should be paid has passed.
        Overdue = "qua-han-nop" "Quá hạn nộp",
        /// What is asked for names no amount.
        NoAmount = "khong-so-tien" "Yêu cầu không ghi số tiền",
        /// Paid, and the proof is only a number: its file is missing.
        NoProof = "khong-chung-tu" "Đã nộp, không có tệp chứng từ",
        /// The proof names a day before the one on which the payment was asked for.
        WrongDay = "sai-ngay" "Ngày nộp trước ngày yêu cầu",
    }
}

/// What the record knows of the last payment that one dossier was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// It is waited for.
    pub is_awaited: bool,
    /// Until when it should be paid, if the law says so.
    pub pay_by: Option<Instant>,
    /// The amount is known.
    pub has_amount: bool,
    /// What was noted of the payment.
    pub paid: Option<Paid>,
}

/// What was noted of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Its proof is there as a file.
    pub has_file: bool,
    /// The day of it lies before the day on which it was asked for.
    pub is_too_early: bool,
}

impl Owed {
    /// What `events`, the requests and payments of one dossier in their order, say of the last request; nothing where none was
    /// asked for. `state` is where the dossier stands.
    pub fn of<'a>(state: State, events: impl IntoIterator<Item = &'a Event>) -> Option<Owed> {
        let (mut owed, mut asked_on): (Option<Owed>, _) = (None, None);
        for event in events {
            match event {
                Event::DutyRequired { duty } => {
                    asked_on = Some(duty.sent_on);
                    owed = Some(Owed {
                        is_awaited: state == State::AwaitingDuty,
                        pay_by: duty.pay_by,
                        has_amount: duty.amount.is_some(),
                        paid: None,
                    });
                }
                Event::DutyPaid { payment, .. } => {
                    let is_too_early = asked_on.is_some_and(|asked| payment.paid_on < asked);
                    let paid = Some(Paid { has_file: payment.file.is_some(), is_too_early });
                    owed = owed.map(|owed| Owed { paid, is_awaited: false, ..owed });
                }
                _ => {}
            }
        }
        owed
    }
}

impl DutyFigure {
    /// Whether the dossier counts for this figure at `now`.
    pub fn counts(self, owed: &Owed, now: Instant) -> bool {
        match self {
            DutyFigure::Unpaid => owed.is_awaited,
            DutyFigure::Overdue => owed.is_awaited && owed.pay_by.is_some_and(|by| by < now),
            DutyFigure::NoAmount => owed.is_awaited && !owed.has_amount,
            DutyFigure::NoProof => owed.paid.is_some_and(|paid| !paid.has_file),
            DutyFigure::WrongDay => owed.paid.is_some_and(|paid| paid.is_too_early),
        }
    }

    /// How it looks when it is not nothing: `is-bad`, `is-warn`, or plain.
    pub fn look(self) -> &'static str {
        match self {
            DutyFigure::Unpaid => "",
            DutyFigure::NoAmount | DutyFigure::NoProof => "is-warn",
            DutyFigure::Overdue | DutyFigure::WrongDay => "is-bad",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        dossier::{
            duty::{Duty, Payment},
            event::Resumption,
            sample,
        },
        instant::from_local,
    };

    fn required(amount: Option<i64>, pay_by: Option<Instant>) -> Event {
        let (what, document) = ("Thuế trước bạ".to_owned(), "12/PCTT".to_owned());
        Event::DutyRequired {
            duty: Duty { what, document, sent_on: date(2023, 8, 22), amount, pay_by, file: None },
        }
    }

    fn paid(day: jiff::civil::Date, has_file: bool) -> Event {
        let file = has_file.then(|| sample::outcome().file);
        let payment = Payment { document: "BL-1".into(), paid_on: day, file };
        let to = sample::place(3, crate::process::StepKind::Process, None);
        let resumption = Resumption { at: sample::now(), due_at: None, warn_at: None, to, slip_number: None };
        Event::DutyPaid { payment, resumption }
    }

    #[test]
    fn what_is_owed_is_counted_as_far_as_the_record_knows_it() {
        // Row C-57. Looked at on 24/8/2023 at 10:00.
        use DutyFigure as F;
        let now = from_local("2023-08-24T10:00".parse().unwrap());
        let (before, later) = (now - jiff::SignedDuration::from_hours(1), now);
        let waits = State::AwaitingDuty;
        for (state, events, expected) in [
            (waits, vec![required(Some(5), Some(later))], vec![F::Unpaid]),
            (waits, vec![required(Some(5), Some(before))], vec![F::Unpaid, F::Overdue]),
            (waits, vec![required(None, None)], vec![F::Unpaid, F::NoAmount]),
            (State::InProgress, vec![required(None, Some(before)), paid(date(2023, 8, 23), true)], vec![]),
            (
                State::InProgress,
                vec![required(Some(5), None), paid(date(2023, 8, 23), false)],
                vec![F::NoProof],
            ),
            (
                State::InProgress,
                vec![required(Some(5), None), paid(date(2023, 8, 21), true)],
                vec![F::WrongDay],
            ),
            // Only the last request counts.
            (
                waits,
                vec![required(None, None), paid(date(2023, 8, 21), false), required(Some(5), None)],
                vec![F::Unpaid],
            ),
            // Refused or withdrawn while it waited: nobody is to pay any more.
            (State::Refused, vec![required(Some(5), Some(before))], vec![]),
        ] {
            let owed = Owed::of(state, &events).unwrap();
            let found: Vec<F> = F::ALL.iter().copied().filter(|figure| figure.counts(&owed, now)).collect();
            assert_eq!(found, expected, "{state:?} {events:?}");
        }
        assert_eq!(Owed::of(State::InProgress, &[]), None);
    }
}
