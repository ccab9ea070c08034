//! The table of the board: for each unit, field, officer or step, how many dossiers each figure counts.

use std::{collections::HashMap, sync::Arc};

use base::{error::Error, house::House, session::Session};
use domain::{
    board::{Figure, Grouping},
    id::UnitId,
    people::Role,
    process::StepKind,
};
use uuid::Uuid;

use super::watch::{Kept, Memory};

/// How many figures there are.
pub const FIGURES: usize = Figure::ALL.len();

/// Whose dossiers are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody's: the Centre and the province.
    All,
    /// Those that this unit decides: its head.
    Unit(UnitId),
}

impl Scope {
    /// What the person signed in may watch; nobody else may.
    pub fn of(session: &Session) -> Result<Scope, Error> {
        match session.role {
            role if !role.watches() => Err(Error::Forbidden),
            Role::Leader | Role::DivisionHead => Ok(Scope::Unit(session.unit)),
            _ => Ok(Scope::All),
        }
    }

    /// The unit, if it is one unit's.
    pub fn unit(self) -> Option<Uuid> {
        match self {
            Scope::All => None,
            Scope::Unit(unit) => Some(unit.0),
        }
    }

    /// Whether the dossier lies in it.
    pub fn holds(self, kept: &Kept) -> bool {
        match self {
            Scope::All => true,
            Scope::Unit(unit) => kept.settling_unit == unit,
        }
    }
}

/// One way to look at the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// By what its rows are made.
    pub grouping: Grouping,
    /// Whose dossiers they hold.
    pub scope: Scope,
}

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A unit.
    Unit(UnitId),
    /// A field.
    Field(Arc<str>),
    /// An officer; nobody.
    Officer(Option<Uuid>),
    /// A step; none.
    Step(Option<StepKind>),
}

impl Key {
    /// The row of `grouping` that the dossier stands in.
    pub fn of(kept: &Kept, grouping: Grouping) -> Key {
        match grouping {
            Grouping::Unit => Key::Unit(kept.settling_unit),
            Grouping::Field => Key::Field(Arc::clone(&kept.field)),
            Grouping::Officer => Key::Officer(kept.owner),
            Grouping::Step => Key::Step(kept.step),
        }
    }

    /// As it stands in an address.
    pub fn word(&self) -> String {
        match self {
            Key::Unit(unit) => unit.to_string(),
            Key::Field(field) => field.to_string(),
            Key::Officer(owner) => owner.map_or_else(|| "-".into(), |owner| owner.to_string()),
            Key::Step(step) => step.map_or("-", StepKind::name).to_owned(),
        }
    }

    /// As people read it.
    pub fn name(&self, memory: &Memory, house: &House) -> String {
        match self {
            Key::Unit(unit) => house.unit_name(*unit).to_owned(),
            Key::Field(field) if field.is_empty() => "Chưa rõ lĩnh vực".into(),
            Key::Field(field) => field.to_string(),
            Key::Officer(None) => "Chưa ai giữ".into(),
            Key::Officer(Some(owner)) => memory.names.get(owner).cloned().unwrap_or_default(),
            Key::Step(step) => step.map_or("Chưa vào bước nào", StepKind::title).to_owned(),
        }
    }
}

/// The numbers of one row, in the order of [`Figure::ALL`].
pub type Counts = [u32; FIGURES];

/// The table: its rows and their sum.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// For each row, its numbers.
    pub rows: HashMap<Key, Counts>,
    /// Their sum.
    pub sum: Counts,
}

impl Table {
    /// Counts what `memory` holds for `view`.
    pub fn of(memory: &Memory, view: View) -> Table {
        let mut table = Table::default();
        let Some(edges) = &memory.edges else { return table };
        for kept in memory.dossiers.values().filter(|kept| view.scope.holds(kept)) {
            let row = table.rows.entry(Key::of(kept, view.grouping)).or_insert([0; FIGURES]);
            for (figure, (count, sum)) in Figure::ALL.iter().zip(row.iter_mut().zip(&mut table.sum)) {
                let n = u32::from(figure.counts(&kept.glance, edges));
                (*count, *sum) = (*count + n, *sum + n);
            }
        }
        table
    }

    /// The rows in the order of the page: where most is late first, then by name.
    pub fn in_order(&self, memory: &Memory, house: &House) -> Vec<(String, String, Counts)> {
        let mut rows: Vec<(String, String, Counts)> =
            self.rows.iter().map(|(key, counts)| (key.word(), key.name(memory, house), *counts)).collect();
        rows.sort_by_cached_key(|(_, name, counts)| {
            (std::cmp::Reverse(late(counts)), domain::text::fold(name))
        });
        rows
    }
}

/// How many of a row are late.
pub fn late(counts: &Counts) -> u32 {
    let pairs = Figure::ALL.iter().zip(counts);
    pairs.filter(|(figure, _)| figure.is_late()).map(|(_, count)| count).sum()
}
