//! `motcua due`: one question a line, one answer a line, in the same order.

use std::io::{BufRead, Write};

use base::house::House;
use domain::{
    calendar::{
        Calendar, Timetable, WorkingHours,
        due_line::{Id, Request, answer},
    },
    org::Unit,
};

/// What dates are counted with: a house, or what ships with the product.
#[derive(Debug)]
pub struct Counting {
    calendar: Calendar,
    usual: WorkingHours,
    units: Vec<Unit>,
}

impl Counting {
    /// With the calendar and units of a database.
    pub fn of_house(house: &House) -> Counting {
        let calendar = Calendar::new(house.calendar.days().iter().cloned());
        let units = house.units().into_iter().cloned().collect();
        Counting { calendar, usual: WorkingHours::usual(), units }
    }

    /// With the calendar that ships.
    pub fn shipped() -> Counting {
        let rows = [crate::demo::data::DAYS_OFF, crate::demo::data::MAKE_UP_DAYS]
            .into_iter()
            .flat_map(office::calendar::rows);
        let days = rows.filter_map(|row| row.read.ok()).map(|(day, _)| day);
        Counting { calendar: Calendar::new(days), usual: WorkingHours::usual(), units: vec![] }
    }

    /// The calendar with the usual hours.
    pub fn usual(&self) -> Timetable<'_> {
        Timetable { calendar: &self.calendar, hours: &self.usual }
    }

    fn hours(&self, unit: Option<&str>) -> Result<&WorkingHours, String> {
        let Some(code) = unit else { return Ok(&self.usual) };
        if self.units.is_empty() {
            return Ok(&self.usual);
        }
        let known = self.units.iter().find(|known| known.code == code);
        let known = known.ok_or_else(|| format!("Không có đơn vị mang mã “{code}”."))?;
        Ok(known.hours.as_ref().unwrap_or(&self.usual))
    }
}

/// Answers every line of `questions`; whether all could be answered.
pub fn run(counting: &Counting, questions: impl BufRead, mut answers: impl Write) -> std::io::Result<bool> {
    let mut is_whole = true;
    for line in questions.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match one(counting, &line) {
            Ok(text) => writeln!(answers, "{text}")?,
            Err((id, error)) => {
                is_whole = false;
                writeln!(answers, "{}", serde_json::json!({ "id": id, "error": error }))?;
            }
        }
    }
    answers.flush()?;
    Ok(is_whole)
}

fn one(counting: &Counting, line: &str) -> Result<String, (Option<Id>, String)> {
    let value: serde_json::Value = serde_json::from_str(line)
        .map_err(|error| (None, format!("Dòng không phải là JSON hợp lệ: {error}")))?;
    let id = value.get("id").cloned().and_then(|id| serde_json::from_value(id).ok());
    if !value.is_object() {
        return Err((id, "Mỗi dòng phải là một đối tượng JSON.".into()));
    }
    let fail = |error: String| (id.clone(), error);
    let request: Request =
        serde_json::from_value(value).map_err(|error| fail(format!("Câu hỏi không hợp lệ: {error}")))?;
    let hours = counting.hours(request.unit.as_deref()).map_err(fail)?;
    let table = Timetable { calendar: &counting.calendar, hours };
    let answer = answer(&request, &table).map_err(fail)?;
    serde_json::to_string(&answer).map_err(|error| fail(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(lines: &str) -> (bool, Vec<serde_json::Value>) {
        let mut out = vec![];
        let is_whole = run(&Counting::shipped(), lines.as_bytes(), &mut out).unwrap();
        let answers = String::from_utf8(out).unwrap();
        (is_whole, answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn good_lines_are_answered_in_order_and_bad_ones_in_their_place() {
        let (is_whole, answers) = ask(concat!(
            r#"{"id":"B1","received_at":"2023-08-22T14:30:00+07:00","limit":{"amount":5,"unit":"working_day"},"rules":"nd61-2018","unit":"H59"}"#,
            "\n",
            r#"[1]"#,
            "\n",
            r#"{"id":7,"received_at":"2023-08-31T18:10","limit":{"amount":0.5,"unit":"working_day"}}"#,
            "\n",
            r#"{"id":"x","received_at":"hôm qua","limit":{"amount":1,"unit":"working_day"}}"#,
            "\n",
            r#"{"id":"y","received_at":"2023-08-31","limit":{"amount":-1,"unit":"working_day"}}"#,
            "\n",
            r#"{"id":"z","received_at":"2023-08-31T08:00","limit":{"amount":1,"unit":"fortnight"}}"#,
            "\n",
        ));
        assert!(!is_whole);
        assert_eq!(answers[0]["due_at"], "2023-08-29T14:30:00+07:00");
        assert_eq!(answers[0]["trace"][1]["counted_minutes"], 480);
        assert_eq!(answers[2]["id"], 7);
        assert_eq!(answers[2]["due_at"], "2023-09-05T11:00:00+07:00");
        for (no, id) in [(1, serde_json::Value::Null), (3, "x".into()), (4, "y".into()), (5, "z".into())] {
            assert_eq!(answers[no]["id"], id);
            assert!(answers[no]["error"].is_string(), "{}", answers[no]);
        }
    }
}
