//! Features that set the house up: units, people, catalogue, processes, calendar.

use axum::{
    Router,
    routing::{get, post},
};
use base::app::App;
use kit::queue::Jobs;

pub mod announcement;
pub mod calendar;
pub mod campaign;
pub mod catalogue;
pub mod change;
pub mod coverage;
pub mod desk;
pub mod export;
pub mod file;
pub mod guidance;
pub mod import;
pub mod improvement;
pub mod legal_basis;
pub mod mirror;
pub mod notice;
pub mod org;
pub mod overlap;
pub mod people;
pub mod posting;
pub mod process;
pub mod review;
pub mod sample;
pub mod secondment;
pub mod task;
pub mod ticket;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(life())
        .merge(officers())
        .route("/", get(catalogue::browse::home))
        .route("/thu-tuc", get(catalogue::browse::browse))
        .route("/thu-tuc/{ma}", get(catalogue::show::show))
        .route("/dang-nhap", get(people::sign_in::ask).post(people::sign_in::sign_in))
        .route("/dang-xuat", post(people::sign_in::sign_out))
        .route("/quan-tri", get(catalogue::admin::list))
        .route("/quan-tri/thu-tuc", get(catalogue::admin::list))
        .route("/quan-tri/thu-tuc/moi", get(catalogue::versions::ask).post(catalogue::versions::begin))
        .route("/quan-tri/thu-tuc/{id}", get(catalogue::edit::show).post(catalogue::edit::act))
        .route("/quan-tri/thu-tuc/{id}/so-sanh", get(catalogue::versions::compare))
        .route("/quan-tri/nhap", get(import::admin::ask).post(import::admin::act))
        .route("/quan-tri/quy-trinh", get(process::admin::list))
        .route("/quan-tri/quy-trinh/moi", get(process::admin::ask).post(process::admin::begin))
        .route("/quan-tri/quy-trinh/{id}", get(process::edit::show).post(process::edit::act))
        .route("/quan-tri/quy-trinh/{id}/so-sanh", get(process::compare::show))
        .route("/quan-tri/quy-trinh/{id}/chay-thu", get(process::trial::show))
        .route("/quan-tri/quy-trinh/{id}/tai", get(process::admin::file))
        .route("/quan-tri/don-vi", get(org::admin::list))
        .route("/quan-tri/don-vi/moi", get(org::admin::ask).post(org::admin::open))
        .route("/quan-tri/don-vi/{id}", get(org::admin::show).post(org::admin::save))
        .route("/quan-tri/nguoi-dung", get(people::admin::list).post(people::admin::open))
        .route("/quan-tri/nguoi-dung/{id}", get(people::person::show).post(people::person::act))
        .route("/lam-viec/don-vi/thay", get(people::stand_in::show).post(people::stand_in::act))
        .route("/tai-khoan", get(people::account::show).post(people::account::act))
        .route("/quan-tri/thu-dien-tu", get(notice::list::list).post(notice::list::retry))
        .route("/quan-tri/lich", get(calendar::admin::show).post(calendar::admin::save))
}

/// The addresses of the life of a procedure.
fn life() -> Router<App> {
    Router::new()
        .route("/lam-viec/thu-tuc", get(task::list::list))
        .route("/lam-viec/thu-tuc/viec/{id}", get(task::show::show))
        .route("/lam-viec/thu-tuc/viec/{id}/{viec}", post(task::show::act))
        .route("/lam-viec/thu-tuc/cong-bo", get(announcement::list::list))
        .route(
            "/lam-viec/thu-tuc/cong-bo/moi",
            get(announcement::begin::form).post(announcement::begin::enter),
        )
        .route("/lam-viec/thu-tuc/cong-bo/{id}", get(announcement::show::show))
        .route("/lam-viec/thu-tuc/cau-hinh", get(ticket::list::list))
        .route("/lam-viec/thu-tuc/cau-hinh/{id}", get(ticket::show::show))
        .route("/lam-viec/thu-tuc/cau-hinh/{id}/{viec}", post(ticket::show::act))
        .route("/lam-viec/thu-tuc/cau-hinh/{id}/tep/{dong}", get(ticket::show::file))
        .route("/lam-viec/thu-tuc/niem-yet", get(posting::list::list).post(posting::list::begin))
        .route("/lam-viec/thu-tuc/niem-yet/{id}", get(posting::show::show))
        .route("/lam-viec/thu-tuc/niem-yet/{id}/bang", get(posting::board::show))
        .route("/lam-viec/thu-tuc/niem-yet/{id}/{viec}", post(posting::act::act))
        .route("/lam-viec/thu-tuc/doi-chieu", get(mirror::list::list))
        .route("/lam-viec/thu-tuc/doi-chieu/{viec}", post(mirror::take::act))
        .route("/lam-viec/thu-tuc/ra-soat", get(review::list::list))
        .route("/lam-viec/thu-tuc/ra-soat/moi", get(review::plan::form).post(review::plan::begin))
        .route("/lam-viec/thu-tuc/ra-soat/lau", get(review::stale::list))
        .route("/lam-viec/thu-tuc/ra-soat/viec", get(review::mine::list))
        .route("/lam-viec/thu-tuc/ra-soat/{id}", get(review::list::items))
        .route("/lam-viec/thu-tuc/ra-soat/viec/{id}", get(review::show::show))
        .route("/lam-viec/thu-tuc/ra-soat/viec/{id}/{viec}", post(review::show::act))
        .route("/lam-viec/thu-tuc/sang-kien", get(improvement::list::list).post(improvement::list::tell))
        .route("/lam-viec/thu-tuc/sang-kien/{id}", get(improvement::show::show))
        .route("/lam-viec/thu-tuc/sang-kien/{id}/quyet-dinh", post(improvement::show::decide))
        .route("/lam-viec/thu-tuc/can-cu", get(legal_basis::list::list).post(legal_basis::list::reread))
        .route("/lam-viec/thu-tuc/can-cu/{id}", get(legal_basis::show::show).post(legal_basis::show::record))
        .route("/lam-viec/thu-tuc/trung-lap", get(overlap::show).post(overlap::act))
        .route("/lam-viec/thu-tuc/bieu-mau", get(sample::list::list).post(sample::list::send))
        .route("/lam-viec/thu-tuc/bieu-mau/{id}", get(sample::show::show))
        .route("/lam-viec/thu-tuc/bieu-mau/{id}/tep", get(sample::show::file))
        .route("/lam-viec/thu-tuc/bieu-mau/{id}/{viec}", post(sample::show::act))
        .route("/thu-tuc/{ma}/bieu-mau/{id}", get(sample::published::file))
        .route("/lam-viec/thu-tuc/do-phu", get(coverage::show::show))
}

/// The addresses of officers: guidance, counters, seconded staff.
fn officers() -> Router<App> {
    Router::new()
        .route("/noi-huong-dan", get(guidance::contact::show))
        .route("/lam-viec/huong-dan", get(guidance::log::show).post(guidance::log::note))
        .route("/lam-viec/huong-dan/bo", post(guidance::log::withdraw))
        .route("/lam-viec/huong-dan/bao-cao", get(guidance::report::show).post(guidance::report::aim))
        .route("/lam-viec/huong-dan/tai-lieu", get(guidance::material::list).post(guidance::material::add))
        .route("/lam-viec/huong-dan/tai-lieu/go", post(guidance::material::remove))
        .route("/lam-viec/huong-dan/tai-lieu/{id}/tep", get(guidance::material::file))
        .route("/lam-viec/huong-dan/tuyen-truyen", get(campaign::list::list).post(campaign::list::enter))
        .route("/lam-viec/huong-dan/tuyen-truyen/don-vi", get(campaign::units::show))
        .route("/lam-viec/huong-dan/tuyen-truyen/{id}", get(campaign::show::show))
        .route("/lam-viec/huong-dan/tuyen-truyen/{id}/tep", get(campaign::show::file))
        .route("/lam-viec/huong-dan/tuyen-truyen/{id}/bo", post(campaign::show::withdraw))
        .route("/lam-viec/quay", get(desk::board::show).post(desk::board::act))
        .route("/lam-viec/quay/tuan", get(desk::week::show).post(desk::week::act))
        .route("/lam-viec/can-bo-cu-den", get(secondment::list::show).post(secondment::list::act))
        .route("/lam-viec/can-bo-cu-den/phieu", get(secondment::notes::list))
        .route("/lam-viec/can-bo-cu-den/phieu/{id}", get(secondment::note::show))
        .route("/lam-viec/can-bo-cu-den/phieu/{id}/{viec}", post(secondment::note::act))
        .route("/lam-viec/huong-dan/phan-cong", get(guidance::post::list).post(guidance::post::act))
}

/// The jobs of these features.
pub fn jobs(jobs: Jobs, app: &App) -> Jobs {
    let (one, two, three, four, five) = (app.clone(), app.clone(), app.clone(), app.clone(), app.clone());
    let (six, seven) = (app.clone(), app.clone());
    jobs.with(domain::reaction::TASK, move |job| task::ring::job(one.clone(), job))
        .with(domain::reaction::PROCEDURE_END, move |job| catalogue::end::job(two.clone(), job))
        .with(domain::reaction::MIRROR, move |job| mirror::compare::job(three.clone(), job))
        .with(domain::reaction::NOTICE, move |job| base::notice::job(four.clone(), job))
        .with(domain::reaction::STAFF_NOTE, move |job| secondment::draft::job(five.clone(), job))
        .with(domain::reaction::LEGAL_BASIS, move |job| legal_basis::ring::job(six.clone(), job))
        .with(domain::reaction::REVIEW, move |job| review::ring::job(seven.clone(), job))
}

/// A day as people write it: `1/3/2025`.
pub fn day(day: &jiff::civil::Date) -> String {
    format!("{}/{}/{}", day.day(), day.month(), day.year())
}
