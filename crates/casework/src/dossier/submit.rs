//! Filing online: particulars, papers, how the result is wanted; then a code and what happens next.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base::{
    app::App,
    dossier,
    error::{Error, FieldError, Result},
    page::{Shell, moment, page, with_status},
    session::Session,
    version::ProcedureVersion,
    visit::Answer,
};
use domain::{
    dossier::{Channel, ReturnWay},
    id::{DossierId, UnitId},
    org::UnitKind,
    people::Actor,
    refusal::Refusal,
};
use kit::form::Fields;
use serde::Deserialize;

use super::{
    particulars::{filing, settler, settlers},
    receive::{self, Intake},
};

/// Which case of the procedure.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    truong_hop: u16,
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
    cases: Vec<(u16, String)>,
    papers: Vec<(String, String, bool)>,
    settlers: Vec<(String, String)>,
    ways: &'static [ReturnWay],
    accept: &'static str,
    /// The largest file, in MB.
    file_limit: usize,
}

/// The form.
pub async fn form(State(app): State<App>, Path(code): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let mut fields = Fields::default();
    fields.set("truong-hop", asked.truong_hop.to_string());
    let version = published(&app, &code).await?;
    Ok(page(&build(&app, &version, fields, vec![])))
}

async fn published(app: &App, code: &str) -> Result<std::sync::Arc<ProcedureVersion>> {
    let (versions, code) = (app.versions.clone(), code.to_owned());
    let version = app.read(move |tx| versions.published(tx, &code)).await?;
    if version.content.is_online() { Ok(version) } else { Err(Refusal::NotOnline.into()) }
}

fn build(app: &App, version: &ProcedureVersion, form: Fields, errors: Vec<FieldError>) -> FormPage {
    let content = &version.content;
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    let paper = |(item, paper): (u16, &domain::catalogue::Paper)| {
        (paper.name.clone(), format!("tep-{item}"), paper.is_mandatory())
    };
    let case_name = |(no, case): (u16, &domain::catalogue::Case)| {
        (no, if case.name.is_empty() { format!("Trường hợp {}", no + 1) } else { case.name.clone() })
    };
    FormPage {
        shell: Shell::new(app, None, format!("Nộp hồ sơ: {}", content.name), "thu-tuc"),
        errors,
        id: form.number("phieu").unwrap_or(DossierId(app.id())),
        procedure: content.name.clone(),
        case,
        cases: (0u16..).zip(&content.cases).map(case_name).collect(),
        papers: (0u16..).zip(content.papers(case)).map(paper).collect(),
        settlers: settlers(app, version),
        ways: ReturnWay::ALL,
        accept: kit::upload::ENDINGS,
        file_limit: app.file_limit / 1024 / 1024,
        typed: form,
    }
}

/// Takes the filing in and shows its code.
pub async fn submit(
    State(app): State<App>,
    session: Option<Session>,
    Path(code): Path<String>,
    form: Fields,
) -> Answer {
    let version = published(&app, &code).await?;
    let by = session.as_ref().map_or(Actor::Public, Session::actor);
    match take_in(&app, &version, &form, by).await {
        Ok(id) => Ok(Redirect::to(&format!("/nop-ho-so/{code}/{id}")).into_response()),
        Err(Error::Invalid(errors)) => Ok(again(&app, &version, form, errors)),
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError { field: "giay-to".into(), message: refusal.to_string() }];
            Ok(again(&app, &version, form, errors))
        }
        // Sent twice at the same moment: the first was taken in.
        Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/nop-ho-so/{code}/{}", form.get("phieu"))).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn again(app: &App, version: &ProcedureVersion, form: Fields, errors: Vec<FieldError>) -> Response {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(app, version, form, errors))
}

async fn take_in(app: &App, version: &ProcedureVersion, form: &Fields, by: Actor) -> Result<DossierId> {
    let settling_unit = settler(form, version);
    let filing = filing(app, version, form, Channel::Online).await;
    // Everything that is wrong is said at once.
    let (settling_unit, filing) = match (settling_unit, filing) {
        (Ok(unit), Ok(filing)) => (unit, filing),
        (Err(Error::Invalid(mut a)), Err(Error::Invalid(b))) => {
            a.extend(b);
            return Err(Error::Invalid(a));
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let list = receive::required(version, filing.case);
    let missing = domain::dossier::receive::missing(&filing, &list);
    if !missing.is_empty() {
        let wrong = |paper: &domain::dossier::receive::Required| FieldError {
            field: format!("tep-{}", paper.item),
            message: format!("Chọn tệp cho “{}”.", paper.name.chars().take(80).collect::<String>()),
        };
        return Err(Error::Invalid(missing.iter().map(wrong).collect()));
    }
    let house = app.house();
    // What a commune settles is received there; the rest at the provincial centre.
    let centre = house.of_kind(UnitKind::Centre).first().map(|unit| unit.id);
    let receiving: UnitId = settling_unit.or(centre).ok_or(Refusal::NoSettler)?;
    let now = app.now();
    let id = form.number("phieu").unwrap_or(DossierId(app.id()));
    let intake =
        Intake { id, procedure: version.content.code.clone(), settling_unit, filing, received_at: now };
    let inner = app.clone();
    app.write(move |tx| receive::file_online(&inner, tx, receiving, &intake, by, now)).await?;
    Ok(id)
}

#[derive(Template)]
#[template(path = "dossier/submitted.html")]
struct Submitted {
    shell: Shell,
    code: String,
    check_by: String,
    unit: String,
    procedure: String,
    at: String,
}

/// What happens next. The address holds no personal data and shows none.
pub async fn submitted(State(app): State<App>, Path((_, id)): Path<(String, DossierId)>) -> Answer {
    let versions = app.versions.clone();
    let (seen, procedure) = app
        .read(move |tx| {
            let seen = dossier::load(tx, id)?;
            let procedure = versions.procedure(tx, seen.procedure)?;
            Ok((seen, procedure))
        })
        .await?;
    let at = seen.submitted_at.ok_or(Error::NotFound)?;
    let check_by =
        seen.place.as_ref().and_then(|place| place.due_at).map_or_else(|| "hôm nay".into(), moment);
    Ok(page(&Submitted {
        shell: Shell::new(&app, None, "Đã nộp hồ sơ", "thu-tuc"),
        code: dossier::draft_code(&seen),
        check_by,
        unit: app.house().unit_name(seen.receiving_unit).to_owned(),
        procedure: procedure.content.name.clone(),
        at: moment(at),
    }))
}
