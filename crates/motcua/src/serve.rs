//! The web server: every feature's routes under one roof.

use base::{
    app::App,
    error::{Error, Result},
};

/// Serves until it is told to stop.
pub fn serve(app: App, listen: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::fault)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(Error::fault)?;
        tracing::info!(%listen, "http://{listen}");
        axum::serve(listener, router(app)).await.map_err(Error::fault)
    })
}

/// Every route.
pub fn router(app: App) -> axum::Router {
    axum::Router::new().route("/healthz", axum::routing::get(|| async { "ok" })).with_state(app)
}
