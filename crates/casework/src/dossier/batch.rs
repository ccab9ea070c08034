//! One deed over several dossiers of a worklist: each is done or refused by itself, and each has its line in the receipt.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
    page::{Shell, page, with_status},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::{DossierId, PersonId},
    people::{Actor, Role},
};
use kit::form::Fields;

use super::{
    act::turns,
    settle::{self, Deed},
    turn::{self, Turn},
};

/// How many dossiers one batch takes: a page of the list.
const AT_MOST: usize = super::list::PAGE;

/// A deed that may be done to several at once.
#[derive(Clone, Copy, Debug)]
pub struct BatchDeed {
    /// The word on the button.
    pub name: &'static str,
    /// The word that is sent.
    pub path: &'static str,
    /// What it asks besides the ticks.
    pub asks: Asks,
}

/// What a batch asks for once, for all that is ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// A reason, if one is taken up that is due later than another (C-03).
    Reason,
    /// The cause of the delay, its reason and the new day (Mẫu 04).
    Apology,
    /// Who gets it, and why.
    Person,
}

const TAKE: BatchDeed = BatchDeed { name: "Nhận xử lý", path: "nhan-xu-ly", asks: Asks::Reason };
const TRANSFER: BatchDeed = BatchDeed { name: "Chuyển xử lý", path: "chuyen", asks: Asks::Nothing };
const ADVANCE: BatchDeed =
    BatchDeed { name: "Chuyển bước, trình, phê duyệt", path: "chuyen-buoc", asks: Asks::Nothing };
const AGREE: BatchDeed = BatchDeed { name: "Đồng ý đề xuất", path: "dong-y", asks: Asks::Nothing };
const SIGN: BatchDeed = BatchDeed { name: "Ký phiếu xin lỗi", path: "xin-loi", asks: Asks::Apology };
const ASSIGN: BatchDeed = BatchDeed { name: "Phân công", path: "phan-cong", asks: Asks::Person };
const REASSIGN: BatchDeed = BatchDeed { name: "Giao lại", path: "giao-lai", asks: Asks::Person };

/// What `role` may do to several dossiers of the list named `part`.
pub fn deeds(role: Role, part: &str) -> &'static [BatchDeed] {
    match (role, part) {
        (Role::Receptionist, "") => &[TRANSFER],
        (Role::Handler | Role::Clerk, "cho-nhan") => &[TAKE],
        (Role::DivisionHead | Role::Leader, "cho-nhan") => &[ADVANCE, TAKE, ASSIGN],
        (Role::DivisionHead | Role::Leader, "don-vi") => &[REASSIGN],
        (Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk, "") => &[ADVANCE],
        (Role::Leader, "cho-ky") => &[AGREE, SIGN],
        _ => &[],
    }
}

/// One line of the receipt.
struct Done {
    id: DossierId,
    code: String,
    went_well: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "dossier/batch.html")]
struct Page {
    shell: Shell,
    deed: &'static str,
    lines: Vec<Done>,
    done: usize,
    /// What is wrong with what was asked once; nothing was done then.
    wrong: String,
}

/// Does the deed to every dossier that is ticked, and says of each what became of it.
pub async fn carry_out(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let wanted = [TAKE, TRANSFER, ADVANCE, AGREE, SIGN, ASSIGN, REASSIGN]
        .into_iter()
        .find(|deed| deed.path == form.get("viec"));
    let wanted = wanted.ok_or(Error::NotFound)?;
    let ticked: Vec<DossierId> = form.all("ho-so").filter_map(|id| id.parse().ok()).take(AT_MOST).collect();
    if ticked.is_empty() {
        return Err(Error::field("ho-so", "Đánh dấu ít nhất một hồ sơ.").into());
    }
    // What is asked once is read once, before anything is done.
    let deed = match read(wanted, &form) {
        Ok(deed) => deed,
        Err(Error::Invalid(errors)) => {
            let shell = Shell::new(&app, Some(&session), wanted.name, "viec-cua-toi");
            let wrong = errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join(" ");
            let page = Page { shell, deed: wanted.name, lines: vec![], done: 0, wrong };
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
        Err(other) => return Err(other.into()),
    };
    let mut lines = vec![];
    for id in ticked {
        lines.push(one(&app, session.actor(), id, &deed).await?);
    }
    Ok(receipt(&app, &session, wanted, lines))
}

fn receipt(app: &App, session: &base::session::Session, deed: BatchDeed, lines: Vec<Done>) -> Response {
    let shell = Shell::new(app, Some(session), deed.name, "viec-cua-toi");
    let done = lines.iter().filter(|line| line.went_well).count();
    page(&Page { shell, deed: deed.name, lines, done, wrong: String::new() })
}

/// Each in a transaction of its own: what is refused does not stop the rest.
async fn one(app: &App, by: Actor, id: DossierId, deed: &Wanted) -> Result<Done> {
    let (inner, now, deed) = (app.clone(), app.now(), deed.clone());
    let outcome = app
        .write(move |tx| {
            let shown = (id, dossier::load(tx, id)?.version);
            match &deed {
                Wanted::Deed(deed) => settle::carry_out(&inner, tx, by, shown, deed, now),
                Wanted::Turn(turn) => turn::carry_out(&inner, tx, by, shown, turn, now),
            }
        })
        .await;
    let code = |seen: &Seen| seen.code.clone().unwrap_or_else(|| dossier::draft_code(seen));
    match outcome {
        Ok(seen) => Ok(Done { id, code: code(&seen), went_well: true, words: seen.state.title().into() }),
        Err(error @ (Error::Refused(_) | Error::Stale | Error::Invalid(_))) => {
            let seen = app.read(move |tx| dossier::load(tx, id)).await?;
            Ok(Done { id, code: code(&seen), went_well: false, words: error.to_string() })
        }
        Err(Error::NotFound) => {
            Ok(Done {
                id, code: "…".into(), went_well: false, words: "Không tìm thấy hồ sơ này.".into()
            })
        }
        Err(other) => Err(other),
    }
}

/// What is done to each.
#[derive(Clone, Debug)]
enum Wanted {
    Deed(Deed),
    Turn(Turn),
}

fn read(deed: BatchDeed, form: &Fields) -> Result<Wanted> {
    let reason = form.get("ly-do").to_owned();
    let person = || {
        let person = form.number::<PersonId>("nguoi");
        person.ok_or_else(|| Error::field("nguoi", "Chọn người được giao."))
    };
    Ok(match deed.path {
        "nhan-xu-ly" => Wanted::Deed(Deed::Take { reason }),
        "chuyen" => Wanted::Deed(Deed::Transfer),
        "phan-cong" => Wanted::Deed(Deed::Assign { person: person()?, note: reason }),
        "giao-lai" => Wanted::Turn(Turn::Reassign { person: person()?, reason }),
        "dong-y" => Wanted::Turn(Turn::Agree),
        "xin-loi" => Wanted::Turn(turns::apology(form)?),
        _ => Wanted::Deed(Deed::Advance { note: String::new() }),
    })
}
