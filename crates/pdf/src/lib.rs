//! Letters as PDF/A: a template and its data in, bytes out. In a crate of its own, so that nobody who changes a page
//! waits for the typesetter to be built.
//!
//! Data reaches the template only as the virtual file `data.json`: whatever it holds stays text.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The layout of official letters (NĐ 30/2020/NĐ-CP, Phụ lục I), shared by every feature that writes some.
pub const OFFICIAL: &str = include_str!("official.typ");

/// A kind of letter: its name and its text in the typesetter's language. The shared layout is `official.typ`.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name; what was parsed is kept under it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// The layout that it imports as `official.typ`.
    pub layout: &'static str,
}

/// What a letter says besides its data.
#[derive(Clone, Debug)]
pub struct Meta {
    /// What makes it this document and no other.
    pub ident: String,
    /// Year, month, day, hour, minute, second in UTC: when it was made. The same letter always gives the same bytes.
    pub made_at: (i32, u8, u8, u8, u8, u8),
    /// What the QR code says; no code if empty.
    pub qr: String,
}

/// A finished letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The document.
    pub bytes: Vec<u8>,
    /// Whether it is PDF/A-2b. A name with a character that no font has is still printed, but not archivable.
    pub is_archivable: bool,
    /// How many pages it has.
    pub pages: usize,
}

/// A letter that could not be made.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the letter {template} could not be set: {why}")]
pub struct Error {
    template: &'static str,
    why: String,
}

struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Mutex<HashMap<&'static str, Source>>,
}

/// Whole but for the hints, which nobody needs on paper (`web/build.mjs`).
const FONTS: [&[u8]; 5] = [
    include_bytes!("../../../web/letters/Tinos_400Regular.ttf"),
    include_bytes!("../../../web/letters/Tinos_400Regular_Italic.ttf"),
    include_bytes!("../../../web/letters/Tinos_700Bold.ttf"),
    include_bytes!("../../../web/letters/Tinos_700Bold_Italic.ttf"),
    include_bytes!("../../../web/letters/NotoSerifKhmer_400Regular.ttf"),
];

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: Mutex::default(),
    }
});

struct Setting {
    main: Source,
    layout: Source,
    data: Bytes,
    qr: Bytes,
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Setting {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else if id == self.layout.id() {
            Ok(self.layout.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.get().vpath().get_without_slash() {
            "data.json" => Ok(self.data.clone()),
            "qr.dots" => Ok(self.qr.clone()),
            other => Err(FileError::NotFound(other.into())),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets the letter `template` with `data`, a JSON document.
pub fn render(template: Template, data: &str, meta: &Meta) -> Result<Letter, Error> {
    let fail = |why: String| Error { template: template.name, why };
    let setting = Setting {
        main: source(template.name, template.text).ok_or_else(|| fail("its name is no path".into()))?,
        layout: source("official.typ", template.layout).ok_or_else(|| fail("its name is no path".into()))?,
        data: Bytes::from_string(data.to_owned()),
        qr: Bytes::new(qr(&meta.qr).map_err(fail)?),
    };
    let document: PagedDocument = typst::compile(&setting).output.map_err(|errors| {
        fail(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
    })?;
    let export = |standard| {
        let standards = PdfStandards::new(&[standard]).map_err(|error| fail(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(meta.ident.clone()),
            creator: Smart::Custom(Some("motcua".into())),
            timestamp: timestamp(meta.made_at),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|errors| {
            fail(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
        })
    };
    let archivable = export(PdfStandard::A_2b);
    let is_archivable = archivable.is_ok();
    let bytes = archivable.or_else(|_| export(PdfStandard::V_1_7))?;
    // What letters of one template have in common stays warm; what the last few did not use goes.
    comemo::evict(3);
    Ok(Letter { bytes, is_archivable, pages: document.pages().len() })
}

/// The parsed text, kept from letter to letter.
fn source(name: &'static str, text: &'static str) -> Option<Source> {
    let mut sources = SHARED.sources.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = sources.get(name).filter(|known| known.text() == text) {
        return Some(known.clone());
    }
    let parsed = Source::new(file(name)?, text.to_owned());
    sources.insert(name, parsed.clone());
    Some(parsed)
}

fn timestamp((year, month, day, hour, minute, second): (i32, u8, u8, u8, u8, u8)) -> Option<Timestamp> {
    Datetime::from_ymd_hms(year, month, day, hour, minute, second).map(Timestamp::new_utc)
}

/// So many dots make one side of a module: a viewer that smooths what it enlarges still shows squares.
const DOTS: usize = 4;

/// The code as rows of grey dots, as many rows as dots in a row; one white dot if there is nothing to say. A drawing would
/// cost a third of the letter.
fn qr(text: &str) -> Result<Vec<u8>, String> {
    if text.is_empty() {
        return Ok(vec![u8::MAX]);
    }
    let code =
        fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().map_err(|error| error.to_string())?;
    let mut dots = Vec::with_capacity((code.size * DOTS).pow(2));
    for modules in code.data.chunks(code.size).take(code.size) {
        let shade = |module: &fast_qr::Module| [if module.value() { 0 } else { u8::MAX }; DOTS];
        let row: Vec<u8> = modules.iter().flat_map(shade).collect();
        (0..DOTS).for_each(|_| dots.extend_from_slice(&row));
    }
    Ok(dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Template = Template {
        name: "plain.typ",
        text: r#"#let d = json("data.json")
#set document(title: "x")
#set text(font: ("Tinos", "Noto Serif Khmer"), lang: "vi")
#set page(width: 100mm, height: 100mm)
#d.text
#let dots = read("qr.dots", encoding: none)
#let side = int(calc.sqrt(dots.len()))
#image(dots, format: (encoding: "luma8", width: side, height: side), width: 20mm, alt: "QR")"#,
        layout: "",
    };

    fn make(text: &str) -> Letter {
        let data = serde_json::json!({ "text": text }).to_string();
        let meta = Meta { ident: "1".into(), made_at: (2023, 8, 22, 7, 30, 0), qr: "https://x/1".into() };
        render(PLAIN, &data, &meta).unwrap()
    }

    #[test]
    fn a_letter_is_archivable_and_always_the_same() {
        let one = make("Giấy tiếp nhận hồ sơ: Thạch Thị Sô-Phia, ភាសាខ្មែរ");
        assert!(one.is_archivable && one.pages == 1);
        assert_eq!(one.bytes, make("Giấy tiếp nhận hồ sơ: Thạch Thị Sô-Phia, ភាសាខ្មែរ").bytes);
        let text = String::from_utf8_lossy(&one.bytes);
        assert!(text.contains("pdfaid:part") && text.starts_with("%PDF-1.7"));
    }

    #[test]
    fn data_stays_data() {
        for text in ["#panic(\"x\")", "*bold* _it_ $x$ #include \"/etc/passwd\"", "\" } #let x = 1", "\\"] {
            assert!(make(text).is_archivable, "{text}");
        }
    }

    #[test]
    fn a_character_that_no_font_has_is_still_printed() {
        let letter = make("Trần 𠮷");
        assert!(!letter.is_archivable && letter.bytes.starts_with(b"%PDF"));
    }

    #[test]
    fn long_text_goes_on_on_the_next_page() {
        assert!(make(&"Thành phần hồ sơ. ".repeat(400)).pages > 1);
    }
}
