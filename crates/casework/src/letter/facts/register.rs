//! Mẫu 06 (07 in the newer set): the register book of a receiving unit over some days, drawn from the log.

use base::{
    app::App,
    error::{Error, Result},
    page::short,
};
use domain::{
    dossier::{Filing, event::Event},
    id::UnitId,
    instant::{Instant, local_date},
    rules::RuleSet,
};
use jiff::civil::Date;
use kit::db::{Tx, args};
use serde_json::{Value, json};

use super::{Owed, head};

/// How many dossiers one print holds: more are printed in shorter periods.
pub const AT_MOST: i64 = 2_000;

/// The facts of the book of `unit` between two moments. Refuses more than [`AT_MOST`] dossiers.
pub fn of(
    app: &App,
    tx: &mut Tx,
    unit: UnitId,
    (from, to): (Instant, Instant),
    days: (Date, Date),
    field: &str,
) -> Result<Value> {
    let house = app.house();
    let rows = tx.all(
        "SELECT f.code, p.name, f.body, d.received_at, d.due_at, d.settling_unit_id, d.closed_at,
             (SELECT e.body FROM event e WHERE e.stream_id = d.id AND e.kind IN ('returned', 'papers_returned')
              ORDER BY e.seq DESC LIMIT 1)
         FROM filing f JOIN dossier d ON d.id = f.dossier_id JOIN procedure p ON p.id = d.procedure_id
         WHERE f.receiving_unit_id = $1 AND f.code IS NOT NULL AND f.filed_at >= $2 AND f.filed_at < $3
           AND ($4 = '' OR p.field = $4)
         ORDER BY f.filed_at, f.dossier_id LIMIT $5",
        args![unit.0, from, to, field, AT_MOST + 1],
    )?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > AT_MOST {
        return Err(Error::field(
            "den",
            "Kỳ này có hơn 2.000 hồ sơ. Xin chọn kỳ ngắn hơn hoặc một lĩnh vực.",
        ));
    }
    let mut lines = vec![];
    for (no, row) in rows.iter().enumerate() {
        lines.push(line(app, no + 1, row)?);
    }
    let rules = RuleSet::at(local_date(from));
    let owed = Owed { form: rules.forms.register, number: 1, unit, rules };
    let mut facts = head::of(&house, &owed, app.now())?;
    let date = |day: Date| format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
    let own = json!({
        "paper": "a4", "flipped": true, "qr": false, "code": "",
        "from": date(days.0), "to": date(days.1), "field": field, "rows": lines,
    });
    if let (Some(facts), Value::Object(own)) = (facts.as_object_mut(), own) {
        facts.extend(own);
    }
    Ok(facts)
}

fn line(app: &App, no: usize, row: &kit::db::Row) -> Result<Value> {
    let filing: Filing = row.json(2)?;
    let settler = UnitId(row.get(5)?);
    let handed: Option<String> = row.get(7)?;
    let handed: Option<Event> =
        handed.map(|body| serde_json::from_str(&body).map_err(Error::fault)).transpose()?;
    let (way, taker) = match handed {
        Some(Event::Returned { handover } | Event::PapersReturned { handover }) => {
            (handover.way.title(), handover.collector)
        }
        _ => (filing.return_way.title(), String::new()),
    };
    let contact = [filing.owner.address.as_str(), filing.owner.phone.as_str()];
    let contact: Vec<&str> = contact.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(json!({
        "no": no.to_string(),
        "code": row.get::<String>(0)?,
        "procedure": row.get::<String>(1)?,
        "owner": filing.owner.name,
        "contact": contact.join("; "),
        "settler": app.house().unit_name(settler),
        "received": row.get::<Option<Instant>>(3)?.map(short).unwrap_or_default(),
        "due": row.get::<Option<Instant>>(4)?.map(short).unwrap_or_default(),
        "returned": row.get::<Option<Instant>>(6)?.map(short).unwrap_or_default(),
        "way": way,
        "taker": taker,
    }))
}
