//! The course of one dossier, from its log: its stays, one after the other, each with the working time it cost and how;
//! what it asked of other units. Only what is over is final: each stay that was left stays as it is, whatever happens later.

use crate::{
    calendar::{Timetable, deadline::Pause, wall},
    dossier::{
        Dossier, Event, State,
        part::{Part, PartKind},
    },
    id::{DossierId, UnitId},
    instant::Instant,
    people::Actor,
    process::StepKind,
    words::words,
};

/// A step of a process at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The step's number in the process, from 0.
    pub step: u16,
    /// What kind of step it is.
    pub kind: StepKind,
    /// The unit that has it.
    pub unit: UnitId,
}

/// One stay of a dossier at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Where.
    pub spot: Spot,
    /// Whence it came; nothing at the beginning, and when it is opened again.
    pub from: Option<Spot>,
    /// When it came.
    pub entered_at: Instant,
    /// When somebody first worked on it.
    pub taken_at: Option<Instant>,
    /// When it went on; nothing while it is there.
    pub left_at: Option<Instant>,
    /// Working seconds of the unit in which nobody had it.
    pub waiting: i64,
    /// Working seconds of the unit in which somebody had it.
    pub working: i64,
    /// Working seconds of the unit in which the applicant or another unit was waited for.
    pub stopped: i64,
    /// The state in which it ended here, if it did.
    pub ended: Option<State>,
    /// How long it then took to settle it, once it is settled: when, and working seconds of the deciding unit in which its
    /// clock ran. The first time counts.
    pub settled: Option<(Instant, i64)>,
}

impl Stay {
    /// Working seconds that the house itself took.
    pub fn length(&self) -> i64 {
        self.waiting + self.working
    }
}

words! {
    /// How another unit answered.
    Response {
        /// Not yet.
        Open = "open" "Chưa trả lời",
        /// It did.
        Done = "done" "Đã trả lời",
        /// The time passed: silence, recorded as such (NĐ 61/2018 Điều 19.5.b).
        Silent = "silent" "Không trả lời",
        /// The sender took it back, or it was not taken over: nobody is late with it.
        Dropped = "dropped" "Thu hồi hoặc từ chối nhận",
    }
}

/// What another unit was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its number in the dossier.
    pub no: u16,
    /// An opinion, or a part of the settlement.
    pub kind: PartKind,
    /// Who asked.
    pub from: UnitId,
    /// Of whom.
    pub to: UnitId,
    /// When.
    pub asked_at: Instant,
    /// By when; nothing while it waits for other parts.
    pub due_at: Option<Instant>,
    /// When the answer came, or the time for it was over.
    pub over_at: Option<Instant>,
    /// How it answered.
    pub response: Response,
}

/// The course of one dossier so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The dossier as it stands.
    pub dossier: Dossier,
    /// Its stays, in order; the last may not be over.
    pub stays: Vec<Stay>,
    /// What it asked of other units, in order.
    pub asked: Vec<Asked>,
}

/// What happens with a dossier at a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Waits,
    Works,
    Stands,
}

fn doing(dossier: &Dossier) -> Doing {
    let state = dossier.state;
    let is_asked = state.is_waiting() || state == State::AwaitingCompletion;
    if is_asked || state.waits_for_the_applicant_to_come() || dossier.turns.parts.iter().any(Part::is_at_work)
    {
        Doing::Stands
    } else if state == State::Submitted || dossier.place.as_ref().is_none_or(|place| place.owner.is_none()) {
        Doing::Waits
    } else {
        Doing::Works
    }
}

/// The working seconds between two moments in which the clock of a dossier with these pauses ran.
pub fn running(table: &Timetable, from: Instant, to: Instant, pauses: &[Pause]) -> i64 {
    let between = |from: Instant, to: Instant| table.between(wall(from), wall(to));
    let stood = pauses.iter().map(|pause| between(pause.from.max(from), pause.to.min(to)));
    between(from, to) - stood.sum::<i64>()
}

/// The course of the dossier `id` to which these things happened; `table` gives the working time of a unit. Nothing if no
/// dossier can have them.
pub fn course<'t>(
    id: DossierId,
    events: &[(Instant, Actor, Event)],
    table: impl Fn(UnitId) -> Timetable<'t>,
) -> Option<Course> {
    let ((at, _, first), rest) = events.split_first()?;
    let dossier = Dossier::begin(id, first, *at)?;
    let mut follower = Follower { course: Course { dossier, stays: vec![], asked: vec![] }, at: *at };
    follower.arrive(*at);
    for (at, by, event) in rest {
        follower.pass(*at, &table);
        follower.course.dossier = follower.course.dossier.after(event, *by, *at).ok()?;
        follower.ask(event, *at);
        follower.arrive(*at);
        follower.settle(event, *at, &table);
    }
    Some(follower.course)
}

struct Follower {
    course: Course,
    at: Instant,
}

impl Follower {
    /// The stay that is not over.
    fn open(&mut self) -> Option<&mut Stay> {
        self.course.stays.last_mut().filter(|stay| stay.left_at.is_none())
    }

    /// Time passes up to `at`.
    fn pass<'t>(&mut self, at: Instant, table: &impl Fn(UnitId) -> Timetable<'t>) {
        let (from, doing) = (self.at, doing(&self.course.dossier));
        self.at = at;
        let Some(stay) = self.open() else { return };
        let seconds = table(stay.spot.unit).between(wall(from), wall(at));
        match doing {
            Doing::Waits => stay.waiting += seconds,
            Doing::Works => stay.working += seconds,
            Doing::Stands => stay.stopped += seconds,
        }
    }

    /// Where the dossier stands after what happened at `at`: where it was, somewhere else, or nowhere any more.
    fn arrive(&mut self, at: Instant) {
        let (state, is_worked_on) = (self.course.dossier.state, doing(&self.course.dossier) == Doing::Works);
        let spot = self.course.dossier.place.as_ref().map(|place| Spot {
            step: place.step,
            kind: place.kind,
            unit: place.unit,
        });
        let before = self.open().map(|stay| stay.spot);
        match (before, spot) {
            (Some(before), Some(now)) if before == now => {}
            // What the applicant is asked before acceptance comes back to the same desk.
            (_, None) if !state.is_closed() => {}
            (_, spot) => {
                if let Some(stay) = self.open() {
                    stay.left_at = Some(at);
                    stay.ended = spot.is_none().then_some(state);
                }
                self.course.stays.extend(spot.map(|spot| begun(spot, before, at)));
            }
        }
        if let Some(stay) = self.open().filter(|stay| is_worked_on && stay.taken_at.is_none()) {
            stay.taken_at = Some(at);
        }
    }

    fn ask(&mut self, event: &Event, at: Instant) {
        let from = self.course.dossier.settling_unit;
        let asked = &mut self.course.asked;
        let mut over = |no: u16, response: Response| {
            // Numbers begin again after it was opened again.
            if let Some(one) = asked.iter_mut().rfind(|one| one.no == no) {
                (one.over_at, one.response) = (Some(at), response);
            }
        };
        match event {
            Event::PartOpened { part } => asked.push(Asked {
                no: part.no,
                kind: part.kind,
                from,
                to: part.unit,
                asked_at: at,
                due_at: part.due_at,
                over_at: None,
                response: Response::Open,
            }),
            Event::PartSilent { no, .. } => over(*no, Response::Silent),
            Event::PartDone { no, .. } => over(*no, Response::Done),
            Event::PartCancelled { no, .. } | Event::PartDeclined { no, .. } => over(*no, Response::Dropped),
            _ => {}
        }
        for next in event.released() {
            if let Some(one) = asked.iter_mut().rfind(|one| one.no == next.no) {
                one.due_at = next.due_at;
            }
        }
    }

    /// Once it is settled, each of its stays knows how long it took from there.
    fn settle<'t>(&mut self, event: &Event, at: Instant, table: &impl Fn(UnitId) -> Timetable<'t>) {
        let dossier = &self.course.dossier;
        let Some(received_at) = dossier.received_at else { return };
        if !matches!(event, Event::ResultIssued { .. } | Event::Refused { .. }) {
            return;
        }
        let table = table(dossier.settling_unit);
        for stay in self.course.stays.iter_mut().filter(|stay| stay.settled.is_none() && stay.entered_at < at)
        {
            let seconds = running(&table, stay.entered_at.max(received_at), at, &dossier.turns.pauses);
            stay.settled = Some((at, seconds));
        }
    }
}

fn begun(spot: Spot, from: Option<Spot>, at: Instant) -> Stay {
    Stay {
        spot,
        from,
        entered_at: at,
        taken_at: None,
        left_at: None,
        waiting: 0,
        working: 0,
        stopped: 0,
        ended: None,
        settled: None,
    }
}

#[cfg(test)]
mod tests;
