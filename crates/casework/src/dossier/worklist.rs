//! The officer's lists: mine, my unit's, ready to hand over, search.

use askama::Template;
use axum::extract::{Query, State};
use base::{
    app::App,
    dossier::forecast,
    error::{Error, Result},
    page::{Shell, page},
    session::Session,
    visit::{Answer, Staff},
};
use domain::{dossier::extend::DelayCause, id::UnitId, instant::Instant, people::Role};
use jiff::SignedDuration;
use kit::db::Tx;
use serde::Deserialize;

use super::{
    batch::{self, Asks, BatchDeed},
    colleagues,
    list::{self, Line, PAGE, Part, Wanted},
    search::{self, Scope},
};

/// A tab over a list.
#[derive(Clone, Debug)]
pub struct Tab {
    name: &'static str,
    url: String,
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
    /// What may be done to several dossiers at once.
    batch: &'static [BatchDeed],
    /// To whom they may be given.
    people: Vec<(String, String)>,
    /// Why they are late.
    causes: &'static [DelayCause],
}

impl Page {
    fn asks_reason(&self) -> bool {
        self.batch.iter().any(|deed| matches!(deed.asks, Asks::Reason | Asks::Person))
    }

    fn asks_apology(&self) -> bool {
        self.batch.iter().any(|deed| deed.asks == Asks::Apology)
    }

    fn new(shell: Shell) -> Page {
        Page {
            shell,
            heading: "",
            tabs: vec![],
            q: None,
            lines: vec![],
            nothing: "",
            first: None,
            after: None,
            more: &[],
            batch: &[],
            people: vec![],
            causes: DelayCause::ALL,
        }
    }
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

/// "Việc của tôi": what I hold, what waits for somebody like me, and what other units want of mine.
pub async fn mine(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let absent = session.stands_in_for.map(|absent| (absent.0, session.unit, session.role.name()));
    let held = Wanted::Mine(session.person.0, absent);
    let mut lists = vec![
        ("", "Đang giữ", held),
        ("cho-nhan", "Chờ nhận", Wanted::Waiting(session.unit, session.role.name())),
    ];
    if matches!(session.role, Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk) {
        lists.push(("phoi-hop", "Phối hợp với đơn vị khác", Wanted::Parts(session.unit)));
    }
    if session.role == Role::Leader {
        lists.push(("cho-ky", "Chờ quyết định, ký xin lỗi", Wanted::ForLeader(session.unit)));
    }
    let here = lists.iter().position(|(part, ..)| *part == asked.muc).unwrap_or(0);
    let (house, now) = (app.house(), app.now());
    let part = Part { after: list::key(&asked.sau), ..Part::default() };
    let wanted = lists.clone();
    let (deeds, unit) = (batch::deeds(session.role, &asked.muc), session.unit);
    let (lines, counts, people) = app
        .read(move |tx| {
            let counts: Result<Vec<i64>> =
                wanted.iter().map(|(_, _, wanted)| list::count(tx, wanted, list::Clock::Any)).collect();
            let mut lines = match wanted.get(here) {
                Some((_, _, wanted)) => list::page(tx, wanted, part, &house, now)?,
                None => vec![],
            };
            forecast::add(tx, &mut lines)?;
            Ok((lines, counts?, people(tx, deeds, unit, now)?))
        })
        .await?;
    let url = |part: &str| if part.is_empty() { "/lam-viec".into() } else { format!("/lam-viec?muc={part}") };
    let tabs = lists.iter().zip(counts).enumerate().map(|(no, ((part, name, _), n))| Tab {
        name,
        url: url(part),
        count: Some(up_to(n)),
        is_here: no == here,
    });
    let tabs: Vec<Tab> = tabs.collect();
    let nothing = match here {
        0 => "Chưa có hồ sơ nào trong tay. Nghỉ một chút cũng được, hoặc xem mục “Chờ nhận”.",
        1 => "Không có hồ sơ nào đang chờ người nhận.",
        2 => "Không có đơn vị nào đang chờ phần việc của đơn vị ông/bà.",
        _ => "Không có đề xuất hay phiếu xin lỗi nào chờ ông/bà.",
    };
    let shell = Shell::new(&app, Some(&session), "Việc của tôi", "viec-cua-toi");
    let (first, after) = pages(&url(&asked.muc), &asked.sau, &lines);
    let page_of = Page::new(shell);
    let heading = "Việc của tôi";
    Ok(page(&Page { heading, tabs, lines, nothing, first, after, batch: deeds, people, ..page_of }))
}

/// The handlers of the unit, where a batch gives dossiers to one of them.
fn people(tx: &mut Tx, deeds: &[BatchDeed], unit: UnitId, now: Instant) -> Result<Vec<(String, String)>> {
    if deeds.iter().all(|deed| deed.asks != Asks::Person) {
        return Ok(vec![]);
    }
    colleagues::of(tx, unit, &[Role::Handler], now)
}

/// "Đơn vị": everything open in my unit.
pub async fn unit(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let wanted = of_unit(&session)?;
    let (house, now) = (app.house(), app.now());
    let soon = now + SignedDuration::from_hours(24);
    let after = list::key(&asked.sau);
    let runs = Part { after, clock: list::Clock::Runs, ..Part::default() };
    let part = match asked.muc.as_str() {
        "qua-han" => Part { to: Some(now), ..runs },
        "sap-han" => Part { from: Some(now), to: Some(soon), ..runs },
        "cho-nguoi-nop" => Part { clock: list::Clock::Stands, ..runs },
        _ => runs,
    };
    let (batch, own) = (batch::deeds(session.role, "don-vi"), session.unit);
    let (lines, (all, overdue, due_soon), waiting, people) = app
        .read(move |tx| {
            let mut lines = list::page(tx, &wanted, part, &house, now)?;
            forecast::add(tx, &mut lines)?;
            Ok((
                lines,
                list::counts(tx, &wanted, now, soon)?,
                list::count(tx, &wanted, list::Clock::Stands)?,
                people(tx, batch, own, now)?,
            ))
        })
        .await?;
    let tabs: Vec<Tab> = [
        ("Đang chạy", "", all),
        ("Quá hạn", "qua-han", overdue),
        ("Đến hạn trong 24 giờ", "sap-han", due_soon),
        ("Chờ người nộp", "cho-nguoi-nop", waiting),
    ]
    .into_iter()
    .map(|(name, part, n)| Tab {
        name,
        url: if part.is_empty() { "/lam-viec/don-vi".into() } else { format!("/lam-viec/don-vi?muc={part}") },
        count: Some(up_to(n)),
        is_here: asked.muc == part,
    })
    .collect();
    let here = tabs.iter().find(|tab| tab.is_here).map_or("/lam-viec/don-vi", |tab| tab.url.as_str());
    let shell = Shell::new(&app, Some(&session), "Hồ sơ của đơn vị", "don-vi");
    let (first, after) = pages(here, &asked.sau, &lines);
    let nothing = "Không có hồ sơ nào ở mục này.";
    let more = more(&session);
    Ok(page(&Page {
        heading: "Hồ sơ của đơn vị",
        tabs,
        lines,
        nothing,
        first,
        after,
        more,
        batch,
        people,
        ..Page::new(shell)
    }))
}

/// Lists over a period, for those who watch over others.
fn more(session: &Session) -> &'static [(&'static str, &'static str)] {
    const ALL: &[(&str, &str)] = &[
        ("Vắng mặt, làm thay", "/lam-viec/don-vi/thay"),
        ("Hồ sơ nằm ở người vắng", "/lam-viec/don-vi/vang"),
        ("Thứ tự nhận xử lý", "/lam-viec/don-vi/thu-tu"),
        ("Hồ sơ nhập muộn", "/lam-viec/don-vi/nhap-muon"),
        ("Số phiếu đã hủy", "/lam-viec/don-vi/so-huy"),
        ("Phiếu, tin chưa tới người nộp", "/lam-viec/don-vi/phieu-chua-giao"),
        ("Sổ theo dõi hồ sơ", "/lam-viec/don-vi/so-theo-doi"),
    ];
    match (super::absent::may_arrange(session), session.role) {
        (Ok(true), _) => ALL,
        (Ok(false), _) => ALL.get(1..).unwrap_or_default(),
        (Err(_), Role::Receptionist) => ALL.get(5..).unwrap_or_default(),
        (Err(_), _) => &[],
    }
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
    lines.retain(|line| line.state.waits_for_the_applicant_to_come());
    let shell = Shell::new(&app, Some(&session), "Trả kết quả", "tra-ket-qua");
    let nothing = "Chưa có kết quả nào chờ trả.";
    Ok(page(&Page { heading: "Trả kết quả", lines, nothing, first, after, ..Page::new(shell) }))
}

/// "Tra cứu": by code, name or identity number, without accents, among what the officer may read.
pub async fn search(State(app): State<App>, Staff(session): Staff, Query(asked): Query<Asked>) -> Answer {
    let scope = match session.role {
        Role::CentreSupervisor | Role::CentreDirector => Scope::Everything,
        Role::Administrator | Role::ProvincialLeader => return Err(Error::Forbidden.into()),
        _ => Scope::Unit(session.unit),
    };
    let (house, now, q) = (app.house(), app.now(), asked.q.clone());
    let lines = app.read(move |tx| search::find(tx, &q, scope, &house, now)).await?;
    let nothing = if asked.q.is_empty() {
        "Gõ mã hồ sơ, họ tên hoặc số định danh; không cần dấu."
    } else {
        "Không tìm thấy hồ sơ nào trong phạm vi ông/bà được xem."
    };
    let shell = Shell::new(&app, Some(&session), "Tra cứu hồ sơ", "tra-cuu");
    Ok(page(&Page { heading: "Tra cứu hồ sơ", q: Some(asked.q), lines, nothing, ..Page::new(shell) }))
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
