//! The reception desk: find the procedure, receive on one screen, print, next.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    dossier,
    error::{Error, FieldError, Result},
    page::{Shell, dong, moment, page, with_status},
    session::Session,
    texts::Lang,
    version::ProcedureVersion,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    calendar::trace::summary,
    catalogue::Way,
    dossier::{
        Channel, Filing, Party, Priority, ReturnWay, State as DossierState,
        event::{Ground, RequestLine},
    },
    id::{DossierId, UnitId},
    people::Role,
    text::fold,
};
use kit::{
    db::{Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;

use super::{
    particulars::{filing, settler, settlers},
    receive::{self, Decision, Intake},
};

/// What is looked for, or what was just received.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    xong: Option<DossierId>,
    #[serde(default)]
    truong_hop: u16,
}

#[derive(Template)]
#[template(path = "dossier/desk.html")]
struct Desk {
    shell: Shell,
    q: String,
    lines: Vec<(String, String, String)>,
    waiting: i64,
    done: Option<(String, String, DossierId)>,
}

fn must_receive(session: &Session) -> Result<()> {
    if session.role == Role::Receptionist { Ok(()) } else { Err(Error::Forbidden) }
}

/// The desk: search, what is received here often, what waits online.
pub async fn desk(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    must_receive(&session)?;
    let (q, unit, done) = (asked.q.clone(), session.unit, asked.xong);
    let (lines, waiting, done) = app
        .read(move |tx| {
            let lines = if q.is_empty() { frequent(tx, unit)? } else { find(tx, &q)? };
            let waiting = tx.one(
                "SELECT count(*) FROM dossier WHERE step_owner_id IS NULL AND step_unit_id = $1
                 AND step_role = 'receptionist' AND state = 'submitted'",
                args![unit.0],
            )?;
            let done = done.map(|id| dossier::load(tx, id)).transpose()?;
            Ok((lines, waiting.get(0)?, done.filter(|seen| seen.receiving_unit == unit)))
        })
        .await?;
    let done = done.map(|seen| {
        let word = match seen.state {
            DossierState::AwaitingCompletion => "Đã lập phiếu yêu cầu bổ sung",
            DossierState::Declined => "Đã lập phiếu từ chối",
            _ => "Đã tiếp nhận",
        };
        (word.to_owned(), seen.code.clone().unwrap_or_else(|| dossier::draft_code(&seen)), seen.id)
    });
    let shell = Shell::new(&app, Some(&session), "Tiếp nhận", "tiep-nhan");
    Ok(page(&Desk { shell, q: asked.q, lines, waiting, done }))
}

fn find(tx: &mut Tx, q: &str) -> Result<Vec<(String, String, String)>> {
    let folded = fold(q);
    let mut sql = String::from("SELECT code, name, field FROM procedure WHERE state = 'published'");
    let mut args: Vec<Value> = vec![];
    for word in folded.split_whitespace().take(8) {
        args.push(format!("%{word}%").into());
        sql.push_str(&format!(" AND folded LIKE ${}", args.len()));
    }
    sql.push_str(" ORDER BY name, code LIMIT 30");
    tx.all(&sql, args)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

fn frequent(tx: &mut Tx, unit: UnitId) -> Result<Vec<(String, String, String)>> {
    let rows = tx.all(
        "SELECT p.code, p.name, p.field FROM procedure p JOIN
             (SELECT d.procedure_id, count(*) AS n FROM (SELECT dossier_id FROM filing WHERE receiving_unit_id = $1
                  ORDER BY filed_at DESC LIMIT 500) f JOIN dossier d ON d.id = f.dossier_id GROUP BY d.procedure_id
              ORDER BY n DESC LIMIT 10) t ON t.procedure_id = p.id
         WHERE p.state = 'published' ORDER BY t.n DESC, p.name",
        args![unit.0],
    )?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

struct PaperForm {
    item: u16,
    /// The name of its file field.
    file: String,
    name: String,
    is_mandatory: bool,
    is_there: bool,
    originals: String,
    certified: String,
    copies: String,
}

#[derive(Template)]
#[template(path = "dossier/form.html")]
struct FormPage {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: DossierId,
    procedure: String,
    case: u16,
    cases: Vec<(u16, String)>,
    papers: Vec<PaperForm>,
    ways: &'static [ReturnWay],
    groups: &'static [Priority],
    settlers: Vec<(String, String)>,
    accept: &'static str,
    limit: String,
    fee: String,
    due: Option<(String, Vec<(String, String)>)>,
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

async fn build(
    app: &App,
    session: &Session,
    code: &str,
    form: Fields,
    errors: Vec<FieldError>,
) -> Result<FormPage> {
    let (versions, code) = (app.versions.clone(), code.to_owned());
    let version = app.read(move |tx| versions.published(tx, &code)).await?;
    let content = &version.content;
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    let is_first = form.pairs().len() <= 1;
    let there: Vec<&str> = form.all("co").collect();
    let papers = (0u16..).zip(content.papers(case)).map(|(item, paper)| {
        let given = |kind: &str, usual: u16| match form.get(&format!("{kind}-{item}")) {
            "" if is_first => usual.to_string(),
            typed => typed.to_owned(),
        };
        PaperForm {
            item,
            file: format!("tep-{item}"),
            name: paper.name.clone(),
            is_mandatory: paper.is_mandatory(),
            is_there: there.contains(&item.to_string().as_str()),
            originals: given("chinh", paper.originals.unwrap_or(1)),
            certified: given("chung-thuc", 0),
            copies: given("chup", paper.copies.unwrap_or(0)),
        }
    });
    let papers = papers.collect();
    let cases = (0u16..).zip(&content.cases).map(|(no, case)| (no, name_of(no, &case.name))).collect();
    let (house, now) = (app.house(), app.now());
    let table = house.timetable(session.unit);
    let id = form.number("phieu").unwrap_or(DossierId(kit::clock::id(now)));
    let intake = Intake {
        id,
        procedure: content.code.clone(),
        settling_unit: None,
        filing: blank(case),
        received_at: now,
    };
    let due = receive::due_of(&version, &intake, session.unit, &house)?;
    let way = content.way(Channel::Counter);
    Ok(FormPage {
        shell: Shell::new(app, Some(session), content.name.clone(), "tiep-nhan"),
        errors,
        id,
        procedure: content.name.clone(),
        case,
        cases,
        papers,
        ways: ReturnWay::ALL,
        groups: Priority::ALL,
        settlers: settlers(app, &version),
        accept: kit::upload::ENDINGS,
        limit: content
            .limit(Channel::Counter)
            .map_or_else(|| "không quy định".into(), |limit| limit.to_string()),
        fee: fee(way),
        due: due.map(|due| (moment(due.at), summary(&due.trace, &table))),
        typed: form,
    })
}

fn name_of(no: u16, name: &str) -> String {
    if name.is_empty() { format!("Trường hợp {}", no + 1) } else { name.to_owned() }
}

fn fee(way: Option<&Way>) -> String {
    let amounts: Vec<String> =
        way.map_or_else(Vec::new, |way| way.fees.iter().filter_map(|fee| fee.amount).map(dong).collect());
    if amounts.is_empty() { "không có".into() } else { amounts.join(", ") }
}

fn blank(case: u16) -> Filing {
    Filing {
        channel: Channel::Counter,
        case,
        owner: Party::default(),
        proxy: None,
        summary: String::new(),
        papers: vec![],
        sets: 1,
        return_way: ReturnWay::Counter,
        priority: None,
    }
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
    if form.get("viec") == "dien-san" {
        fill_in(&app, &session, &mut form).await?;
        return Ok(page(&build(&app, &session, &code, form, vec![]).await?));
    }
    match take_in(&app, &session, &code, &form).await {
        // Sent twice at the same moment: the first has taken it in, the second is shown the same.
        Err(Error::Stale) => {
            Ok(Redirect::to(&format!("/lam-viec/tiep-nhan?xong={}", form.get("phieu"))).into_response())
        }
        Ok(id) => Ok(Redirect::to(&format!("/lam-viec/tiep-nhan?xong={id}")).into_response()),
        Err(Error::Invalid(errors)) => {
            let page = build(&app, &session, &code, form, errors).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(Error::Refused(refusal)) => {
            let errors = vec![FieldError { field: "giay-to".into(), message: refusal.to_string() }];
            let page = build(&app, &session, &code, form, errors).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(other) => Err(other.into()),
    }
}

/// Who has filed at this unit before is known by the number.
async fn fill_in(app: &App, session: &Session, form: &mut Fields) -> Result<()> {
    let (identity, unit) = (form.get("so-dinh-danh").to_owned(), session.unit);
    let known = app
        .read(move |tx| {
            let row = tx.optional(
                "SELECT body FROM filing WHERE owner_identity = $1 AND receiving_unit_id = $2
                 ORDER BY filed_at DESC LIMIT 1",
                args![identity.clone(), unit.0],
            )?;
            row.map(|row| serde_json::from_value::<Filing>(row.get(0)?).map_err(Error::fault)).transpose()
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
    let (versions, wanted) = (app.versions.clone(), code.to_owned());
    let version = app.read(move |tx| versions.published(tx, &wanted)).await?;
    let channel = Channel::by_name(form.get("kenh")).unwrap_or(Channel::Counter);
    let filing = filing(app, &version, form, channel, Lang::Vi).await?;
    let now = app.now();
    let settling_unit = settler(form, &version, Lang::Vi)?;
    let id = form.number("phieu").unwrap_or(DossierId(kit::clock::id(now)));
    let intake = Intake { id, procedure: code.to_owned(), settling_unit, filing, received_at: now };
    let decision = match form.get("viec") {
        "bo-sung" => Decision::AskCompletion {
            lines: lacking(&version, &intake.filing),
            reason: form.get("ly-do").into(),
        },
        "tu-choi" => {
            Decision::Decline(Ground { reason: form.get("ly-do").into(), basis: form.get("can-cu").into() })
        }
        _ => Decision::Accept,
    };
    let (inner, by) = (app.clone(), session.actor());
    let seen = app.write(move |tx| receive::at_counter(&inner, tx, by, &intake, &decision, now)).await?;
    Ok(seen.id)
}

/// One line for each mandatory paper that was not handed in.
fn lacking(version: &ProcedureVersion, filing: &Filing) -> Vec<RequestLine> {
    let required = receive::required(version, filing.case);
    let missing = domain::dossier::receive::missing(filing, &required);
    missing
        .into_iter()
        .map(|paper| RequestLine { paper: Some(paper.item), text: paper.name.to_owned() })
        .collect()
}
