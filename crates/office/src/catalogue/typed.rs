//! The form of a draft as it was typed, row by row: made from a procedure, changed by the buttons that add and remove
//! rows, and read as a procedure again. What does not hold keeps its words and gets a message.

mod read;

use std::collections::HashMap;

use domain::catalogue::{Case, Fee, FormField, Paper, Procedure, Product, Way, limit::decimal};
use kit::form::Fields;

use super::words::{self, CHANNELS, FIELDS, UNITS, word};
use base::page::thousands;

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The fields that there is one of, by name.
    pub one: HashMap<&'static str, String>,
    /// The boxes that are ticked: levels, parts that are not there.
    pub ticked: Vec<String>,
    /// The ways to file.
    pub ways: Vec<TypedWay>,
    /// The cases.
    pub cases: Vec<TypedCase>,
    /// What the form asks.
    pub form: Vec<TypedField>,
    /// The results.
    pub results: Vec<TypedResult>,
}

/// A way to file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedWay {
    /// The word of the channel.
    pub channel: String,
    /// The amount of its limit.
    pub amount: String,
    /// The word of its unit.
    pub unit: String,
    /// What the source says of it.
    pub text: String,
    /// Whether a person compared both.
    pub is_confirmed: bool,
    /// Notes.
    pub note: String,
    /// Fees.
    pub fees: Vec<TypedFee>,
}

/// A fee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedFee {
    /// The amount.
    pub amount: String,
    /// The currency.
    pub currency: String,
    /// What it is for.
    pub note: String,
}

/// A case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedCase {
    /// Its name.
    pub name: String,
    /// Its papers.
    pub papers: Vec<TypedPaper>,
}

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPaper {
    /// Its name.
    pub name: String,
    /// Originals.
    pub originals: String,
    /// Copies.
    pub copies: String,
    /// Its forms, one a line.
    pub forms: String,
}

/// What the form asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedField {
    /// Its name.
    pub name: String,
    /// The word of its kind.
    pub kind: String,
    /// Whether it must be stated.
    pub is_required: bool,
    /// What helps.
    pub hint: String,
    /// What may be chosen, one a line.
    pub choices: String,
}

/// A result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedResult {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
}

/// The fields that there is one of.
const ONE: [&str; 16] = [
    "ten",
    "linh-vuc",
    "bo-nganh",
    "loai",
    "quyet-dinh",
    "thuc-hien",
    "tham-quyen",
    "trinh-tu",
    "so-bo",
    "doi-tuong",
    "dieu-kien",
    "phi-loi",
    "can-cu",
    "muc-do",
    "giai-quyet",
    "nganh-doc",
];

impl Typed {
    /// The form for `p`, settled by `settler` as the form names it.
    pub fn of(p: &Procedure, settler: String) -> Typed {
        let one = [
            ("ten", p.name.clone()),
            ("linh-vuc", p.field.clone()),
            ("bo-nganh", p.ministry.clone()),
            ("loai", p.kind.clone()),
            ("quyet-dinh", p.decision.clone()),
            ("thuc-hien", p.executing_body.clone()),
            ("tham-quyen", p.competent_body.clone()),
            ("trinh-tu", p.sequence.clone()),
            ("so-bo", p.sets.map(|sets| sets.to_string()).unwrap_or_default()),
            ("doi-tuong", p.audiences.join("\n")),
            ("dieu-kien", p.conditions.clone()),
            ("phi-loi", p.fee_text.clone()),
            ("can-cu", p.legal_basis.join("\n")),
            ("muc-do", words::online(p.online).to_owned()),
            ("giai-quyet", settler),
            ("nganh-doc", if p.is_vertical { "1".into() } else { String::new() }),
        ];
        let ticked = p.levels.iter().map(|level| format!("cap-{level}"));
        let without = p.without.iter().map(|part| format!("khong-{part}"));
        Typed {
            one: one.into(),
            ticked: ticked.chain(without).collect(),
            ways: p.channels.iter().map(TypedWay::of).collect(),
            cases: p.cases.iter().map(TypedCase::of).collect(),
            form: p.form.iter().map(TypedField::of).collect(),
            results: p.results.iter().map(TypedResult::of).collect(),
        }
    }

    /// The form as it was sent.
    pub fn sent(form: &Fields) -> Typed {
        let all: HashMap<&str, &str> =
            form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let get = |name: &str| all.get(name).copied().unwrap_or_default().trim().replace("\r\n", "\n");
        let rows = |name: &dyn Fn(usize) -> String| {
            (0..all.len()).take_while(|i| all.contains_key(name(*i).as_str())).count()
        };
        let fee = |w: usize, f: usize| TypedFee {
            amount: get(&format!("w{w}-p{f}-tien")),
            currency: get(&format!("w{w}-p{f}-te")),
            note: get(&format!("w{w}-p{f}-ghi")),
        };
        let way = |w: usize| TypedWay {
            channel: get(&format!("w{w}-kenh")),
            amount: get(&format!("w{w}-so")),
            unit: get(&format!("w{w}-don-vi")),
            text: get(&format!("w{w}-goc")),
            is_confirmed: !get(&format!("w{w}-dung")).is_empty(),
            note: get(&format!("w{w}-ghi")),
            fees: (0..rows(&|f| format!("w{w}-p{f}-ghi"))).map(|f| fee(w, f)).collect(),
        };
        let paper = |c: usize, g: usize| TypedPaper {
            name: get(&format!("c{c}-g{g}-ten")),
            originals: get(&format!("c{c}-g{g}-chinh")),
            copies: get(&format!("c{c}-g{g}-sao")),
            forms: get(&format!("c{c}-g{g}-mau")),
        };
        let case = |c: usize| TypedCase {
            name: get(&format!("c{c}-ten")),
            papers: (0..rows(&|g| format!("c{c}-g{g}-ten"))).map(|g| paper(c, g)).collect(),
        };
        let field = |t: usize| TypedField {
            name: get(&format!("t{t}-ten")),
            kind: get(&format!("t{t}-kieu")),
            is_required: !get(&format!("t{t}-bat")).is_empty(),
            hint: get(&format!("t{t}-goi")),
            choices: get(&format!("t{t}-chon")),
        };
        let result =
            |k: usize| TypedResult { name: get(&format!("k{k}-ten")), code: get(&format!("k{k}-ma")) };
        Typed {
            one: ONE.map(|name| (name, get(name))).into(),
            ticked: form
                .pairs()
                .iter()
                .map(|(name, _)| name)
                .filter(|name| name.starts_with("cap-") || name.starts_with("khong-"))
                .cloned()
                .collect(),
            ways: (0..rows(&|w| format!("w{w}-kenh"))).map(way).collect(),
            cases: (0..rows(&|c| format!("c{c}-ten"))).map(case).collect(),
            form: (0..rows(&|t| format!("t{t}-ten"))).map(field).collect(),
            results: (0..rows(&|k| format!("k{k}-ten"))).map(result).collect(),
        }
    }

    /// The field `name`.
    pub fn get(&self, name: &str) -> &str {
        self.one.get(name).map_or("", String::as_str)
    }

    /// Whether the box `name` is ticked.
    pub fn has(&self, name: &str) -> bool {
        self.ticked.iter().any(|ticked| ticked == name)
    }

    /// Adds or removes the row that `deed` names (`them-giay-to-0`, `bo-phi-1-0`); the field to go on with, or nothing if
    /// it names none.
    pub fn reshape(&mut self, deed: &str) -> Option<String> {
        let words = deed.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
        let places = deed.get(words.len()..)?.split('-').filter(|part| !part.is_empty());
        let places: Vec<usize> = places.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(match (words, places.as_slice()) {
            ("them-cach", []) => format!("w{}-kenh", push(&mut self.ways, TypedWay::default())),
            ("bo-cach", [w]) => after(&mut self.ways, *w, "cach_thuc", |w| format!("w{w}-kenh")),
            ("them-phi", [w]) => {
                format!("w{w}-p{}-tien", push(&mut self.ways.get_mut(*w)?.fees, TypedFee::new()))
            }
            ("bo-phi", [w, f]) => {
                let none = format!("w{w}-kenh");
                after(&mut self.ways.get_mut(*w)?.fees, *f, &none, |f| format!("w{w}-p{f}-tien"))
            }
            ("them-truong-hop", []) => format!("c{}-ten", push(&mut self.cases, TypedCase::new())),
            ("bo-truong-hop", [c]) => after(&mut self.cases, *c, "thanh_phan_ho_so", |c| format!("c{c}-ten")),
            ("them-giay-to", [c]) => {
                format!("c{c}-g{}-ten", push(&mut self.cases.get_mut(*c)?.papers, TypedPaper::new()))
            }
            ("bo-giay-to", [c, g]) => {
                let none = format!("c{c}-ten");
                after(&mut self.cases.get_mut(*c)?.papers, *g, &none, |g| format!("c{c}-g{g}-ten"))
            }
            ("them-noi-dung", []) => format!("t{}-ten", push(&mut self.form, TypedField::default())),
            ("bo-noi-dung", [t]) => after(&mut self.form, *t, "to_khai", |t| format!("t{t}-ten")),
            ("them-ket-qua", []) => format!("k{}-ten", push(&mut self.results, TypedResult::default())),
            ("bo-ket-qua", [k]) => after(&mut self.results, *k, "ket_qua", |k| format!("k{k}-ten")),
            _ => return None,
        })
    }
}

fn push<T>(rows: &mut Vec<T>, row: T) -> usize {
    rows.push(row);
    rows.len() - 1
}

/// Removes the row at `place`; the field of the row that took its place, or of the last one, or `none`.
fn after<T>(rows: &mut Vec<T>, place: usize, none: &str, field: impl Fn(usize) -> String) -> String {
    if place < rows.len() {
        rows.remove(place);
    }
    rows.len().checked_sub(1).map_or_else(|| none.to_owned(), |last| field(place.min(last)))
}

impl TypedWay {
    fn of(way: &Way) -> TypedWay {
        let limit = way.limit.as_ref();
        let amount = limit.and_then(|limit| limit.amount);
        TypedWay {
            channel: way.channel.map_or("", |channel| word(&CHANNELS, &channel)).to_owned(),
            amount: amount.map(|amount| decimal(amount).replace('.', ",")).unwrap_or_default(),
            unit: limit.and_then(|limit| limit.unit).map_or("", |unit| word(&UNITS, &unit)).to_owned(),
            text: limit.map(|limit| limit.text.clone()).unwrap_or_default(),
            is_confirmed: limit.is_some_and(|limit| limit.is_confirmed),
            note: way.note.clone(),
            fees: way.fees.iter().map(TypedFee::of).collect(),
        }
    }
}

impl TypedFee {
    fn new() -> TypedFee {
        TypedFee { currency: "VND".into(), ..TypedFee::default() }
    }

    fn of(fee: &Fee) -> TypedFee {
        TypedFee {
            amount: fee.amount.map(thousands).unwrap_or_default(),
            currency: fee.currency.clone(),
            note: fee.note.clone(),
        }
    }
}

impl TypedCase {
    fn new() -> TypedCase {
        TypedCase { name: String::new(), papers: vec![TypedPaper::new()] }
    }

    fn of(case: &Case) -> TypedCase {
        TypedCase { name: case.name.clone(), papers: case.papers.iter().map(TypedPaper::of).collect() }
    }
}

impl TypedPaper {
    fn new() -> TypedPaper {
        TypedPaper { originals: "1".into(), copies: "0".into(), ..TypedPaper::default() }
    }

    fn of(paper: &Paper) -> TypedPaper {
        let count = |count: Option<u16>| count.map(|n| n.to_string()).unwrap_or_default();
        TypedPaper {
            name: paper.name.clone(),
            originals: count(paper.originals),
            copies: count(paper.copies),
            forms: paper.forms.join("\n"),
        }
    }
}

impl TypedField {
    fn of(field: &FormField) -> TypedField {
        TypedField {
            name: field.name.clone(),
            kind: word(&FIELDS, &field.kind).to_owned(),
            is_required: field.is_required,
            hint: field.hint.clone(),
            choices: field.choices.join("\n"),
        }
    }
}

impl TypedResult {
    fn of(result: &Product) -> TypedResult {
        TypedResult { name: result.name.clone(), code: result.code.clone() }
    }
}

#[cfg(test)]
mod tests;
