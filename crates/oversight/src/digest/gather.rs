//! The lines of a digest with their numbers. Dossiers are counted in the board's memory, by its figures; what else waits, by one
//! question for each unit.

use std::collections::HashMap;

use base::error::Result;
use domain::{
    board::Edges,
    digest::{DigestLine, OF_DOSSIERS},
    id::UnitId,
    instant::{Instant, local_date},
    people::{Actor, Role},
};
use kit::db::{Tx, args};
use uuid::Uuid;

use super::whose::Whose;
use crate::board::{
    count::Scope,
    watch::{Kept, Memory},
};

/// How many dossiers each line of [`OF_DOSSIERS`] counts.
pub type Counts = [i64; 3];

/// Counts what `memory` holds of `whose`.
pub fn counts_of(memory: &Memory, whose: Whose) -> Counts {
    let mut counts = Counts::default();
    let Some(edges) = &memory.edges else { return counts };
    for kept in memory.dossiers.values().filter(|kept| whose.holds(kept)) {
        if let Some(count) = place(kept, edges).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

/// On which line of [`OF_DOSSIERS`] the dossier stands.
fn place(kept: &Kept, edges: &Edges) -> Option<usize> {
    OF_DOSSIERS.iter().position(|line| line.figures().iter().any(|figure| figure.counts(&kept.glance, edges)))
}

/// What the dossiers ask, of everybody at once: one walk through the memory.
#[derive(Debug, Default)]
pub struct Tally {
    all: Counts,
    of_unit: HashMap<UnitId, Counts>,
    /// By who holds the step, and the unit and role it waits for.
    of_holder: HashMap<(Uuid, Option<(UnitId, Role)>), Counts>,
}

impl Tally {
    /// Counts what `memory` holds.
    pub fn of(memory: &Memory) -> Tally {
        let mut tally = Tally::default();
        let Some(edges) = &memory.edges else { return tally };
        for kept in memory.dossiers.values() {
            if let Some(place) = place(kept, edges) {
                tally.take(kept, place);
            }
        }
        tally
    }

    fn take(&mut self, kept: &Kept, place: usize) {
        let unit = self.of_unit.entry(kept.settling_unit).or_default();
        let holder = kept.owner.map(|owner| self.of_holder.entry((owner, kept.holder)).or_default());
        for counts in [&mut self.all, unit].into_iter().chain(holder) {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }

    /// The numbers of the dossiers that are `whose`.
    pub fn counts(&self, whose: Whose) -> Counts {
        match whose {
            Whose::Watched(Scope::All) => self.all,
            Whose::Watched(Scope::Unit(unit)) => self.of_unit.get(&unit).copied().unwrap_or_default(),
            Whose::Own { .. } => {
                let mut sum = Counts::default();
                let own = self.of_holder.iter().filter(|((owner, holder), _)| whose.is_held(*owner, *holder));
                for (_, counts) in own {
                    for (sum, count) in sum.iter_mut().zip(counts) {
                        *sum += count;
                    }
                }
                sum
            }
        }
    }
}

/// What waits for a unit beside its dossiers.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Matters to answer, by the person each is for, if it is for one.
    matters: Vec<(Option<Uuid>, i64)>,
    /// Its tasks about procedures; those that the Centre is to check.
    tasks: (i64, i64),
    /// Procedures that the unit is to review; proposals of all that wait for a decision.
    reviews: (i64, i64),
    /// Tasks of the plan that are late: of the unit, of all.
    plan: (i64, i64),
    /// Petitions that the unit is to answer, those about somebody's conduct apart; those that nobody classified yet.
    petitions: (i64, i64, i64),
    /// Whether a list of those who are late was published today and stands.
    is_published: bool,
}

impl Waiting {
    /// Asks for the unit `unit` at `now`. The conditions are those of the lists that the lines lead to.
    pub fn of(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Waiting> {
        let matters = tx.all(
            "SELECT person_id, count(*) FROM matter WHERE to_unit_id = $1 AND state IN ('open', 'lifted')
             GROUP BY person_id",
            args![unit.0],
        )?;
        let tasks = tx.one(
            "SELECT count(*) FILTER (WHERE owner_unit_id = $1), count(*) FILTER (WHERE state = 'reported')
             FROM task WHERE state IN ('open', 'reported')",
            args![unit.0],
        )?;
        let reviews = tx.one(
            "SELECT count(*) FILTER (WHERE state = 'open' AND unit_id = $1), count(*) FILTER (WHERE state = 'proposed')
             FROM review_item WHERE state IN ('open', 'proposed')",
            args![unit.0],
        )?;
        let plan = tx.one(
            "SELECT count(*) FILTER (WHERE unit_id = $1), count(*) FROM corrective
             WHERE origin = 'ke-hoach' AND state = 'open' AND due_at < $2",
            args![unit.0, now],
        )?;
        let petitions = tx.one(
            "SELECT count(*) FILTER (WHERE state = 'forwarded' AND unit_id = $1 AND NOT is_conduct),
                 count(*) FILTER (WHERE state = 'forwarded' AND unit_id = $1 AND is_conduct),
                 count(*) FILTER (WHERE state = 'received')
             FROM petition WHERE state IN ('forwarded', 'received')",
            args![unit.0],
        )?;
        let published = tx.optional(
            "SELECT day FROM late_list WHERE day = $1 AND withdrawn_at IS NULL",
            args![local_date(now)],
        )?;
        Ok(Waiting {
            is_published: published.is_some(),
            matters: matters.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?,
            tasks: (tasks.get(0)?, tasks.get(1)?),
            reviews: (reviews.get(0)?, reviews.get(1)?),
            plan: (plan.get(0)?, plan.get(1)?),
            petitions: (petitions.get(0)?, petitions.get(1)?, petitions.get(2)?),
        })
    }

    /// How many of the line wait for `by`, who acts in `role`.
    fn count(&self, line: DigestLine, by: &Actor, role: Role) -> i64 {
        let is_head = matches!(role, Role::DivisionHead | Role::Leader);
        let (plain, conduct, unclassified) = self.petitions;
        match line {
            DigestLine::Matters => {
                let is_meant = |person: Option<Uuid>| {
                    is_head || person.is_none_or(|person| by.answers_for(domain::id::PersonId(person)))
                };
                self.matters.iter().filter(|(person, _)| is_meant(*person)).map(|(_, count)| count).sum()
            }
            DigestLine::Tasks if role.is_centre() => self.tasks.1,
            DigestLine::Tasks => self.tasks.0,
            DigestLine::Reviews if role.is_centre() => self.reviews.1,
            DigestLine::Reviews => self.reviews.0,
            DigestLine::Plan if role.is_centre() => self.plan.1,
            DigestLine::Plan => self.plan.0,
            DigestLine::Petitions if role.is_centre() => unclassified,
            DigestLine::Petitions if is_head => plain + conduct,
            DigestLine::Petitions => plain,
            DigestLine::Late | DigestLine::Today | DigestLine::Soon | DigestLine::LateList => 0,
        }
    }
}

/// The lines of whoever acts as `by`, each with its number, with the `counts` of their dossiers.
pub fn lines(counts: Counts, waiting: &Waiting, by: &Actor) -> Vec<(DigestLine, i64)> {
    let Some(role) = by.role() else { return vec![] };
    let number = |line: DigestLine| match OF_DOSSIERS.iter().position(|known| *known == line) {
        Some(place) => counts.get(place).copied().unwrap_or_default(),
        // The list is drafted from what is late now.
        None if line == DigestLine::LateList && !waiting.is_published => {
            counts.first().copied().unwrap_or_default()
        }
        None => waiting.count(line, by, role),
    };
    let own = DigestLine::ALL.iter().copied().filter(|line| line.is_for(role));
    own.map(|line| (line, number(line))).collect()
}
