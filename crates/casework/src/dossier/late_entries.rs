//! What was entered more than half an hour after it was received: no dossier is on paper only (row C-20).

use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::short,
    visit::{Answer, Staff},
};
use domain::dossier::Channel;
use kit::db::{Tx, args};

use super::period::{self, Asked, Listed, Period};

/// The list of a unit over a period.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let period = period::asked(&app, &session, &asked)?;
    let wanted = period.clone();
    let rows = app.read(move |tx| rows(tx, &wanted)).await?;
    let listed = Listed {
        heading: "Hồ sơ nhập muộn",
        about: "Hồ sơ được nhập vào hệ thống muộn hơn 30 phút so với lúc nhận.",
        url: "/lam-viec/don-vi/nhap-muon",
        columns: &["Mã hồ sơ", "Thủ tục", "Nộp qua", "Nhận lúc", "Nhập lúc", "Muộn (phút)", "Người nhập"],
        rows,
    };
    Ok(period::show(&app, &session, &asked, &period, listed)?)
}

fn rows(tx: &mut Tx, period: &Period) -> Result<Vec<Vec<String>>> {
    let rows = tx.all(
        "SELECT f.code, p.name, f.body, d.received_at, f.filed_at, o.name
         FROM filing f JOIN dossier d ON d.id = f.dossier_id JOIN procedure p ON p.id = d.procedure_id
         JOIN event e ON e.stream_id = f.dossier_id AND e.seq = 1 LEFT JOIN person o ON o.id = e.person_id
         WHERE f.receiving_unit_id = $1 AND f.is_late_entry AND f.filed_at >= $2 AND f.filed_at < $3
         ORDER BY f.filed_at, f.dossier_id",
        args![period.unit.0, period.from, period.to],
    )?;
    rows.iter()
        .map(|row| {
            let body: serde_json::Value = row.get(2)?;
            let channel = body.get("channel").and_then(|name| name.as_str()).and_then(Channel::by_name);
            let (received, entered): (domain::instant::Instant, domain::instant::Instant) =
                (row.get(3)?, row.get(4)?);
            Ok(vec![
                row.get::<Option<String>>(0)?.unwrap_or_default(),
                row.get(1)?,
                channel.map_or("", Channel::title).to_owned(),
                short(received),
                short(entered),
                (entered.duration_since(received).as_secs() / 60).to_string(),
                row.get::<Option<String>>(5)?.unwrap_or_default(),
            ])
        })
        .collect()
}
