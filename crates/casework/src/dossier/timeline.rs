//! What happened to a dossier, in words.

use base::{
    dossier::log,
    error::{Error, Result},
    page::moment,
};
use domain::{dossier::Event, id::DossierId};
use kit::db::{Tx, args};

/// One moment of the timeline.
pub struct Moment {
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: String,
    /// What was said with it.
    pub note: String,
}

/// A line of the log and the event in it.
pub type Logged = (log::Line, Event);

/// What happened to the dossier, the oldest first.
pub fn events(tx: &mut Tx, id: DossierId) -> Result<Vec<Logged>> {
    let lines = log::of(tx, id.0)?.into_iter();
    lines.map(|line| Ok((line.clone(), serde_json::from_str(&line.body).map_err(Error::fault)?))).collect()
}

/// The timeline, the newest first.
pub fn timeline(tx: &mut Tx, events: &[Logged]) -> Result<Vec<Moment>> {
    let mut moments = vec![];
    for (line, event) in events.iter().rev() {
        let name: Option<String> = match line.by.person() {
            None => None,
            Some(person) => tx
                .optional("SELECT name FROM person WHERE id = $1", args![person.0])?
                .map(|row| row.get(0))
                .transpose()?,
        };
        let who = match (name, line.by.role()) {
            (Some(name), Some(role)) => format!("{name}, {}", role.title()),
            _ => "Người nộp".into(),
        };
        moments.push(Moment { what: event.title().into(), who, at: moment(line.at), note: note(event) });
    }
    Ok(moments)
}

fn note(event: &Event) -> String {
    match event {
        Event::Taken { out_of_order: Some(reason) } => format!("Nhận trước: {reason}"),
        Event::Assigned { note, .. } | Event::Advanced { note, .. } => note.clone(),
        Event::Drafted { draft } => draft.opinion.clone(),
        Event::SentBack { reason, .. } => reason.clone(),
        Event::CompletionRequested { request, .. } => {
            let lines: Vec<&str> = request.lines.iter().map(|line| line.text.as_str()).collect();
            format!("{}: {}", request.reason, lines.join("; "))
        }
        Event::Declined { ground, .. } => format!("{} ({})", ground.reason, ground.basis),
        Event::ResultIssued { result, .. } => format!("Số {}", result.number),
        Event::Returned { handover } => format!("Người nhận: {}", handover.collector),
        _ => String::new(),
    }
}
