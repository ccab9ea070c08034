//! The applicant is told of what becomes of the dossier: the job that enters it and leaves the e-mail behind, and the lists of what
//! did not reach them and of numbers that became no letter (row C-51; domain §2.9).

use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::{self, draft_code, log},
    error::{Error, Result},
    notice,
    page::short,
    visit::{Answer, Staff},
};
use domain::{
    dossier::{Event, outgoing},
    id::DossierId,
    instant::Instant,
    people::Role,
};
use kit::{
    db::{Tx, args},
    queue::{Job, Outcome},
};

use super::period::{self, Asked, Listed, Period};

/// The job. Done twice, it does nothing the second time.
pub async fn job(app: App, job: Job) -> Outcome {
    let id: DossierId = serde_json::from_value(job.payload.get("dossier").cloned().unwrap_or_default())?;
    let seq: i64 = serde_json::from_value(job.payload.get("seq").cloned().unwrap_or_default())?;
    let (inner, now) = (app.clone(), app.now());
    app.write(move |tx| tell(&inner, tx, id, seq, now)).await.map_err(Into::into)
}

/// Enters that the event `seq` is owed to the applicant, and tells them by e-mail if they left an address. The letter names the code
/// and the procedure, nobody and nothing else: it leaves the house.
fn tell(app: &App, tx: &mut Tx, id: DossierId, seq: i64, now: Instant) -> Result<()> {
    let seen = dossier::load(tx, id)?;
    let line = log::line(tx, id.0, seq)?;
    let event: Event = serde_json::from_str(&line.body).map_err(Error::fault)?;
    let Some(news) = outgoing::news(&event) else { return Ok(()) };
    let is_new = dossier::outgoing::owe(tx, &seen, &event, seq, line.at)?;
    if !is_new || app.mail.is_none() || dossier::filing(tx, id)?.address().is_none() {
        return Ok(());
    }
    let code = seen.code.clone().unwrap_or_else(|| draft_code(&seen));
    let procedure = app.versions.procedure(tx, seen.procedure)?;
    let text = format!(
        "Kính gửi ông/bà,\n\nHồ sơ {code}, thủ tục “{}”:\n{news}\n\nXin tra cứu hồ sơ, tải giấy, phiếu tại:\n{}/tra-cuu?ma={code}\n\n\
         Ông/bà cần 4 số cuối của số định danh hoặc mã số thuế đã ghi khi nộp.",
        procedure.content.name, app.public_url
    );
    notice::leave_for_applicant(app, tx, (id, seq), (format!("Hồ sơ {code}"), &text), now)
}

/// What was owed to applicants in a period and did not reach them; where the result was taken home, nothing is owed any more.
pub async fn owed(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    // Those at the counter give it out: they see what is owed by their own unit.
    let sees_all = session.role != Role::Receptionist && period::may_see(&session)?;
    let period = period::of(&app, &session, &asked, sees_all)?;
    let wanted = period.clone();
    let rows = app.read(move |tx| owed_rows(tx, &wanted)).await?;
    let listed = Listed {
        heading: "Phiếu, tin chưa tới người nộp",
        about: "Phiếu, tin báo chưa gửi được bằng thư điện tử và chưa ghi là đã giao, gửi bưu chính hay gọi điện. Ghi ở trang hồ sơ, mục “Ghi đã giao phiếu”.",
        url: "/lam-viec/don-vi/phieu-chua-giao",
        columns: &["Mã hồ sơ", "Thủ tục", "Việc", "Ngày", "Thư điện tử"],
        rows,
    };
    Ok(period::show(&app, &session, &asked, &period, listed)?)
}

fn owed_rows(tx: &mut Tx, period: &Period) -> Result<Vec<Vec<String>>> {
    let rows = tx.all(
        "SELECT coalesce(f.code, f.draft_code, ''), p.name, e.body, o.made_at, n.state
         FROM outgoing o JOIN dossier d ON d.id = o.dossier_id JOIN filing f ON f.dossier_id = o.dossier_id
         JOIN procedure p ON p.id = d.procedure_id JOIN event e ON e.stream_id = o.dossier_id AND e.seq = o.seq
         LEFT JOIN notice n ON n.dossier_id = o.dossier_id AND n.about = CAST(o.seq AS TEXT)
         WHERE o.unit_id = $1 AND o.way IS NULL AND o.made_at >= $2 AND o.made_at < $3 AND d.state <> 'returned'
         ORDER BY o.made_at, o.dossier_id, o.seq",
        args![period.unit.0, period.from, period.to],
    )?;
    rows.iter()
        .map(|row| {
            let event: Event = row.json(2)?;
            let mail = match row.get::<Option<String>>(4)?.as_deref() {
                Some("waiting") => "đang gửi",
                Some(_) => "không gửi được",
                None => "không có",
            };
            Ok(vec![row.get(0)?, row.get(1)?, event.title().to_owned(), short(row.get(3)?), mail.to_owned()])
        })
        .collect()
}

/// The numbers of a unit that became no letter, with the reason (TT 01/2018 Điều 10.2).
pub async fn void(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let period = period::asked(&app, &session, &asked)?;
    let wanted = period.clone();
    let rows = app.read(move |tx| void_rows(tx, &wanted)).await?;
    let listed = Listed {
        heading: "Số phiếu xin lỗi đã hủy",
        about: "Số đã cấp khi lập phiếu mà phiếu không được ký: sổ ghi số hủy và lý do, không có số bị bỏ trống.",
        url: "/lam-viec/don-vi/so-huy",
        columns: &["Mã hồ sơ", "Số và lý do hủy", "Ngày hủy"],
        rows,
    };
    Ok(period::show(&app, &session, &asked, &period, listed)?)
}

fn void_rows(tx: &mut Tx, period: &Period) -> Result<Vec<Vec<String>>> {
    let rows = tx.all(
        "SELECT coalesce(f.code, ''), o.note, o.made_at FROM outgoing o JOIN filing f ON f.dossier_id = o.dossier_id
         WHERE o.unit_id = $1 AND o.way = 'void' AND o.made_at >= $2 AND o.made_at < $3
         ORDER BY o.made_at, o.dossier_id, o.seq",
        args![period.unit.0, period.from, period.to],
    )?;
    rows.iter().map(|row| Ok(vec![row.get(0)?, row.get(1)?, short(row.get(2)?)])).collect()
}
