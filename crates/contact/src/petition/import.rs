//! What came in on the national or the provincial portal, from a file: JSON or CSV. An item appears once, however often its
//! file is read (row C-33).

use askama::Template;
use axum::{extract::State, http::StatusCode};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, with_status},
    session::Session,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::PetitionId,
    instant::{Instant, from_local},
    people::Actor,
    petition::{
        Petition, PetitionChannel, PetitionSubject, Source,
        right::{Right, of},
        sender::Sender,
    },
};
use kit::form::Fields;
use serde::Deserialize;

use super::{file, store};
use crate::typed;

/// The portals that the regulation names (Điều 3.3.b).
const PORTALS: [&str; 2] = ["dichvucong.gov.vn", "dichvucong.travinh.gov.vn"];

/// One item of a file. The names are those of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Item {
    ma: String,
    ngay_nhan: String,
    tieu_de: String,
    noi_dung: String,
    ve_viec: String,
    ho_ten: String,
    dia_chi: String,
    dien_thoai: String,
    email: String,
    so_dinh_danh: String,
    ma_ho_so: String,
    thu_tuc: String,
}

/// The items of a file, each with the number of its line or place, or why it cannot be taken.
type Items = Vec<(usize, std::result::Result<Item, String>)>;

/// Reads a file: JSON if it begins like JSON, else CSV with a head.
pub fn items(bytes: &[u8]) -> std::result::Result<Items, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "Tệp phải ở dạng UTF-8.".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        let values: Vec<serde_json::Value> =
            serde_json::from_str(text).map_err(|error| format!("Tệp JSON không đọc được: {error}"))?;
        let read = |(no, value)| (no, serde_json::from_value(value).map_err(|error| error.to_string()));
        return Ok((1..).zip(values).map(read).collect());
    }
    let mut lines = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = lines.headers().map_err(|error| format!("Tệp CSV không đọc được: {error}"))?;
    if !head.iter().any(|name| name == "ma") {
        return Err("Dòng đầu của tệp CSV phải có cột “ma”.".into());
    }
    let read = |(no, line): (usize, std::result::Result<Item, csv::Error>)| {
        (no, line.map_err(|error| error.to_string()))
    };
    Ok((2..).zip(lines.deserialize()).map(read).collect())
}

impl Item {
    fn read(&self, system: &str, now: Instant) -> std::result::Result<(Petition, Sender), String> {
        if self.ma.trim().is_empty() || self.tieu_de.trim().is_empty() || self.noi_dung.trim().is_empty() {
            return Err("thiếu mã, tiêu đề hoặc nội dung".into());
        }
        let lines = [&self.ma, &self.tieu_de, &self.ho_ten, &self.dia_chi, &self.email, &self.thu_tuc];
        let is_long = |text: &str, longest: usize| text.chars().count() > longest;
        if is_long(&self.noi_dung, typed::TEXT) || lines.iter().any(|line| is_long(line, typed::LINE)) {
            return Err(format!("có dòng quá {} hoặc nội dung quá {} ký tự", typed::LINE, typed::TEXT));
        }
        let received_at = match self.ngay_nhan.trim() {
            "" => now,
            day_typed => {
                let day = day_typed.parse::<jiff::civil::Date>().map(|day| day.at(0, 0, 0, 0));
                let at = day_typed.parse::<jiff::civil::DateTime>().or(day);
                from_local(at.map_err(|_| format!("ngày nhận “{day_typed}” không đúng (năm-tháng-ngày)"))?)
            }
        };
        if received_at > now {
            return Err("ngày nhận ở sau lúc này".into());
        }
        let fields = Fields::of(&[
            ("tieu-de", &self.tieu_de),
            ("noi-dung", &self.noi_dung),
            ("ve-viec", PetitionSubject::by_name(&self.ve_viec).unwrap_or(PetitionSubject::Other).name()),
            ("ho-so", &self.ma_ho_so),
            ("thu-tuc", &self.thu_tuc),
        ]);
        let mut petition = file::read(&fields, PetitionChannel::Portal, received_at);
        petition.source = Some(Source { system: system.to_owned(), id: self.ma.trim().to_owned() });
        let sender = Sender {
            name: self.ho_ten.trim().to_owned(),
            identity: self.so_dinh_danh.replace(' ', ""),
            phone: self.dien_thoai.replace([' ', '.'], ""),
            email: self.email.trim().to_owned(),
            address: self.dia_chi.trim().to_owned(),
        };
        Ok((petition, sender))
    }
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many are new.
    pub new: usize,
    /// How many were here already.
    pub known: usize,
    /// What could not be taken: line and reason.
    pub wrong: Vec<(usize, String)>,
}

/// Takes in what is new of `items`, in one transaction.
pub async fn bring_in(app: &App, system: &str, items: Items, by: Actor) -> Result<Taken> {
    let (inner, now, system) = (app.clone(), app.now(), system.to_owned());
    app.write(move |tx| {
        let mut taken = Taken::default();
        let mut here = std::collections::BTreeSet::new();
        for (no, item) in &items {
            let read =
                item.clone().and_then(|item| Ok((item.ma.trim().to_owned(), item.read(&system, now)?)));
            match read {
                Err(why) => taken.wrong.push((*no, why)),
                Ok((id, _)) if here.contains(&id) || store::is_known(tx, &system, &id)? => taken.known += 1,
                Ok((id, (petition, sender))) => {
                    store::file(&inner, tx, PetitionId(inner.id()), (&petition, &sender), by, now)?;
                    here.insert(id);
                    taken.new += 1;
                }
            }
        }
        Ok(taken)
    })
    .await
}

#[derive(Template)]
#[template(path = "petition/import.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    portals: [&'static str; 2],
    taken: Option<Taken>,
}

/// The form.
pub async fn ask(State(app): State<App>, Staff(session): Staff) -> Answer {
    answer(&app, &session, None, vec![])
}

fn answer(app: &App, session: &Session, taken: Option<Taken>, errors: Vec<FieldError>) -> Answer {
    if !of(&session.actor(), Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = Shell::new(app, Some(session), "Nhập phản ánh từ cổng", "phan-anh");
    Ok(with_status(status, &Page { shell, errors, portals: PORTALS, taken }))
}

/// Reads the file and says what came of it.
pub async fn take_in(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    if !of(&session.actor(), Right::Desk) {
        return Err(Error::Forbidden.into());
    }
    let portal = PORTALS.into_iter().find(|portal| *portal == form.get("cong")).ok_or(Error::NotFound)?;
    let wrong = |message: String| vec![FieldError { field: "tep".into(), message }];
    let Some(file) = form.files("tep").next() else {
        return answer(&app, &session, None, wrong("Chọn tệp.".into()));
    };
    match items(&file.bytes) {
        _ if file.bytes.is_empty() => {
            answer(&app, &session, None, wrong(format!("Tệp “{}” trống.", file.name)))
        }
        Err(why) => answer(&app, &session, None, wrong(why)),
        Ok(items) => {
            let taken = bring_in(&app, portal, items, session.actor()).await?;
            answer(&app, &session, Some(taken), vec![])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_csv_say_the_same_and_what_cannot_be_read_is_named() {
        let json = r#"[{"ma": "P1", "tieu_de": "A", "noi_dung": "B"}, {"ma": 5}]"#;
        let csv = "\u{feff}ma,tieu_de,noi_dung\nP1,A,B\nP2,A\n";
        let (json, csv) = (items(json.as_bytes()).unwrap(), items(csv.as_bytes()).unwrap());
        assert_eq!(json[0].1, csv[0].1);
        assert_eq!((json[0].0, csv[0].0), (1, 2));
        assert!(json[1].1.is_err() && csv[1].1.is_err());
        assert!(items(b"tieu_de\nA\n").is_err() && items(b"[{]").is_err() && items(b"\xff").is_err());
    }

    #[test]
    fn an_item_has_its_number_its_words_and_a_day_that_was() {
        let now = from_local("2023-08-22T08:00".parse().unwrap());
        let item = |ma: &str, day: &str| Item {
            ma: ma.into(),
            ngay_nhan: day.into(),
            tieu_de: "A".into(),
            noi_dung: "B".into(),
            ..Item::default()
        };
        for (ma, day, is_sound) in [
            ("P1", "", true),
            ("P1", "2023-08-21", true),
            ("P1", "2023-08-21T14:30", true),
            ("P1", "2023-08-23", false),
            ("P1", "hôm qua", false),
            (" ", "", false),
        ] {
            assert_eq!(item(ma, day).read("x", now).is_ok(), is_sound, "{ma} {day}");
        }
    }
}
