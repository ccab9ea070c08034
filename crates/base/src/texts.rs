//! What citizens' pages say: one file for each language in `crates/base/texts`, read once. Words that the law gives
//! stand in `domain` in Vietnamese and are translated in [`words`]; a house may say things otherwise with [`own`].

pub mod own;
pub mod words;

use std::sync::LazyLock;

use axum::http::HeaderMap;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::session::cookie;

/// The cookie that keeps the choice of a language.
pub const COOKIE_NAME: &str = "ngon-ngu";

type Texts = FluentBundle<FluentResource>;

static VI: LazyLock<Texts> = LazyLock::new(|| Lang::Vi.texts());
static KM: LazyLock<Texts> = LazyLock::new(|| Lang::Km.texts());
static EN: LazyLock<Texts> = LazyLock::new(|| Lang::En.texts());

/// A language of the public pages. Officers' pages and letters are Vietnamese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese: the official language, and what everybody sees who chose none.
    #[default]
    Vi,
    /// Khmer, spoken by many people of the Mekong delta.
    Km,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Lang; 3] = [Lang::Vi, Lang::Km, Lang::En];

    /// Its code in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::Km => "km",
            Lang::En => "en",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Lang::Vi => "Tiếng Việt",
            Lang::Km => "ភាសាខ្មែរ",
            Lang::En => "English",
        }
    }

    /// The files that come with the system.
    fn shipped(self) -> &'static [&'static str] {
        match self {
            Lang::Vi => &[include_str!("../texts/vi.ftl")],
            Lang::Km => &[include_str!("../texts/km.ftl"), include_str!("../texts/law.km.ftl")],
            Lang::En => &[include_str!("../texts/en.ftl"), include_str!("../texts/law.en.ftl")],
        }
    }

    /// What is said in it: the house's own wording over the shipped one.
    fn texts(self) -> Texts {
        texts(self.code(), self.shipped().iter().copied().chain(own::of(self)))
    }

    /// The language of that code, or nothing if there is none.
    pub fn by_code(code: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The language that the visitor chose, else Vietnamese.
    pub fn of(headers: &HeaderMap) -> Lang {
        cookie(headers, COOKIE_NAME).and_then(Lang::by_code).unwrap_or_default()
    }

    /// The text `key`.
    pub fn say(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text `key` with its arguments.
    pub fn say_with<'a, V>(self, key: &str, arguments: &[(&'a str, V)]) -> String
    where
        V: Clone + Into<FluentValue<'a>>,
    {
        let arguments: FluentArgs = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&arguments))
    }

    /// A text that is not there shows its key; the tests let no such page out.
    fn format(self, key: &str, arguments: Option<&FluentArgs>) -> String {
        let texts: &Texts = match self {
            Lang::Vi => &VI,
            Lang::Km => &KM,
            Lang::En => &EN,
        };
        let Some(pattern) = texts.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = self.code(), "there is no such text");
            return key.to_owned();
        };
        let mut wrong = vec![];
        let text = texts.format_pattern(pattern, arguments, &mut wrong).into_owned();
        if !wrong.is_empty() {
            tracing::error!(key, ?wrong, lang = self.code(), "a text lacks an argument");
        }
        text
    }
}

/// What the files say, the later one if two say the same. A line that cannot be read is left out here; tests and
/// [`own::faults`] refuse it.
fn texts<'f>(code: &str, files: impl IntoIterator<Item = &'f str>) -> Texts {
    let mut texts = FluentBundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
    // The marks around arguments are for mixed directions of writing; no language here has them.
    texts.set_use_isolating(false);
    for file in files {
        let read = match FluentResource::try_new(file.to_owned()) {
            Ok(read) => read,
            Err((part, _)) => part,
        };
        texts.add_resource_overriding(read);
    }
    texts
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn every_file_is_read_whole_and_says_nothing_twice() {
        for lang in Lang::ALL {
            let mut texts: Texts = FluentBundle::new_concurrent(vec![]);
            for file in lang.shipped() {
                let read = FluentResource::try_new((*file).to_owned())
                    .unwrap_or_else(|(_, wrong)| panic!("{wrong:?}"));
                texts.add_resource(read).unwrap_or_else(|wrong| panic!("{wrong:?}"));
            }
        }
    }

    #[test]
    fn texts_with_arguments_have_no_marks_around_them() {
        assert_eq!(Lang::Vi.say_with("errors-title", &[("count", 2)]), "Có 2 chỗ cần xem lại");
        assert_eq!(Lang::En.say_with("errors-title", &[("count", 1)]), "There is 1 thing to check");
        assert_eq!(Lang::En.say_with("errors-title", &[("count", 2)]), "There are 2 things to check");
        assert_eq!(Lang::Vi.say("official-language"), "");
        assert!(Lang::Km.say_with("errors-title", &[("count", 2)]).contains('2'));
    }

    #[test]
    fn the_language_is_the_cookie_s_or_vietnamese() {
        for (cookie, lang) in [
            ("", Lang::Vi),
            ("ngon-ngu=en", Lang::En),
            ("motcua=x; ngon-ngu=en; y=z", Lang::En),
            ("ngon-ngu=vi", Lang::Vi),
            ("ngon-ngu=km", Lang::Km),
            ("ngon-ngu=tlh", Lang::Vi),
            ("khac-ngon-ngu=en", Lang::Vi),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", HeaderValue::from_static(cookie));
            assert_eq!(Lang::of(&headers), lang, "{cookie}");
        }
    }
}
