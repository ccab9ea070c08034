//! A new matter: urging several dossiers at once, one matter for each; or a question, a consultation, an obstacle.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    dossier::{Seen, draft_code},
    error::{Error, FieldError, Result},
    house::House,
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    calendar::deadline::working_days_after,
    id::{DossierId, UnitId},
    instant::{Instant, local_date},
    matter::{AskFor, Brief, Matter, MatterKind, MatterState, Rung},
    org::{Unit, UnitKind},
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use super::{ladder, store};

/// How many dossiers are urged at once: a page of a list.
const AT_MOST: usize = base::dossier::list::PAGE;
/// By how many working days an answer may be wanted.
const DAYS: [i64; 5] = [1, 2, 3, 5, 10];

#[derive(Template)]
#[template(path = "matter/begin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    kinds: Vec<MatterKind>,
    kind: MatterKind,
    /// The dossiers it is about: identifier, code and unit.
    dossiers: Vec<(Uuid, String, String)>,
    /// The units to choose from, several at once.
    units: Vec<(Uuid, String)>,
    days: [i64; 5],
    /// What happens if nobody answers.
    ladder_words: String,
}

impl Page {
    /// Whether somebody may choose to ask for something.
    fn asks(&self) -> bool {
        self.kinds.contains(&MatterKind::Ask)
    }

    /// Whether somebody tells of an obstacle.
    fn tells(&self) -> bool {
        self.kinds.contains(&MatterKind::Obstacle)
    }

    fn title_hint(&self) -> &'static str {
        if self.dossiers.is_empty() {
            ""
        } else {
            "Có thể để trống: mỗi việc mang mã hồ sơ của nó."
        }
    }
}

/// The form.
pub async fn form(State(app): State<App>, Staff(session): Staff, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let typed: Vec<(&str, &str)> = pairs.filter(|(name, _)| ["loai", "ho-so"].contains(name)).collect();
    answer(&app, &session, StatusCode::OK, Fields::of(&typed), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let dossiers = dossiers(app, session, &typed).await?;
    let mut kinds = kinds(app, session, !dossiers.is_empty());
    let first = *kinds.first().ok_or(Error::Forbidden)?;
    let kind = kinds.iter().copied().find(|kind| kind.name() == typed.get("loai")).unwrap_or(first);
    if kind.is_inside() {
        // Who came to remind chooses nothing else.
        kinds = vec![kind];
    }
    let house = app.house();
    let (inner, own, about) =
        (Arc::clone(&house), session.unit, dossiers.first().map(|about| unit_for(about, kind)));
    let ladder = app.read(move |tx| ladder::of(tx, &inner, about.unwrap_or(own))).await?;
    let units = addressees(&house, local_date(app.now()));
    let units = units.into_iter().filter(|unit| unit.id != session.unit);
    let page = Page {
        shell: Shell::new(app, Some(session), "Gửi việc phối hợp", "phoi-hop"),
        errors,
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        kinds,
        kind,
        dossiers: dossiers
            .into_iter()
            .map(|about| (about.id.0, code(&about), house.unit_name(unit_for(&about, kind)).to_owned()))
            .collect(),
        units: units.map(|unit| (unit.id.0, unit.name().to_owned())).collect(),
        typed,
        days: DAYS,
        ladder_words: ladder::words(&ladder, kind),
    };
    Ok(with_status(status, &page))
}

/// What the person signed in may begin, about a dossier or not. Who works at the Centre has nobody to tell of obstacles: the
/// Centre collects them. One reminds of a dossier.
pub fn kinds(app: &App, session: &Session, is_about_dossier: bool) -> Vec<MatterKind> {
    let (actor, house) = (session.actor(), app.house());
    let is_centre = house.unit(session.unit).is_ok_and(|unit| unit.kind == UnitKind::Centre);
    let may = |kind: &MatterKind| {
        Matter::may_begin(&actor, *kind)
            && !(is_centre && *kind == MatterKind::Obstacle)
            && (is_about_dossier || !kind.is_inside())
    };
    MatterKind::ALL.iter().copied().filter(may).collect()
}

/// Who is to answer: where the dossier is for a reminder, otherwise who decides.
fn unit_for(about: &Seen, kind: MatterKind) -> UnitId {
    let here = about.place.as_ref().filter(|_| kind.is_inside());
    here.map_or(about.settling_unit, |place| place.unit)
}

/// What it is about in a line: the title, if there is one, and the dossier.
fn subject(title: &str, about: &Seen) -> String {
    let code = code(about);
    if title.is_empty() { format!("Hồ sơ {code}") } else { format!("{title}: hồ sơ {code}") }
}

fn code(about: &Seen) -> String {
    about.code.clone().unwrap_or_else(|| draft_code(about))
}

/// The dossiers that were ticked, as far as the Centre or the unit may read them.
async fn dossiers(app: &App, session: &Session, typed: &Fields) -> Result<Vec<Seen>> {
    let ids: Vec<DossierId> = typed.all("ho-so").filter_map(|id| id.parse().ok()).take(AT_MOST).collect();
    let actor = session.actor();
    app.read(move |tx| {
        let mut found = vec![];
        for id in &ids {
            let seen = base::dossier::load(tx, *id)?;
            if !domain::access::may(&actor, domain::access::Action::Read, &seen) {
                return Err(Error::NotFound);
            }
            found.push(seen);
        }
        Ok(found)
    })
    .await
}

/// Sends it. The same form sent twice begins nothing the second time.
pub async fn send(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let kind = MatterKind::by_name(form.get("loai")).ok_or(Error::NotFound)?;
    let dossiers = dossiers(&app, &session, &form).await?;
    let to = receivers(&app, &form, kind);
    let errors = mistakes(&form, dossiers.is_empty(), (kind, &to));
    if !errors.is_empty() {
        return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
    }
    // Nothing is kept of a file before it is known that this person may begin it.
    let actor = session.actor();
    let may = |about: &Seen| Matter::may_begin_about(&actor, kind, about);
    if !Matter::may_begin(&actor, kind) || !dossiers.iter().all(may) {
        return Err(Error::from(Refusal::MatterNotYours).into());
    }
    let file = match attachment::take(&app, &form, "tep").await {
        Ok(file) => file,
        Err(Error::Invalid(errors)) => {
            return answer(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await;
        }
        Err(error) => return Err(error.into()),
    };
    let (now, first) = (app.now(), form.get("ma").parse::<Uuid>().map_err(|_| Error::NotFound)?);
    let matters = matters(&app, &session, &form, (kind, &to), dossiers)?;
    let target = match matters.len() {
        1 => format!("/lam-viec/phoi-hop/{first}"),
        _ => "/lam-viec/phoi-hop?muc=da-gui".into(),
    };
    let (inner, by, text) = (app.clone(), session.actor(), form.get("noi-dung").to_owned());
    let done = app
        .write(move |tx| {
            for (no, matter) in (0_u128..).zip(&matters) {
                let id = Uuid::from_u128(first.as_u128().wrapping_add(no));
                store::begin(&inner, tx, id, (matter, &text, file.clone()), by, now)?;
            }
            Ok(())
        })
        .await;
    match done {
        // Sent already.
        Ok(()) | Err(Error::Stale) => Ok(Redirect::to(&target).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// What the form asks for beside words.
fn brief(form: &Fields, kind: MatterKind) -> Brief {
    match kind {
        MatterKind::Ask => Brief {
            asks: AskFor::ALL.iter().copied().filter(|what| form.holds("hoi", what.name())).collect(),
            ..Brief::default()
        },
        MatterKind::Obstacle => Brief {
            basis: form.get("can-cu").to_owned(),
            proposal: form.get("de-xuat").to_owned(),
            ..Brief::default()
        },
        _ => Brief::default(),
    }
}

/// What the form begins: a matter for each dossier, or one about none for each unit that was chosen.
fn matters(
    app: &App,
    session: &Session,
    form: &Fields,
    (kind, to): (MatterKind, &[UnitId]),
    dossiers: Vec<Seen>,
) -> Result<Vec<Matter>> {
    let days = DAYS.into_iter().find(|days| days.to_string() == form.get("ngay")).unwrap_or(1);
    let new = |to: UnitId, dossier: Option<DossierId>, subject: String| -> Result<Matter> {
        let from = session.unit;
        let due_at = due(app, to, days, app.now())?;
        Ok(Matter {
            kind,
            from,
            to,
            person: None,
            dossier,
            subject,
            state: MatterState::Open,
            due_at,
            rung: Rung::Handlers,
            lead: None,
            brief: brief(form, kind),
            shown: None,
        })
    };
    let title = form.get("tieu-de");
    let mut matters = vec![];
    for about in dossiers {
        let centre = to.first().copied().filter(|_| kind == MatterKind::Obstacle);
        let to = centre.unwrap_or_else(|| unit_for(&about, kind));
        // Who holds it is reminded; where nobody does, the unit.
        let person = about.place.as_ref().and_then(|place| place.owner).filter(|_| kind.is_inside());
        matters.push(Matter { person, ..new(to, Some(about.id), subject(title, &about))? });
    }
    if matters.is_empty() {
        for unit in to {
            matters.push(new(*unit, None, title.to_owned())?);
        }
    }
    Ok(matters)
}

/// What is missing in the form.
fn mistakes(
    form: &Fields,
    is_about_no_dossier: bool,
    (kind, to): (MatterKind, &[UnitId]),
) -> Vec<FieldError> {
    let is_nothing_asked = kind == MatterKind::Ask && brief(form, kind).asks.is_empty();
    let wanted = [
        (!form.get("tieu-de").is_empty() || !is_about_no_dossier, "tieu-de", "Ghi tiêu đề."),
        (!to.is_empty() || !is_about_no_dossier, "don-vi", "Chọn đơn vị nhận."),
        (!is_nothing_asked, "hoi", "Chọn nội dung đề nghị."),
        (!form.get("noi-dung").is_empty(), "noi-dung", "Ghi nội dung."),
    ];
    let missing = wanted.into_iter().filter(|(is_there, ..)| !is_there);
    missing.map(|(_, field, message)| FieldError { field: field.into(), message: message.into() }).collect()
}

/// Who is to answer: for an obstacle the Centre, otherwise the units that were chosen.
fn receivers(app: &App, form: &Fields, kind: MatterKind) -> Vec<UnitId> {
    let house = app.house();
    let today = local_date(app.now());
    if kind == MatterKind::Obstacle {
        return house.serving(UnitKind::Centre, today).map(|centre| centre.id).into_iter().collect();
    }
    let chosen = addressees(&house, today).into_iter().map(|unit| unit.id);
    chosen.filter(|unit| form.holds("don-vi", unit.to_string())).collect()
}

/// The agencies of which something may be wanted on `day`: nothing of one that is no more, or not yet there.
pub fn addressees(house: &House, day: Date) -> Vec<&Unit> {
    let is_agency = |kind| matches!(kind, UnitKind::Department | UnitKind::District | UnitKind::Commune);
    house.units().into_iter().filter(|unit| is_agency(unit.kind) && unit.is_active_on(day)).collect()
}

/// The end of so many working days of the unit that is to answer.
pub fn due(app: &App, to: UnitId, days: i64, now: Instant) -> Result<Instant> {
    let house = app.house();
    working_days_after(now, days, &house.timetable(to)).ok_or_else(|| Error::fault("no working day"))
}
