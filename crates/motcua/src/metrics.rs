//! Figures for Prometheus: requests by route and status, jobs, the database's queue. No label says anything of a person.

use std::{sync::OnceLock, time::Instant};

use ::metrics::{counter, gauge, histogram};
use axum::{
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use base::{app::App, visit::Answer};
use kit::db::args;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// The upper ends of the classes of durations, in seconds.
const SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The recorder of this process, installed when it is first asked for; nothing if the crate refuses.
fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        let durations = Matcher::Suffix("_seconds".into());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &SECONDS).ok()?;
        builder.install_recorder().inspect_err(|error| tracing::warn!(%error, "no metrics")).ok()
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Takes in what was measured since the last time; without it, durations nobody asks for would pile up.
pub fn keep_up() {
    if let Some(recorder) = recorder() {
        recorder.run_upkeep();
    }
}

/// Counts a request under the route it matched: not under its address, which names dossiers.
pub async fn count(request: Request, next: Next) -> Response {
    recorder();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_str().to_owned();
    counter!("motcua_requests_total", "route" => route.clone(), "status" => status).increment(1);
    histogram!("motcua_request_seconds", "route" => route).record(begun.elapsed());
    response
}

/// `GET /metrics`.
pub async fn show(State(app): State<App>) -> Answer {
    let rows = app.read(|tx| Ok(tx.all("SELECT state, count(*) FROM job GROUP BY state", args![])?)).await?;
    let (mut waiting, mut dead) = (0, 0);
    for row in rows {
        let count = row.get::<i64>(1)?;
        if row.get::<String>(0)? == "dead" { dead += count } else { waiting += count }
    }
    for (state, count) in [("waiting", waiting), ("dead", dead)] {
        gauge!("motcua_jobs", "state" => state).set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    }
    let (to_write, to_read) = app.db.waiting();
    for (kind, count) in [("write", to_write), ("read", to_read)] {
        gauge!("motcua_database_queue", "kind" => kind)
            .set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    }
    let text = recorder().map(PrometheusHandle::render).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
