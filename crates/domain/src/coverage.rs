//! How far procedures are on their way: announced, process approved, live, tried, posted (Quy chế 1267 Điều 4.1.a, 4.1.d; rows
//! C-40, C-52).

/// The parts of the way that can be seen of one procedure: a decision announced it; another approved its process (one that is
/// in force without does not count); a process is in force and adds up; the agency tried it; it is posted.
pub const PARTS: [&str; 5] = ["Công bố", "Quy trình được duyệt", "Quy trình điện tử", "Chạy thử", "Niêm yết"];

/// Which parts are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover(pub [bool; 5]);

impl Cover {
    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.0.iter().all(|is_there| *is_there)
    }

    /// The parts that are missing.
    pub fn gaps(&self) -> Vec<&'static str> {
        PARTS.into_iter().zip(self.0).filter(|(_, is_there)| !is_there).map(|(part, _)| part).collect()
    }
}

/// How an agency does, as far as it can be counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// How many procedures it has.
    pub procedures: i64,
    /// Of these, how many have each part.
    pub parts: [i64; 5],
    /// Tasks that are late now.
    pub late: i64,
}

impl Score {
    /// The share of all parts of all procedures that are there, in percent, rounded down; 100 where there is nothing to do.
    pub fn percent(&self) -> i64 {
        let all = self.procedures * 5;
        if all == 0 { 100 } else { self.parts.iter().sum::<i64>() * 100 / all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_the_share_of_what_is_there() {
        // Row C-52.
        for (procedures, parts, percent) in
            [(0, [0; 5], 100), (1, [1, 1, 1, 1, 1], 100), (2, [2, 1, 2, 0, 0], 50), (3, [3, 3, 3, 3, 2], 93)]
        {
            assert_eq!(Score { procedures, parts, late: 0 }.percent(), percent, "{parts:?} of {procedures}");
        }
    }

    #[test]
    fn a_procedure_is_whole_when_every_part_is_there() {
        // Row C-40.
        assert!(Cover([true; 5]).is_whole() && Cover([true; 5]).gaps().is_empty());
        for (place, part) in PARTS.into_iter().enumerate() {
            let mut gap = [true; 5];
            gap[place] = false;
            assert!(!Cover(gap).is_whole());
            assert_eq!(Cover(gap).gaps(), [part]);
        }
    }
}
