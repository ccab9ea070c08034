//! The ladder of a unit: whether the system itself reminds and urges, and when what is not answered is told to whom above
//! (Quy chế 1267 Điều 3.2.c, 4.1.d; NĐ 61/2018 Điều 12; rows C-22, C-48).

use serde::{Deserialize, Serialize};

use super::Rung;
use crate::{
    calendar::{Timetable, deadline::working_days_after},
    instant::Instant,
    refusal::Refusal,
};

/// The rule of one unit, or of all. The law names no days: these are the province's to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// Whether whoever holds a dossier is reminded of it before its due date; where nobody does, the heads of its unit.
    pub reminds: bool,
    /// How many working hours before the due date that is.
    #[serde(default = "usual_remind_hours")]
    pub remind_hours: i64,
    /// How many working hours before the due date the heads are told of a reminder that is not answered.
    #[serde(default = "usual_head_hours")]
    pub head_hours: i64,
    /// Whether a dossier is urged by itself when it falls overdue.
    pub urges: bool,
    /// How many working days there are to answer what the system urges.
    pub answer_days: i64,
    /// After how many working days without an answer the heads of the division are told. A rule that was set before there was this
    /// rung tells them at once, and everybody above when it said.
    #[serde(default)]
    pub head: i64,
    /// After how many the head of the unit.
    pub leader: i64,
    /// After how many the director of the Centre.
    pub centre: i64,
    /// After how many the leadership of the province.
    pub province: i64,
}

impl Default for Ladder {
    fn default() -> Ladder {
        Ladder {
            reminds: true,
            remind_hours: usual_remind_hours(),
            head_hours: usual_head_hours(),
            urges: true,
            answer_days: 1,
            head: 0,
            leader: 1,
            centre: 2,
            province: 3,
        }
    }
}

/// A working day.
fn usual_remind_hours() -> i64 {
    8
}

/// Half of one.
fn usual_head_hours() -> i64 {
    4
}

/// So many working days at most.
pub const MOST: i64 = 30;
/// So many working hours at most: as many days.
pub const MOST_HOURS: i64 = MOST * 8;

impl Ladder {
    /// The same ladder if it is one: nobody above is told before somebody below, and there is a day to answer.
    pub fn checked(self) -> Result<Ladder, Refusal> {
        let rises = [0, self.head, self.leader, self.centre, self.province].is_sorted();
        let warns = [0, self.head_hours, self.remind_hours, MOST_HOURS].is_sorted() && self.remind_hours > 0;
        if rises && warns && self.province <= MOST && (1..=MOST).contains(&self.answer_days) {
            Ok(self)
        } else {
            Err(Refusal::LadderDescends)
        }
    }

    /// The rung after `rung`, and how many working days after the deadline it is reached.
    pub fn after(&self, rung: Rung) -> Option<(Rung, i64)> {
        match rung {
            Rung::Handlers => Some((Rung::Head, self.head)),
            Rung::Head => Some((Rung::Leader, self.leader)),
            Rung::Leader => Some((Rung::Centre, self.centre)),
            Rung::Centre => Some((Rung::Province, self.province)),
            Rung::Province => None,
        }
    }

    /// When whoever holds what is due at `due_at` is reminded.
    pub fn reminds_at(&self, due_at: Instant, table: &Timetable) -> Option<Instant> {
        table.before_minutes(due_at, self.remind_hours * 60)
    }

    /// The rung after `rung`, and when it is reached by what was due at `due_at` and is not done.
    pub fn climb(&self, rung: Rung, due_at: Instant, table: &Timetable) -> Option<(Instant, Rung)> {
        let (above, days) = self.after(rung)?;
        let at = if days == 0 { Some(due_at) } else { working_days_after(due_at, days, table) };
        Some((at?, above))
    }
}

impl Rung {
    /// Its title within a sentence.
    pub fn inside(self) -> &'static str {
        match self {
            Rung::Handlers => "người được giao",
            Rung::Head => "lãnh đạo phòng",
            Rung::Leader => "lãnh đạo cơ quan",
            Rung::Centre => "giám đốc Trung tâm",
            Rung::Province => "lãnh đạo UBND tỉnh",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_above_is_told_before_somebody_below() {
        let usual = Ladder::default();
        assert_eq!(usual.checked(), Ok(usual));
        for wrong in [
            Ladder { head: -1, ..usual },
            Ladder { head: 2, ..usual },
            Ladder { leader: 3, ..usual },
            Ladder { head_hours: 9, ..usual },
            Ladder { head_hours: -1, ..usual },
            Ladder { remind_hours: 0, head_hours: 0, ..usual },
            Ladder { remind_hours: MOST_HOURS + 1, ..usual },
            Ladder { centre: 4, ..usual },
            Ladder { province: MOST + 1, ..usual },
            Ladder { answer_days: 0, ..usual },
            Ladder { answer_days: MOST + 1, ..usual },
        ] {
            assert_eq!(wrong.checked(), Err(Refusal::LadderDescends), "{wrong:?}");
        }
    }

    #[test]
    fn a_rule_of_before_tells_everybody_above_when_it_said() {
        // Set before there were heads on the ladder.
        let old = r#"{"reminds":true,"urges":false,"answer_days":2,"leader":0,"centre":1,"province":3}"#;
        let read: Ladder = serde_json::from_str(old).unwrap();
        assert_eq!(read.checked(), Ok(read));
        assert_eq!(
            [Rung::Handlers, Rung::Head, Rung::Leader, Rung::Centre].map(|rung| read.after(rung)),
            [(Rung::Head, 0), (Rung::Leader, 0), (Rung::Centre, 1), (Rung::Province, 3)].map(Some)
        );
        assert_eq!((read.remind_hours, read.head_hours), (8, 4));
    }

    #[test]
    fn a_reminder_comes_so_many_working_hours_before() {
        // Row C-22. Monday at 9:00 or at noon; the day is worked from 7:00 to 11:00 and from 13:00 to 17:00.
        let (calendar, hours) =
            (crate::calendar::Calendar::default(), crate::calendar::WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = |text: &str| crate::instant::from_local(text.parse().unwrap());
        for (due, remind_hours) in
            [("2023-09-11T09:00", 1), ("2023-09-11T09:00", 8), ("2023-09-11T12:00", 40)]
        {
            let when = Ladder { remind_hours, ..Ladder::default() }.reminds_at(at(due), &table).unwrap();
            assert_eq!(table.minutes_between(when, at(due)), remind_hours * 60, "{due}");
            let later = when + jiff::SignedDuration::from_mins(1);
            assert!(table.minutes_between(later, at(due)) < remind_hours * 60, "the latest such moment");
        }
    }
}
