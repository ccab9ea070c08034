//! Features of a dossier's life: filing, reception, settlement, letters, hand-over, tracking.

use axum::{
    Router,
    routing::{get, post},
};
use base::app::App;
use kit::queue::Jobs;

pub mod dossier;
pub mod letter;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/lam-viec", get(dossier::worklist::mine))
        .route("/lam-viec/tiep-nhan", get(dossier::desk::desk))
        .route("/lam-viec/tiep-nhan/{ma}", get(dossier::reception::form).post(dossier::reception::receive))
        .route("/lam-viec/hang-loat", post(dossier::batch::carry_out))
        .route("/lam-viec/don-vi", get(dossier::worklist::unit))
        .route("/lam-viec/don-vi/vang", get(dossier::absent::show))
        .route("/lam-viec/don-vi/thu-tu", get(dossier::picks::show))
        .route("/lam-viec/don-vi/so-theo-doi", get(letter::print::register_book))
        .route("/lam-viec/ho-so/{id}/phieu-kiem-soat", get(letter::print::control_slip))
        .route("/lam-viec/don-vi/phieu-chua-giao", get(dossier::outgoing::owed))
        .route("/lam-viec/don-vi/so-huy", get(dossier::outgoing::void))
        .route("/lam-viec/don-vi/nhap-muon", get(dossier::late_entries::show))
        .route("/lam-viec/tra-ket-qua", get(dossier::worklist::ready))
        .route("/lam-viec/tra-cuu", get(dossier::worklist::search))
        .route("/lam-viec/ho-so/{id}", get(dossier::show::show))
        .route("/lam-viec/ho-so/{id}/{viec}", post(dossier::act::act))
        .route("/lam-viec/ho-so/{id}/thu/{seq}", get(dossier::files::letter))
        .route("/lam-viec/ho-so/{id}/tep/{hash}", get(dossier::files::attachment))
        .route("/nop-ho-so/{ma}", get(dossier::submit::form).post(dossier::submit::submit))
        .route("/nop-ho-so/{ma}/{phieu}", get(dossier::submit::submitted))
        .route("/tra-cuu", get(dossier::track::ask).post(dossier::track::track))
        .route("/tra-cuu/thu", post(dossier::track::letter))
        .route("/tra-cuu/bo-sung", post(dossier::track::supply))
        .route("/tra-cuu/rut", post(dossier::track::withdraw))
        .route("/xac-thuc/{ma}", get(letter::proof::show))
}

/// The jobs of these features.
pub fn jobs(jobs: Jobs, app: &App) -> Jobs {
    let app = app.clone();
    let again = app.clone();
    let teller = app.clone();
    jobs.with_together(domain::reaction::LETTER, move |jobs| letter::file::jobs(app.clone(), jobs))
        .with(domain::reaction::ALARM, move |job| dossier::alarm::job(again.clone(), job))
        .with(domain::reaction::TELL, move |job| dossier::outgoing::job(teller.clone(), job))
}
