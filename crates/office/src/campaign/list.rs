//! The campaigns of a unit, or of all for the Centre, and the form that enters one.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment,
    error::{Error, FieldError, Result},
    page::{Shell, thousands, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    campaign::{Campaign, CampaignChannel, CampaignKind, Fault, LONGEST},
    guidance::may_guide,
    id::UnitId,
    instant::local_date,
};
use jiff::civil::Date;
use kit::form::Fields;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Entered, PAGE, Wanted};
use crate::process::decision::day_of;

const HERE: &str = "/lam-viec/huong-dan/tuyen-truyen";

struct Line {
    id: Uuid,
    days: String,
    unit: String,
    kind: CampaignKind,
    channel: CampaignChannel,
    content: String,
    place: String,
    reach: String,
}

#[derive(Template)]
#[template(path = "campaign/list.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    typed: Fields,
    id: Uuid,
    today: Date,
    is_centre: bool,
    kind: Option<CampaignKind>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
}

/// Which kind, from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    loai: String,
    #[serde(default)]
    sau: String,
}

/// The unit whose campaigns somebody sees; nothing stands for all, which the Centre sees.
pub fn scope(session: &Session) -> Result<Option<UnitId>> {
    if !may_guide(&session.actor()) {
        return Err(Error::Forbidden);
    }
    Ok((!session.role.is_centre()).then_some(session.unit))
}

/// Days as people read them: `21/8/2023`, `21/8 – 23/8/2023`, `30/12/2023 – 2/1/2024`.
pub fn days(campaign: &Campaign) -> String {
    let (first, last) = (campaign.first_day, campaign.last_day);
    if first == last {
        crate::day(&first)
    } else if first.year() == last.year() {
        format!("{}/{} – {}", first.day(), first.month(), crate::day(&last))
    } else {
        format!("{} – {}", crate::day(&first), crate::day(&last))
    }
}

/// The page.
pub async fn list(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    answer(&app, &session, StatusCode::OK, &asked, (Fields::default(), vec![])).await
}

async fn answer(
    app: &App,
    session: &Session,
    status: StatusCode,
    asked: &Asked,
    (typed, errors): (Fields, Vec<FieldError>),
) -> Answer {
    let (unit, house) = (scope(session)?, app.house());
    let kind = CampaignKind::by_name(&asked.loai);
    let after = asked.sau.split_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    let found = app.read(move |tx| store::some(tx, Wanted { unit, kind, after })).await?;
    let url = kind.map_or_else(|| format!("{HERE}?"), |kind| format!("{HERE}?loai={}&", kind.name()));
    let next = found
        .last()
        .filter(|_| found.len() == PAGE)
        .map(|last| format!("{url}sau={}_{}", last.campaign.last_day, last.id));
    let line = |entered: Entered| Line {
        id: entered.id,
        days: days(&entered.campaign),
        unit: house.unit_name(entered.unit).to_owned(),
        kind: entered.campaign.kind,
        channel: entered.campaign.channel,
        content: entered.campaign.content,
        place: entered.campaign.place,
        reach: thousands(entered.campaign.reach),
    };
    let page = Page {
        shell: Shell::new(app, Some(session), "Tuyên truyền, tập huấn", "huong-dan"),
        id: typed.get("ma").parse().unwrap_or_else(|_| app.id()),
        errors,
        typed,
        today: local_date(app.now()),
        is_centre: unit.is_none(),
        kind,
        lines: found.into_iter().map(line).collect(),
        first: after.map(|_| url.trim_end_matches(['?', '&']).to_owned()),
        after: next,
    };
    Ok(with_status(status, &page))
}

/// Enters a campaign or a training of the own unit.
pub async fn enter(State(app): State<App>, Staff(session): Staff, mut form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    scope(&session)?;
    let id: Uuid = form.get("ma").parse().map_err(|_| Error::NotFound)?;
    let (status, errors) = match entered(&app, &session, id, &form).await {
        Ok(()) => return Ok(Redirect::to(&format!("{HERE}/{id}")).into_response()),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Stale) => {
            // An old page, gone back to: what was typed is another campaign, and sent again it is entered.
            form.set("ma", app.id().to_string());
            let message = "Trang cũ này đã ghi một đợt khác, đợt vừa gõ chưa được ghi. Xem lại danh sách, chọn lại tệp nếu có, rồi bấm “Ghi”.";
            (StatusCode::CONFLICT, vec![FieldError { field: "loai".into(), message: message.into() }])
        }
        Err(other) => return Err(other.into()),
    };
    answer(&app, &session, status, &Asked::default(), (form, errors)).await
}

async fn entered(app: &App, session: &Session, id: Uuid, form: &Fields) -> Result<()> {
    let (by, now) = (session.actor(), app.now());
    let mut campaign = read(form, local_date(now))?;
    campaign.file = attachment::take(app, form, "tep").await?;
    app.write(move |tx| store::enter(tx, id, &campaign, by, now)).await
}

/// The campaign as typed; everything that is wrong with it at once.
fn read(form: &Fields, today: Date) -> Result<Campaign> {
    let mut errors: Vec<FieldError> = vec![];
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.into(), message: message.into() });
    };
    let kind = CampaignKind::by_name(form.get("loai"));
    let channel = CampaignChannel::by_name(form.get("kenh"));
    let first = day_of(form.get("tu-ngay"));
    // One day, where no other is given.
    let last = if form.has("den-ngay") { day_of(form.get("den-ngay")) } else { first };
    if kind.is_none() {
        wrong("loai", "Chọn tuyên truyền hay tập huấn.");
    }
    if channel.is_none() {
        wrong("kenh", "Chọn kênh.");
    }
    if first.is_none() {
        wrong("tu-ngay", "Ghi ngày, ví dụ 21/8/2023.");
    }
    if form.has("den-ngay") && last.is_none() {
        wrong("den-ngay", "Ghi ngày, ví dụ 23/8/2023, hoặc để trống nếu chỉ một ngày.");
    }
    let campaign = Campaign {
        kind: kind.unwrap_or(CampaignKind::Campaign),
        channel: channel.unwrap_or(CampaignChannel::Meeting),
        content: form.get("noi-dung").to_owned(),
        place: form.get("noi").to_owned(),
        // Nothing is said of the order of days that are not known.
        first_day: first.or(last).unwrap_or(today),
        last_day: last.or(first).unwrap_or(today),
        reach: form.get("so-nguoi").replace('.', "").parse().unwrap_or_default(),
        file: None,
    };
    for fault in campaign.faults(today) {
        match fault {
            Fault::Content => wrong("noi-dung", &format!("Ghi nội dung, không quá {LONGEST} ký tự.")),
            Fault::Place => wrong("noi", &format!("Ghi địa điểm, không quá {LONGEST} ký tự.")),
            Fault::Order => wrong("den-ngay", "Ngày cuối không được trước ngày đầu."),
            Fault::Ahead => {
                let field = if form.has("den-ngay") { "den-ngay" } else { "tu-ngay" };
                wrong(field, "Ghi khi đã thực hiện xong: ngày cuối không sau hôm nay.");
            }
            Fault::Reach => wrong("so-nguoi", "Ghi số người đã tiếp cận hoặc tham dự, ít nhất 1."),
        }
    }
    if errors.is_empty() { Ok(campaign) } else { Err(Error::Invalid(errors)) }
}
