//! The working hours of a unit on its form: those of the province, with Saturday mornings, or its own of two spans a day.

use base::error::{Error, FieldError, Result};
use domain::calendar::WorkingHours;
use jiff::civil::Time;
use kit::form::Fields;

/// The days of a week, as the form numbers and names them.
const DAYS: [(usize, &str); 7] = [
    (0, "Thứ Hai"),
    (1, "Thứ Ba"),
    (2, "Thứ Tư"),
    (3, "Thứ Năm"),
    (4, "Thứ Sáu"),
    (5, "Thứ Bảy"),
    (6, "Chủ nhật"),
];

/// The two spans of a day.
const SPANS: [(usize, &str); 2] = [(0, "sáng"), (1, "chiều")];

/// The field for the beginning (`tu`) or the end (`den`) of a span.
fn field(day: usize, span: usize, end: &str) -> String {
    format!("gio-{day}-{span}-{end}")
}

/// The fields of the form: for each day its name, and each field with its label.
pub fn week() -> Vec<(&'static str, Vec<(String, String)>)> {
    let of_day = |day: usize| {
        let ends = SPANS.iter().flat_map(move |(span, name)| {
            [("tu", "từ"), ("den", "đến")]
                .map(|(end, word)| (field(day, *span, end), format!("{name} {word}")))
        });
        ends.collect()
    };
    DAYS.map(|(day, name)| (name, of_day(day))).into()
}

/// Puts the hours into the form: which kind they are, and the spans of each day.
pub fn show(form: &mut Fields, hours: Option<&WorkingHours>) {
    let known = hours.map_or_else(|| WorkingHours::usual().minutes(), WorkingHours::minutes);
    let fits =
        |day: &Vec<(u16, u16)>| day.len() <= SPANS.len() && day.iter().all(|(_, close)| *close < 24 * 60);
    let week = known.filter(|week| week.iter().all(fits));
    let kind = match (hours, &week) {
        (None, _) => "tinh",
        (Some(hours), _) if *hours == WorkingHours::usual().with_saturday_morning() => "thu-bay",
        (_, Some(_)) => "rieng",
        // More than the form can say: they came from a file, and stay.
        (_, None) => "giu",
    };
    form.set("gio", kind);
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    for (day, spans) in week.iter().flatten().enumerate() {
        // A day of one span has it where it lies.
        let shift = usize::from(spans.len() == 1 && spans.iter().all(|(open, _)| *open >= 12 * 60));
        for (span, (open, close)) in spans.iter().enumerate() {
            form.set(&field(day, span + shift, "tu"), clock(*open));
            form.set(&field(day, span + shift, "den"), clock(*close));
        }
    }
}

/// The hours that the form gives to a unit that had `known`; nothing for those of the province. What is wrong is said beside its
/// day.
pub fn read(form: &Fields, known: Option<WorkingHours>) -> Result<Option<WorkingHours>> {
    match form.get("gio") {
        "tinh" => return Ok(None),
        "thu-bay" => return Ok(Some(WorkingHours::usual().with_saturday_morning())),
        "rieng" => {}
        _ => return Ok(known),
    }
    let mut errors = vec![];
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    for (spans, (day, name)) in week.iter_mut().zip(DAYS) {
        match of_day(form, day, name) {
            Ok(found) => *spans = found,
            Err(wrong) => errors.push(wrong),
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if week.iter().all(Vec::is_empty) {
        return Err(Error::field("gio", "Ghi giờ làm việc của ít nhất một ngày."));
    }
    let hours = WorkingHours::new(week.each_ref().map(Vec::as_slice));
    hours.map(Some).map_err(|bad| Error::field("gio", bad.to_string()))
}

fn of_day(form: &Fields, day: usize, name: &str) -> std::result::Result<Vec<(u16, u16)>, FieldError> {
    let mut spans = vec![];
    for (span, _) in SPANS {
        let (open, close) = (field(day, span, "tu"), field(day, span, "den"));
        match (minute(form, &open), minute(form, &close)) {
            (Some(open), Some(close)) => spans.push((open, close)),
            (None, None) if !form.has(&open) && !form.has(&close) => {}
            (found, _) => {
                let message = format!("{name}: ghi cả giờ bắt đầu và giờ kết thúc, ví dụ 07:00 và 11:00.");
                return Err(FieldError { field: if found.is_none() { open } else { close }, message });
            }
        }
    }
    match WorkingHours::new([&spans, &[], &[], &[], &[], &[], &[]]) {
        Ok(_) => Ok(spans),
        Err(bad) => Err(FieldError { field: field(day, 0, "tu"), message: format!("{name}: {bad}") }),
    }
}

fn minute(form: &Fields, field: &str) -> Option<u16> {
    let time: Time = form.get(field).parse().ok()?;
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(week: [&[(u16, u16)]; 7]) -> WorkingHours {
        WorkingHours::new(week).unwrap()
    }

    #[test]
    fn what_is_shown_is_read_again() {
        let own = hours([&[(450, 690), (810, 1_050)], &[(450, 690)], &[(780, 1_020)], &[], &[], &[], &[]]);
        let three = hours([&[(420, 480), (500, 560), (600, 660)], &[], &[], &[], &[], &[], &[]]);
        let saturday = WorkingHours::usual().with_saturday_morning();
        for (known, kind) in
            [(None, "tinh"), (Some(saturday), "thu-bay"), (Some(own), "rieng"), (Some(three), "giu")]
        {
            let mut form = Fields::default();
            show(&mut form, known.as_ref());
            assert_eq!(form.get("gio"), kind);
            assert_eq!(read(&form, known.clone()).unwrap(), known, "{kind}");
            // A form that says nothing of hours leaves them.
            assert_eq!(read(&Fields::default(), known.clone()).unwrap(), known, "{kind}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_day() {
        let wrong = |fields: &[(&str, &str)]| match read(
            &Fields::of(&[&[("gio", "rieng")], fields].concat()),
            None,
        ) {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(&[("gio-0-0-tu", "07:00")]), ["gio-0-0-den"]);
        assert_eq!(wrong(&[("gio-1-1-den", "17:00"), ("gio-3-0-tu", "x")]), ["gio-1-1-tu", "gio-3-0-tu"]);
        assert_eq!(wrong(&[("gio-5-0-tu", "11:00"), ("gio-5-0-den", "07:00")]), ["gio-5-0-tu"]);
        assert_eq!(wrong(&[]), ["gio"]);
    }
}
