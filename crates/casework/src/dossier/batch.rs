//! One deed over several dossiers of a worklist: each is done or refused by itself, and each has its line in the receipt.

use askama::Template;
use axum::{extract::State, response::Response};
use base::{
    app::App,
    dossier::{self, Seen},
    error::{Error, Result},
    page::{Shell, page},
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    id::DossierId,
    instant::Instant,
    people::{Actor, Role},
};
use kit::{db::Tx, form::Fields};

use super::{
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
    /// Whether a reason may be asked for: taking up one that is due later than another needs one (C-03).
    pub may_need_reason: bool,
}

const TAKE: BatchDeed = BatchDeed { name: "Nhận xử lý", path: "nhan-xu-ly", may_need_reason: true };
const TRANSFER: BatchDeed = BatchDeed { name: "Chuyển xử lý", path: "chuyen", may_need_reason: false };
const ADVANCE: BatchDeed =
    BatchDeed { name: "Chuyển bước, trình, phê duyệt", path: "chuyen-buoc", may_need_reason: false };
const AGREE: BatchDeed =
    BatchDeed { name: "Đồng ý đề xuất", path: "dong-y", may_need_reason: false };

/// What `role` may do to several dossiers of the list named `part`.
pub fn deeds(role: Role, part: &str) -> &'static [BatchDeed] {
    match (role, part) {
        (Role::Receptionist, "") => &[TRANSFER],
        (Role::Handler | Role::Clerk, "cho-nhan") => &[TAKE],
        (Role::DivisionHead | Role::Leader, "cho-nhan") => &[ADVANCE, TAKE],
        (Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk, "") => &[ADVANCE],
        (Role::Leader, "cho-ky") => &[AGREE],
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
}

/// Does the deed to every dossier that is ticked, and says of each what became of it.
pub async fn carry_out(State(app): State<App>, Staff(session): Staff, form: Fields) -> Answer {
    must_be_own(&session, &form)?;
    let wanted = [TAKE, TRANSFER, ADVANCE, AGREE].into_iter().find(|deed| deed.path == form.get("viec"));
    let wanted = wanted.ok_or(Error::NotFound)?;
    let ticked: Vec<DossierId> = form.all("ho-so").filter_map(|id| id.parse().ok()).take(AT_MOST).collect();
    if ticked.is_empty() {
        return Err(Error::field("ho-so", "Đánh dấu ít nhất một hồ sơ.").into());
    }
    let reason = form.get("ly-do").to_owned();
    let mut lines = vec![];
    for id in ticked {
        lines.push(one(&app, session.actor(), id, wanted, &reason).await?);
    }
    Ok(receipt(&app, &session, wanted, lines))
}

fn receipt(app: &App, session: &base::session::Session, deed: BatchDeed, lines: Vec<Done>) -> Response {
    let shell = Shell::new(app, Some(session), deed.name, "viec-cua-toi");
    let done = lines.iter().filter(|line| line.went_well).count();
    page(&Page { shell, deed: deed.name, lines, done })
}

/// Each in a transaction of its own: what is refused does not stop the rest.
async fn one(app: &App, by: Actor, id: DossierId, deed: BatchDeed, reason: &str) -> Result<Done> {
    let (inner, now, reason) = (app.clone(), app.now(), reason.to_owned());
    let outcome = app.write(move |tx| act(&inner, tx, by, id, (deed, &reason), now)).await;
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

fn act(
    app: &App,
    tx: &mut Tx,
    by: Actor,
    id: DossierId,
    (deed, reason): (BatchDeed, &str),
    now: Instant,
) -> Result<Seen> {
    let version = dossier::load(tx, id)?.version;
    let shown = (id, version);
    match deed.path {
        "nhan-xu-ly" => {
            let take = Deed::Take { reason: reason.to_owned() };
            settle::carry_out(app, tx, by, shown, &take, now)
        }
        "chuyen" => settle::carry_out(app, tx, by, shown, &Deed::Transfer, now),
        "dong-y" => turn::carry_out(app, tx, by, shown, &Turn::Agree, now),
        _ => settle::carry_out(app, tx, by, shown, &Deed::Advance { note: String::new() }, now),
    }
}
