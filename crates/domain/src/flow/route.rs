//! The whole route that a dossier took: its steps in order and the state in which it ended. Dossiers with the same route are one
//! path of their procedure, wherever their units are.

use std::fmt;

use super::course::Course;
use crate::{dossier::State, process::StepKind};

/// So many steps of a route are told; what goes round longer is one route with all others that began like it.
pub const LONGEST: usize = 24;

/// A route from the first step to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The steps, each with its number in the process, from 0, and its kind.
    pub steps: Vec<(u16, StepKind)>,
    /// Whether there were more.
    pub is_cut: bool,
    /// How it ended.
    pub ended: State,
}

impl Route {
    /// The route of `course`; nothing while the dossier is open.
    pub fn of(course: &Course) -> Option<Route> {
        let ended = course.stays.last()?.ended?;
        let steps = course.stays.iter().take(LONGEST).map(|stay| (stay.spot.step, stay.spot.kind)).collect();
        Some(Route { steps, is_cut: course.stays.len() > LONGEST, ended })
    }

    /// Whether the step at `place` lies before the one that the dossier came from: it was sent back.
    pub fn is_back(&self, place: usize) -> bool {
        let step = |place: usize| self.steps.get(place).map(|(no, _)| *no);
        place.checked_sub(1).and_then(step).zip(step(place)).is_some_and(|(before, now)| now < before)
    }

    /// The route that [`Route`] writes as `text`; nothing if it writes none so.
    pub fn read(text: &str) -> Option<Route> {
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
        Some(Route { steps, is_cut, ended: State::by_name(ended)? })
    }
}

/// `0 receive>1 process>1 approve>returned`: as it is kept.
impl fmt::Display for Route {
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

    fn route(steps: &[u16], is_cut: bool) -> Route {
        let step = |no: &u16| (*no, if *no == 0 { StepKind::Receive } else { StepKind::Process });
        Route { steps: steps.iter().map(step).collect(), is_cut, ended: State::Returned }
    }

    #[test]
    fn a_route_is_read_as_it_was_written() {
        for route in [route(&[0, 1, 2, 3], false), route(&[0, 1, 0, 1], false), route(&[0; LONGEST], true)] {
            assert_eq!(Route::read(&route.to_string()), Some(route));
        }
        for text in
            ["", "returned", ">returned", "0 receive>", "x receive>returned", "0 x>returned", "0 receive>x"]
        {
            assert_eq!(Route::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_goes_to_an_earlier_step_was_sent_back() {
        let route = route(&[0, 1, 2, 1, 2], false);
        let back: Vec<bool> = (0..6).map(|place| route.is_back(place)).collect();
        assert_eq!(back, [false, false, false, true, false, false]);
    }
}
