//! Versions of procedures and processes. They never change once published, so those in use are kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    catalogue::{Case, Paper, Procedure, VersionState},
    dossier::Channel,
    id::{ProcedureVersionId, ProcessVersionId, UnitId},
    process::{Process, check::serves},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::db::{Row, Tx, args};
use uuid::Uuid;

use crate::error::{Error, Result};

/// How many of each are kept.
const KEPT: usize = 512;

/// A version of a procedure.
#[derive(Clone, Debug)]
pub struct ProcedureVersion {
    /// Its identifier.
    pub id: ProcedureVersionId,
    /// Its number, from 1.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// Who settles it, if one unit settles all of them.
    pub settling_unit: Option<UnitId>,
    /// The kind of unit that settles it otherwise: `commune`, `district`.
    pub settling_kind: String,
    /// Its content.
    pub content: Procedure,
    /// For each case and paper, whether a dossier is incomplete without it: asked for often, and read out of names.
    mandatory: Vec<Vec<bool>>,
}

impl ProcedureVersion {
    /// Whether a dossier of that case is incomplete without that paper.
    pub fn is_mandatory(&self, case: u16, item: u16) -> bool {
        let papers = self.mandatory.get(usize::from(case));
        papers.and_then(|papers| papers.get(usize::from(item))).copied().unwrap_or(false)
    }
}

/// A version of a process.
#[derive(Clone, Debug)]
pub struct ProcessVersion {
    /// Its identifier.
    pub id: ProcessVersionId,
    /// Its number, from 1.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// Its content.
    pub content: Process,
}

/// Refuses the procedure version `id` if its last day was before `today` (row C-43): nobody applies for it any more, whether or
/// not the job that takes it out of force has come round.
pub fn must_not_have_ended(tx: &mut Tx, id: ProcedureVersionId, today: Date) -> Result<()> {
    let row = tx.optional("SELECT ends_on FROM procedure WHERE id = $1", args![id.0])?;
    must_not_be_over(row.ok_or(Error::NotFound)?.get(0)?, today)
}

fn must_not_be_over(last_day: Option<Date>, today: Date) -> Result<()> {
    match last_day.filter(|last| *last < today) {
        Some(last) => Err(Refusal::ProcedureEnded(last).into()),
        None => Ok(()),
    }
}

/// By what a dossier is received that comes in now.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The published version.
    pub procedure: Arc<ProcedureVersion>,
    /// The process, if there is one: one that meets the limit of the channel, and one that an agency built before one made by rule.
    pub process: Option<Arc<ProcessVersion>>,
    last_day: Option<Date>,
}

impl InForce {
    /// Refuses the day after the procedure's last.
    pub fn must_not_have_ended(&self, today: Date) -> Result<()> {
        must_not_be_over(self.last_day, today)
    }
}

/// The versions in use, kept in memory.
#[derive(Clone, Debug, Default)]
pub struct Versions {
    /// By code, the version that was in force when it was last asked for.
    in_force: Arc<Mutex<HashMap<String, ProcedureVersionId>>>,
    procedures: Arc<Mutex<HashMap<Uuid, Arc<ProcedureVersion>>>>,
    processes: Arc<Mutex<HashMap<Uuid, Arc<ProcessVersion>>>>,
}

/// What [`read_procedure`] wants.
pub const PROCEDURE: &str = "id, version, state, settling_unit_id, settling_kind, body";
const PROCESS: &str = "id, version, state, body";

/// The version in `row`.
pub fn read_procedure(row: &Row) -> Result<ProcedureVersion> {
    let content: Procedure = row.json(5)?;
    let of_case = |case: &Case| case.papers.iter().map(Paper::is_mandatory).collect();
    Ok(ProcedureVersion {
        mandatory: content.cases.iter().map(of_case).collect(),
        id: ProcedureVersionId(row.get(0)?),
        number: row.get(1)?,
        state: state(row, 2)?,
        settling_unit: row.get::<Option<Uuid>>(3)?.map(UnitId),
        settling_kind: row.get(4)?,
        content,
    })
}

fn state(row: &Row, column: usize) -> Result<VersionState> {
    let word: String = row.get(column)?;
    VersionState::by_name(&word).ok_or_else(|| Error::fault(format!("unknown state of a version: {word}")))
}

impl Versions {
    /// The version `id` of a procedure.
    pub fn procedure(&self, tx: &mut Tx, id: ProcedureVersionId) -> Result<Arc<ProcedureVersion>> {
        if let Some(known) = get(&self.procedures, id.0) {
            return Ok(known);
        }
        let row = tx.optional(&format!("SELECT {PROCEDURE} FROM procedure WHERE id = $1"), args![id.0])?;
        let version = Arc::new(read_procedure(&row.ok_or(Error::NotFound)?)?);
        if version.state != VersionState::Draft {
            put(&self.procedures, id.0, &version);
        }
        Ok(version)
    }

    /// The published version of the procedure with that national code.
    pub fn published(&self, tx: &mut Tx, code: &str) -> Result<Arc<ProcedureVersion>> {
        let row =
            tx.optional("SELECT id FROM procedure WHERE code = $1 AND state = 'published'", args![code])?;
        let id = ProcedureVersionId(row.ok_or(Error::NotFound)?.get(0)?);
        self.remember(code, id);
        self.procedure(tx, id)
    }

    /// The version that was in force when it was last asked for, without asking again. Who acts on it must make sure in the
    /// transaction: see [`Versions::in_force`].
    pub fn known(&self, code: &str) -> Option<Arc<ProcedureVersion>> {
        let known = self.in_force.lock().unwrap_or_else(PoisonError::into_inner).get(code).copied()?;
        get(&self.procedures, known.0)
    }

    fn remember(&self, code: &str, id: ProcedureVersionId) {
        let mut known = self.in_force.lock().unwrap_or_else(PoisonError::into_inner);
        if known.get(code) != Some(&id) {
            if known.len() >= KEPT {
                known.clear();
            }
            known.insert(code.to_owned(), id);
        }
    }

    /// The version `id` of a process.
    pub fn process(&self, tx: &mut Tx, id: ProcessVersionId) -> Result<Arc<ProcessVersion>> {
        if let Some(known) = get(&self.processes, id.0) {
            return Ok(known);
        }
        let row = tx.optional(&format!("SELECT {PROCESS} FROM process WHERE id = $1"), args![id.0])?;
        let row = row.ok_or(Error::NotFound)?;
        let version = Arc::new(ProcessVersion {
            id,
            number: row.get(1)?,
            state: state(&row, 2)?,
            content: row.json(3)?,
        });
        if version.state != VersionState::Draft {
            put(&self.processes, id.0, &version);
        }
        Ok(version)
    }

    /// What is in force for what is filed by `channel` of the procedure with that national code.
    pub fn in_force(&self, tx: &mut Tx, code: &str, channel: Channel) -> Result<InForce> {
        let rows = tx.all(
            "SELECT p.id, q.id, p.ends_on FROM procedure p LEFT JOIN process q ON q.procedure_code = p.code AND q.state = 'published'
             WHERE p.code = $1 AND p.state = 'published' ORDER BY q.is_generated, q.version DESC",
            args![code],
        )?;
        let first = rows.first().ok_or(Error::NotFound)?;
        let (procedure, last_day) = (ProcedureVersionId(first.get(0)?), first.get(2)?);
        let procedure = self.procedure(tx, procedure)?;
        self.remember(code, procedure.id);
        let mut processes = vec![];
        for row in rows {
            if let Some(id) = row.get::<Option<Uuid>>(1)? {
                processes.push(self.process(tx, ProcessVersionId(id))?);
            }
        }
        let serving = processes.iter().find(|process| serves(&process.content, &procedure.content, channel));
        let process = serving.or(processes.first()).cloned();
        Ok(InForce { procedure, process, last_day })
    }
}

fn get<T>(kept: &Mutex<HashMap<Uuid, Arc<T>>>, id: Uuid) -> Option<Arc<T>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).get(&id).map(Arc::clone)
}

fn put<T>(kept: &Mutex<HashMap<Uuid, Arc<T>>>, id: Uuid, version: &Arc<T>) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(id, Arc::clone(version));
}
