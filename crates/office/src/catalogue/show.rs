//! One procedure, as a citizen reads it.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    page::{Shell, dong, public},
    visit::Answer,
};
use domain::{
    catalogue::{Procedure, Way},
    dossier::Channel,
};

#[derive(Template)]
#[template(path = "catalogue/show.html")]
struct Page {
    shell: Shell,
    p: Procedure,
    limit: String,
    fee: String,
    ways: Vec<(String, String, String)>,
    is_online: bool,
}

/// The page of the published procedure with that code.
pub async fn show(State(app): State<App>, Path(code): Path<String>) -> Answer {
    let versions = app.versions.clone();
    let version = app.read(move |tx| versions.published(tx, &code)).await?;
    let p = version.content.clone();
    let counter = p.way(Channel::Counter);
    let limit = counter.map_or_else(|| "Chưa ghi thời hạn".to_owned(), limit_of);
    let fee = counter.map_or_else(|| "Không có".to_owned(), fee_of);
    let title = |way: &Way| way.channel.map_or("Chưa ghi", Channel::title).to_owned();
    let ways = p.channels.iter().map(|way| (title(way), limit_of(way), fee_of(way))).collect();
    let shell = Shell::new(&app, None, p.name.clone(), "thu-tuc");
    let is_online = p.is_online() && (version.settling_unit.is_some() || !version.settling_kind.is_empty());
    Ok(public(&Page { shell, limit, fee, ways, is_online, p }))
}

/// The limit of a way in words.
pub fn limit_of(way: &Way) -> String {
    let Some(limit) = &way.limit else { return "Chưa ghi".into() };
    limit.limit().map_or_else(
        || if limit.text.is_empty() { "Chưa ghi".into() } else { limit.text.clone() },
        |l| l.to_string(),
    )
}

/// The fees of a way in words.
pub fn fee_of(way: &Way) -> String {
    let words: Vec<String> = way
        .fees
        .iter()
        .map(|fee| match (fee.amount, fee.currency.as_str()) {
            (Some(0), _) if fee.note.is_empty() => "Không thu".into(),
            (Some(0) | None, _) => short(&fee.note),
            (Some(amount), "VND") if fee.note.is_empty() => dong(amount),
            (Some(amount), "VND") => format!("{} ({})", dong(amount), short(&fee.note)),
            (Some(amount), currency) => format!("{amount} {currency}"),
        })
        .collect();
    if words.is_empty() { "Không có".into() } else { words.join("; ") }
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(160).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}
