//! The demo: real procedures, synthetic people, and a history made by the same commands that officers use, with a clock
//! that moves.

pub mod accounts;
mod campaigns;
pub mod contact;
pub mod data;
pub mod history;
pub mod life;
mod matters;
pub mod names;
mod officers;
mod regulation;
mod supervise;

use base::{
    app::App,
    error::{Error, Result},
};
use domain::{id::ProcedureVersionId, instant::local_date, people::Actor};
use jiff::civil::{Date, date};
use kit::db::args;
use uuid::Uuid;

/// Which province, at which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// Trà Vinh under Decision 1267: three levels, 106 communes.
    #[value(name = "tra-vinh-2023")]
    TraVinh2023,
    /// Vĩnh Long since 1/7/2025: two levels, 124 communes.
    #[value(name = "vinh-long-2025")]
    VinhLong2025,
}

impl Profile {
    /// The profile whose units exist on `today`.
    pub fn for_day(today: Date) -> Profile {
        if today < date(2025, 7, 1) { Profile::TraVinh2023 } else { Profile::VinhLong2025 }
    }

    /// How far the clock must be behind `today` for the profile's units to exist: whole weeks, so that a Tuesday stays
    /// a Tuesday.
    pub fn clock_behind(self, today: Date) -> jiff::SignedDuration {
        let last = date(2023, 12, 20);
        let days = today.duration_since(last).as_hours() / 24;
        match self {
            Profile::TraVinh2023 if days > 0 => jiff::SignedDuration::from_hours((days + 6) / 7 * 7 * 24),
            _ => jiff::SignedDuration::ZERO,
        }
    }
}

/// Fills an empty database: units, calendar, catalogue, processes, accounts, and `dossiers` dossiers of the last weeks.
pub fn fill(app: &App, profile: Profile, dossiers: u32, seed: u64) -> Result<()> {
    tracing::info!(?profile, dossiers, seed, "making the demo");
    set_up(app, profile, data::CATALOGUE)?;
    let cast = accounts::open(app)?;
    history::play(app, &cast, dossiers, seed)?;
    if dossiers > 0 {
        contact::play(app, &cast, seed)?;
        matters::play(app, &cast)?;
    }
    life::play(app, &cast)?;
    supervise::play(app, &cast)?;
    regulation::play(app, &cast)?;
    officers::play(app, &cast)?;
    campaigns::play(app, &cast)?;
    tracing::info!("the demo is ready");
    Ok(())
}

/// Units, calendar, the procedures of `catalogue`, published where they are complete, and processes for them.
pub fn set_up(app: &App, profile: Profile, catalogue: &str) -> Result<()> {
    for (name, text) in data::units(profile) {
        office::org::import::import(app, name, text, false)?;
    }
    for (name, text) in [("ngay_nghi.csv", data::DAYS_OFF), ("ngay_lam_bu.csv", data::MAKE_UP_DAYS)] {
        office::calendar::import(app, name, text, false)?;
    }
    reload(app)?;
    office::catalogue::import::import(app, "catalogue.jsonl", catalogue, false)?;
    office::process::import::import(app, "process.jsonl", data::PROCESSES, false)?;
    publish(app)
}

/// Whether the demo, or anything else, is there already.
pub fn is_filled(app: &App) -> Result<bool> {
    app.db.read_blocking(|tx| Ok(tx.optional("SELECT 1 FROM person LIMIT 1", args![])?.is_some()))
}

fn reload(app: &App) -> Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(Error::fault)?;
    runtime.block_on(app.refresh_house())
}

/// Publishes what is complete. In the demo a conditional part that the record does not have counts as "không có"; in
/// life an officer says so part by part.
fn publish(app: &App) -> Result<()> {
    use domain::catalogue::{VersionState, complete};
    let now = app.now();
    let published = app.db.write_blocking(move |tx| {
        let ids = tx.all("SELECT id FROM procedure WHERE state = 'draft' ORDER BY code", args![])?;
        let mut count = 0;
        for id in ids {
            let id = ProcedureVersionId(id.get::<Uuid>(0)?);
            let mut version = office::catalogue::store::get(tx, id)?;
            if version.state != VersionState::Draft || !complete::is_public_content_full(&version.content) {
                continue;
            }
            version.content.without =
                complete::missing(&version.content).iter().map(|missing| missing.part.to_owned()).collect();
            let hash = office::import::fingerprint(&version.content)?;
            office::catalogue::store::replace(tx, id.0, &version.content, &hash, (Actor::System, now))?;
            office::catalogue::store::publish(tx, id, Actor::System, now)?;
            count += 1;
        }
        let made = office::process::store::fill_in(tx, Actor::System, now)?;
        Ok::<_, Error>((count, made))
    })?;
    tracing::info!(procedures = published.0, processes = published.1, day = %local_date(now), "published");
    Ok(())
}
