//! One screen on which a dossier is received: applicant, papers, due date; then accept, ask for completion, decline, or
//! give the result at once.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment::{is_aside, set_aside},
    error::{Error, FieldError, Result},
    page::{Shell, dong, moment, page, with_status},
    session::Session,
    texts::Lang,
    version::ProcedureVersion,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    calendar::{deadline::Due, trace::summary},
    catalogue::{FieldKind, FormField, Paper, Way},
    dossier::{
        Channel, Filing, Priority, ReturnWay,
        event::RequestLine,
        receive::{may_be_given_at_once, received_at},
    },
    id::DossierId,
    identity::Identity,
    instant::{Instant, from_local, local_date},
    rules::RuleSet,
};
use kit::{db::args, form::Fields};
use serde::Deserialize;

use super::{
    act, choices,
    desk::must_receive,
    held::{self, Held},
    particulars::{asked, filing, settler, settlers},
    receive::{self, AtOnce, Decision, Intake},
};

/// Which case of the procedure.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    truong_hop: u16,
}

struct PaperForm {
    item: u16,
    /// The name of its file field.
    file: String,
    name: String,
    is_mandatory: bool,
    is_there: bool,
    /// The code of the dossier from which the store holds it, if it does.
    held_in: Option<String>,
    /// Whether it is asked for: missing, or not as it should be.
    is_asked: bool,
    originals: String,
    certified: String,
    copies: String,
    /// The file that waits for the form to be sent again, and its token.
    aside: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "dossier/reception.html")]
struct FormPage {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: DossierId,
    /// Code and name.
    procedure: (String, String),
    case: u16,
    cases: Vec<(u16, String)>,
    papers: Vec<PaperForm>,
    /// What the procedure's form asks.
    asked: Vec<(String, FormField)>,
    ways: &'static [ReturnWay],
    groups: &'static [Priority],
    settlers: Vec<(String, String)>,
    accept: &'static str,
    limit: String,
    fee: String,
    due: Option<(String, Vec<(String, String)>)>,
    /// The day of it, carried by the form: what is saved is what was shown.
    due_on: String,
    /// Whether the result may be given in the same visit (NĐ 61/2018 Điều 17.4).
    may_give_at_once: bool,
    /// The grounds of the library on which it may be declined.
    grounds: Vec<(&'static str, &'static str)>,
    today: String,
}

/// The form for one procedure.
pub async fn form(
    State(app): State<App>,
    Staff(session): Staff,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    must_receive(&session)?;
    let mut fields = Fields::default();
    fields.set("truong-hop", asked.truong_hop.to_string());
    Ok(page(&build(&app, &session, &code, fields, vec![]).await?))
}

async fn published(app: &App, code: &str) -> Result<Arc<ProcedureVersion>> {
    let (versions, code) = (app.versions.clone(), code.to_owned());
    app.read(move |tx| versions.published(tx, &code)).await
}

async fn build(
    app: &App,
    session: &Session,
    code: &str,
    form: Fields,
    errors: Vec<FieldError>,
) -> Result<FormPage> {
    let version = published(app, code).await?;
    let content = &version.content;
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    let papers = paper_forms(&held_for(app, &version, &form, case).await?, content.papers(case), &form);
    let cases = (0u16..).zip(&content.cases).map(|(no, case)| (no, name_of(no, &case.name))).collect();
    let (house, now) = (app.house(), app.now());
    let received = received(&form, now).unwrap_or(now);
    let table = house.timetable(session.unit);
    let id = form.number("phieu").unwrap_or(DossierId(kit::clock::id(now)));
    let channel = channel(&form);
    let due = receive::due_of(&version, channel, (session.unit, received), &house)?;
    Ok(FormPage {
        shell: Shell::new(app, Some(session), content.name.clone(), "tiep-nhan"),
        errors,
        id,
        procedure: (content.code.clone(), content.name.clone()),
        case,
        cases,
        papers,
        asked: asked(&version),
        ways: ReturnWay::ALL,
        groups: Priority::ALL,
        settlers: settlers(app, &version),
        accept: kit::upload::ENDINGS,
        limit: content.limit(channel).map_or_else(|| "không quy định".into(), |limit| limit.to_string()),
        fee: fee(content.way(channel)),
        due_on: day_of(due.as_ref()),
        due: due.map(|due| (moment(due.at), summary(&due.trace, &table))),
        grounds: choices::grounds(RuleSet::at(local_date(received))),
        may_give_at_once: may_be_given_at_once(content.limit(channel)),
        today: local_date(now).to_string(),
        typed: form,
    })
}

/// The papers of the case, as they are typed in.
fn paper_forms(held: &[Held], papers: &[Paper], form: &Fields) -> Vec<PaperForm> {
    let is_first = form.pairs().len() <= 1;
    let there: Vec<&str> = form.all("co").collect();
    let one = |(item, paper): (u16, &Paper)| {
        let file = format!("tep-{item}");
        let carried = |name: &str| form.get(format!("{name}-{file}")).to_owned();
        let given = |kind: &str, usual: u16| match form.get(format!("{kind}-{item}")) {
            "" if is_first => usual.to_string(),
            typed => typed.to_owned(),
        };
        PaperForm {
            item,
            aside: is_aside(form, &file).then(|| (carried("ten"), carried("giu"))),
            file,
            name: paper.name.clone(),
            is_mandatory: paper.is_mandatory(),
            is_there: there.contains(&item.to_string().as_str()),
            held_in: held.iter().find(|held| held.item == item).map(|held| held.code.clone()),
            is_asked: form.all("thieu").any(|no| no == item.to_string()),
            originals: given("chinh", paper.originals.unwrap_or(1)),
            certified: given("chung-thuc", 0),
            copies: given("chup", paper.copies.unwrap_or(0)),
        }
    };
    (0u16..).zip(papers).map(one).collect()
}

/// What the store holds for the applicant who is typed in.
async fn held_for(app: &App, version: &Arc<ProcedureVersion>, form: &Fields, case: u16) -> Result<Vec<Held>> {
    let (identity, version) = (form.get("so-dinh-danh").replace(' ', ""), version.clone());
    if identity.is_empty() {
        return Ok(vec![]);
    }
    app.read(move |tx| held::papers(tx, &identity, None, version.content.papers(case))).await
}

/// When it was received: as the officer says, `now` if the field is empty.
fn received(form: &Fields, now: Instant) -> Result<Instant> {
    let text = form.get("nhan-luc");
    if text.is_empty() {
        return Ok(now);
    }
    let told = text.parse().map(from_local);
    let told = told.map_err(|_| Error::field("nhan-luc", "Ghi ngày và giờ nhận, ví dụ 2023-08-22T08:30."))?;
    received_at(Some(told), now).map_err(|refusal| Error::field("nhan-luc", refusal.to_string()))
}

fn name_of(no: u16, name: &str) -> String {
    if name.is_empty() { format!("Trường hợp {}", no + 1) } else { name.to_owned() }
}

fn fee(way: Option<&Way>) -> String {
    let amounts: Vec<String> =
        way.map_or_else(Vec::new, |way| way.fees.iter().filter_map(|fee| fee.amount).map(dong).collect());
    if amounts.is_empty() { "không có".into() } else { amounts.join(", ") }
}

/// By which way it came in: time limit and fee hang on it.
fn channel(form: &Fields) -> Channel {
    Channel::by_name(form.get("kenh")).unwrap_or(Channel::Counter)
}

/// The day of an appointment as the form carries it.
fn day_of(due: Option<&Due>) -> String {
    due.map_or_else(|| "khong".into(), |due| local_date(due.at).to_string())
}

/// Receives: accepts, asks for completion, declines, or only fills in a known person.
pub async fn receive(
    State(app): State<App>,
    Staff(session): Staff,
    Path(code): Path<String>,
    mut form: Fields,
) -> Answer {
    must_receive(&session)?;
    must_be_own(&session, &form)?;
    if matches!(form.get("viec"), "dien-san" | "tinh-lai") {
        if form.get("viec") == "dien-san" {
            fill_in(&app, &session, &mut form).await?;
        }
        set_aside(&app, &mut form).await?;
        // Which moment it is reckoned from, or why not from the one that was typed.
        let errors = match received(&form, app.now()) {
            Err(Error::Invalid(errors)) => errors,
            _ => vec![],
        };
        return Ok(page(&build(&app, &session, &code, form, errors).await?));
    }
    match take_in(&app, &session, &code, &form).await {
        // Sent twice at the same moment: the first has taken it in, the second is shown the same.
        Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/lam-viec/tiep-nhan?xong={}", form.get("phieu"))).into_response())
        }
        Ok(id) => Ok(Redirect::to(&format!("/lam-viec/tiep-nhan?xong={id}")).into_response()),
        Err(Error::Invalid(errors)) => again(&app, &session, &code, form, errors).await,
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError { field: "giay-to".into(), message: refusal.to_string() }];
            again(&app, &session, &code, form, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(
    app: &App,
    session: &Session,
    code: &str,
    mut form: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    set_aside(app, &mut form).await?;
    let page = build(app, session, code, form, errors).await?;
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// Who has filed at this unit before is known by the number.
async fn fill_in(app: &App, session: &Session, form: &mut Fields) -> Result<()> {
    let typed = form.get("so-dinh-danh");
    let identity =
        Identity::parse(typed).map_or_else(|_| typed.to_owned(), |known| known.as_str().to_owned());
    let unit = session.unit;
    let known = app
        .read(move |tx| {
            let row = tx.optional(
                "SELECT body FROM filing WHERE owner_identity = $1 AND receiving_unit_id = $2
                 ORDER BY filed_at DESC LIMIT 1",
                args![identity.clone(), unit.0],
            )?;
            row.map(|row| Ok::<Filing, Error>(row.json(0)?)).transpose()
        })
        .await?;
    if let Some(filing) = known {
        let owner = filing.owner;
        for (field, value) in [
            ("ho-ten", owner.name),
            ("dia-chi", owner.address),
            ("dien-thoai", owner.phone),
            ("email", owner.email),
        ] {
            form.set(field, value);
        }
    }
    Ok(())
}

async fn take_in(app: &App, session: &Session, code: &str, form: &Fields) -> Result<DossierId> {
    let version = match app.versions.known(code) {
        Some(known) => known,
        None => published(app, code).await?,
    };
    let filing = filing(app, &version, form, channel(form), Lang::Vi).await?;
    let now = app.now();
    let settling_unit = settler(form, &version, Lang::Vi)?;
    let id = form.number("phieu").unwrap_or(DossierId(kit::clock::id(now)));
    let received_at = received(form, now)?;
    let (procedure, of) = (code.to_owned(), version.id);
    let intake = Intake { id, procedure, version: of, settling_unit, filing, received_at };
    let decision = match form.get("viec") {
        "bo-sung" => Decision::AskCompletion {
            lines: wanting(
                &version,
                &intake.filing,
                form,
                &held_for(app, &version, form, intake.filing.case).await?,
            ),
            reason: form.get("ly-do").into(),
        },
        "tu-choi" => Decision::Decline(act::turns::ground_of(form, ["mau", "ly-do", "can-cu"])),
        "tra-ngay" => Decision::GiveAtOnce(Box::new(at_once(app, form).await?)),
        _ => Decision::Accept,
    };
    if matches!(decision, Decision::Accept | Decision::GiveAtOnce(_)) {
        must_be_as_shown(app, session, &version, form, &intake)?;
    }
    let (inner, by) = (app.clone(), session.actor());
    let seen = app.write(move |tx| receive::at_counter(&inner, tx, by, &intake, &decision, now)).await?;
    Ok(seen.id)
}

/// Refuses to promise another day than the officer has seen and told: the hour of 15:00 may have passed since, or another
/// way of filing was chosen.
fn must_be_as_shown(
    app: &App,
    session: &Session,
    version: &ProcedureVersion,
    form: &Fields,
    intake: &Intake,
) -> Result<()> {
    let of = (session.unit, intake.received_at);
    let due = receive::due_of(version, intake.filing.channel, of, &app.house())?;
    if !form.has("hen") || form.get("hen") == day_of(due.as_ref()) {
        return Ok(());
    }
    let promise = due.map_or_else(|| "không quy định thời hạn".into(), |due| moment(due.at));
    Err(Error::field(
        "hen-tra",
        format!(
            "Hẹn trả nay là {promise}, khác ngày đã hiện trước đó. Xem lại, báo người nộp rồi lưu lần nữa."
        ),
    ))
}

/// The result and who took it; what is wrong with either is said at once.
async fn at_once(app: &App, form: &Fields) -> Result<AtOnce> {
    let (result, handover) = act::both(act::outcome(app, form).await, act::handover(form))?;
    Ok(AtOnce { result, handover, wants_receipt: form.has("can-giay-tiep-nhan") })
}

/// A line for each paper that is ticked as not as it should be, and for each mandatory one that neither was handed in nor is in
/// the store.
fn wanting(version: &ProcedureVersion, filing: &Filing, form: &Fields, held: &[Held]) -> Vec<RequestLine> {
    let mut lines = act::asked(form);
    let is_asked: Vec<u16> = lines.iter().filter_map(|line| line.paper).collect();
    let required = receive::required(version, filing.case);
    let missing = domain::dossier::receive::missing(filing, &required);
    let is_held = |item: u16| held.iter().any(|held| held.item == item);
    let missing = missing.into_iter().filter(|paper| !is_asked.contains(&paper.item) && !is_held(paper.item));
    lines.extend(missing.map(|paper| RequestLine { paper: Some(paper.item), ..RequestLine::default() }));
    lines
}
