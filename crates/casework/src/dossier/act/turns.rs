//! The forms of the dossier page off the straight way: read and checked.

use base::{
    app::App,
    attachment::{keep, take},
    dossier,
    error::{Error, FieldError, Result},
    texts::Lang,
};
use domain::{
    dossier::{
        Filing,
        duty::{Duty, Payment},
        event::{FileRef, Ground, RequestLine},
        extend::DelayCause,
        filing::FiledPaper,
        outgoing::{Delivery, Given},
        part::{Answer, PartKind, Verdict},
        proposal::Proposal,
        reopen::{ReopenCause, Reopening},
        stop::StopCause,
        verify::{Check, Loss},
    },
    id::{DossierId, PersonId, UnitId},
    instant::{Instant, from_local},
};
use jiff::civil::Date;
use kit::form::Fields;
use uuid::Uuid;

use super::{
    super::{
        choices,
        turn::{self, Turn, Wanted},
    },
    handover,
};

/// The turn that `deed` names, from its form; nothing if it names none.
pub async fn read(app: &App, id: DossierId, deed: &str, form: &Fields) -> Result<Option<Turn>> {
    let own = |name: &str| form.get(name).to_owned();
    Ok(Some(match deed {
        "yeu-cau-bo-sung" => Turn::RequestSupplement { lines: lines(form), reason: own("ly-do-yc") },
        "trinh-bo-sung" => Turn::Propose(Box::new(Wanted::Supplement {
            lines: lines(form),
            reason: own("ly-do-yc"),
            ground: own("can-cu-them"),
        })),
        "trinh-tu-choi" => propose(Proposal::Refuse { ground: ground(form, "tc") }),
        "trinh-dung" => propose(Proposal::Stop { cause: stop_cause(form)?, ground: ground(form, "dung") }),
        "trinh-hen-lai" => propose(Proposal::Extend {
            cause: delay_cause(form, "hl")?,
            reason: needed(form, "ly-do-hl", "Ghi lý do người nộp đọc được.")?,
            new_due_at: moment(form, "hen-moi-hl")?,
        }),
        "xin-loi" => apology(form)?,
        "dong-y" => Turn::Agree,
        "khong-dong-y" => {
            Turn::Reject { reason: needed(form, "ly-do-kdy", "Ghi lý do không đồng ý.")? }
        }
        "nhan-bo-sung" => Turn::Supplement { filing: Box::new(supplied(app, id, form, Lang::Vi).await?) },
        "nghia-vu" => Turn::RequireDuty(duty(form)?),
        "da-nop-tien" => Turn::ConfirmDuty(payment(app, form).await?),
        "phoi-hop" => open_part(form)?,
        "nhan-phan-viec" => Turn::ConfirmPart { no: part_no(form)? },
        "tra-loi-phan-viec" => answer(app, form).await?,
        "tham-tra" => Turn::Verify(check(app, form).await?),
        "giao-lai" => Turn::Reassign {
            person: form
                .number::<PersonId>("nguoi-gl")
                .ok_or_else(|| Error::field("nguoi-gl", "Chọn người nhận."))?,
            reason: needed(form, "ly-do-gl", "Ghi lý do giao lại.")?,
        },
        "hoan-tac" => Turn::Undo { reason: needed(form, "ly-do-ht", "Ghi lý do hoàn tác.")? },
        "rut" => Turn::Withdraw { reason: needed(form, "ly-do-rut", "Ghi lý do người nộp nêu.")? },
        "tra-ho-so" => Turn::ReturnPapers(handover(form)?),
        "bao-nhan" => Turn::RemindCollection {
            note: needed(form, "noi-dung-bn", "Ghi cách báo: gọi điện, nhắn tin, thư.")?,
            by_post: form.get("loai-bn") == "buu-chinh",
        },
        "mat-giay-to" => Turn::RecordLoss(Loss {
            paper: needed(form, "giay-to-mat", "Ghi giấy tờ bị mất, hỏng.")?,
            content: needed(form, "su-viec", "Ghi sự việc.")?,
            remedy: needed(form, "khac-phuc", "Ghi cách khắc phục, ai chịu chi phí.")?,
        }),
        "giao-phieu" => Turn::GiveLetter(Given {
            seq: form.number("phieu-giao").ok_or_else(|| Error::field("phieu-giao", "Chọn phiếu, tin."))?,
            way: Delivery::by_name(form.get("cach-giao"))
                .ok_or_else(|| Error::field("cach-giao", "Chọn cách giao."))?,
            on: day(form, "ngay-giao")?,
        }),
        "mo-lai" => reopen(form)?,
        _ => return Ok(None),
    }))
}

/// The letter of apology that is signed: cause, reason and the new day.
pub fn apology(form: &Fields) -> Result<Turn> {
    Ok(Turn::Apologise {
        cause: delay_cause(form, "xl")?,
        reason: needed(form, "ly-do-xl", "Ghi lý do người nộp đọc được.")?,
        new_due_at: moment(form, "hen-moi-xl")?,
    })
}

fn propose(proposal: Proposal) -> Turn {
    Turn::Propose(Box::new(Wanted::Other(proposal)))
}

fn needed(form: &Fields, field: &str, message: &str) -> Result<String> {
    let text = form.get(field);
    if text.is_empty() { Err(Error::field(field, message)) } else { Ok(text.to_owned()) }
}

/// The lines of a request: the papers ticked, and one that a rule asks for.
fn lines(form: &Fields) -> Vec<RequestLine> {
    let mut lines: Vec<RequestLine> = form
        .all("thieu-yc")
        .filter_map(|no| no.parse().ok())
        .map(|no: u16| RequestLine {
            paper: Some(no),
            verifies: form.get(format!("xac-minh-{no}")).to_owned(),
            ..RequestLine::default()
        })
        .collect();
    if form.has("noi-dung-khac") || form.has("can-cu-khac") {
        lines.push(RequestLine {
            paper: None,
            text: form.get("noi-dung-khac").to_owned(),
            basis: form.get("can-cu-khac").to_owned(),
            verifies: String::new(),
        });
    }
    lines
}

/// A ground: chosen from the library, or written.
fn ground(form: &Fields, of: &str) -> Ground {
    let fields = ["mau", "ly-do", "can-cu"].map(|field| format!("{field}-{of}"));
    ground_of(form, fields.each_ref().map(String::as_str))
}

/// A ground of the fields for the library, the reason and the basis: chosen, chosen with words of one's own, or written.
pub fn ground_of(form: &Fields, [library, reason, basis]: [&str; 3]) -> Ground {
    let chosen = form.get(library).split_once('|');
    let (reason, basis) = (form.get(reason).to_owned(), form.get(basis).to_owned());
    match chosen {
        Some((known, rule)) => {
            let both = format!("{known} {reason}");
            turn::ground(&both, if basis.is_empty() { rule } else { &basis })
        }
        None => turn::ground(&reason, &basis),
    }
}

fn stop_cause(form: &Fields) -> Result<StopCause> {
    StopCause::by_name(form.get("nguyen-nhan-dung"))
        .ok_or_else(|| Error::field("nguyen-nhan-dung", "Chọn nguyên nhân dừng."))
}

fn delay_cause(form: &Fields, of: &str) -> Result<DelayCause> {
    let field = format!("nguyen-nhan-{of}");
    DelayCause::by_name(form.get(&field)).ok_or_else(|| Error::field(&field, "Chọn nguyên nhân chậm."))
}

fn moment(form: &Fields, field: &str) -> Result<Instant> {
    let at = form.get(field).parse().map(from_local);
    at.map_err(|_| Error::field(field, "Ghi ngày và giờ, ví dụ 2023-09-12T16:00."))
}

fn day(form: &Fields, field: &str) -> Result<Date> {
    form.get(field).parse().map_err(|_| Error::field(field, "Ghi ngày, ví dụ 2023-08-29."))
}

/// The filing with what was supplied now: each line of the request has fields of its own, see [`choices::answerable`].
pub async fn supplied(app: &App, id: DossierId, form: &Fields, lang: Lang) -> Result<Filing> {
    let (mut filing, request) = app
        .read(move |tx| {
            let seen = dossier::load(tx, id)?;
            Ok((dossier::filing(tx, id)?, turn::last_request(tx, &seen)?))
        })
        .await?;
    let mut errors = vec![];
    for (line, answer) in request.lines.iter().zip(choices::answerable(&request)) {
        let field = answer.field;
        let mut files = vec![];
        for file in form.files(&field) {
            match keep(app, file, &field, lang).await {
                Ok(file) => files.push(file),
                Err(Error::Invalid(wrong)) => errors.extend(wrong),
                Err(other) => return Err(other),
            }
        }
        let sheets = form.number::<u16>(&answer.sheets).unwrap_or(0);
        if files.is_empty() && sheets == 0 {
            errors.push(FieldError {
                field,
                message: lang.say_with("supply-missing", &[("paper", short(&line.text).as_str())]),
            });
            continue;
        }
        add(&mut filing, line, files, sheets);
    }
    if errors.is_empty() { Ok(filing) } else { Err(Error::Invalid(errors)) }
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

fn add(filing: &mut Filing, line: &RequestLine, files: Vec<FileRef>, sheets: u16) {
    let is_meant = |paper: &&mut FiledPaper| match line.paper {
        Some(item) => paper.item == Some(item),
        None => paper.item.is_none() && paper.name == line.text,
    };
    match filing.papers.iter_mut().find(is_meant) {
        Some(paper) => {
            paper.originals = paper.originals.saturating_add(sheets);
            paper.files.extend(files);
        }
        None => filing.papers.push(FiledPaper {
            item: line.paper,
            name: line.text.clone(),
            originals: sheets,
            files,
            ..FiledPaper::default()
        }),
    }
}

fn duty(form: &Fields) -> Result<Duty> {
    let amount = form.get("so-tien").replace(['.', ' '], "");
    Ok(Duty {
        what: needed(form, "nghia-vu-gi", "Ghi nghĩa vụ tài chính.")?,
        document: needed(form, "so-phieu", "Ghi số phiếu chuyển thông tin.")?,
        sent_on: day(form, "ngay-phieu")?,
        amount: if amount.is_empty() {
            None
        } else {
            Some(
                amount
                    .parse()
                    .map_err(|_| Error::field("so-tien", "Ghi số tiền bằng chữ số, ví dụ 1.250.000."))?,
            )
        },
        pay_by: None,
    })
}

async fn payment(app: &App, form: &Fields) -> Result<Payment> {
    Ok(Payment {
        document: needed(form, "so-chung-tu", "Ghi số chứng từ.")?,
        paid_on: day(form, "ngay-nop-tien")?,
        file: take(app, form, "tep-chung-tu").await?,
    })
}

fn open_part(form: &Fields) -> Result<Turn> {
    let unit: Uuid = form.number("don-vi-ph").ok_or_else(|| Error::field("don-vi-ph", "Chọn đơn vị."))?;
    let hours: i64 = form
        .number("gio-ph")
        .filter(|hours| (1..=2_000).contains(hours))
        .ok_or_else(|| Error::field("gio-ph", "Ghi số giờ làm việc, ví dụ 16."))?;
    Ok(Turn::OpenPart {
        kind: PartKind::by_name(form.get("loai-ph")).unwrap_or(PartKind::Opinion),
        unit: UnitId(unit),
        task: needed(form, "noi-dung-ph", "Ghi nội dung đề nghị.")?,
        minutes: hours * 60,
        after: form.all("sau-phan").filter_map(|no| no.parse().ok()).collect(),
    })
}

fn part_no(form: &Fields) -> Result<u16> {
    form.number("phan").ok_or(Error::NotFound)
}

async fn answer(app: &App, form: &Fields) -> Result<Turn> {
    let answer = Answer {
        verdict: Verdict::by_name(form.get("y-kien-ph")),
        content: needed(form, "tra-loi-ph", "Ghi nội dung trả lời.")?,
        file: take(app, form, "tep-ph").await?,
    };
    Ok(Turn::AnswerPart { no: part_no(form)?, answer })
}

async fn check(app: &App, form: &Fields) -> Result<Check> {
    Ok(Check {
        at: moment(form, "luc-tt")?,
        place: needed(form, "noi-tt", "Ghi nơi thẩm tra.")?,
        persons: needed(form, "nguoi-tt", "Ghi những người tham gia.")?,
        content: needed(form, "noi-dung-tt", "Ghi nội dung, kết quả.")?,
        file: take(app, form, "tep-tt").await?,
    })
}

fn reopen(form: &Fields) -> Result<Turn> {
    let step = form.number("buoc-ml").ok_or_else(|| Error::field("buoc-ml", "Chọn bước."))?;
    Ok(Turn::Reopen {
        reopening: Reopening {
            cause: ReopenCause::by_name(form.get("nguyen-nhan-ml")).unwrap_or(ReopenCause::Correction),
            reason: needed(form, "ly-do-ml", "Ghi lý do mở lại.")?,
            decision: form.get("quyet-dinh-ml").to_owned(),
            due_at: Some(moment(form, "hen-ml")?),
            warn_at: None,
        },
        step,
    })
}
