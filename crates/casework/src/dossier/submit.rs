//! Filing online: particulars, papers, how the result is wanted; then a code and what happens next.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment::{is_aside, set_aside},
    dossier,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    texts::{Lang, words::Words},
    version::ProcedureVersion,
    visit::{Answer, Reader},
};
use domain::{
    catalogue::{FieldKind, FormField},
    dossier::{Channel, ReturnWay},
    id::{DossierId, UnitId},
    instant::local_date,
    org::UnitKind,
    people::Actor,
    refusal::Refusal,
};
use kit::form::Fields;
use serde::Deserialize;

use super::{
    held,
    particulars::{asked, filing, settler, settlers},
    receive::{self, Intake},
};

/// Which case of the procedure, once it was asked.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    truong_hop: Option<u16>,
    #[serde(default)]
    tiep: String,
}

#[derive(Template)]
#[template(path = "dossier/choose_case.html")]
struct CasePage {
    shell: Shell,
    errors: Vec<FieldError>,
    procedure: String,
    cases: Vec<(u16, Words)>,
}

/// One way to receive the result.
struct WayChoice {
    name: &'static str,
    title: String,
    is_wanted: bool,
}

/// One paper to choose a file for.
struct PaperField {
    name: String,
    field: String,
    is_optional: bool,
    /// Its number.
    item: u16,
    /// Whether it may lie in the store from an earlier dossier.
    may_be_held: bool,
    /// The file that waits for the form to be sent again; empty if there is none.
    aside: String,
    /// Its token.
    token: String,
}

#[derive(Template)]
#[template(path = "dossier/submit.html")]
struct FormPage {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: DossierId,
    procedure: String,
    case: u16,
    case_name: Option<Words>,
    papers: Vec<PaperField>,
    settlers: Vec<(String, String)>,
    /// What the procedure's form asks.
    asked: Vec<(String, FormField)>,
    ways: Vec<WayChoice>,
    accept: &'static str,
    megabytes: usize,
}

impl FormPage {
    /// How many parts the form has: who, where if there is a choice, what the procedure's form asks if it asks anything, papers,
    /// result.
    fn parts(&self) -> u8 {
        3 + u8::from(!self.settlers.is_empty()) + u8::from(!self.asked.is_empty())
    }
}

/// The form; before it, where the papers depend on the case, the question which case it is.
pub async fn form(
    State(app): State<App>,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let version = published(&app, &code).await?;
    let cases = cases(&version, reader.lang);
    let chosen = asked.truong_hop.filter(|no| usize::from(*no) < cases.len());
    if chosen.is_none() && version.content.has_choice_of_case() {
        let missing =
            FieldError { field: "truong-hop".into(), message: reader.lang.say("apply-case-missing") };
        let errors = if asked.tiep.is_empty() { vec![] } else { vec![missing] };
        let shell = shell(&app, &reader);
        return Ok(page(&CasePage { shell, errors, procedure: version.content.name.clone(), cases }));
    }
    let mut fields = Fields::default();
    fields.set("truong-hop", chosen.unwrap_or(0).to_string());
    Ok(page(&build(&app, &reader, &version, fields, vec![])))
}

fn shell(app: &App, reader: &Reader) -> Shell {
    Shell::new(app, None, reader.lang.say("apply-title"), "thu-tuc").read_by(reader)
}

fn cases(version: &ProcedureVersion, lang: Lang) -> Vec<(u16, Words)> {
    let named = |(no, case): (u16, &domain::catalogue::Case)| {
        let number = || Words::translated(lang.say_with("apply-case-number", &[("no", no + 1)]));
        let name = case.name.trim_end_matches([':', ' ']);
        (no, if name.is_empty() { number() } else { Words::vietnamese(name) })
    };
    (0u16..).zip(&version.content.cases).map(named).collect()
}

async fn published(app: &App, code: &str) -> Result<std::sync::Arc<ProcedureVersion>> {
    let (versions, code) = (app.versions.clone(), code.to_owned());
    let version = app.read(move |tx| versions.published(tx, &code)).await?;
    if version.content.is_online() { Ok(version) } else { Err(Refusal::NotOnline.into()) }
}

fn build(
    app: &App,
    reader: &Reader,
    version: &ProcedureVersion,
    form: Fields,
    errors: Vec<FieldError>,
) -> FormPage {
    let content = &version.content;
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    let paper = |(item, paper): (u16, &domain::catalogue::Paper)| {
        let field = format!("tep-{item}");
        let is_aside = is_aside(&form, &field);
        let carried = |name: &str| {
            if is_aside { form.get(format!("{name}-{field}")).to_owned() } else { String::new() }
        };
        PaperField {
            // Some names say it themselves.
            is_optional: !paper.is_mandatory() && !paper.name.contains("nếu có"),
            item,
            may_be_held: held::is_reusable(paper),
            name: paper.name.clone(),
            aside: carried("ten"),
            token: carried("giu"),
            field,
        }
    };
    let papers: Vec<PaperField> = (0u16..).zip(content.papers(case)).map(paper).collect();
    let cases = cases(version, reader.lang);
    let is_choice = content.has_choice_of_case();
    let wanted = ReturnWay::by_name(form.get("cach")).unwrap_or(ReturnWay::Counter);
    let way = |way: &ReturnWay| WayChoice {
        name: way.name(),
        title: reader.lang.return_way(*way),
        is_wanted: *way == wanted,
    };
    FormPage {
        shell: shell(app, reader),
        errors,
        id: form.number("phieu").unwrap_or(DossierId(app.id())),
        procedure: content.name.clone(),
        case,
        case_name: cases.into_iter().find(|(no, _)| is_choice && *no == case).map(|(_, name)| name),
        papers,
        settlers: settlers(app, version),
        asked: asked(version),
        ways: ReturnWay::ALL.iter().map(way).collect(),
        accept: kit::upload::ENDINGS,
        megabytes: app.file_limit / 1024 / 1024,
        typed: form,
    }
}

/// Takes the filing in and shows its code.
pub async fn submit(
    State(app): State<App>,
    session: Option<Session>,
    reader: Reader,
    Path(code): Path<String>,
    form: Fields,
) -> Answer {
    let version = published(&app, &code).await?;
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    if case > 0 && usize::from(case) >= version.content.cases.len() {
        return Err(Error::NotFound.into());
    }
    let reader = reader.at(format!("/nop-ho-so/{code}?truong-hop={case}"));
    let by = session.as_ref().map_or(Actor::Public, Session::actor);
    match take_in(&app, &reader, &version, &form, by).await {
        Ok(id) => Ok(Redirect::to(&format!("/nop-ho-so/{code}/{id}")).into_response()),
        Err(Error::Invalid(errors)) => again(&app, &reader, &version, form, errors).await,
        Err(Error::Refused(refusal)) => {
            let errors =
                vec![FieldError { field: "giay-to".into(), message: reader.lang.refusal(&refusal).text }];
            again(&app, &reader, &version, form, errors).await
        }
        // Sent twice at the same moment: the first was taken in.
        Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/nop-ho-so/{code}/{}", form.get("phieu"))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(
    app: &App,
    reader: &Reader,
    version: &ProcedureVersion,
    mut form: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    set_aside(app, &mut form).await?;
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(app, reader, version, form, errors)))
}

async fn take_in(
    app: &App,
    reader: &Reader,
    version: &ProcedureVersion,
    form: &Fields,
    by: Actor,
) -> Result<DossierId> {
    let filing = filing(app, version, form, Channel::Online, reader.lang).await;
    let settling_unit = settler(form, version, reader.lang);
    // Everything that is wrong is said at once, in the order of the form.
    let mut errors = unsent(reader.lang, version, form);
    let settling_unit = or_note(settling_unit, &mut errors)?;
    let filing = or_note(filing, &mut errors)?;
    let (Some(settling_unit), Some(filing), true) = (settling_unit, filing, errors.is_empty()) else {
        errors.sort_by_key(place_on_page);
        return Err(Error::Invalid(errors));
    };
    let house = app.house();
    let now = app.now();
    // What a commune settles is received there; the rest at the provincial centre.
    let centre = house.serving(UnitKind::Centre, local_date(now)).map(|unit| unit.id);
    let receiving: UnitId = settling_unit.or(centre).ok_or(Refusal::NoSettler)?;
    let id = form.number("phieu").unwrap_or(DossierId(app.id()));
    let intake = Intake {
        id,
        procedure: version.content.code.clone(),
        version: version.id,
        settling_unit,
        filing,
        received_at: now,
    };
    let inner = app.clone();
    app.write(move |tx| receive::file_online(&inner, tx, receiving, &intake, by, now)).await?;
    Ok(id)
}

/// Where on the page the field stands that the error is about: its part, and its number there.
fn place_on_page(error: &FieldError) -> (u8, u32) {
    let number = |text: &str| text.parse().unwrap_or_default();
    match (error.field.strip_prefix("khai-"), error.field.strip_prefix("tep-")) {
        (Some(no), _) => (2, number(no)),
        (_, Some(item)) => (3, number(item)),
        _ => (u8::from(error.field == "co-quan"), 0),
    }
}

/// The papers that must be there and for which no file was chosen.
fn unsent(lang: Lang, version: &ProcedureVersion, form: &Fields) -> Vec<FieldError> {
    let required = receive::required(version, form.number("truong-hop").unwrap_or(0)).into_iter();
    // Who says that it lies in the store is believed here, for nobody proves who they are: intake looks, and asks if it does not
    // (row C-16).
    let in_store: Vec<u16> = form.all("kho").filter_map(|no| no.parse().ok()).collect();
    let papers = version.content.papers(form.number("truong-hop").unwrap_or(0));
    let is_held =
        |item: u16| in_store.contains(&item) && papers.get(usize::from(item)).is_some_and(held::is_reusable);
    let unsent = required.filter(|paper| {
        let field = format!("tep-{}", paper.item);
        let is_sent = form.files(&field).next().is_some() || is_aside(form, &field);
        paper.is_mandatory && !is_sent && !is_held(paper.item)
    });
    unsent
        .map(|paper| FieldError {
            field: format!("tep-{}", paper.item),
            message: lang.say_with("field-paper", &[("no", paper.item + 1)]),
        })
        .collect()
}

/// What was found, or nothing and a note in `errors` of what is wrong; other errors go on.
fn or_note<T>(found: Result<T>, errors: &mut Vec<FieldError>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong);
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "dossier/submitted.html")]
struct Submitted {
    shell: Shell,
    code: String,
    /// Until when it is checked; nothing once it was.
    check_by: Option<String>,
    unit: String,
    procedure: String,
    at: String,
}

/// What happens next. The address holds no personal data and shows none.
pub async fn submitted(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, DossierId)>,
) -> Answer {
    let versions = app.versions.clone();
    let (seen, procedure) = app
        .read(move |tx| {
            let seen = dossier::load(tx, id)?;
            let procedure = versions.procedure(tx, seen.procedure)?;
            Ok((seen, procedure))
        })
        .await?;
    let at = seen.submitted_at.ok_or(Error::NotFound)?;
    let waits = seen.place.as_ref().filter(|_| seen.state == domain::dossier::State::Submitted);
    let check_by = waits.and_then(|place| place.due_at).map(|due| reader.lang.moment(due));
    Ok(page(&Submitted {
        shell: Shell::new(&app, None, reader.lang.say("filed-title"), "thu-tuc").read_by(&reader),
        code: dossier::draft_code(&seen),
        check_by,
        unit: app.house().unit_name(seen.receiving_unit).to_owned(),
        procedure: procedure.content.name.clone(),
        at: reader.lang.moment(at),
    }))
}
