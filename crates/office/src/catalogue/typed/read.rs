//! What was typed, as a procedure; or what does not hold, field by field.

use base::error::{Error, FieldError, Result};
use domain::catalogue::{
    Case, Fee, FieldKind, FormField, OnlineLevel, Paper, Procedure, Product, TimeLimit, Way,
    complete::{CONDITIONAL, contradictory},
    limit::thousandths,
};

use super::{Typed, TypedCase, TypedFee, TypedField, TypedPaper, TypedWay};
use crate::catalogue::{
    parts::conditional,
    read::LONGEST,
    words::{CHANNELS, FIELDS, LEVELS, ONLINE, UNITS, value},
};

type Errors = Vec<FieldError>;

impl Typed {
    /// The procedure that this form makes of `before`: what the form does not show stays as it was.
    pub fn procedure(&self, before: &Procedure) -> Result<Procedure> {
        let mut errors = vec![];
        let name = words(self.get("ten"));
        if name.is_empty() {
            wrong(&mut errors, "ten", "Ghi tên thủ tục.");
        }
        let online = ONLINE.iter().find(|(word, _)| *word == self.get("muc-do"));
        let procedure = Procedure {
            name,
            field: self.get("linh-vuc").to_owned(),
            ministry: self.get("bo-nganh").to_owned(),
            levels: ticked(self, "cap", &LEVELS.map(|(word, _)| word), &before.levels),
            is_vertical: !self.get("nganh-doc").is_empty(),
            executing_body: self.get("thuc-hien").to_owned(),
            competent_body: self.get("tham-quyen").to_owned(),
            decision: self.get("quyet-dinh").to_owned(),
            kind: self.get("loai").to_owned(),
            audiences: lines(self.get("doi-tuong")),
            channels: self.ways.iter().enumerate().map(|(w, typed)| way(w, typed, &mut errors)).collect(),
            cases: self.cases.iter().enumerate().map(|(c, typed)| case(c, typed, &mut errors)).collect(),
            form: self
                .form
                .iter()
                .enumerate()
                .filter_map(|(t, typed)| field(t, typed, &mut errors))
                .collect(),
            sets: count("so-bo", self.get("so-bo"), &mut errors),
            legal_basis: lines(self.get("can-cu")),
            results: self.results(&mut errors),
            sequence: self.get("trinh-tu").to_owned(),
            conditions: self.get("dieu-kien").to_owned(),
            online: online.map_or(OnlineLevel::Information, |(_, level)| *level),
            without: ticked(self, "khong", &CONDITIONAL.map(|(word, _)| word), &before.without),
            fee_text: self.get("phi-loi").to_owned(),
            ..before.clone()
        };
        for part in contradictory(&procedure) {
            let message = format!(
                "{}: đã đánh dấu “Không có” nhưng vẫn còn nội dung. Bỏ đánh dấu hoặc xóa nội dung.",
                conditional(part)
            );
            wrong(&mut errors, &format!("khong-{part}"), message);
        }
        if errors.is_empty() { Ok(procedure) } else { Err(Error::Invalid(errors)) }
    }

    fn results(&self, errors: &mut Errors) -> Vec<Product> {
        let mut found = vec![];
        for (k, typed) in self.results.iter().enumerate() {
            let name = words(&typed.name);
            match (name.is_empty(), typed.code.is_empty()) {
                (true, true) => {}
                (true, false) => wrong(errors, &format!("k{k}-ten"), "Ghi tên kết quả hoặc xóa dòng này."),
                (false, _) => found.push(Product { name, code: typed.code.clone() }),
            }
        }
        found
    }
}

/// The words of `known` that are ticked: those there were before in their order, then the new ones.
fn ticked(typed: &Typed, prefix: &str, known: &[&str], before: &[String]) -> Vec<String> {
    let is_ticked = |word: &str| typed.has(&format!("{prefix}-{word}"));
    let new = known.iter().map(|word| (*word).to_owned()).filter(|word| !before.contains(word));
    before.iter().cloned().chain(new).filter(|word| is_ticked(word)).collect()
}

fn wrong(errors: &mut Errors, field: &str, message: impl Into<String>) {
    errors.push(FieldError { field: field.to_owned(), message: message.into() });
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn count(field: &str, typed: &str, errors: &mut Errors) -> Option<u16> {
    if typed.is_empty() {
        return None;
    }
    let count = typed.parse().ok();
    if count.is_none() {
        wrong(errors, field, format!("“{typed}” phải là số nguyên, ví dụ 1."));
    }
    count
}

impl TypedWay {
    /// The limit, as far as it can be read.
    pub fn limit(&self) -> TimeLimit {
        TimeLimit {
            amount: amount(&self.amount),
            unit: value(&UNITS, &self.unit),
            text: self.text.clone(),
            is_confirmed: self.is_confirmed,
        }
    }
}

fn amount(typed: &str) -> Option<i64> {
    thousandths(&typed.replace(',', ".")).filter(|amount| *amount <= LONGEST)
}

fn way(w: usize, typed: &TypedWay, errors: &mut Errors) -> Way {
    if amount(&typed.amount).is_none() && !typed.amount.is_empty() {
        let message = format!("Thời hạn “{}” phải là số từ 0 đến 10000, ví dụ 5 hoặc 0,5.", typed.amount);
        wrong(errors, &format!("w{w}-so"), message);
    }
    let limit = typed.limit();
    let is_there = !typed.amount.is_empty() || !typed.text.is_empty() || limit.unit.is_some();
    let fees = typed.fees.iter().enumerate();
    Way {
        channel: value(&CHANNELS, &typed.channel),
        limit: is_there.then_some(limit),
        fees: fees.filter_map(|(f, typed)| fee(&format!("w{w}-p{f}-tien"), typed, errors)).collect(),
        note: typed.note.clone(),
    }
}

/// An amount may be written as people write it: `1.250.000 đ`.
fn fee(field: &str, typed: &TypedFee, errors: &mut Errors) -> Option<Fee> {
    if typed.amount.is_empty() && typed.note.is_empty() {
        return None;
    }
    let bare = typed.amount.trim_end_matches(['đ', 'Đ']).replace(['.', ' ', '\u{a0}'], "");
    let amount = if bare.bytes().all(|b| b.is_ascii_digit()) { bare.parse().ok() } else { None };
    if amount.is_none() && !typed.amount.is_empty() {
        wrong(errors, field, format!("Mức phí “{}” phải là số nguyên, ví dụ 50.000.", typed.amount));
    }
    let currency = if typed.currency == "USD" { "USD" } else { "VND" };
    Some(Fee { amount, currency: currency.to_owned(), note: typed.note.clone() })
}

/// A row without a name and choices is nothing.
fn field(t: usize, typed: &TypedField, errors: &mut Errors) -> Option<FormField> {
    let name = words(&typed.name);
    if name.is_empty() && typed.choices.is_empty() && typed.hint.is_empty() {
        return None;
    }
    if name.is_empty() {
        wrong(errors, &format!("t{t}-ten"), "Ghi tên nội dung cần khai hoặc xóa dòng này.");
    }
    let kind = value(&FIELDS, &typed.kind).unwrap_or_default();
    let is_choice = kind == FieldKind::Choice;
    let choices = if is_choice { lines(&typed.choices) } else { vec![] };
    if is_choice && choices.len() < 2 {
        wrong(errors, &format!("t{t}-chon"), "Ghi ít nhất hai mục để chọn, mỗi dòng một mục.");
    }
    Some(FormField { name, kind, is_required: typed.is_required, hint: typed.hint.clone(), choices })
}

fn case(c: usize, typed: &TypedCase, errors: &mut Errors) -> Case {
    let papers = typed.papers.iter().enumerate();
    Case {
        name: typed.name.clone(),
        papers: papers.map(|(g, typed)| paper(&format!("c{c}-g{g}"), typed, errors)).collect(),
    }
}

fn paper(row: &str, typed: &TypedPaper, errors: &mut Errors) -> Paper {
    let name = words(&typed.name);
    if name.is_empty() {
        wrong(errors, &format!("{row}-ten"), "Ghi tên giấy tờ hoặc xóa dòng này.");
    }
    Paper {
        name,
        originals: count(&format!("{row}-chinh"), &typed.originals, errors),
        copies: count(&format!("{row}-sao"), &typed.copies, errors),
        forms: lines(&typed.forms),
    }
}
