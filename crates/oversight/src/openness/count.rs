//! The figures of a month. Everybody may ask for them, so they are counted once for all who ask within some minutes.

use std::{collections::HashMap, sync::Arc};

use base::{app::App, error::Result};
use domain::{confirmation::Figures, id::UnitId, instant::Instant};
use jiff::{SignedDuration, civil::Date};
use tokio::sync::Mutex;

use crate::confirmation::store;

/// For how long counted figures are shown before they are counted anew.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// The figures of a month.
#[derive(Debug)]
pub struct Counted {
    /// Each unit that had dossiers to settle.
    pub units: Vec<(UnitId, Figures)>,
    /// Until when they were counted; nothing where the Centre has fixed them since (row C-63).
    pub at: Option<Instant>,
}

/// What was counted last, by month. Whoever asks meanwhile waits for the one that counts.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<HashMap<Date, (Instant, Arc<Counted>)>>>);

impl Memory {
    /// The figures of `month`: as they were fixed, or else as the dossiers say now.
    pub async fn of(&self, app: &App, month: Date) -> Result<Arc<Counted>> {
        let mut known = self.0.lock().await;
        let now = app.now();
        if let Some((_, counted)) = known.get(&month).filter(|(at, _)| now.duration_since(*at) < KEPT) {
            return Ok(Arc::clone(counted));
        }
        let counted = app
            .read(move |tx| {
                let fixed = store::of(tx, month, None)?;
                if fixed.is_empty() {
                    return Ok(Counted { units: store::count(tx, month)?, at: Some(now) });
                }
                let figures = |seen: store::Seen| (seen.confirmation.unit, seen.confirmation.figures);
                Ok(Counted { units: fixed.into_iter().map(figures).collect(), at: None })
            })
            .await?;
        let counted = Arc::new(counted);
        // Only the months that can be asked for are kept.
        known.insert(month, (now, Arc::clone(&counted)));
        Ok(counted)
    }
}
