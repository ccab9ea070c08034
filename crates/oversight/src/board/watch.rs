//! What the board remembers: one line for each dossier that is open, or moved today. Read whole once, then kept up by what
//! the log says has changed.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{
    board::{ApologyStatus, Edges, Glance},
    dossier::{State, Turns},
    id::UnitId,
    instant::Instant,
    org::UnitKind,
    people::Role,
    process::StepKind,
};
use jiff::SignedDuration;
use kit::db::{Row, Tx, args};
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
    fields: HashMap<Uuid, Arc<str>>,
    read_until: Option<Instant>,
}

const COLUMNS: &str = "d.id, d.version, d.state, d.procedure_id, d.settling_unit_id, d.received_at, d.settled_at, d.due_at, \
     d.step_kind, d.step_owner_id, d.urgent_at, d.turns, d.step_unit_id, d.step_role";

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
        let province = house.of_kind(UnitKind::Province);
        let province = province.first().ok_or_else(|| Error::fault("no province"))?;
        let edges = Edges::of(now, &house.timetable(province.id));
        let is_new_day = self.edges.is_none_or(|known| known.today != edges.today);
        let since = self.read_until.filter(|_| !is_new_day).map(|until| until.min(now) - VISIBLE_AFTER);
        let rows = app
            .read(move |tx| match since {
                None => Ok(whole(tx, edges.today)?),
                Some(since) => Ok(changed(tx, since)?),
            })
            .await?;
        if since.is_none() {
            self.dossiers.clear();
            self.revision += 1;
        }
        self.learn(app, &rows).await?;
        for row in &rows {
            self.take(row, &edges)?;
        }
        if self.edges != Some(edges) {
            // Time alone moves dossiers from one figure to another.
            self.revision += 1;
        }
        (self.edges, self.read_until) = (Some(edges), Some(now));
        Ok(())
    }

    fn take(&mut self, row: &Row, edges: &Edges) -> Result<()> {
        let (id, version): (Uuid, i64) = (row.get(0)?, row.get(1)?);
        if self.dossiers.get(&id).is_some_and(|known| known.version >= version) {
            return Ok(());
        }
        let kept = read(row, version, &self.fields)?;
        let is_today = |at: Option<Instant>| at.is_some_and(|at| at >= edges.today);
        let glance = kept.glance;
        self.revision += 1;
        if glance.settled_at.is_none() || is_today(glance.settled_at) || is_today(glance.received_at) {
            self.dossiers.insert(id, kept);
        } else {
            self.dossiers.remove(&id);
        }
        Ok(())
    }

    /// Looks up the fields and names that are not known yet.
    async fn learn(&mut self, app: &App, rows: &[Row]) -> Result<()> {
        let (mut procedures, mut people) = (HashSet::new(), HashSet::new());
        for row in rows {
            procedures.insert(row.get::<Uuid>(3)?);
            people.extend(row.get::<Option<Uuid>>(9)?);
        }
        if procedures.iter().any(|id| !self.fields.contains_key(id)) {
            let rows = app.read(|tx| Ok(tx.all("SELECT id, field FROM procedure", args![])?)).await?;
            let mut known: HashSet<Arc<str>> = self.fields.values().cloned().collect();
            for row in rows {
                let name: Arc<str> = row.get::<String>(1)?.into();
                let name = known.get(&name).cloned().unwrap_or(name);
                known.insert(Arc::clone(&name));
                self.fields.insert(row.get(0)?, name);
            }
        }
        if people.iter().any(|id| !self.names.contains_key(id)) {
            let rows = app.read(|tx| Ok(tx.all("SELECT id, name FROM person", args![])?)).await?;
            self.names = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
        }
        Ok(())
    }
}

fn whole(tx: &mut Tx, today: Instant) -> Result<Vec<Row>> {
    let mut rows = tx.all(
        &format!("SELECT {COLUMNS} FROM dossier d WHERE d.urgent_at IS NOT NULL AND d.settled_at IS NULL"),
        args![],
    )?;
    rows.append(&mut changed(tx, today)?);
    Ok(rows)
}

/// What the log has lines of since `since`.
fn changed(tx: &mut Tx, since: Instant) -> Result<Vec<Row>> {
    let sql =
        format!("SELECT {COLUMNS} FROM dossier d WHERE d.id IN (SELECT stream_id FROM event WHERE at >= $1)");
    Ok(tx.all(&sql, args![since])?)
}

fn read(row: &Row, version: i64, fields: &HashMap<Uuid, Arc<str>>) -> Result<Kept> {
    let state: String = row.get(2)?;
    let state = State::by_name(&state).ok_or_else(|| Error::fault(format!("unknown state {state}")))?;
    let turns: Option<serde_json::Value> = row.get(11)?;
    let turns: Turns =
        turns.map(serde_json::from_value).transpose().map_err(Error::fault)?.unwrap_or_default();
    let (due_at, owner) = (row.get(7)?, row.get::<Option<Uuid>>(9)?);
    Ok(Kept {
        glance: Glance {
            state,
            received_at: row.get(5)?,
            settled_at: row.get(6)?,
            due_at,
            is_held: owner.is_some(),
            waits_for_unit: turns.parts.iter().any(domain::dossier::part::Part::is_at_work),
            apology: ApologyStatus::of(&turns, due_at),
        },
        version,
        settling_unit: UnitId(row.get(4)?),
        field: fields.get(&row.get(3)?).cloned().unwrap_or_default(),
        owner,
        step: row.get::<Option<String>>(8)?.and_then(|kind| StepKind::by_name(&kind)),
        holder: row
            .get::<Option<Uuid>>(12)?
            .map(UnitId)
            .zip(row.get::<Option<String>>(13)?.and_then(|role| Role::by_name(&role))),
        urgent_at: row.get(10)?,
    })
}
