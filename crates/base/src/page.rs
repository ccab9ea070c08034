//! Pages are structs: a template becomes an answer here, with its status and its cache rule in one place.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::{
    calendar::trace::weekday,
    instant::{Instant, local},
    people::Role,
    petition::right::{self, Right},
};
use fluent_bundle::FluentValue;

use crate::{app::App, assets, error::FieldError, session::Session, texts::Lang, visit::Reader};

/// What every page knows: who is signed in and where in the house the page is.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The page's name, in the title of the window.
    pub title: String,
    /// The entry of the navigation that is lit.
    pub here: &'static str,
    /// Who is signed in.
    pub user: Option<User>,
    /// The address of the style.
    pub css: String,
    /// The address of the script.
    pub js: String,
    /// The address of the mark.
    pub mark: String,
    /// Whose system it is: the province.
    pub province: String,
    /// The language of the page. Officers' pages are Vietnamese.
    pub lang: Lang,
    /// The address to come back to when the reader chooses another language.
    pub here_again: String,
}

/// Who is signed in, as the page shows it.
#[derive(Clone, Debug)]
pub struct User {
    /// The name.
    pub name: String,
    /// The unit acted for.
    pub unit: String,
    /// The role acted in.
    pub role: Role,
    /// The absent colleague whose work is done, if any.
    pub colleague: Option<String>,
    /// What every form carries.
    pub csrf: String,
}

impl Shell {
    /// The shell of a page of `app` for whoever is signed in.
    pub fn new(app: &App, session: Option<&Session>, title: impl Into<String>, here: &'static str) -> Shell {
        let house = app.house();
        let user = session.map(|session| User {
            name: session.name.clone(),
            unit: house.unit_name(session.unit).to_owned(),
            role: session.role,
            colleague: session.colleague.clone(),
            csrf: session.csrf.clone(),
        });
        let today = domain::instant::local_date(app.now());
        let province = house.serving(domain::org::UnitKind::Province, today);
        let province =
            province.map_or("", |unit| unit.name()).trim_start_matches("Ủy ban nhân dân ").to_owned();
        Shell {
            title: title.into(),
            here,
            user,
            css: assets::url("app.css"),
            js: assets::url("app.js"),
            mark: assets::url("mark.svg"),
            province,
            lang: Lang::Vi,
            here_again: String::new(),
        }
    }

    /// The same for a public page: in the language of `reader`.
    #[must_use]
    pub fn read_by(mut self, reader: &Reader) -> Shell {
        self.lang = reader.lang;
        self.here_again.clone_from(&reader.here);
        if self.lang != Lang::Vi {
            // "tỉnh Trà Vinh" is a phrase, "Trà Vinh" a name that any language can take in.
            let name = self.province.trim_start_matches("tỉnh ").trim_start_matches("thành phố ");
            self.province = name.to_owned();
        }
        self
    }

    /// The text `key` in the language of the page.
    pub fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    /// The text `key` with its arguments.
    pub fn say_with<'a, V>(&self, key: &str, arguments: &[(&'a str, V)]) -> String
    where
        V: Clone + Into<FluentValue<'a>>,
    {
        self.lang.say_with(key, arguments)
    }

    /// The name of the house.
    pub fn brand(&self) -> String {
        self.say_with("brand", &[("province", self.province.as_str())])
    }

    /// Every language, for the switch.
    pub fn languages(&self) -> [Lang; 3] {
        Lang::ALL
    }

    /// The form token; empty when nobody is signed in.
    pub fn csrf(&self) -> &str {
        self.user.as_ref().map_or("", |user| &user.csrf)
    }

    /// Whether the person signed in acts in `role`, by its stored name.
    pub fn is(&self, role: &str) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.name() == role)
    }

    /// Whether the person signed in watches over the work of others.
    pub fn watches(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.watches())
    }

    /// Whether the person signed in supervises or is supervised (Quy chế 1267 Điều 3, 4.2).
    pub fn sees_supervision(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.works_for_agency() || user.role.watches())
    }

    /// Whether the person signed in has something to do with petitions.
    pub fn sees_petitions(&self) -> bool {
        self.has(&[Right::Enter, Right::Desk, Right::Answer, Right::Report])
    }

    /// Whether the person signed in reads what is counted of petitions.
    pub fn reports_petitions(&self) -> bool {
        self.has(&[Right::Report])
    }

    /// Whether the person signed in has something to do with questions.
    pub fn sees_questions(&self) -> bool {
        self.has(&[Right::Desk, Right::Answer])
    }

    fn has(&self, rights: &[Right]) -> bool {
        let role = self.user.as_ref().map(|user| user.role);
        role.is_some_and(|role| rights.iter().any(|right| right::has(role, *right)))
    }

    /// Whether the person signed in is told each day what it asks of them.
    pub fn has_digest(&self) -> bool {
        self.user.as_ref().is_some_and(|user| domain::digest::has_digest(user.role))
    }

    /// Whether the person signed in guides people and sits at counters: who works for an agency, and the Centre.
    pub fn guides(&self) -> bool {
        let role = self.user.as_ref().map(|user| user.role);
        role.is_some_and(|role| role.works_for_agency() || role.is_centre())
    }

    /// Whether the person signed in looks after the procedures of every agency.
    pub fn oversees(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.oversees_procedures())
    }

    /// The lit entry's attribute.
    pub fn lit(&self, here: &str) -> &'static str {
        if self.here == here { " aria-current=\"page\"" } else { "" }
    }
}

/// The page, never kept by a cache: it is about one person.
pub fn page(template: &impl Template) -> Response {
    with_status(StatusCode::OK, template)
}

/// The size that most pages stay below, in bytes: one that begins with room is not moved while it grows.
const USUAL: usize = 32 * 1024;

/// The page with a status of its own.
pub fn with_status(status: StatusCode, template: &impl Template) -> Response {
    let mut html = String::with_capacity(USUAL);
    match template.render_into(&mut html) {
        Ok(()) => (status, [(header::CACHE_CONTROL, "private, no-store")], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, Lang::Vi.say("error-no-page")).into_response()
        }
    }
}

/// A page that is the same for everybody who reads the same language, kept for a minute. The language stands in a
/// cookie, so caches keep one copy for each set of cookies; most visitors have none and share one.
pub fn public(template: &impl Template) -> Response {
    let mut response = page(template);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=60"));
    headers.append(header::VARY, header::HeaderValue::from_static("cookie"));
    response
}

/// The message for `field`, if something is wrong with it.
pub fn message<'a>(errors: &'a [FieldError], field: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
}

/// A moment as people read it: `thứ Ba, 29/8/2023, 14:30`.
pub fn moment(at: Instant) -> String {
    let at = local(at);
    format!(
        "{}, {}/{}/{}, {:02}:{:02}",
        weekday(at.date()),
        at.day(),
        at.month(),
        at.year(),
        at.hour(),
        at.minute()
    )
}

/// A moment in little room: `29/8/2023 14:30`.
pub fn short(at: Instant) -> String {
    let at = local(at);
    format!("{}/{}/{} {:02}:{:02}", at.day(), at.month(), at.year(), at.hour(), at.minute())
}

/// Money as people read it: `1.250.000 đ`.
pub fn dong(amount: i64) -> String {
    format!("{} đ", thousands(amount))
}

/// A number with its thousands apart: `1.250.000`.
pub fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if n < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use domain::instant::from_local;

    use super::*;

    #[test]
    fn moments_and_money_as_people_write_them() {
        let at = from_local("2023-08-29T14:30".parse().unwrap());
        assert_eq!(moment(at), "thứ Ba, 29/8/2023, 14:30");
        assert_eq!(dong(1_250_000), "1.250.000 đ");
        assert_eq!((dong(0), dong(-5_000), thousands(999)), ("0 đ".into(), "-5.000 đ".into(), "999".into()));
    }
}
