//! In which order officers took what waited, against the order in which it came (row C-03).

use axum::extract::{Query, State};
use base::{
    app::App,
    error::Result,
    page::short,
    visit::{Answer, Staff},
};
use kit::db::{Tx, args};

use super::period::{self, Asked, Listed, Period};

/// The list of a unit over a period.
pub async fn show(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let period = period::asked(&app, &session, &asked)?;
    let wanted = period.clone();
    let rows = app.read(move |tx| rows(tx, &wanted)).await?;
    let listed = Listed {
        heading: "Thứ tự nhận xử lý",
        about: "Thứ tự hồ sơ đến và thứ tự cán bộ nhận xử lý. Nhận trước một hồ sơ đến hạn sớm hơn phải có lý do, \
                trừ hồ sơ thuộc nhóm ưu tiên (NĐ 63/2010/NĐ-CP Điều 18.8).",
        url: "/lam-viec/don-vi/thu-tu",
        columns: &[
            "Cán bộ",
            "Mã hồ sơ",
            "Đến lúc",
            "Thứ tự đến",
            "Hạn của bước",
            "Nhận lúc",
            "Thứ tự nhận",
            "Lý do nhận trước",
        ],
        rows,
    };
    Ok(period::show(&app, &session, &asked, &period, listed)?)
}

fn rows(tx: &mut Tx, period: &Period) -> Result<Vec<Vec<String>>> {
    let rows = tx.all(
        "SELECT o.name, f.code, p.waiting_since, p.urgent_at, p.picked_at, p.reason,
             row_number() OVER (PARTITION BY p.person_id ORDER BY p.waiting_since, p.dossier_id),
             row_number() OVER (PARTITION BY p.person_id ORDER BY p.picked_at, p.dossier_id)
         FROM pick p JOIN person o ON o.id = p.person_id JOIN filing f ON f.dossier_id = p.dossier_id
         WHERE p.unit_id = $1 AND p.picked_at >= $2 AND p.picked_at < $3
         ORDER BY o.name, p.person_id, p.picked_at, p.dossier_id",
        args![period.unit.0, period.from, period.to],
    )?;
    rows.iter()
        .map(|row| {
            Ok(vec![
                row.get(0)?,
                row.get::<Option<String>>(1)?.unwrap_or_default(),
                short(row.get(2)?),
                row.get::<i64>(6)?.to_string(),
                short(row.get(3)?),
                short(row.get(4)?),
                row.get::<i64>(7)?.to_string(),
                row.get::<Option<String>>(5)?.unwrap_or_default(),
            ])
        })
        .collect()
}
