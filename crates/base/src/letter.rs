//! What every letter of an office says of place and time (NĐ 30/2020/NĐ-CP, Phụ lục I), whichever feature writes it.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    instant::{Instant, local},
    org::{Unit, UnitKind},
};
use jiff::{civil::Date, tz::Offset};
use serde_json::{Value, json};

use crate::house::House;

/// What the name of a people's committee begins with.
pub const COMMITTEE: &str = "Ủy ban nhân dân ";

/// The name of the commune or district for its own letters, of the province for all others. What is called by a number keeps
/// the word before it: “Phường 1”.
pub fn place(house: &House, unit: &Unit, day: Date) -> String {
    let has_place =
        |unit: &Unit| matches!(unit.kind, UnitKind::Province | UnitKind::District | UnitKind::Commune);
    let mut here = unit;
    while !has_place(here) {
        let Some(above) = here.parent.and_then(|above| house.unit(above).ok()) else { return String::new() };
        here = above;
    }
    let name = here.name_on(day).trim_start_matches(COMMITTEE);
    for word in ["tỉnh ", "huyện ", "thị xã ", "thành phố ", "thị trấn ", "xã ", "phường ", "Phường "]
    {
        let Some(rest) = name.strip_prefix(word) else { continue };
        let is_numbered = rest.starts_with(|first: char| first.is_ascii_digit());
        return if is_numbered { format!("Phường {rest}") } else { rest.to_owned() };
    }
    name.to_owned()
}

/// The name above that of the issuer on its own letters: of the unit above it; people's committees have nobody above them.
pub fn superior(house: &House, unit: &Unit, day: Date) -> String {
    let is_committee = matches!(unit.kind, UnitKind::Province | UnitKind::District | UnitKind::Commune);
    let above = unit.parent.filter(|_| !is_committee).and_then(|above| house.unit(above).ok());
    above.map_or_else(String::new, |above| above.name_on(day).to_owned())
}

/// The month of `day`, 1 and 2 with a nought in front.
pub fn month(day: Date) -> String {
    if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() }
}

/// `ngày 29 tháng 8 năm 2023`; days below 10 and months 1 and 2 with a nought in front.
pub fn day(at: Instant) -> String {
    let day = local(at).date();
    format!("ngày {:02} tháng {} năm {}", day.day(), month(day), day.year())
}

/// `14 giờ 30 phút, ngày 29 tháng 8 năm 2023`.
pub fn clock(at: Instant) -> String {
    let time = local(at);
    format!("{:02} giờ {:02} phút, {}", time.hour(), time.minute(), day(at))
}

/// Number and symbol of a letter of urging, `05/TTPVHCC-GS`.
pub fn urge_number(number: i64) -> String {
    format!("{number:02}/TTPVHCC-GS")
}

/// The moment in UTC as the typesetter takes it: year, month, day, hour, minute, second.
pub fn made_at(at: Instant) -> (i32, u8, u8, u8, u8, u8) {
    let at = Offset::UTC.to_datetime(at);
    let part = |n: i8| u8::try_from(n).unwrap_or_default();
    (
        at.year().into(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
}

/// What every letter of `unit` says of whose it is, where and when, with the members of `more`; a draft, which nobody signed, leaves the
/// day open and has no code to prove it genuine.
pub fn facts(house: &House, unit: &Unit, signed_at: Option<Instant>, now: Instant, more: Value) -> Value {
    let date = local(signed_at.unwrap_or(now)).date();
    let mut facts = json!({
        "paper": "a4", "flipped": false, "qr": signed_at.is_some(), "code": "",
        "year": date.year(), "month": date.month(), "day": date.day(),
        "superior": superior(house, unit, date),
        "issuer": unit.name_on(date),
        "place": place(house, unit, date),
        "date_words": signed_at.map_or_else(|| "ngày …… tháng …… năm ……".to_owned(), day),
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut facts, more) {
        all.extend(more);
    }
    facts
}

/// The PDF `name`, as it is shown or as it is downloaded; kept nowhere on its way.
pub fn answer(bytes: Vec<u8>, name: &str, is_shown: bool) -> Response {
    let way = if is_shown { "inline" } else { "attachment" };
    let head = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("{way}; filename=\"{name}.pdf\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (head, bytes).into_response()
}
