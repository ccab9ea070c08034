//! Features that set the house up: units, people, catalogue, processes, calendar.

use axum::{
    Router,
    routing::{get, post},
};
use base::app::App;

pub mod calendar;
pub mod catalogue;
pub mod import;
pub mod org;
pub mod people;
pub mod process;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(catalogue::browse::home))
        .route("/thu-tuc", get(catalogue::browse::browse))
        .route("/thu-tuc/{ma}", get(catalogue::show::show))
        .route("/dang-nhap", get(people::sign_in::ask).post(people::sign_in::sign_in))
        .route("/dang-xuat", post(people::sign_in::sign_out))
        .route("/quan-tri", get(catalogue::admin::list))
        .route("/quan-tri/thu-tuc", get(catalogue::admin::list))
        .route("/quan-tri/thu-tuc/{id}", post(catalogue::admin::act))
}
