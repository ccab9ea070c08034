//! One petition: what was said, who may know by whom, how it went, what may be done now.

use askama::Template;
use axum::extract::{Path, State};
use base::{
    app::App,
    attachment,
    dossier::log,
    error::{Error, Result},
    house::House,
    page::{Shell, moment, page},
    timeleft::TimeLeft,
    visit::{Answer, Staff},
};
use domain::{
    id::{PetitionId, UnitId},
    instant::local_date,
    notice::is_address,
    org::UnitKind,
    people::Actor,
    petition::{
        Outcome, Petition, PetitionClass, PetitionEvent, Receiver, ReplyWay,
        clock::Clock,
        letter::{Delivery, number},
        right::{PetitionDeed, Right, of},
        sender::Sender,
    },
};
use kit::db::{Tx, args};
use uuid::Uuid;

use super::{
    list::left,
    store::{self, Seen},
};
use crate::letter::{self, store::Letter};

/// How many similar petitions are offered for joining.
const SIMILAR: usize = 8;

struct Line {
    title: String,
    who: String,
    at: String,
    text: String,
}

/// A petition as it is told to one reader.
struct Told {
    seen: Seen,
    /// The unit of the reader.
    reader: Option<UnitId>,
    /// Nothing where the reader may not know.
    sender: Option<Sender>,
    senders: Vec<Sender>,
    lines: Vec<log::Line>,
    people: Vec<(Uuid, String)>,
    members: Vec<(PetitionId, String)>,
    head: Option<(PetitionId, String)>,
    similar: Vec<(String, String)>,
    letter: Option<Letter>,
}

fn read(tx: &mut Tx, id: PetitionId, by: Actor) -> Result<Told> {
    let seen = store::load(tx, id)?;
    let petition = &seen.petition;
    if !petition.may_read(&by) {
        return Err(Error::NotFound);
    }
    let people = tx.all(
        "SELECT id, name FROM person WHERE id IN (SELECT person_id FROM event WHERE stream_id = $1)",
        args![id.0],
    )?;
    let people = people.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
    let head = match petition.head {
        Some(head) => Some((head, store::load(tx, head)?.petition.code)),
        None => None,
    };
    let similar = if petition.may(&by, PetitionDeed::Join) { similar(tx, &seen)? } else { vec![] };
    Ok(Told {
        reader: by.unit(),
        sender: if petition.may_know_sender(&by) { Some(store::sender(tx, id)?) } else { None },
        senders: store::senders(tx, id)?,
        lines: log::of(tx, id.0)?,
        people,
        members: store::members(tx, id)?,
        head,
        similar,
        letter: letter::store::of_petition(tx, id)?,
        seen,
    })
}

/// Petitions that are being settled and could take this one in: about the same procedure first, then the newest.
fn similar(tx: &mut Tx, seen: &Seen) -> Result<Vec<(String, String)>> {
    let rows = tx.all(
        &format!(
            "SELECT body FROM petition WHERE state IN ('classified', 'forwarded', 'passed_on', 'answered')
                 AND id <> $1 AND head_id IS NULL
             ORDER BY CASE WHEN procedure = $2 AND procedure <> '' THEN 0 ELSE 1 END, received_at DESC LIMIT {SIMILAR}"
        ),
        args![seen.id.0, seen.petition.procedure.clone()],
    )?;
    let read = |row: &kit::db::Row| {
        let other: Petition = row.json(0)?;
        Ok((other.code, other.title))
    };
    rows.iter().map(read).collect()
}

#[derive(Template)]
#[template(path = "petition/show.html")]
struct Page {
    shell: Shell,
    id: PetitionId,
    seq: i64,
    petition: Petition,
    by: Actor,
    left: TimeLeft,
    holder: String,
    due: Option<(String, &'static str)>,
    received: String,
    content: String,
    sender: Option<Sender>,
    lines: Vec<Line>,
    members: Vec<(PetitionId, String)>,
    head: Option<(PetitionId, String)>,
    similar: Vec<(String, String)>,
    units: Vec<(Uuid, String)>,
    /// The number of the letter with the answer, for who may see it; its draft has room for one.
    letter: Option<String>,
    /// Whether the sender is told by e-mail of a letter that is signed.
    is_told: bool,
    /// The line and the name of the file that came with the answer.
    attached: Option<(i64, String)>,
    /// What is offered for publication: what was said and answered, without what points to the senders.
    offered: (String, String),
}

impl Page {
    fn may(&self, deed: &str) -> bool {
        PetitionDeed::by_name(deed).is_some_and(|deed| self.petition.may(&self.by, deed))
    }

    /// The classes that it does not have.
    fn others(&self) -> Vec<PetitionClass> {
        PetitionClass::ALL.iter().copied().filter(|class| self.petition.class != Some(*class)).collect()
    }

    fn late(&self) -> String {
        self.petition.late.iter().map(|clock| clock.title().to_lowercase()).collect::<Vec<_>>().join("; ")
    }

    fn may_pass_outside(&self) -> bool {
        self.petition.class == Some(PetitionClass::Outside)
    }

    /// Who else said the same is the Centre's to know.
    fn may_see_group(&self) -> bool {
        of(&self.by, Right::Desk)
    }

    /// What NĐ 20/2008 Điều 7 asks for and is not there.
    fn lacks(&self) -> String {
        let lacks = self.sender.as_ref().map(Sender::lacks).unwrap_or_default();
        lacks.into_iter().map(domain::petition::sender::Trace::title).collect::<Vec<_>>().join(", ")
    }
}

/// The page.
pub async fn show(State(app): State<App>, Staff(session): Staff, Path(id): Path<PetitionId>) -> Answer {
    let by = session.actor();
    let told = app.read(move |tx| read(tx, id, by)).await?;
    let (house, now) = (app.house(), app.now());
    let hides = told.sender.is_none();
    let veil = |text: &str| {
        if hides { store::veiled(text, &told.seen.petition, &told.senders) } else { text.to_owned() }
    };
    let attached = attached(&told)?;
    let letter = letter(&told, &by, &house);
    let lines: Result<Vec<Line>> =
        told.lines.iter().rev().map(|one| line(one, &told, &house, &veil)).collect();
    let petition = told.seen.petition.clone();
    let reply = petition.reply.as_ref().map_or("", |reply| reply.text.as_str());
    // Those who can answer here; the province decides on what they propose, the Centre answers what is not passed on.
    let kinds = [UnitKind::Department, UnitKind::District, UnitKind::Commune];
    let units = house.units().into_iter().filter(|unit| kinds.contains(&unit.kind));
    let units = units.filter(|unit| unit.is_active_on(local_date(now)));
    Ok(page(&Page {
        shell: Shell::new(&app, Some(&session), petition.code.clone(), "phan-anh"),
        id,
        seq: told.seen.seq,
        by,
        left: left(&petition, &house, now),
        holder: petition
            .unit
            .map_or_else(|| petition.outside.clone(), |unit| house.unit_name(unit).to_owned()),
        due: petition.clock.map(|running| (moment(running.due_at), Clock::title(running.clock))),
        received: moment(petition.received_at),
        content: veil(&petition.content),
        letter,
        is_told: app.mail.is_some() && told.sender.as_ref().is_some_and(|sender| is_address(&sender.email)),
        attached,
        offered: (
            store::veiled(&petition.content, &petition, &told.senders),
            store::veiled(reply, &petition, &told.senders),
        ),
        lines: lines?,
        units: units.map(|unit| (unit.id.0, unit.name().to_owned())).collect(),
        petition: Petition {
            title: veil(&petition.title),
            procedure: veil(&petition.procedure),
            source: petition.source.clone().filter(|_| !hides),
            dossier: petition.dossier.filter(|_| !hides),
            dossier_code: if hides { String::new() } else { petition.dossier_code.clone() },
            ..petition
        },
        sender: told.sender,
        members: told.members,
        head: told.head,
        similar: told.similar,
    }))
}

/// The number of the letter, or room for it; nothing where the reader may not see it or there is nobody to write to.
fn letter(told: &Told, by: &Actor, house: &House) -> Option<String> {
    let petition = &told.seen.petition;
    let is_named = told.sender.as_ref().is_some_and(|sender| !sender.is_anonymous());
    let signed = told.letter.as_ref().map(|letter| letter.number(house));
    let number = signed.unwrap_or_else(|| "chưa ký".to_owned());
    (is_named && petition.may_see_letter(by)).then_some(number)
}

/// The line of the answer that counts and its file, where the reader may have it: who may know the sender, and whose own it is.
fn attached(told: &Told) -> Result<Option<(i64, String)>> {
    let Some(line) = told.lines.iter().rev().find(|line| line.kind == "petition_answered") else {
        return Ok(None);
    };
    let is_own = line.by.unit().is_some() && line.by.unit() == told.reader;
    let PetitionEvent::Answered { reply } = store::event(line)? else { return Ok(None) };
    Ok(reply.file.filter(|_| is_own || told.sender.is_some()).map(|file| (line.seq, file.name)))
}

/// The file that came with an answer.
pub async fn file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, seq)): Path<(PetitionId, i64)>,
) -> Answer {
    let by = session.actor();
    let line = app
        .read(move |tx| {
            let told = read(tx, id, by)?;
            let line = told.lines.iter().find(|line| line.seq == seq).cloned().ok_or(Error::NotFound)?;
            let is_own = line.by.unit().is_some() && line.by.unit() == told.reader;
            if is_own || told.sender.is_some() { Ok(line) } else { Err(Error::NotFound) }
        })
        .await?;
    let PetitionEvent::Answered { reply } = store::event(&line)? else { return Err(Error::NotFound.into()) };
    Ok(attachment::give(&app, reply.file.ok_or(Error::NotFound)?).await?)
}

/// A file that the sender added, for who may know the sender: the scan of a letter says who wrote it.
pub async fn sent_file(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, place)): Path<(PetitionId, usize)>,
) -> Answer {
    let by = session.actor();
    let petition = app.read(move |tx| store::load(tx, id)).await?.petition;
    let known = petition.may_know_sender(&by);
    let file = petition.files.into_iter().nth(place).filter(|_| known).ok_or(Error::NotFound)?;
    Ok(attachment::give(&app, file).await?)
}

fn line(line: &log::Line, told: &Told, house: &House, veil: &impl Fn(&str) -> String) -> Result<Line> {
    let event = store::event(line)?;
    let unit = line.by.unit().map(|unit| house.unit_name(unit)).unwrap_or_default();
    let name = told.people.iter().find(|(id, _)| line.by.person().is_some_and(|person| person.0 == *id));
    let who = match (name, line.by) {
        (Some((_, name)), _) => format!("{name}, {unit}"),
        (None, Actor::Public) => "Người gửi".into(),
        (None, _) => "Hệ thống".into(),
    };
    let detail = match &event {
        PetitionEvent::Classified { class, .. } => class.title().to_owned(),
        PetitionEvent::Forwarded { to: Receiver::Unit(unit), .. } => house.unit_name(*unit).to_owned(),
        PetitionEvent::Forwarded { to: Receiver::Outside(name), .. } => name.clone(),
        PetitionEvent::Answered { reply } => reply.outcome.title().to_owned(),
        PetitionEvent::LetterSigned { letter } => house.unit(letter.unit).map_or_else(
            |_| String::new(),
            |unit| number(letter.number, unit.kind, unit.name_on(local_date(line.at))),
        ),
        PetitionEvent::Undelivered { way, .. } => way.title().to_owned(),
        PetitionEvent::Delivered { way, sent_at, .. } => format!("{}, {}", way.title(), moment(*sent_at)),
        _ => String::new(),
    };
    let title = event.words().1;
    Ok(Line {
        title: if detail.is_empty() { title.to_owned() } else { format!("{title}: {detail}") },
        who,
        at: moment(line.at),
        // What one's own unit wrote stands in the answer, too: nothing is to be learnt from where it is veiled.
        text: if line.by.unit().is_some_and(|unit| Some(unit) == told.reader) {
            event.text().to_owned()
        } else {
            veil(event.text())
        },
    })
}
