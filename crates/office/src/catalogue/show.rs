//! One procedure, as a citizen reads it.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    error::Error,
    page::{Shell, dong, public},
    texts::{Lang, words::Words},
    version::must_not_have_ended,
    visit::{Answer, Reader},
};
use domain::{
    catalogue::{Fee, Procedure, Way},
    dossier::Channel,
    instant::local_date,
    sample::SampleKind,
};

use crate::sample::store::{Sample, accepted};

/// From how many letters on a name is set smaller.
const LONG: usize = 110;

#[derive(Template)]
#[template(path = "catalogue/show.html")]
struct Page {
    shell: Shell,
    p: Procedure,
    who: Words,
    limit: Words,
    fee: Words,
    body: Words,
    ways: Vec<(String, Words, Words)>,
    is_online: bool,
    is_long: bool,
    samples: Vec<Sample>,
}

/// The page of the published procedure with that code.
pub async fn show(State(app): State<App>, reader: Reader, Path(code): Path<String>) -> Answer {
    let versions = app.versions.clone();
    let today = local_date(app.now());
    let (version, samples) = app
        .read(move |tx| {
            let version = versions.published(tx, &code)?;
            // What has ended is gone, whether or not the job that takes it out of force has come round (row C-43).
            must_not_have_ended(tx, version.id, today).map_err(|_| Error::NotFound)?;
            let samples = accepted(tx, &code)?;
            Ok((version, samples))
        })
        .await?;
    let (p, lang) = (version.content.clone(), reader.lang);
    let counter = p.way(Channel::Counter);
    let title =
        |way: &Way| way.channel.map_or_else(|| lang.say("not-stated"), |channel| lang.channel(channel));
    let ways = p.channels.iter().map(|way| (title(way), limit(lang, way), fee(lang, way))).collect();
    let body = if p.executing_body.is_empty() { &p.competent_body } else { &p.executing_body };
    Ok(public(&Page {
        shell: Shell::new(&app, None, p.name.clone(), "thu-tuc").read_by(&reader),
        who: stated(lang, &p.audiences.join(", ")),
        limit: counter.map_or_else(|| stated(lang, ""), |way| limit(lang, way)),
        fee: counter.map_or_else(|| Words::translated(lang.say("none")), |way| fee(lang, way)),
        body: stated(lang, body),
        ways,
        is_online: p.is_online() && (version.settling_unit.is_some() || !version.settling_kind.is_empty()),
        samples,
        is_long: p.name.chars().count() > LONG,
        p,
    }))
}

/// What the record says, or that it does not say it.
fn stated(lang: Lang, text: &str) -> Words {
    if text.is_empty() { Words::translated(lang.say("not-stated")) } else { Words::vietnamese(text) }
}

/// The limit of a way in words.
fn limit(lang: Lang, way: &Way) -> Words {
    let Some(limit) = &way.limit else { return stated(lang, "") };
    limit.limit().map_or_else(|| stated(lang, &limit.text), |limit| Words::translated(lang.limit(limit)))
}

/// The fees of a way in words.
fn fee(lang: Lang, way: &Way) -> Words {
    let in_words = |fee: &Fee| match (fee.amount, fee.currency.as_str()) {
        (Some(0), _) if fee.note.is_empty() => lang.say("show-fee-nothing"),
        (Some(0) | None, _) => short(&fee.note),
        (Some(amount), "VND") if fee.note.is_empty() => dong(amount),
        (Some(amount), "VND") => format!("{} ({})", dong(amount), short(&fee.note)),
        (Some(amount), currency) => format!("{amount} {currency}"),
    };
    let words: Vec<String> = way.fees.iter().map(in_words).collect();
    let text = if words.is_empty() { lang.say("none") } else { words.join("; ") };
    Words { text, is_vietnamese: way.fees.iter().any(|fee| !fee.note.is_empty()) }
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(160).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}
