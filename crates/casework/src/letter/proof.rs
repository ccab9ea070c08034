//! What a telephone shows that opens the QR code of a letter: that it is genuine, and nothing about persons.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::Error,
    letter::urge_number,
    page::{Shell, page},
    texts::Lang,
    visit::{Answer, Reader},
};
use domain::{
    id::UnitId,
    instant::{Instant, local_date},
    petition::letter::number,
    rules::RuleSet,
};
use kit::db::args;

use super::facts::head;

#[derive(Template)]
#[template(path = "letter/proof.html")]
struct Page {
    shell: Shell,
    title: String,
    /// What it is in another language; empty in Vietnamese.
    gloss: String,
    number: String,
    unit: String,
    made: String,
    code: String,
    /// The words beside the code.
    code_name: String,
    /// Where it is tracked, and in which words that is said.
    track: (&'static str, String),
}

/// Where a dossier is tracked.
fn tracked(lang: Lang) -> (&'static str, String) {
    ("/tra-cuu", lang.say("proof-track"))
}

/// The page of the letter with that proof.
pub async fn show(State(app): State<App>, reader: Reader, Path(proof): Path<String>) -> Answer {
    let asked = proof.clone();
    let row = app
        .read(move |tx| {
            Ok(tx.optional(
                "SELECT l.form, l.number, l.unit_id, l.made_at, f.code, l.rules FROM letter l
                 JOIN filing f ON f.dossier_id = l.dossier_id WHERE l.proof = $1",
                args![proof.clone()],
            )?)
        })
        .await?;
    let Some(row) = row else { return urging(&app, reader, asked).await };
    let made_at = row.get(3)?;
    let rules = RuleSet::by_id(&row.get::<String>(5)?).ok_or(Error::NotFound)?;
    let wanted: String = row.get(0)?;
    let form = rules.forms.all().find(|form| form.number == wanted).ok_or(Error::NotFound)?;
    let (house, number) = (app.house(), u32::try_from(row.get::<i64>(1)?).map_err(Error::fault)?);
    let unit = house.unit(UnitId(row.get(2)?))?;
    Ok(page(&Page {
        shell: Shell::new(&app, None, reader.lang.say("proof-window"), "").read_by(&reader),
        title: form.title.to_owned(),
        gloss: reader.lang.letter(&form),
        number: head::number(number, form, unit, rules),
        unit: unit.name_on(local_date(made_at)).to_owned(),
        made: reader.lang.moment(made_at),
        code: row.get::<Option<String>>(4)?.unwrap_or_else(|| reader.lang.say("proof-no-code")),
        code_name: reader.lang.say("proof-code"),
        track: tracked(reader.lang),
    }))
}

/// The page of the letter of urging with that proof.
async fn urging(app: &App, reader: Reader, proof: String) -> Answer {
    let asked = proof.clone();
    let row = app
        .read(move |tx| {
            let sql = "SELECT number, from_unit_id, signed_at FROM urge_letter WHERE proof = $1";
            Ok(tx.optional(sql, args![proof.clone()])?)
        })
        .await?;
    let Some(row) = row else { return about_petitions(app, reader, asked).await };
    let (number, made_at): (i64, Instant) = (row.get(0)?, row.get(2)?);
    let house = app.house();
    Ok(page(&Page {
        shell: Shell::new(app, None, reader.lang.say("proof-window"), "").read_by(&reader),
        title: "Công văn đôn đốc giải quyết hồ sơ thủ tục hành chính".into(),
        gloss: if reader.lang == Lang::Vi { String::new() } else { reader.lang.say("proof-urging") },
        number: urge_number(number),
        unit: house.unit(UnitId(row.get(1)?))?.name_on(local_date(made_at)).to_owned(),
        made: reader.lang.moment(made_at),
        code: reader.lang.say("proof-many"),
        code_name: reader.lang.say("proof-code"),
        track: tracked(reader.lang),
    }))
}

/// The page of the letter about petitions with that proof: the answer to one, or what the Centre proposes from many (rows C-55,
/// C-56).
async fn about_petitions(app: &App, reader: Reader, proof: String) -> Answer {
    let row = app
        .read(move |tx| {
            let sql = "SELECT l.number, l.unit_id, l.signed_at, p.code FROM contact_letter l
                       LEFT JOIN petition p ON p.id = l.petition_id WHERE l.proof = $1";
            Ok(tx.optional(sql, args![proof.clone()])?)
        })
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let (house, lang, made_at) = (app.house(), reader.lang, row.get::<Instant>(2)?);
    let unit = house.unit(UnitId(row.get(1)?))?;
    let name = unit.name_on(local_date(made_at));
    let code: Option<String> = row.get(3)?;
    let (title, gloss) = match code {
        Some(_) => ("Công văn trả lời phản ánh, kiến nghị", "proof-reply"),
        None => ("Báo cáo, kiến nghị từ phản ánh, kiến nghị của cá nhân, tổ chức", "proof-proposal"),
    };
    Ok(page(&Page {
        shell: Shell::new(app, None, lang.say("proof-window"), "").read_by(&reader),
        title: title.into(),
        gloss: if lang == Lang::Vi { String::new() } else { lang.say(gloss) },
        number: number(u32::try_from(row.get::<i64>(0)?).map_err(Error::fault)?, unit.kind, name),
        unit: name.to_owned(),
        made: lang.moment(made_at),
        code: code.unwrap_or_else(|| lang.say("proof-many-petitions")),
        code_name: lang.say("proof-petition"),
        track: ("/phan-anh/tra-cuu", lang.say("petition-track-link")),
    }))
}
