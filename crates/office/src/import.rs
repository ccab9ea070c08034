//! Imports, row by row: what was added, changed, left as it was, refused and why. A broken row never stops the rest
//! and never half-enters. The shape of the report is a contract with other programs.

pub mod admin;

use std::collections::{BTreeMap, BTreeSet};

use base::{
    app::App,
    error::{Error, Result},
};
use kit::db::{Tx, args};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was imported: `catalogue`, `process`, `units`, `calendar`.
    pub kind: &'static str,
    /// From which file.
    pub file: String,
    /// How many rows it has.
    pub rows: usize,
    /// How many are new.
    pub added: usize,
    /// How many differ from what was there.
    pub changed: usize,
    /// How many were there already.
    pub unchanged: usize,
    /// Which were refused, and why.
    pub refused: Vec<Refused>,
    /// Which are usable but incomplete.
    pub warnings: Vec<Warning>,
    /// Which are new or differ; for the screen, no part of the contract.
    #[serde(skip)]
    pub entered: Vec<Entered>,
    /// How many went, because the file is the whole and has them no more; for the screen, too.
    #[serde(skip)]
    pub removed: usize,
}

/// A row that is new or differs from what was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Its identifier.
    pub id: String,
    /// Whether it is new.
    pub is_new: bool,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Its identifier, as far as it has one.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Something about a row that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Its identifier.
    pub id: String,
    /// Which part of it.
    pub field: String,
    /// What is the matter.
    pub message: String,
}

/// One row as it was read: the thing and what to look at, or why there is none.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// Its identifier, as far as it has one.
    pub id: String,
    /// The thing and what to look at in it (part, message), or why it was refused.
    pub read: std::result::Result<(T, Vec<(String, String)>), String>,
}

/// What storing one row came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    Added,
    /// It differs from what was there.
    Changed,
    /// It was there already.
    Unchanged,
}

impl Report {
    /// A report about nothing yet.
    pub fn new(kind: &'static str, file: &str) -> Report {
        Report { kind, file: file.to_owned(), ..Report::default() }
    }

    /// Enters `row`, stored by `store`; a row that cannot be stored is refused, the others go on.
    pub fn enter<T>(&mut self, row: Row<T>, store: impl FnOnce(T) -> Result<Stored>) -> Result<()> {
        self.rows += 1;
        let no = self.rows;
        let (thing, notes) = match row.read {
            Ok(read) => read,
            Err(reason) => {
                self.refused.push(Refused { row: no, id: row.id, reason });
                return Ok(());
            }
        };
        match store(thing) {
            Ok(Stored::Unchanged) => self.unchanged += 1,
            Ok(stored) => {
                let is_new = stored == Stored::Added;
                *(if is_new { &mut self.added } else { &mut self.changed }) += 1;
                self.entered.push(Entered { row: no, id: row.id.clone(), is_new });
            }
            Err(Error::Refused(refusal)) => {
                self.refused.push(Refused { row: no, id: row.id, reason: refusal.to_string() });
                return Ok(());
            }
            Err(other) => return Err(other),
        }
        for (field, message) in notes {
            self.warnings.push(Warning { row: no, id: row.id.clone(), field, message });
        }
        Ok(())
    }

    /// The kinds of warning and how many rows have each, the commonest first: what differs in numbers only is of one kind.
    pub fn kinds_of_warning(&self) -> Vec<(String, usize)> {
        let mut kinds: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for warning in &self.warnings {
            let words = without_numbers(&warning.message);
            kinds.entry(format!("{}: {words}", warning.field)).or_default().insert(warning.row);
        }
        let mut kinds: Vec<(String, usize)> =
            kinds.into_iter().map(|(kind, rows)| (kind, rows.len())).collect();
        kinds.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        kinds
    }

    /// The report for people: figures first, then each refusal, how many rows have which warning, and each warning on its line.
    pub fn text(&self) -> String {
        let mut lines = vec![format!(
            "{}: {} dòng; thêm {}, đổi {}, giữ nguyên {}, từ chối {}, cảnh báo {}",
            self.file,
            self.rows,
            self.added,
            self.changed,
            self.unchanged,
            self.refused.len(),
            self.warnings.len()
        )];
        lines.extend(
            self.refused.iter().map(|r| format!("  từ chối dòng {} ({}): {}", r.row, r.id, r.reason)),
        );
        let counted = |(kind, rows): (String, usize)| format!("  cảnh báo ở {rows} dòng: {kind}");
        lines.extend(self.kinds_of_warning().into_iter().map(counted));
        lines.extend(
            self.warnings
                .iter()
                .map(|w| format!("  cảnh báo dòng {} ({}) {}: {}", w.row, w.id, w.field, w.message)),
        );
        lines.join("\n")
    }
}

/// The message with a sign in place of each number.
fn without_numbers(message: &str) -> String {
    let mut words = String::with_capacity(message.len());
    for char in message.chars() {
        if !char.is_ascii_digit() {
            words.push(char);
        } else if !words.ends_with('…') {
            words.push('…');
        }
    }
    words
}

/// Runs an import in one transaction; a dry run undoes it and gives the same report.
pub fn run(
    app: &App,
    is_dry: bool,
    work: impl Fn(&mut Tx) -> Result<Report> + Send + 'static,
) -> Result<Report> {
    let done = app.db.write_blocking(move |tx| {
        let report = work(tx)?;
        if is_dry { Err(Dry::Done(Box::new(report))) } else { Ok(report) }
    });
    match done {
        Ok(report) => Ok(report),
        Err(Dry::Done(report)) => Ok(*report),
        Err(Dry::Failed(error)) => Err(error),
    }
}

/// The end of a dry run: its report, given as an error so that nothing stays.
enum Dry {
    Done(Box<Report>),
    Failed(Error),
}

impl From<Error> for Dry {
    fn from(error: Error) -> Dry {
        Dry::Failed(error)
    }
}

impl From<kit::db::Error> for Dry {
    fn from(error: kit::db::Error) -> Dry {
        Dry::Failed(error.into())
    }
}

/// What the log keeps of an import: a record that came once is not taken for new when it comes again, however a person
/// mended it in between.
#[derive(Serialize, Deserialize)]
pub struct Imported {
    /// The code.
    pub code: String,
    /// The fingerprint of the record.
    pub imported: String,
}

/// The fingerprint of the record that was last imported for `code` into `table`, where imports are noted as `kind`.
pub fn last(tx: &mut Tx, table: &'static str, kind: &str, code: &str) -> Result<Option<String>> {
    let sql = format!(
        "SELECT e.body FROM event e JOIN {table} p ON p.id = e.stream_id
         WHERE p.code = $1 AND e.kind = $2 ORDER BY p.version DESC, e.seq DESC LIMIT 1"
    );
    let Some(row) = tx.optional(&sql, args![code, kind])? else { return Ok(None) };
    let noted: Imported = serde_json::from_str(&row.get::<String>(0)?).map_err(Error::fault)?;
    Ok(Some(noted.imported))
}

/// Whether a person has worked on the draft `id`: not every line of its log is an import, noted as `kind`.
pub fn is_mended(tx: &mut Tx, id: Uuid, kind: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM event WHERE stream_id = $1 AND kind <> $2 LIMIT 1";
    Ok(tx.optional(sql, args![id, kind])?.is_some())
}

/// What tells two contents apart.
pub fn fingerprint(content: &impl Serialize) -> Result<String> {
    let text = serde_json::to_vec(content).map_err(Error::fault)?;
    Ok(kit::hex(&Sha256::digest(text)))
}

/// The records of a file that is a JSON array or has JSON objects one after the other, usually one a line.
///
/// A file with a broken record is read line by line, so that the records on the other lines are not lost; a line that is
/// none is kept as an error. Where no line is a record, the file is one error.
pub fn json_rows(text: &str) -> Vec<std::result::Result<serde_json::Value, String>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let whole = if text.starts_with('[') {
        serde_json::from_str::<Vec<serde_json::Value>>(text)
    } else {
        serde_json::Deserializer::from_str(text).into_iter().collect()
    };
    let broken = match whole {
        Ok(rows) => return rows.into_iter().map(Ok).collect(),
        Err(error) => why(&error),
    };
    let is_record = |line: &&str| !matches!(*line, "" | "[" | "]");
    let lines = text.lines().map(str::trim).filter(is_record);
    let record = |line: &str| match serde_json::from_str(line.strip_suffix(',').unwrap_or(line)) {
        Ok(record @ serde_json::Value::Object(_)) => Ok(record),
        Ok(_) => Err("Dòng không phải là một bản ghi.".to_owned()),
        Err(error) => Err(why(&error)),
    };
    let rows: Vec<_> = lines.map(record).collect();
    if rows.iter().any(std::result::Result::is_ok) { rows } else { vec![Err(broken)] }
}

/// Why a record could not be read, in the words of the person who imports it.
pub fn why(error: &serde_json::Error) -> String {
    let english = error.to_string();
    let said = |start: &str| {
        english.strip_prefix(start).map(|rest| rest.split('`').next().unwrap_or(rest).to_owned())
    };
    if let Some(field) = said("missing field `") {
        return format!("Thiếu trường “{field}”.");
    }
    if let Some(kind) =
        english.strip_prefix("invalid type: ").or_else(|| english.strip_prefix("invalid value: "))
    {
        let (found, wanted) = kind.split_once(", expected ").unwrap_or((kind, ""));
        return format!("Sai kiểu dữ liệu: ghi {}, phải là {}.", vietnamese(found), vietnamese(wanted));
    }
    let variant = english.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, expected "));
    if let Some((word, known)) = variant {
        let known = known.trim_start_matches("one of ").replace('`', "");
        return format!("Giá trị “{word}” không có trong danh mục ({known}).");
    }
    if error.is_data() {
        return format!("Sai giá trị: {english}");
    }
    format!("Không phải là JSON hợp lệ: {english}")
}

/// The words of the JSON reader for kinds of values.
fn vietnamese(kind: &str) -> String {
    const WORDS: [(&str, &str); 14] = [
        ("floating point", "số thập phân"),
        ("integer", "số nguyên"),
        ("a JSON number", "số"),
        ("string", "chuỗi"),
        ("null", "rỗng (null)"),
        ("boolean", "đúng/sai"),
        ("a sequence", "danh sách"),
        ("sequence", "danh sách"),
        ("map", "đối tượng"),
        ("struct", "đối tượng"),
        ("u16", "số nguyên từ 0 đến 65535"),
        ("a chuỗi", "chuỗi"),
        ("a đúng/sai", "đúng/sai"),
        ("unit value", "rỗng"),
    ];
    WORDS.iter().fold(kind.to_owned(), |text, (english, word)| text.replacen(english, word, 1))
}

#[cfg(test)]
mod tests {
    use super::{Report, Warning, json_rows};

    #[test]
    fn warnings_of_a_kind_are_counted_by_row() {
        let warning = |row, field: &str, message: &str| Warning {
            row,
            id: format!("1.{row}"),
            field: field.into(),
            message: message.into(),
        };
        let warnings = vec![
            warning(1, "thoi_han", "2 thời hạn có số nhưng không ghi đơn vị."),
            warning(2, "co", "Chép tay."),
            warning(3, "thoi_han", "12 thời hạn có số nhưng không ghi đơn vị."),
            warning(3, "thoi_han", "1 thời hạn có số nhưng không ghi đơn vị."),
        ];
        let report = Report { warnings, ..Report::new("catalogue", "a.jsonl") };
        let text = report.text();
        let told: Vec<&str> = text.lines().skip(1).take(2).collect();
        assert_eq!(
            told,
            [
                "  cảnh báo ở 2 dòng: thoi_han: … thời hạn có số nhưng không ghi đơn vị.",
                "  cảnh báo ở 1 dòng: co: Chép tay."
            ]
        );
    }

    #[test]
    fn a_broken_record_does_not_take_the_others_with_it() {
        let broken = "[\n{\"ma\":\"1\"},\n{\"ma\":},\n{\"ma\":\"3\"}\n]\n";
        let read: Vec<bool> = json_rows(broken).iter().map(Result::is_ok).collect();
        assert_eq!(read, [true, false, true]);
        assert_eq!(json_rows("\u{feff}[{\"a\":1},{\"a\":2}]").len(), 2);
        assert_eq!(json_rows("{\"a\":1}\n\n{\"a\":2}\n").len(), 2);
        assert_eq!(json_rows(""), vec![]);
        assert_eq!(json_rows("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}").len(), 2, "written over several lines");
        let hopeless = json_rows("[\n  {\n    \"a\": 1,,\n  }\n]");
        assert!(matches!(hopeless.as_slice(), [Err(_)]), "{hopeless:?}");
    }
}
