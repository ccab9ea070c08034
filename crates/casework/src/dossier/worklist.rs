//! The officer's lists: mine, my unit's, ready to hand over, search.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    error::{Error, Result},
    page::{Shell, page},
    session::Session,
    visit::{Answer, Staff},
};
use domain::people::Role;
use jiff::SignedDuration;
use serde::Deserialize;

use super::list::{self, Line, PAGE, Part, Scope, Wanted};

/// A tab over a list.
#[derive(Clone, Debug)]
pub struct Tab {
    name: &'static str,
    url: &'static str,
    count: Option<String>,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "dossier/worklist.html")]
struct Page {
    shell: Shell,
    heading: &'static str,
    tabs: Vec<Tab>,
    q: Option<String>,
    lines: Vec<Line>,
    nothing: &'static str,
    first: Option<String>,
    after: Option<String>,
    /// Lists over a period, for those who watch over others.
    more: &'static [(&'static str, &'static str)],
}

/// Which page of a list, and which part.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    sau: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    muc: String,
}

/// "Việc của tôi": what I hold, and what waits for somebody like me.
pub async fn mine(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let held = Wanted::Mine(session.person.0);
    let waiting = Wanted::Waiting(session.unit, session.role.name());
    let is_waiting = asked.muc == "cho-nhan";
    let wanted = if is_waiting { waiting.clone() } else { held.clone() };
    let (house, now) = (app.house(), app.now());
    let soon = now + SignedDuration::from_hours(24);
    let part = Part { after: list::key(&asked.sau), ..Part::default() };
    let (lines, held, waiting) = app
        .read(move |tx| {
            let lines = list::page(tx, &wanted, part, &house, now)?;
            Ok((lines, list::counts(tx, &held, now, soon)?, list::counts(tx, &waiting, now, soon)?))
        })
        .await?;
    let tabs = vec![
        Tab { name: "Đang giữ", url: "/lam-viec", count: Some(up_to(held.0)), is_here: !is_waiting },
        Tab {
            name: "Chờ nhận",
            url: "/lam-viec?muc=cho-nhan",
            count: Some(up_to(waiting.0)),
            is_here: is_waiting,
        },
    ];
    let base = if is_waiting { "/lam-viec?muc=cho-nhan" } else { "/lam-viec" };
    let nothing = if is_waiting {
        "Không có hồ sơ nào đang chờ người nhận."
    } else {
        "Chưa có hồ sơ nào trong tay. Nghỉ một chút cũng được, hoặc xem mục “Chờ nhận”."
    };
    let shell = Shell::new(&app, Some(&session), "Việc của tôi", "viec-cua-toi");
    let (first, after) = pages(base, &asked.sau, &lines);
    Ok(page(&Page {
        shell, heading: "Việc của tôi", tabs, q: None, lines, nothing, first, after, more: &[]
    }))
}

/// "Đơn vị": everything open in my unit.
pub async fn unit(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let wanted = of_unit(&session)?;
    let (house, now) = (app.house(), app.now());
    let soon = now + SignedDuration::from_hours(24);
    let after = list::key(&asked.sau);
    let part = match asked.muc.as_str() {
        "qua-han" => Part { to: Some(now), after, ..Part::default() },
        "sap-han" => Part { from: Some(now), to: Some(soon), after },
        _ => Part { after, ..Part::default() },
    };
    let (lines, (all, overdue, due_soon)) = app
        .read(move |tx| {
            Ok((list::page(tx, &wanted, part, &house, now)?, list::counts(tx, &wanted, now, soon)?))
        })
        .await?;
    let tabs: Vec<Tab> = [
        ("Đang mở", "/lam-viec/don-vi", "", all),
        ("Quá hạn", "/lam-viec/don-vi?muc=qua-han", "qua-han", overdue),
        ("Đến hạn trong 24 giờ", "/lam-viec/don-vi?muc=sap-han", "sap-han", due_soon),
    ]
    .into_iter()
    .map(|(name, url, part, n)| Tab { name, url, count: Some(up_to(n)), is_here: asked.muc == part })
    .collect();
    let here = tabs.iter().find(|tab| tab.is_here).map_or("/lam-viec/don-vi", |tab| tab.url);
    let shell = Shell::new(&app, Some(&session), "Hồ sơ của đơn vị", "don-vi");
    let (first, after) = pages(here, &asked.sau, &lines);
    let nothing = "Không có hồ sơ nào ở mục này.";
    let more: &[_] = if super::period::may_see(&session).is_ok() {
        &[("Thứ tự nhận xử lý", "/lam-viec/don-vi/thu-tu"), ("Hồ sơ nhập muộn", "/lam-viec/don-vi/nhap-muon")]
    } else {
        &[]
    };
    Ok(page(&Page {
        shell, heading: "Hồ sơ của đơn vị", tabs, q: None, lines, nothing, first, after, more
    }))
}

/// "Trả kết quả": what is ready to be handed over at this unit.
pub async fn ready(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    if session.role != Role::Receptionist {
        return Err(Error::Forbidden.into());
    }
    let wanted = Wanted::Waiting(session.unit, Role::Receptionist.name());
    let (house, now) = (app.house(), app.now());
    let part = Part { after: list::key(&asked.sau), ..Part::default() };
    let mut lines = app.read(move |tx| list::page(tx, &wanted, part, &house, now)).await?;
    let (first, after) = pages("/lam-viec/tra-ket-qua", &asked.sau, &lines);
    lines.retain(|line| line.state == domain::dossier::State::ResultReady);
    let shell = Shell::new(&app, Some(&session), "Trả kết quả", "tra-ket-qua");
    let nothing = "Chưa có kết quả nào chờ trả.";
    Ok(page(&Page {
        shell,
        heading: "Trả kết quả",
        tabs: vec![],
        q: None,
        lines,
        nothing,
        first,
        after,
        more: &[],
    }))
}

/// "Tra cứu": by code, name or identity number, without accents, among what the officer may read.
pub async fn search(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = match session.role {
        Role::CentreSupervisor | Role::CentreDirector => Scope::Everything,
        Role::Administrator | Role::ProvincialLeader => return Err(Error::Forbidden.into()),
        _ => Scope::Unit(session.unit),
    };
    let (house, now, q) = (app.house(), app.now(), asked.q.clone());
    let lines = app.read(move |tx| list::find(tx, &q, scope, &house, now)).await?;
    let nothing = if asked.q.is_empty() {
        "Gõ mã hồ sơ, họ tên hoặc số định danh; không cần dấu."
    } else {
        "Không tìm thấy hồ sơ nào trong phạm vi ông/bà được xem."
    };
    let shell = Shell::new(&app, Some(&session), "Tra cứu hồ sơ", "tra-cuu");
    Ok(page(&Page {
        shell,
        heading: "Tra cứu hồ sơ",
        tabs: vec![],
        q: Some(asked.q),
        lines,
        nothing,
        first: None,
        after: None,
        more: &[],
    }))
}

fn of_unit(session: &Session) -> Result<Wanted> {
    match session.role {
        Role::Receptionist => Ok(Wanted::Receiving(session.unit)),
        Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk => Ok(Wanted::Settling(session.unit)),
        Role::CentreSupervisor | Role::CentreDirector => Ok(Wanted::All),
        _ => Err(Error::Forbidden),
    }
}

/// A count in words: from 1,000 on it says so.
fn up_to(n: i64) -> String {
    if n >= 1_000 { "1000+".into() } else { n.to_string() }
}

fn pages(url: &str, after: &str, lines: &[Line]) -> (Option<String>, Option<String>) {
    let join = if url.contains('?') { '&' } else { '?' };
    let next =
        lines.last().filter(|_| lines.len() == PAGE).map(|line| format!("{url}{join}sau={}", line.key));
    ((!after.is_empty()).then(|| url.to_owned()), next)
}
