//! What the board remembers: one line for each dossier that is open, or moved today. Read whole once, then kept up by what
//! the log says has changed.

use std::{collections::HashMap, sync::Arc};

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{
    board::{ApologyStatus, Edges, Glance},
    dossier::{
        State, Turns,
        part::{Part, PartState},
    },
    id::UnitId,
    instant::{Instant, local_date},
    org::UnitKind,
    people::Role,
    process::StepKind,
};
use jiff::SignedDuration;
use kit::db::{Row, Tx, Value, args};
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// How much later than its time an event may become visible: its transaction waits, or another server's clock differs.
const VISIBLE_AFTER: SignedDuration = SignedDuration::from_secs(10);

/// One dossier, as the board keeps it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What is counted.
    pub glance: Glance,
    /// Which state of it this is.
    version: i64,
    /// The unit that decides.
    pub settling_unit: UnitId,
    /// The field of its procedure.
    pub field: Arc<str>,
    /// Who holds its step.
    pub owner: Option<Uuid>,
    /// The step it is at.
    pub step: Option<StepKind>,
    /// The unit and the role its step waits for.
    pub holder: Option<(UnitId, Role)>,
    /// When it is to be looked at.
    pub urgent_at: Option<Instant>,
}

/// The memory, shared by everybody who looks.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<Memory>>);

/// The dossiers and what is known of those they belong to.
#[derive(Debug, Default)]
pub struct Memory {
    /// Every dossier that is open or moved today.
    pub dossiers: HashMap<Uuid, Kept>,
    /// The moments of the minute the memory was last brought up to.
    pub edges: Option<Edges>,
    /// Grows with every change.
    pub revision: u64,
    /// The names of those who hold something.
    pub names: HashMap<Uuid, String>,
    has_strangers: bool,
    fields: Arc<Fields>,
    read_until: Option<Instant>,
}

/// The field of each procedure version.
type Fields = HashMap<Uuid, Arc<str>>;

const SELECT: &str = "SELECT d.id, d.version, d.state, d.procedure_id, d.settling_unit_id, d.received_at, d.settled_at, \
     d.due_at, d.step_kind, d.step_owner_id, d.urgent_at, d.turns, d.step_unit_id, d.step_role FROM dossier d";

impl Watch {
    /// The memory as things stand now.
    pub async fn now(&self, app: &App) -> Result<MutexGuard<'_, Memory>> {
        let mut memory = self.0.lock().await;
        memory.refresh(app).await?;
        Ok(memory)
    }
}

impl Memory {
    async fn refresh(&mut self, app: &App) -> Result<()> {
        let (now, house) = (app.now(), app.house());
        let province = house.serving(UnitKind::Province, local_date(now));
        let province = province.ok_or_else(|| Error::fault("no province"))?;
        let edges = Edges::of(now, &house.timetable(province.id));
        let is_new_day = self.edges.is_none_or(|known| known.today != edges.today);
        let since = self.read_until.filter(|_| !is_new_day).map(|until| until.min(now) - VISIBLE_AFTER);
        let fields = Arc::clone(&self.fields);
        let (found, fields) = app
            .read(move |tx| {
                let mut found = match since {
                    None => whole(tx, edges.today)?,
                    Some(since) => changed(tx, since)?,
                };
                let fields = name_fields(tx, &mut found, Arc::clone(&fields))?;
                Ok((found, fields))
            })
            .await?;
        self.fields = fields;
        if since.is_none() {
            self.dossiers.clear();
            self.revision += 1;
        }
        for Found { id, kept, .. } in found {
            self.take(id, kept, &edges);
        }
        self.learn_names(app).await?;
        if self.edges != Some(edges) {
            // Time alone moves dossiers from one figure to another.
            self.revision += 1;
        }
        (self.edges, self.read_until) = (Some(edges), Some(now));
        Ok(())
    }

    fn take(&mut self, id: Uuid, kept: Kept, edges: &Edges) {
        if self.dossiers.get(&id).is_some_and(|known| known.version >= kept.version) {
            return;
        }
        let is_today = |at: Option<Instant>| at.is_some_and(|at| at >= edges.today);
        let glance = kept.glance;
        self.revision += 1;
        if let Some(owner) = kept.owner.filter(|owner| !self.names.contains_key(owner)) {
            self.names.insert(owner, String::new());
            self.has_strangers = true;
        }
        if glance.settled_at.is_none() || is_today(glance.settled_at) || is_today(glance.received_at) {
            self.dossiers.insert(id, kept);
        } else {
            self.dossiers.remove(&id);
        }
    }

    /// Looks up the names of those who hold something and are not known yet.
    async fn learn_names(&mut self, app: &App) -> Result<()> {
        if std::mem::take(&mut self.has_strangers) {
            let rows = app.read(|tx| Ok(tx.all("SELECT id, name FROM person", args![])?)).await?;
            self.names = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
        }
        Ok(())
    }
}

/// A dossier as it was found, before its field is known.
struct Found {
    id: Uuid,
    procedure: Uuid,
    kept: Kept,
}

/// Every dossier that is open or moved today. Row by row: a province has two hundred thousand of them.
fn whole(tx: &mut Tx, today: Instant) -> Result<Vec<Found>> {
    let mut found =
        gather(tx, &format!("{SELECT} WHERE d.urgent_at IS NOT NULL AND d.settled_at IS NULL"), args![])?;
    found.append(&mut changed(tx, today)?);
    Ok(found)
}

/// What the log has lines of since `since`.
fn changed(tx: &mut Tx, since: Instant) -> Result<Vec<Found>> {
    let sql = format!("{SELECT} WHERE d.id IN (SELECT stream_id FROM event WHERE at >= $1)");
    gather(tx, &sql, args![since])
}

fn gather(tx: &mut Tx, sql: &str, args: Vec<Value>) -> Result<Vec<Found>> {
    let mut found = vec![];
    tx.each(sql, args, |row| {
        found.push(read(&row)?);
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// Gives each dossier the field of its procedure; those known, read again if a procedure is new.
fn name_fields(tx: &mut Tx, found: &mut [Found], known: Arc<Fields>) -> Result<Arc<Fields>> {
    let is_known = found.iter().all(|found| known.contains_key(&found.procedure));
    let fields = if is_known { known } else { Arc::new(read_fields(tx)?) };
    for Found { procedure, kept, .. } in found {
        kept.field = fields.get(procedure).cloned().unwrap_or_default();
    }
    Ok(fields)
}

fn read_fields(tx: &mut Tx) -> Result<Fields> {
    let (mut fields, mut names): (Fields, HashMap<String, Arc<str>>) = Default::default();
    for row in tx.all("SELECT id, field FROM procedure", args![])? {
        let name: String = row.get(1)?;
        let shared = names.entry(name).or_insert_with_key(|name| name.as_str().into());
        fields.insert(row.get(0)?, Arc::clone(shared));
    }
    Ok(fields)
}

fn read(row: &Row) -> Result<Found> {
    let state: String = row.get(2)?;
    let state = State::by_name(&state).ok_or_else(|| Error::fault(format!("unknown state {state}")))?;
    let turns: Turns = row.json::<Option<_>>(11)?.unwrap_or_default();
    let (due_at, owner) = (row.get(7)?, row.get::<Option<Uuid>>(9)?);
    let kept = Kept {
        glance: Glance {
            state,
            received_at: row.get(5)?,
            settled_at: row.get(6)?,
            due_at,
            is_held: owner.is_some(),
            waits_for_unit: turns.parts.iter().any(Part::is_at_work),
            has_silence: turns.parts.iter().any(|part| part.state == PartState::Silent),
            apology: ApologyStatus::of(&turns, due_at),
        },
        version: row.get(1)?,
        settling_unit: UnitId(row.get(4)?),
        field: Arc::default(),
        owner,
        step: row.get::<Option<String>>(8)?.and_then(|kind| StepKind::by_name(&kind)),
        holder: row
            .get::<Option<Uuid>>(12)?
            .map(UnitId)
            .zip(row.get::<Option<String>>(13)?.and_then(|role| Role::by_name(&role))),
        urgent_at: row.get(10)?,
    };
    Ok(Found { id: row.get(0)?, procedure: row.get(3)?, kept })
}
