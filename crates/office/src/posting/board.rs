//! The board of a place, to be printed: every procedure that hangs there, with a QR code to its page.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff},
};
use domain::{catalogue::Procedure, dossier::Channel, instant::local_date};
use fast_qr::{ECL, QRBuilder, convert::svg::SvgBuilder};
use kit::db::args;
use uuid::Uuid;

use super::{act::visible, store::Place};
use crate::day;

struct Entry {
    code: String,
    name: String,
    limit: String,
    fee: String,
    body: String,
    /// The QR code, as SVG.
    qr: String,
}

#[derive(Template)]
#[template(path = "posting/board.html")]
struct Page {
    shell: Shell,
    place: Place,
    unit: String,
    today: String,
    entries: Vec<Entry>,
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<Uuid>) -> Answer {
    let by = session.actor();
    let (place, rows) = app
        .read(move |tx| {
            let place = visible(tx, id, &by)?;
            // Only what is in force is printed.
            let rows = tx.all(
                "SELECT v.body FROM posting g JOIN procedure v ON v.code = g.procedure_code AND v.state = 'published'
                 WHERE g.place_id = $1 AND g.taken_down_at IS NULL ORDER BY v.field, v.name LIMIT 1000",
                args![id],
            )?;
            Ok((place, rows))
        })
        .await?;
    let entries: Result<Vec<Entry>> = rows
        .iter()
        .map(|row| {
            let procedure: Procedure = row.json(0)?;
            entry(procedure, &app.public_url)
        })
        .collect();
    let house = app.house();
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), format!("Bảng niêm yết: {}", place.name), "vong-doi"),
        unit: house.unit_name(place.unit).to_owned(),
        today: day(&local_date(app.now())),
        place,
        entries: entries?,
    }))
}

fn entry(procedure: Procedure, public_url: &str) -> Result<Entry> {
    let way = procedure.way(Channel::Counter);
    let limit = procedure
        .limit(Channel::Counter)
        .map_or_else(|| "Theo quy định".to_owned(), |limit| limit.to_string());
    let fees: Vec<String> = way
        .map(|way| way.fees.iter().filter_map(|fee| fee.amount.map(base::page::dong)).collect())
        .unwrap_or_default();
    Ok(Entry {
        qr: qr(&format!("{public_url}/thu-tuc/{}", procedure.code))?,
        fee: if fees.is_empty() { "Không, hoặc theo văn bản".into() } else { fees.join("; ") },
        limit,
        body: if procedure.executing_body.is_empty() {
            procedure.competent_body
        } else {
            procedure.executing_body
        },
        code: procedure.code,
        name: procedure.name,
    })
}

fn qr(text: &str) -> Result<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(Error::fault)?;
    // The picture has no size of its own.
    Ok(SvgBuilder::default().to_str(&code).replacen("<svg ", "<svg width=\"96\" height=\"96\" ", 1))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_code_of_a_board_is_a_picture_inside_the_page() {
        let picture = super::qr("http://x/thu-tuc/1.001193").unwrap();
        assert!(picture.starts_with("<svg"), "{picture}");
    }
}
