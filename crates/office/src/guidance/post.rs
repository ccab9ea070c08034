//! Who guides where and when (phân công hướng dẫn): heads of a unit name its officers, with place, hours and telephone.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    audit,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    desk::may_plan,
    guidance::{GuidancePost, may_guide},
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::Actor,
    refusal::Refusal,
};
use jiff::civil::Date;
use kit::{
    db::{Row, Tx, Value, args},
    form::Fields,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{people::absence::posts, process::decision::day_of};

const HERE: &str = "/lam-viec/huong-dan/phan-cong";
/// How many a page shows.
const PAGE: usize = 50;
/// The longest line taken, in characters.
const LONGEST: usize = 200;

/// A post with who is there.
pub struct Posted {
    /// Its identifier.
    pub id: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// The name of who guides.
    pub name: String,
    /// How to reach them.
    pub phone: String,
    /// Number and day of the decision.
    pub decision: String,
    /// Where and when.
    pub post: GuidancePost,
}

impl Posted {
    /// The telephone number as it is dialled.
    pub fn dialled(&self) -> String {
        self.phone.replace([' ', '.'], "")
    }
}

/// Whose posts.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// What everybody is told: those in force on the day, of people who have a role in the unit then.
    Public,
    /// Those of a unit, now or later.
    Unit(UnitId),
    /// Those of every unit, now or later.
    All,
}

/// What is in force on `day` or, for who works here, later; from the key `after` on: by unit.
pub fn present(tx: &mut Tx, day: Date, scope: Scope, after: Option<(Uuid, Uuid)>) -> Result<Vec<Posted>> {
    let mut sql = String::from(
        "SELECT g.id, g.unit_id, p.name, g.phone, g.decision, g.place, g.hours, g.first_day, g.last_day
         FROM guidance_post g JOIN person p ON p.id = g.person_id WHERE p.disabled_at IS NULL AND g.last_day >= $1",
    );
    let mut args: Vec<Value> = args![day];
    match scope {
        Scope::Public => sql.push_str(
            " AND g.first_day <= $1 AND EXISTS (SELECT 1 FROM assignment a WHERE a.person_id = g.person_id AND a.unit_id = g.unit_id
              AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1))",
        ),
        Scope::Unit(unit) => {
            args.push(unit.0.into());
            sql.push_str(&format!(" AND g.unit_id = ${}", args.len()));
        }
        Scope::All => {}
    }
    if let Some((unit, id)) = after {
        args.extend([Value::from(unit), Value::from(id)]);
        sql.push_str(&format!(" AND (g.unit_id, g.id) > (${}, ${})", args.len() - 1, args.len()));
    }
    sql.push_str(&format!(" ORDER BY g.unit_id, g.id LIMIT {PAGE}"));
    tx.all(&sql, args)?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Posted> {
    Ok(Posted {
        id: row.get(0)?,
        unit: UnitId(row.get(1)?),
        name: row.get(2)?,
        phone: row.get(3)?,
        decision: row.get(4)?,
        post: GuidancePost {
            place: row.get(5)?,
            hours: row.get(6)?,
            first_day: row.get(7)?,
            last_day: row.get(8)?,
        },
    })
}

/// The key after the last of a full page.
pub fn next(posted: &[Posted]) -> Option<String> {
    posted.last().filter(|_| posted.len() == PAGE).map(|last| format!("{}_{}", last.unit, last.id))
}

/// From where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
}

impl Asked {
    /// The key.
    pub fn after(&self) -> Option<(Uuid, Uuid)> {
        let (unit, id) = self.sau.split_once('_')?;
        Some((unit.parse().ok()?, id.parse().ok()?))
    }
}

#[derive(Template)]
#[template(path = "guidance/post.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    /// A post and its unit.
    lines: Vec<(Posted, String)>,
    people: Vec<(String, String)>,
    may_direct: bool,
    unit: UnitId,
    first: Option<String>,
    after: Option<String>,
}

/// The page: of the own unit; of all for the Centre.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, &asked, Fields::default(), vec![]).await
}

async fn answer(
    app: &App,
    session: &Session,
    asked: &Asked,
    typed: Fields,
    errors: Vec<FieldError>,
) -> Answer {
    let (by, unit, house, today) = (session.actor(), session.unit, app.house(), local_date(app.now()));
    if !may_guide(&by) {
        return Err(Error::Forbidden.into());
    }
    let (scope, after) =
        (if session.role.is_centre() { Scope::All } else { Scope::Unit(unit) }, asked.after());
    let may_direct = may_plan(&by, unit);
    let (found, people) = app
        .read(move |tx| {
            let people = if may_direct { posts(tx, unit, today)? } else { vec![] };
            Ok((present(tx, today, scope, after)?, people))
        })
        .await?;
    let mut people: Vec<(String, String)> =
        people.into_iter().map(|post| (post.person.to_string(), post.name)).collect();
    people.dedup();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        shell: Shell::new(app, Some(session), "Phân công hướng dẫn", "huong-dan"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        today,
        people,
        may_direct,
        unit,
        first: after.map(|_| HERE.to_owned()),
        after: next(&found).map(|key| format!("{HERE}?sau={key}")),
        lines: found
            .into_iter()
            .map(|one| {
                let name = house.unit_name(one.unit).to_owned();
                (one, name)
            })
            .collect(),
    };
    Ok(with_status(status, &page))
}

/// Names who guides where, or ends it.
pub async fn act(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let (by, now, unit) = (session.actor(), app.now(), session.unit);
    if !may_plan(&by, unit) {
        return Err(Error::Forbidden.into());
    }
    let done = if let Some(id) = form.number::<Uuid>("ket-thuc") {
        app.write(move |tx| {
            let last = local_date(now).yesterday().map_err(Error::fault)?;
            let sql =
                "UPDATE guidance_post SET last_day = $3 WHERE id = $1 AND unit_id = $2 AND last_day > $3";
            if tx.execute(sql, args![id, unit.0, last])? == 0 {
                return Err(Error::NotFound);
            }
            audit::note(tx, id, "guidance_post_ended", &last, by, now)
        })
        .await
    } else {
        let typed = form.clone();
        app.write(move |tx| {
            let (id, person, post) = typed_post(&typed, local_date(now))?;
            let known = posts(tx, unit, local_date(now))?;
            if !known.iter().any(|known| known.person == person) {
                return Err(Error::field("nguoi", "Chọn người của đơn vị."));
            }
            let (phone, decision) = (typed.get("dien-thoai").to_owned(), typed.get("quyet-dinh").to_owned());
            open(tx, &NewPost { id, unit, person, post, phone, decision }, by, now)
        })
        .await
    };
    match done {
        Ok(()) => Ok(Redirect::to(HERE).into_response()),
        Err(Error::Invalid(errors)) => answer(&app, &session, &Asked::default(), form, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// Somebody named to guide.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The identifier it will have.
    pub id: Uuid,
    /// Whose officer.
    pub unit: UnitId,
    /// Who.
    pub person: PersonId,
    /// Where and when.
    pub post: GuidancePost,
    /// How to reach them.
    pub phone: String,
    /// Number and day of the decision.
    pub decision: String,
}

/// Opens a post, once.
pub fn open(tx: &mut Tx, new: &NewPost, by: Actor, now: Instant) -> Result<()> {
    let NewPost { id, unit, person, post, .. } = new;
    let count = tx.execute(
        "INSERT INTO guidance_post (id, unit_id, person_id, place, hours, phone, decision, first_day, last_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
        args![
            *id,
            unit.0,
            person.0,
            post.place.clone(),
            post.hours.clone(),
            new.phone.clone(),
            new.decision.clone(),
            post.first_day,
            post.last_day
        ],
    )?;
    let noted = (person, &post.place, &post.hours, post.first_day, post.last_day);
    if count == 0 { Ok(()) } else { audit::begin(tx, *id, "guidance_post_opened", &noted, by, now) }
}

/// The post as typed; everything that is wrong with it at once.
fn typed_post(form: &Fields, today: Date) -> Result<(Uuid, PersonId, GuidancePost)> {
    let id = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let mut errors = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let person: Option<PersonId> = form.number("nguoi");
    if person.is_none() {
        wrong("nguoi", "Chọn người của đơn vị.");
    }
    for (field, message) in [
        ("noi", "Ghi nơi hướng dẫn."),
        ("gio", "Ghi thời gian, ví dụ: sáng thứ Ba, thứ Năm."),
        ("dien-thoai", "Ghi số điện thoại để người dân liên hệ."),
        ("quyet-dinh", "Ghi số, ngày văn bản phân công."),
    ] {
        if form.get(field).is_empty() || form.get(field).chars().count() > LONGEST {
            wrong(field, message);
        }
    }
    let is_phone = form.get("dien-thoai").chars().all(|c| c.is_ascii_digit() || " .+".contains(c));
    if !is_phone {
        wrong("dien-thoai", "Số điện thoại chỉ gồm chữ số.");
    }
    let (first, last) = (day_of(form.get("tu-ngay")), day_of(form.get("den-ngay")));
    if first.is_none() {
        wrong("tu-ngay", "Ghi ngày, ví dụ 1/9/2023.");
    }
    if last.is_none() {
        wrong("den-ngay", "Ghi ngày, ví dụ 30/9/2023.");
    }
    let (Some(person), Some(first_day), Some(last_day), true) = (person, first, last, errors.is_empty())
    else {
        return Err(Error::Invalid(errors));
    };
    let post = GuidancePost {
        place: form.get("noi").to_owned(),
        hours: form.get("gio").to_owned(),
        first_day,
        last_day,
    };
    match post.must_be_whole(today) {
        Ok(()) => Ok((id, person, post)),
        Err(refusal @ Refusal::PeriodDates) => Err(Error::field("den-ngay", refusal.to_string())),
        Err(other) => Err(other.into()),
    }
}
