//! A fixed story that owes every letter there is: the same events in both rule sets.

use domain::{
    dossier::{
        Channel, Event, Filing, Party, Place, ReturnWay,
        duty::{Duty, Payment},
        event::{Acceptance, Ground, Request, RequestLine, Resumption, Target},
        extend::{Apology, DelayCause},
        filing::FiledPaper,
        part::{NewPart, PartKind},
        stop::StopCause,
    },
    id::{DossierId, ProcedureVersionId, ProcessVersionId, UnitId},
    instant::{Instant, local_date},
    org::UnitKind,
    people::{Actor, Role},
    process::StepKind,
    rules::RuleSet,
};
use jiff::{SignedDuration, civil::Date};
use kit::{db::args, testing::databases};
use motcua::demo::Profile;
use uuid::Uuid;

use crate::world::{BY_COMMUNE, BY_DEPARTMENT, World, at};

/// Every paper of the story; each begins with the number of its form in the older set.
pub const NAMES: [&str; 15] = [
    "receipt",
    "receipt-proxy",
    "receipt-long",
    "receipt-commune",
    "receipt-supplemented",
    "receipt-paid",
    "completion",
    "completion-supplement",
    "decline",
    "decline-refused",
    "apology",
    "stop",
    "stop-withdrawn",
    "control",
    "register",
];

/// A paper of the story.
pub struct Paper {
    pub name: &'static str,
    pub pdf: Vec<u8>,
}

/// A one-stop unit and its officers at a moment.
pub struct Office {
    pub world: World,
    pub rules: &'static RuleSet,
    now: Instant,
    pub reception: Actor,
    leader: Actor,
    pub target: Target,
    commune: (Actor, Target),
}

/// `minutes` after the beginning of the story.
fn later(office: &Office, minutes: i64) -> Instant {
    office.now + SignedDuration::from_mins(minutes)
}

const DAY: i64 = 24 * 60;

impl Office {
    /// The office on SQLite: a letter's words do not depend on the database.
    pub async fn open(profile: Profile, now: &'static str) -> Office {
        let db = databases(base::migrations::ALL).remove(0);
        let world = std::thread::spawn(move || World::of(db, profile, now)).join().unwrap();
        Office::over(world, at(now)).await
    }

    /// The office in a world that is there.
    pub async fn over(world: World, now: Instant) -> Office {
        let rules = RuleSet::at(local_date(now));
        let house = world.app.house();
        let home = house.of_kind(UnitKind::Department).into_iter().find(|unit| unit.name() == "Sở Tư pháp");
        let (centre, home) = (world.cast.centre.unwrap(), home.unwrap().id);
        let commune = house.of_kind(UnitKind::Commune).into_iter().find(|unit| {
            unit.name().contains(" xã ") && !world.cast.of(unit.id, Role::Receptionist).is_empty()
        });
        let commune = commune.unwrap().id;
        let at_department = target(&world, BY_DEPARTMENT, (centre, home)).await;
        let at_commune = target(&world, BY_COMMUNE, (commune, commune)).await;
        let one = |unit, role| world.cast.of(unit, role).first().unwrap().actor;
        Office {
            reception: one(centre, Role::Receptionist),
            leader: one(home, Role::Leader),
            target: at_department,
            commune: (one(commune, Role::Receptionist), at_commune),
            world,
            rules,
            now,
        }
    }

    /// Every paper of the story.
    pub async fn papers(&self) -> Vec<Paper> {
        let mut papers = self.receipts().await;
        papers.extend(self.turns().await);
        papers.extend(self.ends().await);
        papers.push(self.register().await);
        papers
    }

    async fn receipts(&self) -> Vec<Paper> {
        let mut papers = vec![];
        let proxy = Filing { proxy: Some(proxy()), papers: with_leave(), ..filing() };
        let commune = Filing { owner: owner("Kim Thị Sa Rươn", ""), ..filing() };
        for (name, no, filing) in
            [("receipt-proxy", 2, proxy), ("receipt-long", 3, long()), ("receipt-commune", 4, commune)]
        {
            let id = if name == "receipt-commune" {
                let (by, target) = self.commune.clone();
                let event = received(self, filing, target.clone(), no);
                self.begin(&event, by).await
            } else {
                self.begin(&received(self, filing, self.target.clone(), no), self.reception).await
            };
            papers.push(self.letter(name, id, 1).await);
        }
        papers
    }

    /// One dossier with a supplement, a duty, an apology and a refusal.
    async fn turns(&self) -> Vec<Paper> {
        let id = self.begin(&received(self, filing(), self.target.clone(), 1), self.reception).await;
        let house_step = place(self, self.target.settling_unit, StepKind::Process, Role::Handler);
        self.record(id, &Event::Transferred { to: house_step.clone() }, self.reception, 60).await;
        let request = request(self, 7, 4 * DAY);
        let asked = Event::SupplementRequested { request, is_late: false };
        self.record(id, &asked, self.leader, DAY).await;
        let resumption = |number, minutes, due| Resumption {
            at: later(self, minutes),
            due_at: Some(later(self, due)),
            warn_at: None,
            to: house_step.clone(),
            slip_number: Some(number),
        };
        let supplied =
            Event::Supplemented { filing: Box::new(filing()), resumption: resumption(11, 3 * DAY, 22 * DAY) };
        self.record(id, &supplied, self.reception, 3 * DAY).await;
        let duty = Duty {
            what: "Lệ phí trước bạ".into(),
            document: "15/PCTT".into(),
            sent_on: local_date(self.now),
            amount: None,
            pay_by: None,
            file: None,
        };
        self.record(id, &Event::DutyRequired { duty }, self.leader, 4 * DAY).await;
        let payment =
            Payment { document: "BL-0009".into(), paid_on: local_date(later(self, 6 * DAY)), file: None };
        let paid = Event::DutyPaid { payment, resumption: resumption(12, 6 * DAY, 24 * DAY) };
        self.record(id, &paid, self.reception, 6 * DAY).await;
        self.ask_in_vain(id).await;
        let apology = Apology {
            slip_number: 3,
            due_at: later(self, 24 * DAY),
            cause: DelayCause::Load,
            reason: "Số hồ sơ tăng cao trong kỳ tổng kiểm tra các văn phòng giám định tư pháp".into(),
            new_due_at: later(self, 28 * DAY + 8 * 60),
            warn_at: None,
            moves_due: true,
            is_late: false,
        };
        self.record(id, &Event::Apologised { apology }, self.leader, 23 * DAY).await;
        let to = place(self, self.target.receiving_unit, StepKind::Return, Role::Receptionist);
        self.record(id, &Event::Refused { ground: ground(), slip_number: 5, to }, self.leader, 25 * DAY)
            .await;
        let mut papers = vec![];
        for (name, seq) in [
            ("receipt", 1),
            ("completion-supplement", 3),
            ("receipt-supplemented", 4),
            ("receipt-paid", 6),
            ("apology", 9),
            ("decline-refused", 10),
        ] {
            papers.push(self.letter(name, id, seq).await);
        }
        papers.push(Paper { name: "control", pdf: self.control(id).await });
        papers
    }

    /// Another department is asked for its opinion and does not give it: the control slip has its mark (row C-23).
    async fn ask_in_vain(&self, id: DossierId) {
        let house = self.world.app.house();
        let mut departments = house.of_kind(UnitKind::Department).into_iter();
        let unit = departments.find(|unit| unit.id != self.target.settling_unit).unwrap().id;
        let part = NewPart {
            no: 1,
            kind: PartKind::Opinion,
            unit,
            task: "Đề nghị cho ý kiến".into(),
            minutes: 16 * 60,
            after: vec![],
            due_at: Some(later(self, 9 * DAY)),
        };
        self.record(id, &Event::PartOpened { part }, self.leader, 7 * DAY).await;
        let silent = Event::PartSilent { no: 1, released: vec![] };
        self.record(id, &silent, Actor::System, 9 * DAY).await;
    }

    /// Before acceptance, and without a result.
    async fn ends(&self) -> Vec<Paper> {
        let asked = Event::CompletionRequested {
            filing: Box::new(filing()),
            target: self.target.clone(),
            request: request(self, 8, 15 * DAY),
        };
        let declined = Event::Declined {
            filing: Box::new(filing()),
            target: self.target.clone(),
            ground: ground(),
            slip_number: 6,
        };
        let mut papers = vec![];
        for (name, event) in [("completion", asked), ("decline", declined)] {
            let id = self.begin(&event, self.reception).await;
            papers.push(self.letter(name, id, 1).await);
        }
        if self.rules.forms.stop.is_none() {
            return papers;
        }
        let to = place(self, self.target.receiving_unit, StepKind::Return, Role::Receptionist);
        let stopped = Event::Stopped {
            cause: StopCause::Ineligible,
            ground: ground(),
            slip_number: Some(1),
            to: to.clone(),
        };
        let withdrawn = Event::Withdrawn {
            reason: "Không còn nhu cầu chuyển đổi".into(),
            slip_number: Some(2),
            to: Some(to),
        };
        for (name, no, event, by) in
            [("stop", 21, stopped, self.leader), ("stop-withdrawn", 22, withdrawn, self.reception)]
        {
            let id = self.begin(&received(self, filing(), self.target.clone(), no), self.reception).await;
            let at_desk = place(self, self.target.settling_unit, StepKind::Process, Role::Handler);
            self.record(id, &Event::Transferred { to: at_desk }, self.reception, 60).await;
            self.record(id, &event, by, 2 * DAY).await;
            papers.push(self.letter(name, id, 3).await);
        }
        papers
    }

    /// Begins a dossier with `event`.
    pub async fn begin(&self, event: &Event, by: Actor) -> DossierId {
        let (event, now, id) = (event.clone(), self.now, DossierId(kit::clock::id(self.now)));
        let begun = self.world.app.write(move |tx| base::dossier::begin(tx, id, &event, by, now)).await;
        begun.unwrap().id
    }

    /// Lets `event` happen `minutes` after the beginning.
    async fn record(&self, id: DossierId, event: &Event, by: Actor, minutes: i64) {
        let (event, when) = (event.clone(), later(self, minutes));
        let recorded = self
            .world
            .app
            .write(move |tx| {
                let seen = base::dossier::load(tx, id)?;
                base::dossier::record(tx, &seen, &event, by, when)
            })
            .await;
        recorded.unwrap();
    }

    async fn letter(&self, name: &'static str, id: DossierId, seq: i64) -> Paper {
        let pdf = casework::letter::file::document(&self.world.app, id, seq).await;
        Paper { name, pdf: pdf.unwrap_or_else(|error| panic!("{name}: {error}")) }
    }

    async fn control(&self, id: DossierId) -> Vec<u8> {
        let (app, now) = (self.world.app.clone(), later(self, 26 * DAY));
        let facts = self.world.app.read(move |tx| {
            let seen = base::dossier::load(tx, id)?;
            let events = casework::dossier::timeline::events(tx, id)?;
            casework::letter::facts::control::of(&app, tx, &seen, &events, now)
        });
        drawn(casework::letter::file::CONTROL, &facts.await.unwrap())
    }

    async fn register(&self) -> Paper {
        let (app, unit) = (self.world.app.clone(), self.target.receiving_unit);
        let (from, to) = (later(self, -DAY), later(self, DAY));
        let days = (local_date(from), local_date(to));
        let facts = self.world.app.read(move |tx| {
            casework::letter::facts::register::of(&app, tx, unit, (from, to), days, "Giám định tư pháp")
        });
        let mut facts = facts.await.unwrap();
        // Codes of the same moment stand in no order of their own.
        let rows = facts.get_mut("rows").unwrap().as_array_mut().unwrap();
        rows.sort_by_key(|row| row["code"].as_str().unwrap().to_owned());
        for (no, row) in (1..).zip(rows) {
            row["no"] = no.to_string().into();
        }
        Paper { name: "register", pdf: drawn(casework::letter::file::REGISTER, &facts) }
    }
}

async fn target(
    world: &World,
    code: &'static str,
    (receiving_unit, settling_unit): (UnitId, UnitId),
) -> Target {
    let sql = "SELECT id FROM procedure WHERE code = $1 AND state = 'published'";
    let procedure = world.app.read(move |tx| Ok(tx.one(sql, args![code])?.get(0)?)).await.unwrap();
    Target {
        procedure: ProcedureVersionId(procedure),
        procedure_code: code.into(),
        receiving_unit,
        settling_unit,
    }
}

fn drawn(template: pdf::Template, facts: &serde_json::Value) -> Vec<u8> {
    let meta = pdf::Meta { ident: "1".into(), made_at: (2023, 8, 22, 1, 0, 0), qr: String::new() };
    pdf::render(template, &facts.to_string(), &meta).unwrap().bytes
}

fn place(office: &Office, unit: UnitId, kind: StepKind, role: Role) -> Place {
    Place { step: 2, kind, unit, role, owner: None, since: office.now, due_at: Some(later(office, 5 * DAY)) }
}

/// The acceptance of `filing` with the number `no`.
pub fn received(office: &Office, filing: Filing, target: Target, no: u32) -> Event {
    let day: Date = local_date(office.now);
    let acceptance = Acceptance {
        code: format!(
            "000.00.00.H{}-{:02}{:02}{:02}-{no:04}",
            if office.rules.has_districts { 59 } else { 61 },
            day.year() % 100,
            day.month(),
            day.day()
        ),
        rules: office.rules.id.into(),
        process: ProcessVersionId(Uuid::nil()),
        received_at: office.now,
        due_at: Some(later(office, 18 * DAY)),
        warn_at: None,
        slip_number: Some(no),
        place: place(office, target.receiving_unit, StepKind::Receive, Role::Receptionist),
    };
    Event::Received { filing: Box::new(filing), target, acceptance: Box::new(acceptance) }
}

fn owner(name: &str, phone: &str) -> Party {
    Party {
        name: name.into(),
        identity: "084190001234".into(),
        is_organisation: false,
        address: "Ấp Ba Se A, xã Lương Hòa".into(),
        phone: phone.into(),
        email: if phone.is_empty() { String::new() } else { "sophia@example.vn".into() },
    }
}

fn paper(name: &str, originals: u16, certified_copies: u16, copies: u16) -> FiledPaper {
    FiledPaper { name: name.into(), originals, certified_copies, copies, ..FiledPaper::default() }
}

/// What most dossiers of the story hold.
pub fn filing() -> Filing {
    Filing {
        channel: Channel::Counter,
        case: 0,
        owner: owner("Thạch Thị Sô Phia", "0999000111"),
        proxy: None,
        summary: String::new(),
        stated: vec![],
        papers: vec![
            paper("- Đơn đề nghị chuyển đổi loại hình văn phòng giám định tư pháp;", 1, 0, 0),
            paper("Dự thảo Quy chế tổ chức và hoạt động của văn phòng giám định tư pháp.", 1, 0, 2),
            paper("Quyết định cho phép thành lập", 0, 1, 0),
        ],
        sets: 1,
        return_way: ReturnWay::Counter,
        priority: None,
    }
}

fn proxy() -> Party {
    Party { name: "Trần Văn Đậu".into(), identity: "086085004321".into(), ..owner("", "0999000222") }
}

fn with_leave() -> Vec<FiledPaper> {
    let mut papers = filing().papers;
    papers.push(paper("Giấy ủy quyền có chứng thực số 12/CT ngày 20/8/2023", 1, 0, 0));
    papers
}

/// A name of more than 300 characters with Khmer letters, and sixty papers.
fn long() -> Filing {
    let name = format!(
        "Công ty Trách nhiệm hữu hạn một thành viên {} (ក្រុមហ៊ុន ថាច់ សុផា)",
        "Thương mại, Dịch vụ, Sản xuất, Xuất nhập khẩu và Đầu tư phát triển nông nghiệp công nghệ cao "
            .repeat(3)
            .trim()
    );
    let papers = (1..=60).map(|no| {
        let tail = if no % 7 == 0 {
            ", kèm theo bản vẽ tỷ lệ 1/500 và thuyết minh chi tiết của từng hạng mục"
        } else {
            ""
        };
        paper(&format!("Bản thuyết minh hạng mục số {no}{tail}"), 1, 0, 0)
    });
    let mut owner = owner(&name, "02943 855 999");
    owner.is_organisation = true;
    Filing { owner, papers: papers.collect(), ..filing() }
}

fn request(office: &Office, slip_number: u32, minutes: i64) -> Request {
    let line = |text: &str| RequestLine { text: text.into(), ..RequestLine::default() };
    Request {
        lines: vec![
            line("Bản sao có chứng thực Quyết định cho phép thành lập văn phòng giám định tư pháp"),
            line("Danh sách giám định viên tư pháp có xác nhận của cơ quan quản lý"),
        ],
        reason: "Bản sao đã nộp mờ, không đọc được số và ngày của quyết định".into(),
        slip_number,
        answer_by: Some(later(office, minutes)),
        remind_at: None,
    }
}

fn ground() -> Ground {
    Ground {
        reason: "Người đề nghị không đủ điều kiện chuyển đổi loại hình văn phòng giám định tư pháp".into(),
        basis: "Điều 15 Luật Giám định tư pháp".into(),
    }
}
