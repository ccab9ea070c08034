//! Features that watch: the board of the Centre, the public list of those who are late, where time is lost and what will be
//! late, what is wrong with dossiers, who carries how much, what the Centre and the agencies want of each other; and what is
//! inspected, mended, confirmed.

use axum::{
    Extension, Router,
    routing::{get, post},
};
use base::app::App;
use kit::queue::Jobs;

pub mod board;
pub mod checklist;
pub mod confirmation;
pub mod coordination;
pub mod corrective;
pub mod digest;
pub mod evidence;
pub mod flow;
pub mod follow;
pub mod matter;
pub mod meeting;
pub mod openness;
pub mod overdue;
pub mod plan;
pub mod proposal_letter;
pub mod quality;
pub mod regulation;
mod told;
pub mod urge_letter;
pub mod workload;

/// Every address of these features.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/lam-viec/giam-sat", get(board::show::show))
        .route("/lam-viec/giam-sat/ho-so", get(board::list::list))
        .route("/lam-viec/giam-sat/phi", get(board::duty::show))
        .route("/lam-viec/giam-sat/phi/ho-so", get(board::duty::list))
        .route("/lam-viec/giam-sat/truc-tiep", get(board::live::live))
        .route("/lam-viec/giam-sat/cham", get(overdue::manage::show).post(overdue::manage::publish))
        .route("/lam-viec/giam-sat/cham/go", post(overdue::manage::withdraw))
        .route("/lam-viec/giam-sat/cham/ho-so", get(overdue::dossiers::list))
        .route("/lam-viec/hom-nay", get(digest::show::show))
        .layer(Extension(board::live::Hub::default()))
        .route("/lam-viec/giam-sat/se-tre", get(flow::late::list))
        .route("/lam-viec/giam-sat/chat-luong", get(quality::show::show))
        .route("/lam-viec/diem-nghen", get(flow::bottleneck::show))
        .route("/lam-viec/diem-nghen/ho-so", get(flow::open::list))
        .route("/lam-viec/diem-nghen/duong-di", get(flow::map::show))
        .route("/lam-viec/diem-nghen/duong-di/ho-so", get(flow::routes::list))
        .route("/lam-viec/khoi-luong", get(workload::show::show))
        .route("/lam-viec/khoi-luong/can-bo/{id}", get(workload::person::show))
        .route("/lam-viec/khoi-luong/he-so", get(workload::weights::show).post(workload::weights::set))
        .route("/lam-viec/phoi-hop/thong-ke", get(coordination::show::show))
        .route("/lam-viec/phoi-hop/thong-ke/danh-sach", get(coordination::behind::list))
        .route("/lam-viec/don-doc", get(urge_letter::list::list).post(urge_letter::list::draft))
        .route("/lam-viec/don-doc/{id}", get(urge_letter::show::show))
        .route("/lam-viec/don-doc/{id}/cong-van", get(urge_letter::show::document))
        .route("/lam-viec/don-doc/{id}/{viec}", post(urge_letter::show::act))
        .route("/lam-viec/thu-tuc/can-cu/{id}/du-thao", get(proposal_letter::draft::show))
        .route("/cong-khai", get(openness::show::show))
        .layer(Extension(openness::count::Memory::default()))
        .route("/cong-khai/cham", get(overdue::public::show))
        .route("/lam-viec/phoi-hop", get(matter::list::list))
        .route("/lam-viec/phoi-hop/so", get(matter::register::show))
        .route("/lam-viec/phoi-hop/ket-qua", get(matter::effect::show))
        .route("/lam-viec/phoi-hop/quy-tac", get(matter::ladder::show).post(matter::ladder::set))
        .route("/lam-viec/phoi-hop/moi", get(matter::begin::form).post(matter::begin::send))
        .route("/lam-viec/phoi-hop/{id}", get(matter::show::show))
        .route("/lam-viec/phoi-hop/{id}/{viec}", post(matter::show::act::act))
        .route("/lam-viec/phoi-hop/{id}/tep/{dong}", get(matter::show::file))
        .merge(supervision())
}

/// What is inspected, mended, confirmed.
fn supervision() -> Router<App> {
    Router::new()
        .route("/lam-viec/chan-chinh", get(corrective::list::list))
        .route("/lam-viec/chan-chinh/tuan", get(corrective::week::show))
        .route("/lam-viec/chan-chinh/moi", get(corrective::begin::form).post(corrective::begin::send))
        .route("/lam-viec/chan-chinh/{id}", get(corrective::show::show))
        .route("/lam-viec/chan-chinh/{id}/tep/{dong}", get(corrective::show::file))
        .route("/lam-viec/chan-chinh/{id}/{viec}", post(corrective::show::act))
        .route("/lam-viec/phieu-giam-sat", get(checklist::list::list).post(checklist::list::plan))
        .route("/lam-viec/phieu-giam-sat/{id}", get(checklist::show::show))
        .route("/lam-viec/phieu-giam-sat/{id}/xong", post(checklist::show::hold))
        .route("/lam-viec/phieu-giam-sat/{id}/tep/{muc}", get(checklist::show::file))
        .route("/lam-viec/phieu-giam-sat/{id}/so/{muc}", get(checklist::behind::list))
        .route("/lam-viec/phieu-giam-sat/{id}/doi/{viec}", post(checklist::change::act))
        .route("/lam-viec/so-lieu-thang", get(confirmation::show::show))
        .route("/lam-viec/so-lieu-thang/chot", post(confirmation::show::fix))
        .route("/lam-viec/so-lieu-thang/{id}", post(confirmation::show::say))
        .route("/lam-viec/ke-hoach", get(plan::board::show).post(plan::adopt::adopt))
        .route("/lam-viec/ke-hoach/moi", get(plan::begin::form).post(plan::begin::send))
        .route("/lam-viec/quy-che", get(regulation::list::list).post(regulation::list::enter))
        .route("/lam-viec/quy-che/cau-hinh", get(regulation::changes::show))
        .route("/lam-viec/quy-che/{id}", get(regulation::show::show))
        .route("/lam-viec/quy-che/{id}/tep", get(regulation::show::file))
        .route("/lam-viec/giao-ban", get(meeting::list::list).post(meeting::list::enter))
        .route("/lam-viec/giao-ban/{id}", get(meeting::show::show))
        .route("/lam-viec/giao-ban/{id}/tep", get(meeting::show::file))
        .route("/lam-viec/bang-chung", get(evidence::show::show))
        .route("/lam-viec/bang-chung/tep", get(evidence::show::export))
}

/// The jobs of these features.
pub fn jobs(jobs: Jobs, app: &App) -> Jobs {
    let (climbs, urges, letters, correctives) = (app.clone(), app.clone(), app.clone(), app.clone());
    let reminders = app.clone();
    jobs.with(domain::reaction::MATTER, move |job| matter::climb::job(climbs.clone(), job))
        .with(domain::reaction::URGE, move |job| matter::urge::job(urges.clone(), job))
        .with(domain::reaction::REMIND, move |job| matter::urge::set_reminder(reminders.clone(), job))
        .with(domain::reaction::URGE_LETTER, move |job| urge_letter::file::job(letters.clone(), job))
        .with(domain::reaction::CORRECTIVE, move |job| corrective::climb::job(correctives.clone(), job))
}
