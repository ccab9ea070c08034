//! A process tried on dossiers that were settled already: the working time that each kind of step took then, against the
//! limits it would have now (TT 01/2018 Điều 8; row C-08).

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Process, StepKind};
use crate::{
    calendar::deadline::AfterSupplement,
    dossier::{Dossier, Event},
    id::{DossierId, UnitId},
    instant::Instant,
    people::Actor,
    rules::RuleSet,
};

/// One thing that happened, who did it, and when.
pub type Happened = (Event, Actor, Instant);

/// What one settled dossier took, in working minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// At each kind of step, all visits together. The time in which the applicant was waited for is not in it.
    pub steps: BTreeMap<StepKind, i64>,
    /// In all, counted as the limit is: from the start again after a supplement where the rules say so
    /// (NĐ 61/2018 Điều 19.4).
    pub whole: i64,
}

/// What a dossier took: the fold of its events into time per kind of step. `minutes` counts the working minutes of a unit
/// between two moments.
pub fn spent(id: DossierId, events: &[Happened], minutes: impl Fn(UnitId, Instant, Instant) -> i64) -> Spent {
    let mut spent = Spent::default();
    let mut now: Option<(Dossier, Instant)> = None;
    for (event, by, at) in events {
        let next = match &now {
            None => Dossier::begin(id, event, *at),
            Some((dossier, from)) => {
                let place = dossier.place.as_ref().filter(|_| dossier.state.is_running());
                if let Some(place) = place {
                    let took = minutes(place.unit, *from, *at).max(0);
                    *spent.steps.entry(place.kind).or_default() += took;
                    spent.whole += took;
                }
                // A line that the rules of today would refuse changes nothing.
                Some(dossier.after(event, *by, *at).unwrap_or_else(|_| dossier.clone()))
            }
        };
        let from = match event {
            Event::Received { acceptance, .. } => acceptance.received_at,
            Event::Supplemented { resumption, .. } | Event::DutyPaid { resumption, .. } => resumption.at,
            _ => *at,
        };
        if matches!(event, Event::Supplemented { .. }) && next.as_ref().is_some_and(restarts) {
            spent.whole = 0;
        }
        now = next.map(|dossier| (dossier, from));
    }
    spent
}

fn restarts(dossier: &Dossier) -> bool {
    let rules = dossier.rules.as_deref().and_then(RuleSet::by_id);
    rules.is_some_and(|rules| rules.reading.clock.after_supplement == AfterSupplement::Restart)
}

/// How a process would have fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// On how many dossiers it was tried.
    pub dossiers: usize,
    /// How many would have been late on some step.
    pub late_on_a_step: usize,
    /// How many would have been late on the whole.
    pub late_on_the_whole: usize,
    /// Those that would have been late on a step or on the whole, the latest first.
    pub late: Vec<Late>,
    /// The whole limit, in working minutes.
    pub limit: i64,
    /// Each kind of step that the process has or the dossiers went through, in the usual order.
    pub rows: Vec<Row>,
    /// The kind at which they waited longest: where the nine of ten took most.
    pub longest: Option<StepKind>,
}

/// A dossier that would have been late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// Its place among those that the process was tried on.
    pub no: usize,
    /// How far over the whole limit, in working minutes; 0 if within.
    pub whole: i64,
    /// The kind of step that it was furthest over, and how far, in working minutes.
    pub step: Option<(StepKind, i64)>,
}

/// One kind of step in a trial. Steps of one kind count together: the log says which kind of work was done, not by which
/// step of a process that did not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind.
    pub kind: StepKind,
    /// The steps of this kind in the process, by their numbers; none if the process has no such step.
    pub steps: Vec<String>,
    /// Their limits together, in working minutes; nothing if their time is not counted.
    pub limit: Option<i64>,
    /// How many dossiers went through it.
    pub passed: usize,
    /// How many of them took longer.
    pub late: usize,
    /// Half of them took this long at most, in working minutes.
    pub median: i64,
    /// Nine of ten took this long at most.
    pub ninetieth: i64,
}

/// Tries `process` on what dossiers took.
pub fn trial(process: &Process, past: &[Spent]) -> Trial {
    let rows: Vec<Row> = StepKind::ALL
        .into_iter()
        .map(|kind| row(process, kind, past))
        .filter(|row| row.kind != StepKind::Return && (!row.steps.is_empty() || row.passed > 0))
        .collect();
    let limit = process.minutes();
    let mut late: Vec<Late> =
        past.iter().enumerate().filter_map(|(no, spent)| late(no, spent, &rows, limit)).collect();
    late.sort_by_key(|late| Reverse((late.whole, late.step.map(|(_, over)| over))));
    Trial {
        dossiers: past.len(),
        late_on_a_step: late.iter().filter(|late| late.step.is_some()).count(),
        late_on_the_whole: late.iter().filter(|late| late.whole > 0).count(),
        late,
        limit,
        longest: rows
            .iter()
            .filter(|row| row.ninetieth > 0)
            .max_by_key(|row| row.ninetieth)
            .map(|row| row.kind),
        rows,
    }
}

fn late(no: usize, spent: &Spent, rows: &[Row], limit: i64) -> Option<Late> {
    let over = |row: &Row| Some((row.kind, spent.steps.get(&row.kind)? - row.limit?));
    let step = rows.iter().filter_map(over).filter(|(_, over)| *over > 0).max_by_key(|(_, over)| *over);
    let whole = (spent.whole - limit).max(0);
    (whole > 0 || step.is_some()).then_some(Late { no, whole, step })
}

fn row(process: &Process, kind: StepKind, past: &[Spent]) -> Row {
    let steps = || process.steps.iter().filter(|step| step.kind == kind);
    let counted: Vec<i64> = steps().filter_map(|step| step.minutes).collect();
    let limit = (!counted.is_empty()).then(|| counted.iter().sum());
    let mut took: Vec<i64> = past.iter().filter_map(|spent| spent.steps.get(&kind).copied()).collect();
    took.sort_unstable();
    Row {
        kind,
        steps: steps().map(|step| step.no.clone()).collect(),
        limit,
        passed: took.len(),
        late: limit.map_or(0, |limit| took.iter().filter(|minutes| **minutes > limit).count()),
        median: rank(&took, 50),
        ninetieth: rank(&took, 90),
    }
}

/// The smallest of the sorted values that `percent` of them do not exceed; 0 of none.
fn rank(sorted: &[i64], percent: usize) -> i64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{
        dossier::{
            Place,
            event::{Request, Resumption},
            sample,
        },
        process::standard::standard,
    };

    fn at(minutes: i64) -> Instant {
        sample::now() + SignedDuration::from_mins(minutes)
    }

    fn to(step: u16, kind: StepKind, minutes: i64) -> Place {
        Place { since: at(minutes), ..sample::place(step, kind, None) }
    }

    /// Every minute counts, so that the sums can be seen.
    fn of(events: &[(Event, i64)]) -> Spent {
        let events: Vec<Happened> =
            events.iter().map(|(event, minutes)| (event.clone(), Actor::System, at(*minutes))).collect();
        let clock = |_, from: Instant, to: Instant| to.duration_since(from).as_mins();
        spent(DossierId(sample::uuid(1)), &events, clock)
    }

    fn received() -> (Event, i64) {
        let (filing, target) = (Box::new(sample::filing(&[0])), sample::target());
        // Entered 20 minutes after it was received (row C-20): the time runs from the reception.
        (Event::Received { filing, target, acceptance: Box::new(sample::acceptance()) }, 20)
    }

    fn advanced(step: u16, kind: StepKind, minutes: i64) -> (Event, i64) {
        (Event::Advanced { to: to(step, kind, minutes), note: String::new() }, minutes)
    }

    fn on_the_way() -> Vec<(Event, i64)> {
        let person = sample::person(1);
        vec![
            received(),
            (Event::Transferred { to: to(1, StepKind::Assign, 60) }, 60),
            (Event::Assigned { person, to: to(2, StepKind::Process, 90), note: String::new() }, 90),
            advanced(3, StepKind::Review, 300),
        ]
    }

    #[test]
    fn time_belongs_to_the_step_at_which_it_passed_and_visits_add_up() {
        let mut events = on_the_way();
        let back = to(2, StepKind::Process, 360);
        events.push((Event::SentBack { to: back, reason: "x".into() }, 360));
        events.push(advanced(3, StepKind::Review, 400));
        let result = Event::ResultIssued { result: sample::outcome(), to: to(6, StepKind::Return, 410) };
        events.push((result, 410));
        let handover = crate::dossier::event::Handover {
            collector: "A".into(),
            identity: "1".into(),
            way: crate::dossier::ReturnWay::Counter,
            receipt_taken_back: true,
        };
        // What the applicant takes to collect is nobody's time.
        events.push((Event::Returned { handover }, 9_000));
        let spent = of(&events);
        let steps: Vec<(StepKind, i64)> = spent.steps.into_iter().collect();
        assert_eq!(
            steps,
            [
                (StepKind::Receive, 60),
                (StepKind::Assign, 30),
                (StepKind::Process, 210 + 40),
                (StepKind::Review, 60 + 10)
            ]
        );
        assert_eq!(spent.whole, 410);
    }

    #[test]
    fn waiting_for_the_applicant_is_nobodys_time_and_the_limit_begins_anew() {
        // NĐ 61/2018 Điều 19.4.
        let mut events = on_the_way();
        let request =
            Request { lines: vec![], reason: "x".into(), slip_number: 1, answer_by: None, remind_at: None };
        events.push((Event::SupplementRequested { request, is_late: false }, 310));
        let resumption = Resumption {
            at: at(5_000),
            due_at: None,
            warn_at: None,
            to: to(3, StepKind::Review, 5_000),
            slip_number: None,
        };
        let filing = Box::new(sample::filing(&[0]));
        events.push((Event::Supplemented { filing, resumption }, 5_015));
        events.push(advanced(4, StepKind::Sign, 5_040));
        let spent = of(&events);
        assert_eq!(spent.steps.get(&StepKind::Review), Some(&(10 + 40)));
        assert_eq!(spent.whole, 40, "from the supplement on");
    }

    #[test]
    fn a_trial_counts_who_would_have_been_late_and_where() {
        let mut process = standard("1.001193", "x", 2_400);
        process.steps[2].minutes = Some(100);
        process.steps[3].minutes = Some(50);
        let took = |process: i64, review: i64| Spent {
            steps: [(StepKind::Process, process), (StepKind::Review, review)].into(),
            whole: process + review,
        };
        let past: Vec<Spent> = (1..=10).map(|n| took(n * 20, 10)).chain([took(10, 5_000)]).collect();
        let tried = trial(&process, &past);
        assert_eq!((tried.dossiers, tried.late_on_a_step, tried.late_on_the_whole), (11, 6, 1));
        let late: Vec<(usize, i64, Option<(StepKind, i64)>)> =
            tried.late.iter().map(|late| (late.no, late.whole, late.step)).collect();
        assert_eq!(late.len(), 6, "as many as are counted");
        assert_eq!(late[0], (10, 5_010 - tried.limit, Some((StepKind::Review, 4_950))), "the latest first");
        assert_eq!(late[1], (9, 0, Some((StepKind::Process, 100))));
        let row = |kind| tried.rows.iter().find(|row| row.kind == kind).unwrap();
        let appraisal = row(StepKind::Process);
        assert_eq!((appraisal.limit, appraisal.late), (Some(100), 5));
        assert_eq!((appraisal.median, appraisal.ninetieth), (100, 180));
        assert_eq!(appraisal.steps, ["3"]);
        assert_eq!((row(StepKind::Review).late, row(StepKind::Review).ninetieth), (1, 10));
        assert_eq!(tried.longest, Some(StepKind::Process));
        assert!(tried.rows.iter().all(|row| row.kind != StepKind::Return), "its time is not counted");
    }

    #[test]
    fn without_dossiers_nothing_is_claimed() {
        let tried = trial(&standard("1.001193", "x", 2_400), &[]);
        assert_eq!((tried.dossiers, tried.late_on_a_step, tried.longest), (0, 0, None));
    }
}
