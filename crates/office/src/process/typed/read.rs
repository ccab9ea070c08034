//! The form of a draft as a process: each field that does not hold is named with what to do about it.

use std::collections::HashMap;

use base::error::{Error, FieldError, Result};
use domain::{
    calendar::deadline::DAY_MINUTES,
    catalogue::{code, limit::thousandths},
    process::{Process, Step, StepKind, role},
};

use super::{Typed, TypedStep};
use crate::process::decision;

/// A hundred thousand hours, in minutes; more is a slip of the pen.
const LONGEST: i64 = 6_000_000;

struct Reader {
    errors: Vec<FieldError>,
}

impl Reader {
    fn wrong(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
    }
}

impl Typed {
    /// The process that the form makes of `before`; [`Error::Invalid`] with every field that does not hold.
    pub fn process(&self, before: &Process) -> Result<Process> {
        let (process, errors) = self.as_far_as_it_goes(before);
        if errors.is_empty() { Ok(process) } else { Err(Error::Invalid(errors)) }
    }

    /// The process as far as the form can be read, for the picture and the check, and what cannot be read.
    pub fn as_far_as_it_goes(&self, before: &Process) -> (Process, Vec<FieldError>) {
        let mut reader = Reader { errors: vec![] };
        if self.name.is_empty() {
            reader.wrong("ten", "Ghi tên quy trình.");
        }
        let procedures: Vec<String> = self
            .procedures
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if let Some(wrong) = procedures.iter().find(|ma| !code::is_valid(ma)) {
            reader.wrong("thu-tuc", format!("Mã thủ tục “{wrong}” không đúng dạng N.NNNNNN."));
        }
        let stated_minutes = minutes(&self.stated).unwrap_or_else(|NotATime| {
            reader.wrong("tong-gio", no_time(&self.stated));
            None
        });
        let day = decision::day_of(&self.decided_on);
        if day.is_none() && !self.decided_on.is_empty() {
            reader.wrong("ngay-quyet-dinh", format!("“{}” không phải là ngày.", self.decided_on));
        }
        let mut places = HashMap::new();
        for (place, step) in (0u16..).zip(&self.steps) {
            if step.no.is_empty() {
                reader.wrong(format!("b{place}-so"), "Ghi số của bước.");
            } else if places.insert(step.no.as_str(), place).is_some() {
                reader.wrong(format!("b{place}-so"), format!("Có hai bước cùng mang số {}.", step.no));
            }
        }
        let steps = (0..).zip(&self.steps).map(|(place, step)| step.read(place, &places, &mut reader));
        let mut process = Process {
            name: self.name.clone(),
            case: self.case.clone(),
            procedures,
            stated_minutes,
            decision: decision::joined(&self.decision, day),
            steps: steps.collect(),
            ..before.clone()
        };
        // What a person changed was not made by rule any more.
        let is_same = process.steps == before.steps;
        process.is_generated = before.is_generated && is_same;
        if before.is_generated && !is_same {
            process.source = "sửa từ khung quy trình chung".into();
        }
        (process, reader.errors)
    }
}

impl TypedStep {
    fn read(&self, place: u16, places: &HashMap<&str, u16>, reader: &mut Reader) -> Step {
        let kind = StepKind::by_name(&self.kind).unwrap_or_else(|| {
            reader.wrong(format!("b{place}-loai"), "Chọn loại việc.");
            StepKind::Process
        });
        let minutes = minutes(&self.time).unwrap_or_else(|NotATime| {
            reader.wrong(format!("b{place}-gio"), no_time(&self.time));
            None
        });
        let mut next = vec![];
        for no in self.next.split([',', ';', ' ']).map(str::trim).filter(|no| !no.is_empty()) {
            match places.get(no) {
                Some(step) if !next.contains(step) => next.push(*step),
                Some(_) => {}
                None => {
                    let message = format!("Không có bước mang số {no} để đi tiếp.");
                    reader.wrong(format!("b{place}-tiep"), message);
                }
            }
        }
        if next == [place.saturating_add(1)] {
            // That the step below follows goes without saying.
            next.clear();
        }
        Step {
            no: self.no.clone(),
            content: self.content.clone(),
            owner: self.owner.clone(),
            kind,
            performer: role::performer_of(&self.owner).map(|(performer, _)| performer),
            is_guess: self.is_guess(),
            minutes,
            next,
            output: self.output.clone(),
        }
    }
}

fn no_time(text: &str) -> String {
    format!("“{text}” không phải là thời gian. Ghi như “4 giờ”, “0,5 ngày”, “30 phút”, hoặc để trống.")
}

/// Words that are no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

/// The working minutes that people mean by `4 giờ`, `4`, `0,5 ngày`, `30 phút`; not counted where nothing is written.
pub fn minutes(text: &str) -> std::result::Result<Option<i64>, NotATime> {
    let text = text.trim().to_lowercase();
    if text.is_empty() || text == "không tính" {
        return Ok(None);
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let (amount, unit) = text.split_at(end);
    let unit = match unit.trim().trim_end_matches(" làm việc") {
        "" | "giờ" | "g" | "h" => 60,
        "ngày" | "n" => DAY_MINUTES,
        "phút" | "p" | "ph" => 1,
        _ => return Err(NotATime),
    };
    let exact = thousandths(&amount.replace(',', ".")).ok_or(NotATime)?;
    let exact = exact.checked_mul(unit).ok_or(NotATime)?;
    let is_whole = exact % 1_000 == 0 && exact / 1_000 <= LONGEST;
    if is_whole { Ok(Some(exact / 1_000)) } else { Err(NotATime) }
}
