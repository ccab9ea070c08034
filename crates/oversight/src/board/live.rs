//! The board follows what happens: one look a second for everybody who watches, and to each only the rows that changed
//! (server-sent events).

use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::{Query, State},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use base::{
    app::App,
    error::{Error, Result},
    visit::{Answer, Staff},
};
use domain::board::Grouping;
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use tokio::{
    sync::broadcast::{self, Receiver, Sender},
    time::Instant,
};

use super::{
    also,
    count::{Counts, Scope, Table, View},
    watch::Watch,
};

/// How many may watch at once on one server.
const WATCHERS: usize = 1_000;
/// How many looks at the dossiers come between two at what stands beside them: some seconds.
const ALSO_EVERY: u64 = 6;
/// How many messages one watcher may lag behind; who lags more begins anew.
const LAG: usize = 16;
/// How long one connection lasts; the browser makes a new one, and who may not watch any more is found out.
const LASTS: Duration = Duration::from_mins(10);

/// The memory, and who watches what.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    /// The memory.
    pub watch: Watch,
    lines: Arc<Mutex<Lines>>,
}

#[derive(Debug, Default)]
struct Lines {
    senders: HashMap<View, Sender<Arc<str>>>,
    is_running: bool,
}

impl Hub {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on hears what changes in `view`.
    fn subscribe(&self, app: &App, view: View) -> Result<Receiver<Arc<str>>> {
        let mut lines = self.lines();
        if lines.senders.values().map(Sender::receiver_count).sum::<usize>() >= WATCHERS {
            return Err(Error::Busy);
        }
        let receiver = lines.senders.entry(view).or_insert_with(|| broadcast::channel(LAG).0).subscribe();
        if !lines.is_running {
            lines.is_running = true;
            tokio::spawn(self.clone().run(app.clone()));
        }
        Ok(receiver)
    }

    /// The views somebody watches; none is left of those nobody does. With nobody left, the look-out ends.
    fn watched(&self) -> Vec<(View, Sender<Arc<str>>)> {
        let mut lines = self.lines();
        lines.senders.retain(|_, sender| sender.receiver_count() > 0);
        lines.is_running = !lines.senders.is_empty();
        lines.senders.iter().map(|(view, sender)| (*view, sender.clone())).collect()
    }

    /// Looks each second, as long as anybody watches.
    async fn run(self, app: App) {
        let mut told: HashMap<View, HashMap<String, Counts>> = HashMap::new();
        let mut also: HashMap<Scope, also::Numbers> = HashMap::new();
        let mut revision = 0;
        let mut looks: u64 = 0;
        let mut stopping = app.stopping.subscribe();
        loop {
            let watched = self.watched();
            if watched.is_empty() || *stopping.borrow() {
                self.lines().senders.clear();
                self.lines().is_running = false;
                return;
            }
            match self.watch.now(&app).await {
                Ok(memory)
                    if memory.revision == revision
                        && watched.iter().all(|(view, _)| told.contains_key(view)) => {}
                Ok(memory) => {
                    revision = memory.revision;
                    for (view, sender) in &watched {
                        let rows = rows(&Table::of(&memory, *view));
                        let before = told.insert(*view, rows.clone());
                        let news = before.map_or_else(String::new, |before| message(&before, &rows));
                        if !news.is_empty() {
                            // Who left meanwhile needs no news.
                            let _ = sender.send(news.into());
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "the board could not look"),
            }
            if looks.is_multiple_of(ALSO_EVERY) {
                self.tell_also(&app, &watched, &mut also).await;
            }
            looks += 1;
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(700)) => {}
                _ = stopping.changed() => {}
            }
        }
    }
}

impl Hub {
    /// Sends what changed of the numbers beside the dossiers, to each who watches that scope.
    async fn tell_also(
        &self,
        app: &App,
        watched: &[(View, Sender<Arc<str>>)],
        told: &mut HashMap<Scope, also::Numbers>,
    ) {
        let scopes: HashSet<Scope> = watched.iter().map(|(view, _)| view.scope).collect();
        for scope in scopes {
            let now = app.now();
            let numbers = match app.read(move |tx| also::read(tx, scope, now)).await {
                Ok(numbers) => numbers,
                Err(error) => {
                    tracing::warn!(%error, "the board could not look at what is wrong");
                    continue;
                }
            };
            let news = told.insert(scope, numbers.clone()).map(|before| also::changed(&before, &numbers));
            let Some(news) = news.filter(|news| !news.is_empty()) else { continue };
            let news: Arc<str> = serde_json::to_string(&news).unwrap_or_default().into();
            for (_, sender) in watched.iter().filter(|(view, _)| view.scope == scope) {
                // Who left meanwhile needs no news.
                let _ = sender.send(Arc::clone(&news));
            }
        }
    }
}

/// The rows by the words of their keys; the sum under no word.
fn rows(table: &Table) -> HashMap<String, Counts> {
    let mut rows: HashMap<String, Counts> =
        table.rows.iter().map(|(key, counts)| (key.word(), *counts)).collect();
    rows.insert(String::new(), table.sum);
    rows
}

/// What differs, as the page understands it: for each changed row its numbers; nothing if nothing does.
fn message(before: &HashMap<String, Counts>, now: &HashMap<String, Counts>) -> String {
    let mut changed: HashMap<&str, Counts> = HashMap::new();
    for (key, counts) in now.iter().filter(|(key, counts)| before.get(*key) != Some(*counts)) {
        changed.insert(key, *counts);
    }
    for key in before.keys().filter(|key| !now.contains_key(*key)) {
        changed.insert(key, Counts::default());
    }
    if changed.is_empty() { String::new() } else { serde_json::to_string(&changed).unwrap_or_default() }
}

/// Which board is watched.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    theo: String,
}

/// The stream: first every row, then what changes.
pub async fn live(
    State(app): State<App>,
    Extension(hub): Extension<Hub>,
    Staff(session): Staff,
    Query(asked): Query<Asked>,
) -> Answer {
    let grouping = Grouping::by_name(&asked.theo).ok_or(Error::NotFound)?;
    let view = View { grouping, scope: Scope::of(&session)? };
    // Heard before counted: what happens in between is told twice rather than not at all.
    let receiver = hub.subscribe(&app, view)?;
    let first = rows(&Table::of(&*hub.watch.now(&app).await?, view));
    let first: Arc<str> = message(&HashMap::new(), &first).into();
    let now = app.now();
    let also = app.read(move |tx| also::read(tx, view.scope, now)).await?;
    let also: Arc<str> = serde_json::to_string(&also).map_err(Error::fault)?.into();
    let end = Instant::now() + LASTS;
    let stopping = app.stopping.subscribe();
    let changes = stream::unfold((receiver, stopping), move |(mut receiver, mut stopping)| async move {
        let news = tokio::select! {
            news = receiver.recv() => news.ok(),
            () = tokio::time::sleep_until(end) => None,
            () = async { drop(stopping.wait_for(|is_told| *is_told).await) } => None,
        };
        news.map(|news| (news, (receiver, stopping)))
    });
    let events = stream::iter([first, also])
        .chain(changes)
        .map(|news: Arc<str>| Ok::<_, Infallible>(Event::default().data(&*news)));
    Ok((
        // A proxy that collects answers would keep the news to itself.
        [("x-accel-buffering", "no")],
        Sse::new(events).keep_alive(KeepAlive::default()),
    )
        .into_response())
}
