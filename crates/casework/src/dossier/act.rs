//! The forms of the dossier page: read, checked, carried out.

pub mod beside;
mod reader;
pub mod turns;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect},
};
use base::{
    app::App,
    attachment::{aside, keep},
    error::{Error, FieldError, Result},
    texts::Lang,
    visit::{Answer, Staff, must_be_own},
};
use domain::{
    dossier::{
        ReturnWay,
        event::{Draft, Handover, Outcome, RequestLine},
    },
    id::{DossierId, PersonId},
};
use kit::form::Fields;

use super::{
    receive::{self, Decision},
    settle::{self, Deed},
    show,
    turn::{self, Turn},
};

/// Carries out the deed named by the path.
pub async fn act(
    State(app): State<App>,
    Staff(session): Staff,
    Path((id, deed)): Path<(DossierId, String)>,
    form: Fields,
) -> Answer {
    must_be_own(&session, &form)?;
    let version = form.number("ban").ok_or(Error::NotFound)?;
    let done = match deed.as_str() {
        "tiep-nhan" | "bo-sung" | "tu-choi" => examine(&app, &session, (id, version), &deed, &form).await,
        other => match read(&app, id, other, &form).await {
            Ok(deed) => {
                let (inner, by, now) = (app.clone(), session.actor(), app.now());
                app.write(move |tx| match &deed {
                    Read::Deed(deed) => settle::carry_out(&inner, tx, by, (id, version), deed, now),
                    Read::Turn(turn) => turn::carry_out(&inner, tx, by, (id, version), turn, now),
                })
                .await
                .map(drop)
            }
            Err(error) => Err(error),
        },
    };
    let failed = |errors, refused| show::Failed { deed: deed.clone(), typed: form.clone(), errors, refused };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/lam-viec/ho-so/{id}")).into_response()),
        // What the law or the state does not allow is said on the dossier's own page, which shows its new state.
        Err(Error::Refused(refusal)) => {
            Ok(show::again(&app, &session, id, failed(vec![], Some(refusal))).await?)
        }
        Err(Error::Invalid(errors)) => Ok(show::again(&app, &session, id, failed(errors, None)).await?),
        Err(Error::Stale) => {
            let message = Error::Stale.to_string();
            let of_the_whole = vec![FieldError { field: "noi-dung".into(), message }];
            let mut response = show::again(&app, &session, id, failed(of_the_whole, None)).await?;
            *response.status_mut() = axum::http::StatusCode::CONFLICT;
            Ok(response)
        }
        Err(other) => Err(other.into()),
    }
}

async fn examine(
    app: &App,
    session: &base::session::Session,
    shown: settle::Shown,
    deed: &str,
    form: &Fields,
) -> Result<()> {
    let decision = match deed {
        "bo-sung" => {
            Decision::AskCompletion { lines: asked(form), reason: form.get("ly-do-bo-sung").to_owned() }
        }
        "tu-choi" => Decision::Decline(turns::ground_of(form, ["mau", "ly-do", "can-cu"])),
        _ => Decision::Accept,
    };
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    app.write(move |tx| receive::online(&inner, tx, by, shown, &decision, now)).await.map(drop)
}

/// The papers ticked as missing or not as they should be, each with the reason why it is verified if the store holds it; their
/// words are put in from the published list.
pub fn asked(form: &Fields) -> Vec<RequestLine> {
    form.all("thieu")
        .filter_map(|no| no.parse().ok())
        .map(|no: u16| RequestLine {
            paper: Some(no),
            verifies: form.get(format!("xac-minh-{no}")).to_owned(),
            ..RequestLine::default()
        })
        .collect()
}

/// What a form asks for.
enum Read {
    Deed(Deed),
    Turn(Turn),
}

async fn read(app: &App, id: DossierId, deed: &str, form: &Fields) -> Result<Read> {
    match turns::read(app, id, deed, form).await? {
        Some(turn) => Ok(Read::Turn(turn)),
        None => read_deed(app, deed, form).await.map(Read::Deed),
    }
}

async fn read_deed(app: &App, deed: &str, form: &Fields) -> Result<Deed> {
    let own = |name: &str| form.get(name).to_owned();
    Ok(match deed {
        "chuyen" => Deed::Transfer,
        "nhan-xu-ly" => Deed::Take { reason: own("ly-do-nhan") },
        "phan-cong" => {
            let person = form
                .number::<PersonId>("nguoi")
                .ok_or_else(|| Error::field("nguoi", "Chọn người được giao."))?;
            Deed::Assign { person, note: own("ghi-chu") }
        }
        "chuyen-buoc" => Deed::Advance { note: own("ghi-chu-buoc") },
        "du-thao" => {
            let opinion = match own("y-kien") {
                empty if empty.is_empty() => Err(Error::field("y-kien", "Ghi ý kiến đề xuất.")),
                opinion => Ok(opinion),
            };
            let file = match form.files("tep").next() {
                Some(file) => keep(app, file, "tep-du-thao", Lang::Vi).await.map(Some),
                None => Ok(None),
            };
            let (opinion, file) = both(opinion, file)?;
            Deed::Draft(Draft { opinion, file })
        }
        "tra-lai" => {
            let to = form.number("buoc").ok_or_else(|| Error::field("buoc", "Chọn bước nhận lại."));
            let reason = match own("ly-do-tra") {
                empty if empty.is_empty() => Err(Error::field("ly-do-tra", "Ghi lý do trả lại.")),
                reason => Ok(reason),
            };
            let (to, reason) = both(to, reason)?;
            Deed::SendBack { to, reason }
        }
        "ban-hanh" => Deed::Issue(outcome(app, form).await?),
        "tra-ket-qua" => Deed::HandOver(handover(form)?),
        _ => return Err(Error::NotFound),
    })
}

/// Two fields of a form; what is wrong with either is said at once.
pub fn both<A, B>(a: Result<A>, b: Result<B>) -> Result<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(Error::Invalid(mut a)), Err(Error::Invalid(b))) => {
            a.extend(b);
            Err(Error::Invalid(a))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// The result, from the fields of a form; every field that does not hold is named.
pub async fn outcome(app: &App, form: &Fields) -> Result<Outcome> {
    let mut errors = vec![];
    let mut wrong =
        |field: &str, message: &str| errors.push(FieldError { field: field.into(), message: message.into() });
    if form.get("so").is_empty() {
        wrong("so", "Ghi số và ký hiệu của kết quả.");
    }
    let dated_on = form.get("ngay").parse().ok();
    if dated_on.is_none() {
        wrong("ngay", "Ghi ngày ký, ví dụ 2023-08-29.");
    }
    let file = match form.files("tep").next() {
        Some(file) => keep(app, file, "tep-ket-qua", Lang::Vi).await,
        None => match aside(app, form, "tep", Lang::Vi).await {
            Ok(Some(file)) => Ok(file),
            Ok(None) | Err(Error::Invalid(_)) => Err(Error::field("tep-ket-qua", "Chọn tệp kết quả.")),
            Err(other) => Err(other),
        },
    };
    let words = dated_on.filter(|_| errors.is_empty()).ok_or(Error::Invalid(errors));
    let (dated_on, file) = both(words, file)?;
    Ok(Outcome { number: form.get("so").into(), dated_on, file })
}

/// Who took the result, from the fields of a form.
pub fn handover(form: &Fields) -> Result<Handover> {
    let mut errors = vec![];
    for (field, message) in
        [("nguoi-nhan", "Ghi họ tên người nhận."), ("giay-to-nguoi-nhan", "Ghi giấy tờ của người nhận.")]
    {
        if form.get(field).is_empty() {
            errors.push(FieldError { field: field.into(), message: message.into() });
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    Ok(Handover {
        collector: form.get("nguoi-nhan").into(),
        identity: form.get("giay-to-nguoi-nhan").into(),
        way: ReturnWay::by_name(form.get("cach")).unwrap_or(ReturnWay::Counter),
        receipt_taken_back: form.has("thu-giay-hen"),
    })
}
