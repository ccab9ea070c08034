//! The whole way that a dossier took: its steps in order and the state in which it ended. Dossiers with the same way are one
//! path of their procedure, wherever their units are.

use std::fmt;

use super::course::Course;
use crate::{dossier::State, process::StepKind};

/// So many steps of a way are told; what goes round longer is one way with all others that began like it.
pub const LONGEST: usize = 24;

/// A way from the first step to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The steps, each with its number in the process, from 0, and its kind.
    pub steps: Vec<(u16, StepKind)>,
    /// Whether there were more.
    pub is_cut: bool,
    /// How it ended.
    pub ended: State,
}

impl Way {
    /// The way of `course`; nothing while the dossier is open.
    pub fn of(course: &Course) -> Option<Way> {
        let ended = course.stays.last()?.ended?;
        let steps = course.stays.iter().take(LONGEST).map(|stay| (stay.spot.step, stay.spot.kind)).collect();
        Some(Way { steps, is_cut: course.stays.len() > LONGEST, ended })
    }

    /// Whether the step at `place` lies before the one that the dossier came from: it was sent back.
    pub fn is_back(&self, place: usize) -> bool {
        let step = |place: usize| self.steps.get(place).map(|(no, _)| *no);
        place.checked_sub(1).and_then(step).zip(step(place)).is_some_and(|(before, now)| now < before)
    }

    /// The way that [`Way`] writes as `text`; nothing if it writes none so.
    pub fn read(text: &str) -> Option<Way> {
        let (steps, ended) = text.rsplit_once('>')?;
        let (steps, is_cut) = match steps.strip_suffix(">…") {
            Some(cut) => (cut, true),
            None => (steps, false),
        };
        let step = |text: &str| {
            let (no, kind) = text.split_once(' ')?;
            Some((no.parse().ok()?, StepKind::by_name(kind)?))
        };
        let steps = steps.split('>').map(step).collect::<Option<_>>()?;
        Some(Way { steps, is_cut, ended: State::by_name(ended)? })
    }
}

/// `0 receive>1 process>1 approve>returned`: as it is kept.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (no, kind) in &self.steps {
            write!(f, "{no} {}>", kind.name())?;
        }
        write!(f, "{}{}", if self.is_cut { "…>" } else { "" }, self.ended.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(steps: &[u16], is_cut: bool) -> Way {
        let step = |no: &u16| (*no, if *no == 0 { StepKind::Receive } else { StepKind::Process });
        Way { steps: steps.iter().map(step).collect(), is_cut, ended: State::Returned }
    }

    #[test]
    fn a_way_is_read_as_it_was_written() {
        for way in [way(&[0, 1, 2, 3], false), way(&[0, 1, 0, 1], false), way(&[0; LONGEST], true)] {
            assert_eq!(Way::read(&way.to_string()), Some(way));
        }
        for text in
            ["", "returned", ">returned", "0 receive>", "x receive>returned", "0 x>returned", "0 receive>x"]
        {
            assert_eq!(Way::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_goes_to_an_earlier_step_was_sent_back() {
        let way = way(&[0, 1, 2, 1, 2], false);
        let back: Vec<bool> = (0..6).map(|place| way.is_back(place)).collect();
        assert_eq!(back, [false, false, false, true, false, false]);
    }
}
