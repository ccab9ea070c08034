//! The web server and the jobs: together in one process, or each in its own.

use std::net::SocketAddr;
use std::{future::IntoFuture, thread::JoinHandle, time::Duration};

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
use tokio::{net::TcpListener, sync::watch};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{config::Settings, metrics};

/// How much the threads of the jobs give way, from 0 to 19 (Linux counts it for each thread).
const PATIENCE: i32 = 15;
/// How long requests may still run when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(30);

/// Serves until it is told to stop; does jobs beside it if it `works`.
pub fn serve(app: App, settings: &Settings, works: bool) -> Result<()> {
    let router = router(app.clone(), settings.request_limit());
    runtime()?.block_on(async move {
        let listener = listen(&settings.listen).await?;
        let address = listener.local_addr().map_err(Error::fault)?;
        println!("http://{address}");
        let stopped = when_told(&app);
        let work = if works { Some(work_aside(app.clone(), stopped.clone())?) } else { None };
        tokio::spawn(watch_house(app, stopped.clone()));
        let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(told(stopped.clone()));
        tokio::select! {
            done = serving.into_future() => done.map_err(Error::fault)?,
            () = async { told(stopped).await; tokio::time::sleep(FAREWELL).await } => {
                tracing::warn!("requests that did not end were broken off");
            }
        }
        match work {
            Some(work) => join(work).await,
            None => Ok(()),
        }
    })
}

/// Does jobs until it is told to stop.
pub fn work(app: App) -> Result<()> {
    runtime()?.block_on(async move {
        let stopped = when_told(&app);
        tokio::spawn(watch_house(app.clone(), stopped.clone()));
        join(work_aside(app, stopped)?).await
    })
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::fault)
}

async fn listen(address: &str) -> Result<TcpListener> {
    use std::io::ErrorKind;
    TcpListener::bind(address).await.map_err(|error| {
        let what = match error.kind() {
            ErrorKind::AddrInUse => {
                "đã có chương trình khác (hoặc một motcua khác) lắng nghe ở đó".to_owned()
            }
            ErrorKind::PermissionDenied => "không có quyền dùng cổng dưới 1024".to_owned(),
            ErrorKind::AddrNotAvailable => "máy này không có địa chỉ đó".to_owned(),
            _ => error.to_string(),
        };
        Error::fault(format!("Không lắng nghe được ở {address}: {what}."))
    })
}

async fn join(work: JoinHandle<()>) -> Result<()> {
    let joined = tokio::task::spawn_blocking(move || work.join()).await.map_err(Error::fault)?;
    joined.map_err(|_| Error::fault("the thread of the jobs fell"))
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
        let jobs = jobs(&app);
        match { runtime }.enable_all().build() {
            Ok(runtime) => runtime.block_on(async {
                let index = casework::dossier::search::keep_index(app.clone(), stopped.clone());
                let follower = oversight::follow::keep_up(app.clone(), stopped.clone());
                let digests = oversight::digest::send::keep_up(app.clone(), stopped.clone());
                // A mail server may be slow or away: nothing else waits for it.
                let letters = jobs.clone().only(domain::reaction::NOTICE);
                let letters = letters.work(app.db.clone(), app.clock.clone(), stopped.clone());
                let others = jobs.except(domain::reaction::NOTICE).work(app.db, app.clock, stopped);
                tokio::join!(index, follower, digests, letters, others);
            }),
            Err(error) => tracing::error!(%error, "jobs"),
        }
    };
    std::thread::Builder::new().name("jobs".into()).spawn(work).map_err(Error::fault)
}

/// Who does which kind of job.
pub fn jobs(app: &App) -> Jobs {
    contact::jobs(oversight::jobs(casework::jobs(office::jobs(Jobs::default(), app), app), app), app)
}

/// Reads units and calendar again when another server changed them, and keeps the figures up.
async fn watch_house(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            _ = stop.changed() => {}
        }
        if let Err(error) = app.refresh_house().await {
            tracing::warn!(%error, "units and calendar could not be read again");
        }
        metrics::keep_up();
    }
}

/// A word that becomes true when the process is told to stop.
fn when_told(app: &App) -> watch::Receiver<bool> {
    let stop = app.stopping.clone();
    let stopped = stop.subscribe();
    tokio::spawn(async move {
        signal().await;
        tracing::info!("stopping");
        stop.send_replace(true);
    });
    stopped
}

/// Waits until it is said.
async fn told(mut stopped: watch::Receiver<bool>) {
    // Whoever could still say it is gone: that is as good.
    let _ = stopped.wait_for(|is_told| *is_told).await;
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

/// Every route; `limit` is the largest request, in bytes.
pub fn router(app: App, limit: usize) -> Router {
    Router::new()
        .merge(office::routes())
        .merge(casework::routes())
        .merge(oversight::routes())
        .merge(contact::routes())
        .route("/static/{file}", get(base::assets::serve))
        .route("/ngon-ngu", post(visit::choose_language))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
        .fallback(async |method: Method| {
            if method == Method::GET {
                visit::Trouble(Error::NotFound).into_response()
            } else {
                StatusCode::NOT_FOUND.into_response()
            }
        })
        .layer(DefaultBodyLimit::max(limit))
        .layer(middleware::from_fn_with_state(app.clone(), visit::explain))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(visit::guard))
        .layer(middleware::from_fn(metrics::count))
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
