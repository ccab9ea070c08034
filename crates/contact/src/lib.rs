//! Features towards people: what they report and propose (phản ánh, kiến nghị), how that is answered by letter, what they
//! ask (hỏi đáp).

use axum::{
    Router,
    routing::{get, post},
};
use base::app::App;
use kit::queue::Jobs;

pub mod clocks;
pub mod letter;
pub mod petition;
pub mod question;
pub mod typed;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/phan-anh", get(petition::file::form).post(petition::file::send))
        .route("/phan-anh/da-gui/{id}", get(petition::file::sent))
        .route("/phan-anh/tra-cuu", get(petition::track::ask).post(petition::track::track))
        .route("/phan-anh/tra-cuu/bo-sung", post(petition::track::supply))
        .route("/phan-anh/tra-cuu/cong-van", post(letter::reply::give))
        .route("/phan-anh/cong-khai", get(petition::published::show))
        .route("/lam-viec/phan-anh", get(petition::list::list))
        .route("/lam-viec/phan-anh/moi", get(petition::enter::form).post(petition::enter::send))
        .route("/lam-viec/phan-anh/nhap", get(petition::import::ask).post(petition::import::take_in))
        .route("/lam-viec/phan-anh/so", get(petition::register::show))
        .route("/lam-viec/phan-anh/tong-hop", get(petition::report::show).post(letter::proposal::begin))
        .route("/lam-viec/phan-anh/tong-hop/danh-sach", get(petition::report_list::list))
        .route("/lam-viec/phan-anh/kien-nghi/{id}", get(letter::proposal::show))
        .route("/lam-viec/phan-anh/kien-nghi/{id}/cong-van", get(letter::proposal::document))
        .route("/lam-viec/phan-anh/kien-nghi/{id}/{viec}", post(letter::proposal::act))
        .route("/lam-viec/phan-anh/giam-sat", get(petition::board::show))
        .route("/lam-viec/phan-anh/giam-sat/danh-sach", get(petition::board::list))
        .route("/lam-viec/phan-anh/thoi-han", get(clocks::show).post(clocks::set))
        .route("/lam-viec/phan-anh/{id}", get(petition::show::show))
        .route("/lam-viec/phan-anh/{id}/cong-van", get(letter::reply::document))
        .route("/lam-viec/phan-anh/{id}/tep/{dong}", get(petition::show::file))
        .route("/lam-viec/phan-anh/{id}/kem/{so}", get(petition::show::sent_file))
        .route("/lam-viec/phan-anh/{id}/{viec}", post(petition::act::act))
        .route("/hoi-dap", get(question::browse::browse))
        .route("/hoi-dap/gui", get(question::ask::form).post(question::ask::send))
        .route("/hoi-dap/da-gui/{id}", get(question::ask::sent))
        .route("/hoi-dap/tra-cuu", get(question::track::ask).post(question::track::track))
        .route("/hoi-dap/{id}", get(question::browse::one))
        .route("/lam-viec/hoi-dap", get(question::list::list))
        .route("/lam-viec/hoi-dap/{id}", get(question::show::show))
        .route("/lam-viec/hoi-dap/{id}/{viec}", post(question::act::act))
}

/// The jobs of these features.
pub fn jobs(jobs: Jobs, app: &App) -> Jobs {
    let (petitions, questions, letters, told) = (app.clone(), app.clone(), app.clone(), app.clone());
    jobs.with(domain::reaction::PETITION, move |job| petition::overdue::job(petitions.clone(), job))
        .with(domain::reaction::PETITION_LETTER, move |job| letter::file::job(letters.clone(), job))
        .with(domain::reaction::PETITION_SENT, move |job| letter::reply::sent(told.clone(), job))
        .with(domain::reaction::QUESTION, move |job| question::overdue::job(questions.clone(), job))
}
