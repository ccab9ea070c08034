//! Features that set the house up: units, people, catalogue, processes, calendar.

use axum::{
    Router,
    routing::{get, post},
};
use base::app::App;

pub mod calendar;
pub mod catalogue;
pub mod export;
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
        .route("/quan-tri/quy-trinh", get(process::admin::list))
        .route("/quan-tri/quy-trinh/{id}", get(process::admin::show).post(process::admin::publish))
        .route("/quan-tri/don-vi", get(org::admin::list))
        .route("/quan-tri/don-vi/{id}", post(org::admin::save))
        .route("/quan-tri/nguoi-dung", get(people::admin::list).post(people::admin::act))
        .route("/quan-tri/lich", get(calendar::admin::show).post(calendar::admin::save))
}
