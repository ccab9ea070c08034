//! What the forms of the dossier page offer to choose from.

use base::{
    app::App,
    dossier::{Seen, outgoing},
    error::Result,
    house::House,
    page::short,
};
use domain::{
    access::{AGENCY, Action},
    catalogue::Paper,
    dossier::{
        Filing, ReturnWay,
        event::{Request, RequestLine},
        extend::{self, DelayCause},
        outgoing::Delivery,
        part::{PartKind, PartState, Verdict},
        refuse::LIBRARY,
        reopen::ReopenCause,
        stop::StopCause,
    },
    id::UnitId,
    instant::{Instant, local, local_date},
    org::UnitKind,
    people::Role,
    process::{Process, Step},
    rules::RuleSet,
};
use kit::db::Tx;

use super::{colleagues, held, timeline, turn};

/// A paper that may be asked for.
pub struct Listed {
    /// Its number in the list.
    pub item: u16,
    /// What it is called.
    pub name: String,
    /// The dossier in which the store holds it, if it does.
    pub held_in: Option<String>,
}

/// A line of a request, with the fields of the form in which it is answered.
pub struct AskedLine {
    /// The file field.
    pub field: String,
    /// The field for the number of sheets handed in.
    pub sheets: String,
    /// What was asked for.
    pub words: String,
}

/// The lines of `request`, each with its fields.
pub fn answerable(request: &Request) -> Vec<AskedLine> {
    let line = |(no, words): (usize, String)| AskedLine {
        field: format!("bs-{no}"),
        sheets: format!("so-ban-{no}"),
        words,
    };
    asked(request).into_iter().enumerate().map(line).collect()
}

/// A part that the officer's unit may confirm or answer.
pub struct OpenPart {
    /// Its number.
    pub no: u16,
    /// What it is, in a line.
    pub words: String,
    /// Whether it is an opinion.
    pub is_opinion: bool,
    /// Whether somebody confirmed it.
    pub is_confirmed: bool,
}

impl OpenPart {
    /// Whether it is for the form at `path`: confirmed and declined is what is not confirmed, given to another what is.
    pub fn is_for(&self, path: &str) -> bool {
        match path {
            "nhan-phan-viec" | "tu-choi-phan" => !self.is_confirmed,
            "giao-lai-phan" => self.is_confirmed,
            _ => true,
        }
    }
}

/// Everything there is to choose from; empty where no form needs it.
#[derive(Default)]
pub struct Choices {
    /// Who may be given the next step.
    pub people: Vec<(String, String)>,
    /// Who may be given the present step.
    pub colleagues: Vec<(String, String)>,
    /// Who may be given a part of the officer's unit.
    pub partners: Vec<(String, String)>,
    /// The steps to which it may be sent back.
    pub back: Vec<(String, String)>,
    /// The steps at which it may be opened again.
    pub steps: Vec<(String, String)>,
    /// The papers that may be asked for.
    pub listed: Vec<Listed>,
    /// What the applicant was asked for and supplies now.
    pub asked: Vec<AskedLine>,
    /// Whether one that is due earlier waits.
    pub earlier: bool,
    /// The grounds of the library under the rule set of the dossier.
    pub grounds: Vec<(&'static str, &'static str)>,
    /// Other units.
    pub units: Vec<(String, String)>,
    /// Parts that were opened before.
    pub parts: Vec<(String, String)>,
    /// Parts that the officer's unit works on.
    pub own_parts: Vec<OpenPart>,
    /// A day of return to begin with: as long again as the law leaves.
    pub new_due: String,
    /// Whether an apology still moves the due date.
    pub may_move_due: bool,
    /// What goes out and did not reach the applicant yet.
    pub owed: Vec<(String, String)>,
    /// Today.
    pub today: String,
    /// Now, to the minute.
    pub now: String,
}

impl Choices {
    /// The ways to hand over.
    pub fn ways(&self) -> &'static [ReturnWay] {
        ReturnWay::ALL
    }

    /// The kinds of file that are taken.
    pub fn accept(&self) -> &'static str {
        kit::upload::ENDINGS
    }

    /// The causes of lateness.
    pub fn delay_causes(&self) -> &'static [DelayCause] {
        DelayCause::ALL
    }

    /// The causes of a stop.
    pub fn stop_causes(&self) -> &'static [StopCause] {
        StopCause::ALL
    }

    /// How news reaches an applicant.
    pub fn deliveries(&self) -> &'static [Delivery] {
        Delivery::ALL
    }

    /// Why it may be opened again.
    pub fn reopen_causes(&self) -> &'static [ReopenCause] {
        ReopenCause::ALL
    }

    /// What may be wanted of another unit.
    pub fn part_kinds(&self) -> &'static [PartKind] {
        PartKind::ALL
    }

    /// What an opinion may say.
    pub fn verdicts(&self) -> &'static [Verdict] {
        Verdict::ALL
    }
}

/// What is at hand when the choices are made.
pub struct At<'a> {
    /// The application.
    pub app: &'a App,
    /// The dossier.
    pub seen: &'a Seen,
    /// What was filed.
    pub filing: &'a Filing,
    /// The papers of the case.
    pub papers: &'a [Paper],
    /// The process, once accepted.
    pub process: Option<&'a Process>,
    /// The unit of the officer.
    pub unit: UnitId,
    /// Now.
    pub now: Instant,
}

/// The choices for `may_do`; only what its forms need is asked of the database.
pub fn of(tx: &mut Tx, at: &At, may_do: &[Action]) -> Result<Choices> {
    let may = |wanted: &[Action]| wanted.iter().any(|action| may_do.contains(action));
    let (seen, house) = (at.seen, at.app.house());
    let mut choices = Choices {
        today: local_date(at.now).to_string(),
        now: typed(at.now),
        may_move_due: extend::may_move_due(seen, turn::rules_of(seen)),
        ..Choices::default()
    };
    if may(&[Action::Assign]) {
        choices.people = colleagues::of(tx, seen.settling_unit, &[Role::Handler], at.now)?;
    }
    if let (true, Some(place)) = (may(&[Action::Reassign]), &seen.place) {
        choices.colleagues = colleagues::of(tx, place.unit, &[place.role], at.now)?;
    }
    if may(&[Action::ReassignPart]) {
        choices.partners = colleagues::of(tx, at.unit, AGENCY, at.now)?;
    }
    if may(&[Action::Take]) {
        choices.earlier = super::settle::earlier_waits(tx, seen)?;
    }
    if let Some(process) = at.process {
        let here = seen.place.as_ref().map(|place| place.step);
        choices.back = here.map_or_else(Vec::new, |here| named(process, process.earlier(here)));
        let last = process.return_step().unwrap_or_default();
        choices.steps = named(process, (1..last).collect());
    }
    if may(&[Action::Examine, Action::RequestSupplement, Action::Propose]) {
        choices.listed = listed(tx, at)?;
    }
    if may(&[Action::TakeSupplement]) {
        choices.asked = answerable(&turn::last_request(tx, seen)?);
    }
    if may(&[Action::Propose, Action::Examine, Action::Decide]) {
        choices.grounds = grounds(turn::rules_of(seen));
    }
    if may(&[Action::OpenPart]) {
        choices.units = units(&house, seen.settling_unit, at.now);
    }
    if may(&[Action::OpenPart, Action::CancelPart]) {
        let open = seen.turns.parts.iter().filter(|part| part.is_open());
        choices.parts =
            open.map(|part| (part.no.to_string(), house.unit_name(part.unit).to_owned())).collect();
    }
    if may(&[Action::GiveLetter]) {
        choices.owed = owed(tx, seen)?;
    }
    choices.own_parts = own_parts(at);
    if may(&[Action::Apologise, Action::Propose]) {
        choices.new_due = seen.due_at.map(|due| typed(due.max(at.now))).unwrap_or_default();
    }
    Ok(choices)
}

fn owed(tx: &mut Tx, seen: &Seen) -> Result<Vec<(String, String)>> {
    let mut all = outgoing::of(tx, seen.id)?;
    all.retain(|news| news.given.is_none());
    if all.is_empty() {
        return Ok(vec![]);
    }
    let events = timeline::events(tx, seen.id)?;
    let named = events.iter().filter(|(line, _)| all.iter().any(|news| news.seq == line.seq));
    let words = |(line, event): &timeline::Logged| {
        (line.seq.to_string(), format!("{} ({})", event.title(), short(line.at)))
    };
    Ok(named.map(words).collect())
}

/// A moment as a field of a form holds it.
fn typed(at: Instant) -> String {
    let at = local(at);
    format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

fn named(process: &Process, steps: Vec<u16>) -> Vec<(String, String)> {
    let title = |step: &Step| format!("{}. {}", step.no, step.kind.title());
    let name = |no: u16| process.step(no).map(|step| (no.to_string(), title(step)));
    steps.into_iter().filter(|no| *no > 0).filter_map(name).collect()
}

fn listed(tx: &mut Tx, at: &At) -> Result<Vec<Listed>> {
    let held = held::papers(tx, &at.filing.owner.identity, Some(at.seen.id), at.papers)?;
    let one = |(item, paper): (u16, &Paper)| Listed {
        item,
        name: paper.name.clone(),
        held_in: held.iter().find(|held| held.item == item).map(|held| held.code.clone()),
    };
    Ok((0..).zip(at.papers).map(one).collect())
}

/// What the applicant reads of a request, a line each.
pub fn asked(request: &Request) -> Vec<String> {
    let line = |line: &RequestLine| match (line.verifies.is_empty(), line.basis.is_empty()) {
        (false, _) => format!("{} (để xác minh: {})", line.text, line.verifies),
        (true, false) => format!("{} (căn cứ: {})", line.text, line.basis),
        (true, true) => line.text.clone(),
    };
    request.lines.iter().map(line).collect()
}

/// The grounds of the library under `rules`: the reason and its rule.
pub fn grounds(rules: &RuleSet) -> Vec<(&'static str, &'static str)> {
    LIBRARY.iter().map(|known| (known.reason, known.basis(rules))).collect()
}

fn units(house: &House, but: UnitId, now: Instant) -> Vec<(String, String)> {
    let kinds = [UnitKind::Department, UnitKind::District, UnitKind::Commune];
    let all = kinds.iter().flat_map(|kind| house.of_kind(*kind));
    all.filter(|unit| unit.id != but && unit.is_active_on(local_date(now)))
        .map(|unit| (unit.id.to_string(), unit.name().to_owned()))
        .collect()
}

fn own_parts(at: &At) -> Vec<OpenPart> {
    let own = at.seen.turns.parts.iter().filter(|part| part.unit == at.unit && part.is_at_work());
    own.map(|part| OpenPart {
        no: part.no,
        words: format!(
            "Phần {}: {}{}{}",
            part.no,
            part.kind.title().to_lowercase(),
            part.due_at.map(|due| format!(", hạn {}", short(due))).unwrap_or_default(),
            if part.state == PartState::Sent { ", chưa xác nhận" } else { "" }
        ),
        is_opinion: part.kind == PartKind::Opinion,
        is_confirmed: part.state == PartState::Confirmed,
    })
    .collect()
}
