//! What must hold whatever was done (domain §2.4).

use std::collections::{BTreeMap, BTreeSet};

use base::{
    dossier::{self, Seen},
    error::Error,
};
use casework::{
    dossier::timeline::{self, Logged},
    letter::facts,
};
use domain::{
    access::{Action, actions},
    dossier::{
        Event, State,
        part::{Part, PartState},
    },
    id::DossierId,
    instant::{Instant, local},
    people::Role,
};
use kit::db::args;

use super::Game;

fn events(game: &Game, id: DossierId) -> Vec<Logged> {
    game.read(move |tx| timeline::events(tx, id))
}

/// The row is the fold of the log.
pub fn row_is_the_fold(game: &Game, seen: &Seen, told: &str) {
    let fold = timeline::fold(seen.id, &events(game, seen.id)).unwrap();
    let id = seen.id;
    let row = game.read(move |tx| dossier::load(tx, id));
    assert_eq!(*row, fold, "{told}: row and fold");
    assert_eq!(*row, **seen, "{told}: row and answer");
}

/// What must hold of one dossier at any moment.
pub fn invariants(game: &Game, seen: &Seen, told: &str) {
    let events = events(game, seen.id);
    let since = events.iter().rposition(|(_, event)| matches!(event, Event::Reopened { .. })).unwrap_or(0);
    let now = &events[since..];
    // One supplement without a leader (invariant 1), one extension (invariant 3).
    let asked = |(line, event): &&Logged| {
        matches!(event, Event::SupplementRequested { .. }) && line.by.role() != Some(Role::Leader)
    };
    assert!(now.iter().filter(asked).count() <= 1, "{told}: asked twice without a leader");
    let before = |(line, event): &&Logged| {
        matches!(event, Event::CompletionRequested { .. }) && line.by.role() != Some(Role::Leader)
    };
    assert!(events.iter().filter(before).count() <= 1, "{told}: asked twice before acceptance (C-14)");
    let moved = |(_, event): &&Logged| matches!(event, Event::Apologised { apology } if apology.moves_due);
    assert!(now.iter().filter(moved).count() <= 1, "{told}: put off twice");
    // No two clocks: the times in which it stood still do not overlap, and it stands only while somebody is waited for.
    let turns = &seen.turns;
    let waits =
        matches!(seen.state, State::AwaitingCompletion | State::AwaitingSupplement | State::AwaitingDuty);
    assert_eq!(turns.waiting.is_some(), waits, "{told}");
    let mut last = None;
    for pause in &turns.pauses {
        assert!(pause.from <= pause.to && last.is_none_or(|last| last <= pause.from), "{told}: {pause:?}");
        last = Some(pause.to);
    }
    // A part that waits has one before it that is open: none waits in vain (domain §2.5).
    for part in turns.parts.iter().filter(|part| part.state == PartState::Waiting) {
        let is_open = |no: &u16| turns.part(*no).is_some_and(Part::is_open);
        assert!(part.after.iter().any(is_open), "{told}: part {} waits in vain", part.no);
    }
    // A refusal has a reason with its basis (invariant 5).
    for (_, event) in &events {
        if let Event::Refused { ground, .. } | Event::Declined { ground, .. } = event {
            assert!(!ground.reason.trim().is_empty() && !ground.basis.trim().is_empty(), "{told}");
        }
    }
    // Each due date is noted as overdue once.
    let overdue: Vec<_> = now
        .iter()
        .filter_map(|(_, event)| match event {
            Event::FellOverdue { due_at, .. } => Some(*due_at),
            _ => None,
        })
        .collect();
    assert_eq!(overdue.len(), overdue.iter().collect::<BTreeSet<_>>().len(), "{told}: overdue twice");
}

/// Whatever is past its due date has a letter, drafted or signed, and is noted (invariant 4; row C-51); who was asked and did
/// not answer is closed.
pub fn nothing_is_forgotten(game: &Game) {
    let now = game.now();
    for id in game.models.keys() {
        let seen = game.seen(*id);
        let turns = &seen.turns;
        if let Some(due) = seen.due_at.filter(|due| seen.state.is_running() && *due < now) {
            let drafted = turns.apology.is_some_and(|letter| letter.due_at == due);
            let told = format!("{}: due {due}", game.told());
            assert!(drafted || turns.apologised_for == Some(due), "{told}: no letter");
            let is_noted = events(game, *id)
                .iter()
                .any(|(_, event)| matches!(event, Event::FellOverdue { due_at, .. } if *due_at == due));
            assert!(is_noted, "{told}: not noted as overdue");
        }
        let late = turns.waiting.and_then(|waiting| waiting.answer_by).is_some_and(|by| by < now);
        assert!(!late || seen.state == State::AwaitingDuty, "{}: not closed", game.told());
    }
}

/// Dossier codes of a unit and day, and letters of a unit, form and year, are 1, 2, 3 … (rows C-20, TT 01/2018 Điều 10.2).
pub fn numbers_have_no_gaps(game: &Game) {
    let mut series: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut apologies: BTreeSet<(DossierId, Instant, u32)> = BTreeSet::new();
    let all = game.read(|tx| {
        let rows = tx.all("SELECT id FROM dossier", args![])?;
        rows.iter().map(|row| Ok::<_, Error>(DossierId(row.get(0)?))).collect::<Result<Vec<_>, _>>()
    });
    for id in all {
        let (seen, events) = (game.seen(id), events(game, id));
        if let Some(code) = &seen.code {
            let (day, number) = code.rsplit_once('-').unwrap();
            series.entry(format!("code {day}")).or_default().push(number.parse().unwrap());
        }
        // A number is a letter, waits to become one, or is entered as void.
        let is_void = |number: u32| {
            events
                .iter()
                .any(|(_, e)| matches!(e, Event::ApologyVoided { slip_number, .. } if *slip_number == number))
        };
        let is_signed = |number: u32| {
            events
                .iter()
                .any(|(_, e)| matches!(e, Event::Apologised { apology } if apology.slip_number == number))
        };
        for (_, event) in &events {
            if let Event::ApologyDrafted { slip_number, .. } = event {
                let waits = seen.turns.apology.is_some_and(|drafted| drafted.slip_number == *slip_number);
                let ends = [waits, is_void(*slip_number), is_signed(*slip_number)];
                let told = format!("{}: number {slip_number} of an apology: {ends:?}", game.told());
                assert_eq!(ends.iter().filter(|end| **end).count(), 1, "{told}");
                assert!(!(waits && seen.state.is_closed()), "{told}");
            }
        }
        for (line, event) in &events {
            let (form, number, unit) = match event {
                Event::ApologyDrafted { slip_number, .. } => ("04", *slip_number, seen.settling_unit),
                _ => match facts::owed(&seen, event, line.at) {
                    Some(owed) => (owed.form.number, owed.number, owed.unit),
                    None => continue,
                },
            };
            // The letter that was drafted is the letter that is signed.
            let due = match event {
                Event::ApologyDrafted { due_at, .. } => Some(*due_at),
                Event::Apologised { apology } => Some(apology.due_at),
                _ => None,
            };
            if due.is_some_and(|due| !apologies.insert((id, due, number))) {
                continue;
            }
            let year = local(line.at).year();
            series.entry(format!("form {form} {unit} {year}")).or_default().push(number);
        }
    }
    for (name, mut numbers) in series {
        numbers.sort_unstable();
        let expected: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, expected, "{}: {name}", game.told());
    }
}

/// In every dossier that is not over, somebody can do something that leads on.
pub fn nothing_is_stuck(game: &Game) {
    let aside = [
        Action::GiveLetter,
        Action::Read,
        Action::Withdraw,
        Action::RecordLoss,
        Action::Undo,
        Action::Apologise,
    ];
    for id in game.models.keys() {
        let seen = game.seen(*id);
        if seen.state.is_closed() {
            continue;
        }
        let leads_on = |by: &domain::people::Actor| {
            actions(by, &seen).iter().any(|action| !aside.contains(action) && *action != Action::Reassign)
        };
        let told = format!("{}: nobody can go on with {:?} at {:?}", game.told(), seen.state, seen.place);
        assert!(game.people.iter().any(leads_on), "{told}");
    }
}
