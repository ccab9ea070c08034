//! The forms of the dossier page off the straight way: read and checked.

use base::{
    app::App,
    attachment::keep,
    dossier,
    error::{Error, FieldError, Result},
    texts::Lang,
};
use domain::{
    dossier::{
        Filing,
        duty::{Duty, Payment},
        event::{FileRef, Ground, RequestLine},
        filing::FiledPaper,
        outgoing::{Delivery, Given},
        part::{Answer, PartKind, Verdict},
        proposal::Proposal,
        reopen::{ReopenCause, Reopening},
        verify::{Check, Loss},
    },
    id::{DossierId, UnitId},
    instant::from_local,
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
    reader::Reader,
};

/// The turn that `deed` names, from its form; nothing if it names none. Everything that is wrong with the form is said at once.
pub async fn read(app: &App, id: DossierId, deed: &str, form: &Fields) -> Result<Option<Turn>> {
    let mut reader = Reader { form, deed, errors: vec![] };
    let turn = turn(app, id, &mut reader).await?;
    if reader.errors.is_empty() { Ok(turn) } else { Err(Error::Invalid(reader.errors)) }
}

/// What is read where a field is wrong stands for nothing: [`read`] gives it to nobody.
async fn turn(app: &App, id: DossierId, r: &mut Reader<'_>) -> Result<Option<Turn>> {
    Ok(Some(match r.deed {
        "yeu-cau-bo-sung" => Turn::RequestSupplement { lines: r.lines(), reason: r.reason() },
        "trinh-bo-sung" => Turn::Propose(Box::new(Wanted::Supplement {
            lines: r.lines(),
            reason: r.reason(),
            ground: r.needed("can-cu-them", "Ghi vì sao phải yêu cầu thêm."),
        })),
        "trinh-tu-choi" => propose(Proposal::Refuse { ground: r.ground("tc") }),
        "trinh-dung" => propose(Proposal::Stop { cause: r.stop_cause(), ground: r.ground("dung") }),
        "trinh-hen-lai" => propose(Proposal::Extend {
            cause: r.delay_cause("hl"),
            reason: r.needed("ly-do-hl", "Ghi lý do người nộp đọc được."),
            new_due_at: r.moment("hen-moi-hl"),
        }),
        "xin-loi" => r.apology(),
        "dong-y" => Turn::Agree,
        "khong-dong-y" => Turn::Reject { reason: r.needed("ly-do-kdy", "Ghi lý do không đồng ý.") },
        "nhan-bo-sung" => Turn::Supplement { filing: Box::new(supplied(app, id, r.form, Lang::Vi).await?) },
        "nghia-vu" => Turn::RequireDuty(duty(app, r).await?),
        "thu-hoi-yeu-cau" => Turn::CancelRequest { reason: r.needed("ly-do-thyc", "Ghi lý do thu hồi.") },
        "nguyen-nhan" => Turn::Explain {
            cause: r.delay_cause("qh"),
            reason: r.needed("ly-do-qh", "Ghi cụ thể nguyên nhân."),
        },
        "da-nop-tien" => Turn::ConfirmDuty(payment(app, r).await?),
        "phoi-hop" | "nhan-phan-viec" | "tra-loi-phan-viec" | "thu-hoi-phan" | "tu-choi-phan"
        | "giao-lai-phan" => part(app, r).await?,
        "tham-tra" => Turn::Verify(check(app, r).await?),
        "giao-lai" => Turn::Reassign {
            person: r.person("nguoi-gl"),
            reason: r.needed("ly-do-gl", "Ghi lý do giao lại."),
        },
        "hoan-tac" => Turn::Undo { reason: r.needed("ly-do-ht", "Ghi lý do hoàn tác.") },
        "rut" => Turn::Withdraw { reason: r.needed("ly-do-rut", "Ghi lý do người nộp nêu.") },
        "tra-ho-so" => Turn::ReturnPapers(handover(r.form)?),
        "bao-nhan" => Turn::RemindCollection {
            note: r.needed("noi-dung-bn", "Ghi cách báo: gọi điện, nhắn tin, thư."),
            by_post: r.form.get("loai-bn") == "buu-chinh",
        },
        "mat-giay-to" => Turn::RecordLoss(Loss {
            paper: r.needed("giay-to-mat", "Ghi giấy tờ bị mất, hỏng."),
            content: r.needed("su-viec", "Ghi sự việc."),
            remedy: r.needed("khac-phuc", "Ghi cách khắc phục, ai chịu chi phí."),
        }),
        "giao-phieu" => {
            let way = Delivery::by_name(r.form.get("cach-giao"));
            Turn::GiveLetter(Given {
                seq: r.or(r.form.number("phieu-giao"), "phieu-giao", "Chọn phiếu, tin.", 0),
                way: r.or(way, "cach-giao", "Chọn cách giao.", Delivery::Counter),
                on: r.day("ngay-giao"),
            })
        }
        "mo-lai" => reopen(r),
        _ => return Ok(None),
    }))
}

/// The letter of apology that is signed: cause, reason and the new day.
pub fn apology(form: &Fields) -> Result<Turn> {
    let mut reader = Reader { form, deed: "xin-loi", errors: vec![] };
    let turn = reader.apology();
    if reader.errors.is_empty() { Ok(turn) } else { Err(Error::Invalid(reader.errors)) }
}

fn propose(proposal: Proposal) -> Turn {
    Turn::Propose(Box::new(Wanted::Other(proposal)))
}

/// The papers ticked, and one that a rule asks for.
pub(super) fn lines(form: &Fields) -> Vec<RequestLine> {
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
pub(super) fn ground(form: &Fields, of: &str) -> Ground {
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

async fn duty(app: &App, r: &mut Reader<'_>) -> Result<Duty> {
    let amount = r.form.get("so-tien").replace(['.', ' '], "");
    let known = amount.parse().ok();
    if known.is_none() && !amount.is_empty() {
        r.wrong("so-tien", "Ghi số tiền bằng chữ số, ví dụ 1.250.000.");
    }
    let sent_on = r.day("ngay-phieu");
    // All of the last day is left for it; people pay through their banks, too.
    let pay_by = r.form.has("han-nop").then(|| r.day("han-nop"));
    if pay_by.is_some_and(|by| by < sent_on && by != Date::ZERO) {
        r.wrong("han-nop", "Ngày phải nộp không thể trước ngày chuyển.");
    }
    Ok(Duty {
        what: r.needed("nghia-vu-gi", "Ghi nghĩa vụ tài chính."),
        document: r.needed("so-phieu", "Ghi số phiếu chuyển thông tin."),
        sent_on,
        amount: known,
        pay_by: pay_by.map(|by| from_local(by.at(23, 59, 0, 0))),
        file: r.file(app, "tep-nghia-vu").await?,
    })
}

async fn payment(app: &App, r: &mut Reader<'_>) -> Result<Payment> {
    Ok(Payment {
        document: r.needed("so-chung-tu", "Ghi số chứng từ."),
        paid_on: r.day("ngay-nop-tien"),
        file: r.file(app, "tep-chung-tu").await?,
    })
}

async fn part(app: &App, r: &mut Reader<'_>) -> Result<Turn> {
    Ok(match r.deed {
        "phoi-hop" => open_part(r),
        "nhan-phan-viec" => Turn::ConfirmPart { no: part_no(r.form)? },
        "tra-loi-phan-viec" => answer(app, r).await?,
        "thu-hoi-phan" => {
            Turn::CancelPart { no: part_no(r.form)?, reason: r.needed("ly-do-thp", "Ghi lý do thu hồi.") }
        }
        "tu-choi-phan" => Turn::DeclinePart {
            no: part_no(r.form)?,
            reason: r.needed("ly-do-tcp", "Ghi lý do từ chối."),
        },
        _ => Turn::ReassignPart {
            no: part_no(r.form)?,
            person: r.person("nguoi-glp"),
            reason: r.needed("ly-do-glp", "Ghi lý do giao lại."),
        },
    })
}

fn open_part(r: &mut Reader) -> Turn {
    let unit = r.or(r.form.number("don-vi-ph"), "don-vi-ph", "Chọn đơn vị.", Uuid::nil());
    let hours: Option<i64> = r.form.number("gio-ph").filter(|hours| (1..=2_000).contains(hours));
    Turn::OpenPart {
        kind: PartKind::by_name(r.form.get("loai-ph")).unwrap_or(PartKind::Opinion),
        unit: UnitId(unit),
        task: r.needed("noi-dung-ph", "Ghi nội dung đề nghị."),
        minutes: r.or(hours, "gio-ph", "Ghi số giờ làm việc, ví dụ 16.", 0) * 60,
        after: r.form.all("sau-phan").filter_map(|no| no.parse().ok()).collect(),
    }
}

fn part_no(form: &Fields) -> Result<u16> {
    form.number("phan").ok_or(Error::NotFound)
}

async fn answer(app: &App, r: &mut Reader<'_>) -> Result<Turn> {
    let answer = Answer {
        verdict: Verdict::by_name(r.form.get("y-kien-ph")),
        content: r.needed("tra-loi-ph", "Ghi nội dung trả lời."),
        file: r.file(app, "tep-ph").await?,
    };
    Ok(Turn::AnswerPart { no: part_no(r.form)?, answer })
}

async fn check(app: &App, r: &mut Reader<'_>) -> Result<Check> {
    Ok(Check {
        at: r.moment("luc-tt"),
        place: r.needed("noi-tt", "Ghi nơi thẩm tra."),
        persons: r.needed("nguoi-tt", "Ghi những người tham gia."),
        content: r.needed("noi-dung-tt", "Ghi nội dung, kết quả."),
        file: r.file(app, "tep-tt").await?,
    })
}

fn reopen(r: &mut Reader) -> Turn {
    Turn::Reopen {
        step: r.or(r.form.number("buoc-ml"), "buoc-ml", "Chọn bước.", 0),
        reopening: Reopening {
            cause: ReopenCause::by_name(r.form.get("nguyen-nhan-ml")).unwrap_or(ReopenCause::Correction),
            reason: r.needed("ly-do-ml", "Ghi lý do mở lại."),
            decision: r.form.get("quyet-dinh-ml").to_owned(),
            due_at: Some(r.moment("hen-ml")),
            warn_at: None,
        },
    }
}
