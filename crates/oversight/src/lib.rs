//! Features that watch: the board of the Centre.

use axum::{Extension, Router, routing::get};
use base::app::App;

pub mod board;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/lam-viec/giam-sat", get(board::show::show))
        .route("/lam-viec/giam-sat/ho-so", get(board::list::list))
        .route("/lam-viec/giam-sat/truc-tiep", get(board::live::live))
        .layer(Extension(board::live::Hub::default()))
}
