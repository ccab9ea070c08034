//! What a letter says, drawn from the log: nothing is typed twice.

use base::{
    app::App,
    dossier::log::Line,
    error::{Error, Result},
    page::moment,
    version::ProcedureVersion,
};
use domain::{
    dossier::{
        Event, Filing, Party, ReturnWay,
        event::{Acceptance, Target},
    },
    instant::{Instant, local},
    org::{Unit, UnitKind},
    rules::{Form, RuleSet},
};
use jiff::civil::DateTime;
use kit::db::{Tx, args};
use serde_json::{Value, json};

/// Which letter an event owes, and its number.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The form.
    pub form: Form,
    /// Its number in the book of the year.
    pub number: u32,
    /// Whose book.
    pub target: Target,
    /// The rule set of the day.
    pub rules: &'static RuleSet,
}

/// The letter that `event` owes (row C-18: Mẫu 01, 02 or 03), or nothing.
pub fn owed(event: &Event, at: Instant) -> Option<Owed> {
    let rules = RuleSet::at(domain::instant::local_date(at));
    let (form, number, target) = match event {
        Event::Received { acceptance, target, .. } => {
            let rules = RuleSet::by_id(&acceptance.rules).unwrap_or(rules);
            return Some(Owed {
                form: rules.forms.receipt,
                number: acceptance.slip_number?,
                target: target.clone(),
                rules,
            });
        }
        Event::CompletionRequested { request, target, .. } => {
            (rules.forms.completion, request.slip_number, target)
        }
        Event::Declined { slip_number, target, .. } => (rules.forms.refusal, *slip_number, target),
        _ => return None,
    };
    Some(Owed { form, number, target: target.clone(), rules })
}

/// The facts of the letter that `line` owes, as its template reads them.
pub fn of(app: &App, tx: &mut Tx, (line, event): (&Line, &Event), owed: &Owed, proof: &str) -> Result<Value> {
    let house = app.house();
    let unit = house.unit(owed.target.receiving_unit)?;
    let procedure = app.versions.procedure(tx, owed.target.procedure)?;
    let officer = match line.by.person() {
        None => String::new(),
        Some(person) => tx.one("SELECT name FROM person WHERE id = $1", args![person.0])?.get(0)?,
    };
    let province = house.of_kind(UnitKind::Province).first().map(|unit| (*unit).clone());
    let mut facts = head(owed, unit, province.as_ref(), line.at);
    let own = match event {
        Event::Received { filing, acceptance, .. } => receipt(filing, acceptance, &procedure, unit),
        Event::CompletionRequested { filing, request, .. } => json!({
            "owner": party(&filing.owner),
            "lines": request.lines.iter().map(|line| plain(&line.text).to_owned()).collect::<Vec<_>>(),
            "reason": request.reason,
            "contact": contact(&officer, unit),
        }),
        Event::Declined { filing, ground, .. } => json!({
            "owner": party(&filing.owner),
            "reason": ground.reason,
            "basis": ground.basis.trim_end_matches('.'),
            "submitter": submitter(filing),
        }),
        _ => return Err(Error::NotFound),
    };
    let common = json!({
        "subject": procedure.content.name,
        "officer": officer,
        "lookup": format!("{}/tra-cuu", app.public_url),
        "qr": !proof.is_empty(),
    });
    for part in [own, common] {
        if let (Some(facts), Value::Object(part)) = (facts.as_object_mut(), part) {
            facts.extend(part);
        }
    }
    Ok(facts)
}

fn head(owed: &Owed, unit: &Unit, province: Option<&Unit>, at: Instant) -> Value {
    let now = local(at);
    let superior = province.map_or("", |province| province.name());
    let place = superior.trim_start_matches("Ủy ban nhân dân ").trim_start_matches("tỉnh ");
    let is_old = owed.rules.id == "nd61-2018";
    json!({
        "rules": owed.rules.id,
        // TT 01/2018 Điều 9.2: Mẫu 01–05 on A5; TT 03/2025 names no size.
        "paper": if is_old { "a5" } else { "a4" },
        "title": owed.form.title,
        "code": "",
        "year": now.year(), "month": now.month(), "day": now.day(),
        "superior": superior,
        "issuer": unit.name_on(now.date()),
        "issuer_words": unit.name_on(now.date()),
        "number": format!("{:02}/{}", owed.number, owed.form.symbol),
        "place": place,
        // NĐ 30/2020: days below 10 and months 1 and 2 with a nought in front.
        "date_words": format!("ngày {:02} tháng {} năm {}", now.day(), month(now), now.year()),
    })
}

fn month(at: DateTime) -> String {
    if at.month() <= 2 { format!("{:02}", at.month()) } else { at.month().to_string() }
}

fn receipt(filing: &Filing, acceptance: &Acceptance, procedure: &ProcedureVersion, unit: &Unit) -> Value {
    let papers: Vec<Value> = filing
        .papers
        .iter()
        .map(|paper| {
            let mut counts = vec![];
            for (n, word) in [
                (paper.originals, "bản chính"),
                (paper.certified_copies, "bản sao chứng thực"),
                (paper.copies, "bản chụp"),
            ] {
                if n > 0 {
                    counts.push(format!("{n} {word}"));
                }
            }
            if !paper.files.is_empty() {
                counts.push("bản điện tử".into());
            }
            json!({ "name": plain(&paper.name), "originals": paper.originals, "certified": paper.certified_copies,
                    "copies": paper.copies, "counts": counts.join(", ") })
        })
        .collect();
    let limit =
        procedure.content.limit(filing.channel).map_or_else(|| "không quy định".into(), |l| l.to_string());
    json!({
        "code": acceptance.code,
        "owner": party(&filing.owner),
        "proxy": filing.proxy.as_ref().map(party),
        "papers": papers,
        "sets": format!("{:02}", filing.sets.max(1)),
        "limit": limit,
        "received": clock(acceptance.received_at),
        "due": acceptance.due_at.map_or_else(|| "không quy định".into(), clock),
        "return_at": match filing.return_way {
            ReturnWay::Counter => unit.name().to_owned(),
            way => way.title().to_owned(),
        },
        "book": local(acceptance.received_at).year().to_string(),
        "book_no": acceptance.slip_number.map_or_else(String::new, |number| number.to_string()),
        "submitter": submitter(filing),
    })
}

/// The name without the dash or cross that the catalogue puts in front of some, and the stop behind it.
fn plain(name: &str) -> &str {
    name.trim_start_matches(['-', '+', '•', ' ']).trim_end_matches([';', '.', ' '])
}

/// `14 giờ 30 phút, ngày 29 tháng 8 năm 2023`, as the form has it.
fn clock(at: Instant) -> String {
    let at = local(at);
    format!(
        "{:02} giờ {:02} phút, ngày {:02} tháng {} năm {}",
        at.hour(),
        at.minute(),
        at.day(),
        month(at),
        at.year()
    )
}

fn party(party: &Party) -> Value {
    json!({ "name": party.name, "identity": party.identity, "address": party.address, "phone": party.phone,
            "email": party.email })
}

fn submitter(filing: &Filing) -> String {
    filing.proxy.as_ref().unwrap_or(&filing.owner).name.clone()
}

fn contact(officer: &str, unit: &Unit) -> String {
    if unit.phone.is_empty() {
        format!("{officer}, {}", unit.name())
    } else {
        format!("{officer}, số điện thoại {}", unit.phone)
    }
}

/// What a page says of a letter that was made at `at`.
pub fn made(at: Instant) -> String {
    moment(at)
}
