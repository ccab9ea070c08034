//! The form of a draft as it was typed, row by row: made from a process, changed by the buttons that add, move and remove
//! rows, and read as a process again. What does not hold keeps its words and gets a message.

mod read;

use std::collections::HashMap;

use domain::{
    catalogue::limit::decimal,
    process::{Process, Step, StepKind},
};
use kit::form::Fields;

use super::decision;

/// The most steps that a process has; the longest that ships has 31.
pub const MOST: usize = 200;

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The case.
    pub case: String,
    /// The procedures, one a line.
    pub procedures: String,
    /// The whole time as the text of the process states it.
    pub stated: String,
    /// The number of the decision.
    pub decision: String,
    /// Its day, `2025-06-02`.
    pub decided_on: String,
    /// The steps.
    pub steps: Vec<TypedStep>,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedStep {
    /// Its number.
    pub no: String,
    /// What is done.
    pub content: String,
    /// Who does it.
    pub owner: String,
    /// The word of its kind.
    pub kind: String,
    /// How long it may take: `4 giờ`, `0,5 ngày`.
    pub time: String,
    /// The form or result.
    pub output: String,
    /// Where it may go next, by numbers: `4, 6`.
    pub next: String,
    /// The kind as it was guessed from the words, if nobody has confirmed it.
    pub guess: String,
}

impl TypedStep {
    /// Whether its kind is still the one that was guessed.
    pub fn is_guess(&self) -> bool {
        !self.guess.is_empty() && self.guess == self.kind
    }
}

impl Typed {
    /// The form for `p`.
    pub fn of(p: &Process) -> Typed {
        let (decision, day) = decision::parts(&p.decision);
        Typed {
            name: p.name.clone(),
            case: p.case.clone(),
            procedures: p.procedures.join("\n"),
            stated: p.stated_minutes.map(time).unwrap_or_default(),
            decision,
            decided_on: day.map(|day| day.to_string()).unwrap_or_default(),
            steps: p.steps.iter().map(|step| TypedStep::of(step, p)).collect(),
        }
    }

    /// The form as it was sent.
    pub fn sent(form: &Fields) -> Typed {
        let all: HashMap<&str, &str> =
            form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let get = |name: &str| all.get(name).copied().unwrap_or_default().trim().replace("\r\n", "\n");
        let step = |b: usize| TypedStep {
            no: get(&format!("b{b}-so")),
            content: get(&format!("b{b}-viec")),
            owner: get(&format!("b{b}-ai")),
            kind: get(&format!("b{b}-loai")),
            time: get(&format!("b{b}-gio")),
            output: get(&format!("b{b}-kq")),
            next: get(&format!("b{b}-tiep")),
            guess: if get(&format!("b{b}-dung")).is_empty() {
                get(&format!("b{b}-doan"))
            } else {
                String::new()
            },
        };
        let count = (0..=MOST).take_while(|b| all.contains_key(format!("b{b}-so").as_str())).count();
        Typed {
            name: get("ten"),
            case: get("truong-hop"),
            procedures: get("thu-tuc"),
            stated: get("tong-gio"),
            decision: get("so-quyet-dinh"),
            decided_on: get("ngay-quyet-dinh"),
            steps: (0..count).map(step).collect(),
        }
    }

    /// Changes the rows as `deed` says (`them-buoc`, `chen-3`, `len-2`, `xuong-2`, `bo-4`); the field to go on with, or
    /// nothing if it names no change of rows. Steps that are numbered in order stay numbered in order, and what they lead
    /// to moves with them.
    pub fn reshape(&mut self, deed: &str) -> Option<String> {
        let (word, place) = match deed.rsplit_once('-') {
            Some((word, no)) if no.bytes().all(|b| b.is_ascii_digit()) => (word, no.parse::<usize>().ok()?),
            _ => (deed, self.steps.len()),
        };
        if place >= self.steps.len() && word != "them-buoc" {
            return (word == "ve-lai").then(String::new);
        }
        let is_numbered = self.steps.iter().zip(1..).all(|(step, no): (_, usize)| step.no == no.to_string());
        let field = match word {
            "them-buoc" if self.steps.len() < MOST => {
                self.steps.push(TypedStep::new());
                format!("b{}-viec", self.steps.len() - 1)
            }
            "chen" if self.steps.len() < MOST => {
                self.steps.insert(place + 1, TypedStep::new());
                format!("b{}-viec", place + 1)
            }
            "them-buoc" | "chen" => String::new(),
            "len" => {
                let up = place.saturating_sub(1);
                self.steps.swap(up, place);
                if up == 0 { format!("xuong-{up}") } else { format!("len-{up}") }
            }
            "xuong" => {
                let down = (place + 1).min(self.steps.len() - 1);
                self.steps.swap(place, down);
                if down + 1 == self.steps.len() { format!("len-{down}") } else { format!("xuong-{down}") }
            }
            "bo" => {
                self.steps.remove(place);
                match self.steps.len().checked_sub(1) {
                    None => "them-buoc".to_owned(),
                    Some(last) => format!("b{}-viec", place.min(last)),
                }
            }
            _ => return None,
        };
        if is_numbered {
            self.number_again();
        }
        Some(field)
    }

    /// Numbers the steps in their order, and what they lead to with them.
    fn number_again(&mut self) {
        let new: HashMap<String, String> = self
            .steps
            .iter()
            .zip(1..)
            .filter(|(step, _)| !step.no.is_empty())
            .map(|(step, no): (_, usize)| (step.no.clone(), no.to_string()))
            .collect();
        for (step, no) in self.steps.iter_mut().zip(1usize..) {
            step.no = no.to_string();
            let next = step.next.split([',', ';', ' ']).map(str::trim).filter(|no| !no.is_empty());
            // A step that is gone is led to no more.
            let next: Vec<&str> = next.filter_map(|no| new.get(no).map(String::as_str)).collect();
            step.next = next.join(", ");
        }
    }
}

impl TypedStep {
    fn new() -> TypedStep {
        TypedStep { kind: StepKind::Process.name().to_owned(), ..TypedStep::default() }
    }

    fn of(step: &Step, process: &Process) -> TypedStep {
        let no = |place: &u16| process.step(*place).map_or_else(|| place.to_string(), |step| step.no.clone());
        let next: Vec<String> = step.next.iter().map(no).collect();
        TypedStep {
            no: step.no.clone(),
            content: step.content.clone(),
            owner: step.owner.clone(),
            kind: step.kind.name().to_owned(),
            time: step.minutes.map(time).unwrap_or_default(),
            output: step.output.clone(),
            next: next.join(", "),
            guess: if step.is_guess { step.kind.name().to_owned() } else { String::new() },
        }
    }
}

/// Working minutes as the form shows them: in hours where they are exact, else in minutes.
pub fn time(minutes: i64) -> String {
    if minutes % 3 == 0 && minutes > 0 {
        format!("{} giờ", decimal(minutes * 1_000 / 60).replace('.', ","))
    } else {
        format!("{minutes} phút")
    }
}

#[cfg(test)]
mod tests;
