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
    /// Whether whoever holds a dossier is reminded of it a working day before its due date.
    pub reminds: bool,
    /// Whether a dossier is urged by itself when it falls overdue.
    pub urges: bool,
    /// How many working days there are to answer what the system urges.
    pub answer_days: i64,
    /// After how many working days without an answer the head of the unit is told.
    pub leader: i64,
    /// After how many the director of the Centre.
    pub centre: i64,
    /// After how many the leadership of the province.
    pub province: i64,
}

impl Default for Ladder {
    fn default() -> Ladder {
        Ladder { reminds: true, urges: true, answer_days: 1, leader: 0, centre: 1, province: 3 }
    }
}

/// So many working days at most.
pub const MOST: i64 = 30;

impl Ladder {
    /// The same ladder if it is one: nobody above is told before somebody below, and there is a day to answer.
    pub fn checked(self) -> Result<Ladder, Refusal> {
        let rises = 0 <= self.leader && self.leader <= self.centre && self.centre <= self.province;
        if rises && self.province <= MOST && (1..=MOST).contains(&self.answer_days) {
            Ok(self)
        } else {
            Err(Refusal::LadderDescends)
        }
    }

    /// The rung after `rung`, and how many working days after the deadline it is reached.
    pub fn after(&self, rung: Rung) -> Option<(Rung, i64)> {
        match rung {
            Rung::Handlers => Some((Rung::Leader, self.leader)),
            Rung::Leader => Some((Rung::Centre, self.centre)),
            Rung::Centre => Some((Rung::Province, self.province)),
            Rung::Province => None,
        }
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
            Ladder { leader: -1, ..usual },
            Ladder { leader: 2, ..usual },
            Ladder { centre: 4, ..usual },
            Ladder { province: MOST + 1, ..usual },
            Ladder { answer_days: 0, ..usual },
            Ladder { answer_days: MOST + 1, ..usual },
        ] {
            assert_eq!(wrong.checked(), Err(Refusal::LadderDescends), "{wrong:?}");
        }
    }
}
