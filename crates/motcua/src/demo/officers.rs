//! Officers in the demo: counters with a plan of the week, somebody seconded with a note to complete, a month of guidance with a
//! target, somebody who guides in the open, a form that everybody sees and a sample that waits.

use base::{app::App, error::Result};
use domain::{
    desk::{Half, days_of, monday_of},
    guidance::{GuidanceChannel, GuidanceOutcome, GuidancePost, Topic},
    id::{PersonId, UnitId},
    instant::{Instant, local_date},
    people::{Actor, Role, absence::Absence},
    posting::{month_before, month_of},
    sample::{SampleDeed, SampleKind},
    secondment::Secondment,
};
use jiff::{SignedDuration, Span};
use kit::{
    clock,
    db::{Tx, args},
};
use office::{
    desk::store::{self as desk, Desk, Plan},
    file::Kept,
    guidance::{
        material::{self, Material},
        post::{self, NewPost},
        store::{self as guidance, Visit},
    },
    people::absence,
    sample::store::{self as sample, NewSample},
    secondment::{draft, store as secondment},
};

use super::accounts::Cast;

/// The counters of the Centre and what each serves.
const DESKS: [(&str, &str); 3] = [
    ("Quầy 1", "Hộ tịch, lý lịch tư pháp"),
    ("Quầy 2", "Đất đai, môi trường"),
    ("Quầy 3", "Doanh nghiệp, đầu tư"),
];
/// How many working days of guidance there are, and how those who were guided on each went on.
const DAYS: i64 = 12;
const OUTCOMES: [GuidanceOutcome; 5] = [
    GuidanceOutcome::Online,
    GuidanceOutcome::Counter,
    GuidanceOutcome::Online,
    GuidanceOutcome::Home,
    GuidanceOutcome::Post,
];

/// Who acts.
struct Play {
    now: Instant,
    centre: UnitId,
    director: Actor,
    home: UnitId,
    handler: Actor,
    /// Those who receive at the Centre.
    desk: Vec<PersonId>,
    /// A file to fill in.
    file: Kept,
}

/// Plays it; nothing where the promised officers are not there.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let one = |role| cast.officers.iter().map(|officer| officer.actor).find(|by| by.role() == Some(role));
    let (Some(centre), Some(director), Some(handler)) =
        (cast.centre, one(Role::CentreDirector), one(Role::Handler))
    else {
        return Ok(());
    };
    let Some(home) = handler.unit() else { return Ok(()) };
    let receive = cast.of(centre, Role::Receptionist);
    let desk = receive.iter().filter_map(|officer| officer.actor.person()).collect();
    let file = Kept { hash: app.blobs.put(FORM.as_bytes())?, name: "to-khai.pdf".into() };
    let (inner, now) = (app.clone(), app.now());
    app.db.write_blocking(move |tx| {
        let play = Play { now, centre, director, home, handler, desk: Vec::clone(&desk), file: file.clone() };
        play.samples(tx)?;
        play.guidance(tx)?;
        play.desks(tx)?;
        play.second(&inner, tx)
    })
}

impl Play {
    fn samples(&self, tx: &mut Tx) -> Result<()> {
        let row = tx.optional(
            "SELECT code FROM procedure WHERE state = 'published' AND settling_unit_id = $1 ORDER BY code LIMIT 1",
            args![self.home.0],
        )?;
        let Some(row) = row else { return Ok(()) };
        for (title, is_accepted) in [("Tờ khai đề nghị", true), ("Đơn ủy quyền nộp hồ sơ", false)]
        {
            let at = self.now - SignedDuration::from_hours(72);
            let new = NewSample {
                id: clock::id(at),
                procedure: row.get(0)?,
                kind: SampleKind::Form,
                title: title.into(),
                unit: self.home,
                file: self.file.clone(),
            };
            sample::send(tx, &new, self.handler, at)?;
            if is_accepted {
                let sent = sample::visible(tx, new.id, &self.director)?;
                sample::take(tx, &sent, SampleDeed::Accept, "", (self.director, self.now))?;
            }
        }
        Ok(())
    }

    fn guidance(&self, tx: &mut Tx) -> Result<()> {
        for (no, person) in self.desk.iter().enumerate() {
            for day in 0..DAYS {
                for (visit, outcome) in OUTCOMES.iter().enumerate().skip(no) {
                    let minutes = i64::try_from(visit).unwrap_or(0) * 20;
                    let at =
                        self.now - SignedDuration::from_hours(24 * day) - SignedDuration::from_mins(minutes);
                    let visit = Visit {
                        id: clock::id(at),
                        channel: GuidanceChannel::Counter,
                        topic: Topic::Online,
                        procedure: String::new(),
                        outcome: *outcome,
                        at,
                    };
                    guidance::note(tx, &visit, *person, self.centre);
                }
            }
            guidance::aim(tx, *person, self.centre, month_of(local_date(self.now)), Some(20));
        }
        let today = local_date(self.now);
        let Some(person) = self.handler.person() else { return Ok(()) };
        let post = NewPost {
            id: clock::id(self.now),
            unit: self.home,
            person,
            post: GuidancePost {
                place: "Nhà văn hóa khóm 3, phường 7".into(),
                hours: "Sáng thứ Ba, thứ Năm".into(),
                first_day: today,
                last_day: today.saturating_add(Span::new().days(60)),
            },
            phone: "0294 3855 123".into(),
            decision: "QĐ 31/QĐ-STP".into(),
        };
        post::open(tx, &post, self.director, self.now)?;
        let material = Material {
            id: clock::id(self.now),
            unit: self.centre,
            title: "Nộp hồ sơ trên Cổng dịch vụ công quốc gia, từng bước".into(),
            link: "https://dichvucong.gov.vn".into(),
            file: Kept { hash: String::new(), name: String::new() },
            added_at: self.now,
        };
        material::keep(tx, &material, self.director)
    }

    /// One officer at each counter all week; the last of them is away today, and a colleague stands in.
    fn desks(&self, tx: &mut Tx) -> Result<()> {
        let today = local_date(self.now);
        let monday = monday_of(today);
        let mut plan = Plan::new();
        for ((name, fields), person) in DESKS.into_iter().zip(&self.desk) {
            let desk = Desk { id: clock::id(self.now), name: name.into(), fields: fields.into() };
            desk::open(tx, &desk, self.centre, today)?;
            for day in days_of(monday).into_iter().take(5) {
                plan.extend(Half::ALL.iter().map(|half| ((desk.id, day, *half), *person)));
            }
        }
        desk::write(tx, (self.centre, monday, monday), &plan, 0, (self.director, self.now))?;
        let [_, _, away, substitute, ..] = self.desk.as_slice() else { return Ok(()) };
        let absence = Absence {
            person: *away,
            unit: self.centre,
            role: Role::Receptionist,
            from: today,
            to: today,
            substitute: Some(*substitute),
            decision: "12/QĐ-TTPVHCC".into(),
        };
        absence::arrange(tx, &absence, self.director, self.now)
    }

    fn second(&self, app: &App, tx: &mut Tx) -> Result<()> {
        let Some(person) = self.desk.first() else { return Ok(()) };
        let today = local_date(self.now);
        let month = month_before(today);
        let new = Secondment {
            person: *person,
            centre: self.centre,
            sender: self.home,
            decision: "QĐ 15/QĐ-STP".into(),
            fields: "Hộ tịch, lý lịch tư pháp".into(),
            first_day: month,
            last_day: today.saturating_add(Span::new().days(25)),
        };
        secondment::begin(tx, clock::id(self.now), &new, self.director, self.now)?;
        draft::draft(tx, &app.house(), month, self.now)?;
        draft::schedule(tx, &app.house(), month_of(today))
    }
}

/// A sheet of paper with nothing on it.
const FORM: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] \
                    /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\ntrailer\n<< \
                    /Root 1 0 R >>\n%%EOF\n";
