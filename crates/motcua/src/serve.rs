//! The web server: every feature's routes under one roof, and the jobs beside them.

use std::{thread::JoinHandle, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{Method, StatusCode},
    middleware,
    response::IntoResponse,
    routing::{get, post},
};
use base::{
    app::App,
    error::{Error, Result},
    visit,
};
use kit::{db::args, queue::Jobs};
use tokio::sync::watch;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// The largest request: some files of a dossier together.
const REQUEST_LIMIT: usize = 64 * 1024 * 1024;

/// How much the threads of the jobs give way, from 0 to 19 (Linux counts it for each thread).
const PATIENCE: i32 = 15;

/// Serves until it is told to stop.
pub fn serve(app: App, listen: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::fault)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(Error::fault)?;
        let address = listener.local_addr().map_err(Error::fault)?;
        println!("http://{address}");
        let (stop, stopped) = watch::channel(false);
        let work = work_aside(app.clone(), stopped.clone())?;
        tokio::spawn(watch_house(app.clone(), stopped));
        let end = async move {
            signal().await;
            tracing::info!("stopping");
            // The receiver is gone only when everything has ended already.
            let _ = stop.send(true);
        };
        axum::serve(listener, router(app)).with_graceful_shutdown(end).await.map_err(Error::fault)?;
        tokio::task::spawn_blocking(move || work.join())
            .await
            .map_err(Error::fault)?
            .map_err(|_| Error::fault("the thread of the jobs fell"))
    })
}

/// Does the jobs on threads that give way to those who serve people: a letter may be set a second later, the queue at
/// the counter may not stand still.
fn work_aside(app: App, stopped: watch::Receiver<bool>) -> Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let work = move || {
        // Threads begun by this one, such as those that set letters, are as patient as it is.
        if let Err(error) = rustix::process::setpriority_process(None, PATIENCE) {
            tracing::debug!(%error, "jobs run at the priority of requests");
        }
        let jobs = casework::jobs(Jobs::default(), &app);
        match { runtime }.enable_all().build() {
            Ok(runtime) => runtime.block_on(jobs.work(app.db, app.clock, stopped)),
            Err(error) => tracing::error!(%error, "jobs"),
        }
    };
    std::thread::Builder::new().name("jobs".into()).spawn(work).map_err(Error::fault)
}

/// Reads units and calendar again when another server changed them.
async fn watch_house(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            _ = stop.changed() => {}
        }
        if let Err(error) = app.refresh_house().await {
            tracing::warn!(%error, "units and calendar could not be read again");
        }
    }
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

/// Every route.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(office::routes())
        .merge(casework::routes())
        .route("/static/{file}", get(base::assets::serve))
        .route("/ngon-ngu", post(visit::choose_language))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .fallback(async |method: Method| {
            if method == Method::GET {
                visit::Trouble(Error::NotFound).into_response()
            } else {
                StatusCode::NOT_FOUND.into_response()
            }
        })
        .layer(DefaultBodyLimit::max(REQUEST_LIMIT))
        .layer(middleware::from_fn_with_state(app.clone(), visit::explain))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(visit::guard))
        .with_state(app)
}

/// Whether the database answers.
async fn ready(State(app): State<App>) -> impl IntoResponse {
    match app.read(|tx| Ok(tx.one("SELECT 1", args![])?)).await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "cơ sở dữ liệu không trả lời")
        }
    }
}
