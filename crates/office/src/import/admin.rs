//! Imports on screen, one page for all: first a dry run that says what would come of it, then the same file for good.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::IntoResponse,
};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    page::{Shell, page, with_status},
    session::Session,
    visit::{Administrator, Answer, must_be_own},
};
use domain::people::Actor;
use kit::form::Fields;
use serde::Deserialize;

use super::Report;
use crate::{calendar, catalogue, mirror, org, process};

/// The largest file taken, in bytes: the whole national catalogue is some ten million.
const LIMIT: usize = 40 * 1024 * 1024;
/// How many lines of each list a page shows.
const SHOWN: usize = 200;

type Import = fn(&App, (&str, &str), Actor, bool) -> Result<Report>;

/// What can be imported.
#[derive(Clone, Copy)]
struct Kind {
    word: &'static str,
    title: &'static str,
    hint: &'static str,
    /// Where to look at what came of it.
    list: &'static str,
    import: Import,
}

const KINDS: [Kind; 5] = [
    Kind {
        word: "thu-tuc",
        title: "Thủ tục hành chính",
        hint: "JSON hoặc JSONL, mỗi dòng một thủ tục. Vào mục bản nháp, chờ người xem rồi công bố.",
        list: "/quan-tri/thu-tuc?trang-thai=draft",
        import: catalogue::import::import_by,
    },
    Kind {
        word: "quy-trinh",
        title: "Quy trình nội bộ",
        hint: "JSON, JSONL, YAML hoặc BPMN 2.0. Vào mục bản nháp.",
        list: "/quan-tri/quy-trinh?trang-thai=draft",
        import: process::import::import_by,
    },
    Kind {
        word: "don-vi",
        title: "Đơn vị",
        hint: "JSON. Có hiệu lực ngay; tên và ngày trong tệp thay cho tên và ngày đang có.",
        list: "/quan-tri/don-vi",
        import: org::import::import_by,
    },
    Kind {
        word: "lich",
        title: "Ngày nghỉ, ngày làm bù",
        hint: "CSV có cột “ngay” hoặc “ngay_lam_bu”. Có hiệu lực ngay cho hồ sơ nhận từ lúc đó.",
        list: "/quan-tri/lich",
        import: calendar::import_by,
    },
    Kind {
        word: "csdl-quoc-gia",
        title: "Bản sao cơ sở dữ liệu quốc gia về thủ tục",
        hint: "JSON hoặc JSONL cùng dạng với thủ tục; cả danh mục trong một tệp. Chỉ để đối chiếu.",
        list: "/lam-viec/thu-tuc/doi-chieu",
        import: mirror::import::import_by,
    },
];

impl Kind {
    fn by_word(word: &str) -> Option<Kind> {
        KINDS.into_iter().find(|kind| kind.word == word)
    }
}

#[derive(Template)]
#[template(path = "import/admin.html")]
struct Page {
    shell: Shell,
    errors: Vec<FieldError>,
    kind: &'static str,
    found: Option<Found>,
}

/// What came, or would come, of a file.
struct Found {
    report: Report,
    is_dry: bool,
    kind: Kind,
    /// The file as it is kept.
    hash: String,
}

impl Found {
    fn changes(&self) -> usize {
        self.report.added + self.report.changed + self.report.removed
    }
}

/// How many of `count` lines are not shown.
fn more(count: usize) -> Option<usize> {
    count.checked_sub(SHOWN).filter(|more| *more > 0)
}

/// What is to be imported.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    loai: String,
}

/// The form.
pub async fn ask(
    State(app): State<App>,
    Administrator(session): Administrator,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let kind = Kind::by_word(&wanted.loai).map_or("thu-tuc", |kind| kind.word);
    Ok(page(&build(&app, &session, kind, vec![])))
}

fn build(app: &App, session: &Session, kind: &'static str, errors: Vec<FieldError>) -> Page {
    Page { shell: Shell::new(app, Some(session), "Nhập từ tệp", kind), errors, kind, found: None }
}

/// Tries a file, or carries out one that was tried.
pub async fn act(State(app): State<App>, Administrator(session): Administrator, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let kind = Kind::by_word(form.get("loai")).ok_or(Error::NotFound)?;
    let is_dry = form.get("viec") != "nhap";
    let file = if is_dry { chosen(&form) } else { kept(&app, &form).await };
    let (name, bytes) = match file {
        Ok(file) => file,
        Err(Error::Invalid(errors)) => {
            let page = build(&app, &session, kind.word, errors);
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page).into_response());
        }
        Err(other) => return Err(other.into()),
    };
    let Ok(text) = String::from_utf8(bytes.clone()) else {
        let error = "Tệp không phải là văn bản UTF-8. Xin lưu lại tệp với bảng mã UTF-8.";
        let errors = vec![FieldError { field: "tep".into(), message: error.into() }];
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &build(&app, &session, kind.word, errors)));
    };
    let hash = app.files(move |blobs| blobs.put(&bytes)).await?;
    let (inner, by) = (app.clone(), session.actor());
    let run = move || (kind.import)(&inner, (&name, &text), by, is_dry);
    let report = tokio::task::spawn_blocking(run).await.map_err(Error::fault)??;
    if !is_dry {
        app.refresh_house().await?;
    }
    let found = Some(Found { report, is_dry, kind, hash });
    Ok(page(&Page { found, ..build(&app, &session, kind.word, vec![]) }))
}

type File = (String, Vec<u8>);

fn chosen(form: &Fields) -> Result<File> {
    let file = form.files("tep").next().ok_or_else(|| Error::field("tep", "Chọn tệp để nhập."))?;
    if file.bytes.is_empty() {
        return Err(Error::field("tep", format!("Tệp “{}” trống.", file.name)));
    }
    if file.bytes.len() > LIMIT {
        return Err(Error::field("tep", format!("Tệp lớn hơn {} MB.", LIMIT / 1024 / 1024)));
    }
    Ok((file.name.clone(), file.bytes.to_vec()))
}

/// The file that was tried before, as it was kept then.
async fn kept(app: &App, form: &Fields) -> Result<File> {
    let hash = form.get("tep-da-xem").to_owned();
    let bytes = app.files(move |blobs| blobs.get(&hash)).await;
    let bytes = bytes.map_err(|error| match error {
        Error::NotFound => Error::field("tep", "Tệp đã xem không còn. Xin chọn lại."),
        other => other,
    })?;
    Ok((form.get("ten-tep").to_owned(), bytes))
}
