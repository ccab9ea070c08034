//! What the board counts of petitions (Quy chế 1267 Điều 4.2; row C-57): each figure is a question to one petition, so that a
//! number and the list behind it cannot differ.

use super::{Petition, PetitionState, clock::Clock, letter::Delivery};
use crate::{
    board::{Edges, Lateness},
    words::words,
};

words! {
    /// A figure of the board of petitions. The word stands in addresses.
    PetitionFigure {
        /// Nobody has answered yet: a unit, the Centre or an authority outside is to.
        Unanswered = "chua-tra-loi" "Chưa trả lời",
        /// The step that runs is late since today or the working day before.
        LateUpTo1 = "qua-han-1" "Quá hạn đến 1 ngày",
        /// It is late for two to five working days.
        LateUpTo5 = "qua-han-5" "Quá hạn 2–5 ngày",
        /// It is late for more than five working days.
        LateMore = "qua-han-lau" "Quá hạn trên 5 ngày",
        /// Not passed on within five working days (NĐ 20/2008 Điều 9.1.d).
        NotForwarded = "chua-chuyen" "Chưa chuyển, quá hạn chuyển",
        /// Answered; the Centre has not checked it.
        Unchecked = "cho-kiem-tra" "Đã trả lời, chưa kiểm tra",
        /// Answered and checked, and the sender has not got it.
        Undelivered = "chua-gui" "Chưa gửi người phản ánh",
        /// The letter with the answer came back.
        Bounced = "khong-toi" "Thư trả lời không đến",
    }
}

/// The states in which nobody has answered yet.
pub const UNANSWERED: [PetitionState; 5] = [
    PetitionState::Received,
    PetitionState::Asked,
    PetitionState::Classified,
    PetitionState::Forwarded,
    PetitionState::PassedOn,
];

impl PetitionFigure {
    /// Whether the petition counts for this figure at the moment of `edges`.
    pub fn counts(self, petition: &Petition, edges: &Edges) -> bool {
        use PetitionState as S;
        let late = petition.clock.and_then(|running| edges.lateness(running.due_at));
        let runs = |clock| petition.clock.is_some_and(|running| running.clock == clock);
        match self {
            PetitionFigure::Unanswered => UNANSWERED.contains(&petition.state),
            PetitionFigure::LateUpTo1 => late == Some(Lateness::UpTo1),
            PetitionFigure::LateUpTo5 => late == Some(Lateness::UpTo5),
            PetitionFigure::LateMore => late == Some(Lateness::More),
            PetitionFigure::NotForwarded => late.is_some() && runs(Clock::Forward),
            PetitionFigure::Unchecked => petition.state == S::Answered,
            PetitionFigure::Undelivered => petition.is_answered() && petition.delivery.is_none(),
            PetitionFigure::Bounced => petition.delivery == Some(Delivery::Failed),
        }
    }

    /// How it looks when it is not nothing: `is-bad`, `is-warn`, or plain.
    pub fn look(self) -> &'static str {
        match self {
            PetitionFigure::Unanswered => "",
            PetitionFigure::Unchecked | PetitionFigure::Undelivered => "is-warn",
            _ => "is-bad",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, Timetable, WorkingHours},
        instant::{Instant, from_local},
        petition::{PetitionSubject, Running, tests::petition},
    };

    fn at(text: &str) -> Instant {
        from_local(text.parse().unwrap())
    }

    #[test]
    fn a_petition_counts_by_where_it_stands_and_how_late_it_is() {
        // Row C-57. Looked at on Thursday 24/8/2023 at 10:00.
        use PetitionFigure as F;
        use PetitionState as S;
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let edges = Edges::of(at("2023-08-24T10:00"), &Timetable { calendar: &calendar, hours: &hours });
        let settle = Some(Clock::Settle);
        for (state, clock, due, delivery, expected) in [
            (S::Received, Some(Clock::Classify), "2023-08-24T10:00", None, vec![F::Unanswered]),
            (S::Received, Some(Clock::Classify), "2023-08-24T09:59", None, vec![F::Unanswered, F::LateUpTo1]),
            (S::Forwarded, settle, "2023-08-22T17:00", None, vec![F::Unanswered, F::LateUpTo5]),
            (S::Forwarded, settle, "2023-08-16T17:00", None, vec![F::Unanswered, F::LateMore]),
            (
                S::Classified,
                Some(Clock::Forward),
                "2023-08-23T17:00",
                None,
                vec![F::Unanswered, F::LateUpTo1, F::NotForwarded],
            ),
            (S::Classified, settle, "2023-08-23T17:00", None, vec![F::Unanswered, F::LateUpTo1]),
            (S::Asked, None, "2023-08-23T17:00", None, vec![F::Unanswered]),
            (S::PassedOn, None, "2023-08-23T17:00", None, vec![F::Unanswered]),
            (S::Answered, Some(Clock::Publish), "2023-08-25T17:00", None, vec![F::Unchecked]),
            (S::Published, None, "2023-08-23T17:00", None, vec![F::Undelivered]),
            (S::Closed, None, "2023-08-23T17:00", Some(Delivery::Failed), vec![F::Bounced]),
            (S::Closed, None, "2023-08-23T17:00", Some(Delivery::Arrived), vec![]),
            // Who left no way to be written to is owed nothing.
            (S::Closed, None, "2023-08-23T17:00", Some(Delivery::Unreachable), vec![]),
            (S::Declined, None, "2023-08-23T17:00", None, vec![]),
            (S::Joined, None, "2023-08-23T17:00", None, vec![]),
        ] {
            let mut one = petition(PetitionSubject::Rule);
            let since = at("2023-08-01T08:00");
            (one.state, one.delivery) = (state, delivery);
            one.clock = clock.map(|clock| Running { clock, since, due_at: at(due) });
            let found: Vec<F> = F::ALL.iter().copied().filter(|figure| figure.counts(&one, &edges)).collect();
            assert_eq!(found, expected, "{state:?} {due}");
        }
    }
}
