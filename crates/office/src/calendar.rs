//! The calendar: import and export of days off, make-up days and half days.

pub mod admin;

use base::{
    app::App,
    audit,
    error::{Error, Result},
    house,
};
use domain::{
    calendar::{DayKind, SpecialDay},
    instant::Instant,
    people::Actor,
};
use jiff::civil::Date;
use kit::db::{Tx, args};
use serde::Serialize;
use uuid::Uuid;

use crate::import::{self, Report, Row, Stored};

/// The stream under which changes of the calendar are logged.
pub const STREAM: Uuid = Uuid::from_u128(1);

/// The words for the kinds of days in an export.
const KINDS: [(&str, DayKind); 4] = [
    ("nghi", DayKind::Off),
    ("lam_bu", DayKind::MakeUp),
    ("lam_buoi_sang", DayKind::HalfDay),
    ("lam_buoi_chieu", DayKind::Afternoon),
];

/// The rows of a CSV file of days off (`ngay, thu, ten, loai, van_ban, nguon`), of make-up days
/// (`ngay_lam_bu, thu, thay_cho_ngay_nghi, van_ban`) or of an export (`ngay, kieu, ten, van_ban`).
pub fn rows(text: &str) -> Vec<Row<SpecialDay>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let Ok(header) = reader.headers().cloned() else { return vec![] };
    let column = |name: &str| header.iter().position(|known| known == name);
    let (make_up, off, name, basis) =
        (column("ngay_lam_bu"), column("ngay"), column("ten"), column("van_ban"));
    let kinds = column("kieu");
    let usual = if make_up.is_some() { DayKind::MakeUp } else { DayKind::Off };
    let Some(day) = make_up.or(off) else {
        let read = Err("Tệp CSV phải có cột “ngay” hoặc “ngay_lam_bu”.".into());
        return vec![Row { id: String::new(), read }];
    };
    let row = |record: csv::Result<csv::StringRecord>| match record {
        Err(error) => Row { id: String::new(), read: Err(format!("Dòng CSV hỏng: {error}")) },
        Ok(record) => {
            let get = |column: Option<usize>| column.and_then(|i| record.get(i)).unwrap_or_default().trim();
            let id = get(Some(day)).to_owned();
            let kind = match kinds {
                None => Some(usual),
                Some(_) => KINDS.iter().find(|(word, _)| *word == get(kinds)).map(|(_, kind)| *kind),
            };
            let name = if make_up.is_some() { "Làm bù" } else { get(name) };
            let day = id.parse::<Date>().map_err(|_| format!("“{id}” không phải là ngày (YYYY-MM-DD)."));
            let read = day.and_then(|day| {
                let kind = kind.ok_or_else(|| format!("“{}” không phải là kiểu ngày.", get(kinds)))?;
                Ok((SpecialDay { day, kind, name: name.to_owned(), basis: get(basis).to_owned() }, vec![]))
            });
            Row { id, read }
        }
    };
    reader.records().map(row).collect()
}

/// Stores `special`: a new day, a changed one, or nothing if it is there already.
pub fn put(tx: &mut Tx, special: &SpecialDay, by: Actor, at: Instant) -> Result<Stored> {
    let kind = match special.kind {
        DayKind::Off => "off",
        DayKind::MakeUp => "make_up",
        DayKind::HalfDay => "half_day",
        DayKind::Afternoon => "afternoon",
    };
    let known =
        tx.optional("SELECT kind, name, basis FROM calendar_day WHERE day = $1", args![special.day])?;
    let known: Option<(String, String, String)> =
        known.map(|row| Ok::<_, kit::db::Error>((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()?;
    let new = (kind.to_owned(), special.name.clone(), special.basis.clone());
    if known.as_ref() == Some(&new) {
        return Ok(Stored::Unchanged);
    }
    tx.execute(
        "INSERT INTO calendar_day (day, kind, name, basis) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name, basis = excluded.basis",
        args![special.day, new.0, new.1, new.2],
    )?;
    house::changed(tx);
    audit::note(tx, STREAM, "calendar_day_saved", special, by, at)?;
    Ok(if known.is_some() { Stored::Changed } else { Stored::Added })
}

/// Takes the special day out: from now on it is what its weekday says. The log says what it was.
pub fn remove(tx: &mut Tx, special: &SpecialDay, by: Actor, at: Instant) -> Result<()> {
    if tx.execute("DELETE FROM calendar_day WHERE day = $1", args![special.day])? == 0 {
        return Err(Error::Stale);
    }
    house::changed(tx);
    audit::note(tx, STREAM, "calendar_day_saved", &Removed { special, is_removed: true }, by, at)
}

/// What the log says of a day that was taken out. The day comes first, as in what is said of one that was saved.
#[derive(Serialize)]
struct Removed<'a> {
    #[serde(flatten)]
    special: &'a SpecialDay,
    is_removed: bool,
}

/// Imports the calendar file with this text; a dry run writes nothing and reports the same.
pub fn import(app: &App, file: &str, text: &str, is_dry: bool) -> Result<Report> {
    import_by(app, (file, text), Actor::System, is_dry)
}

/// As [`import()`], by a person.
pub fn import_by(app: &App, (file, text): (&str, &str), by: Actor, is_dry: bool) -> Result<Report> {
    let (file, text, now) = (file.to_owned(), text.to_owned(), app.now());
    import::run(app, is_dry, move |tx| {
        let mut report = Report::new("calendar", &file);
        for row in rows(&text) {
            report.enter(row, |day| put(tx, &day, by, now))?;
        }
        Ok(report)
    })
}

/// Every special day as a CSV file that an import reads again.
pub fn export(app: &App) -> Result<String> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(["ngay", "kieu", "ten", "van_ban"]).map_err(Error::fault)?;
    for special in app.house().calendar.days() {
        let kind = KINDS.iter().find(|(_, kind)| *kind == special.kind).map_or("", |(word, _)| word);
        let day = special.day.to_string();
        writer.write_record([day.as_str(), kind, &special.name, &special.basis]).map_err(Error::fault)?;
    }
    String::from_utf8(writer.into_inner().map_err(|error| Error::fault(error.to_string()))?)
        .map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_that_ships() {
        let off = rows(include_str!("../../../data/calendar/ngay_nghi.csv"));
        let make_up = rows(include_str!("../../../data/calendar/ngay_lam_bu.csv"));
        assert_eq!((off.len(), make_up.len()), (126, 6));
        assert!(off.iter().chain(&make_up).all(|row| row.read.is_ok()));
        assert!(make_up.iter().all(|row| row.read.as_ref().unwrap().0.kind == DayKind::MakeUp));
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        let read: Vec<bool> =
            rows("ngay,ten\n2023-01-01,Tết\n2023-02-30,x\n").iter().map(|row| row.read.is_ok()).collect();
        assert_eq!(read, [true, false]);
    }
}
