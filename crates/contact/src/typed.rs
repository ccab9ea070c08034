//! What forms of the public and of the desk have in common: who sends, codes, numbers of the register.

use base::{
    app::App,
    attachment,
    error::{Error, FieldError, Result},
    texts::Lang,
};
use domain::{
    dossier::event::FileRef,
    instant::{Instant, local},
    petition::sender::{Sender, Trace},
};
use kit::{
    db::{Tx, args},
    form::{Fields, File},
};

/// The longest line and the longest text taken, in characters.
pub const LINE: usize = 200;
/// The longest text.
pub const TEXT: usize = 20_000;

/// Who sends, as typed.
pub fn sender(form: &Fields) -> Sender {
    Sender {
        name: form.get("ho-ten").to_owned(),
        identity: form.get("so-dinh-danh").replace([' ', '.'], ""),
        phone: form.get("dien-thoai").replace([' ', '.'], ""),
        email: form.get("email").to_owned(),
        address: form.get("dia-chi").to_owned(),
    }
}

/// What is wrong with who sends and with what is said; `must_be_known` where NĐ 20/2008 Điều 7 is asked of the sender.
pub fn wrong(form: &Fields, lang: Lang, must_be_known: bool) -> Vec<FieldError> {
    let sender = sender(form);
    let mut errors = vec![];
    let mut note = |field: &str, message: String| errors.push(FieldError { field: field.into(), message });
    if form.get("tieu-de").is_empty() {
        note("tieu-de", lang.say("field-title"));
    }
    if form.get("noi-dung").is_empty() {
        note("noi-dung", lang.say("field-content"));
    }
    let lines = ["tieu-de", "ho-ten", "dia-chi", "dien-thoai", "email", "so-dinh-danh", "ho-so", "thu-tuc"];
    for (field, longest) in lines.map(|field| (field, LINE)).into_iter().chain([("noi-dung", TEXT)]) {
        if form.get(field).chars().count() > longest {
            note(field, lang.say_with("field-too-long", &[("longest", longest)]));
        }
    }
    let lacks = if must_be_known { sender.lacks() } else { vec![] };
    for trace in lacks {
        match trace {
            Trace::Name => note("ho-ten", lang.say("field-sender-name")),
            Trace::Address => note("dia-chi", lang.say("field-address")),
            _ => note("dien-thoai", lang.say("field-sender-reach")),
        }
    }
    let is_phone = (9..=12).contains(&sender.phone.len())
        && sender.phone.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+');
    if !sender.phone.is_empty() && !is_phone {
        note("dien-thoai", lang.say("field-phone"));
    }
    let is_email =
        sender.email.split_once('@').is_some_and(|(who, host)| who.len() >= 2 && host.contains('.'));
    if !sender.email.is_empty() && !is_email {
        note("email", lang.say("field-email"));
    }
    errors
}

/// How many files come with a petition at most.
pub const FILES: usize = 5;

/// The files chosen in the field `tep`, checked and kept. Their names stay outside: they may say who sent them, which the log may
/// not know.
pub async fn files(app: &App, form: &Fields, lang: Lang) -> Result<Vec<FileRef>> {
    let chosen: Vec<&File> = form.files("tep").filter(|file| !file.name.is_empty()).collect();
    if chosen.len() > FILES {
        return Err(Error::field("tep", lang.say_with("petition-files-too-many", &[("most", FILES)])));
    }
    let mut kept = vec![];
    for (place, file) in chosen.into_iter().enumerate() {
        let ending = file.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let file = attachment::keep(app, file, "tep", lang).await?;
        kept.push(FileRef { name: format!("tep-{}.{ending}", place + 1), ..file });
    }
    Ok(kept)
}

/// The next number of the register of `series` in the year of `at`, without gaps: `PAKN-2023-00001`.
pub fn number(tx: &mut Tx, series: &str, at: Instant) -> Result<String> {
    let year = local(at).year();
    let row = tx.one(
        "INSERT INTO counter (series, value) VALUES ($1, 1)
         ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value",
        args![format!("{series} {year}")],
    )?;
    let number: i64 = row.get(0)?;
    Ok(format!("{series}-{year}-{number:05}"))
}

/// Every word of `q` must occur in the column `folded`: the condition, with its arguments added to `args`.
pub fn words(q: &str, args: &mut Vec<kit::db::Value>) -> String {
    let folded = domain::text::fold(q);
    let mut sql = String::new();
    for word in folded.split_whitespace().take(8) {
        args.push(format!("%{word}%").into());
        sql.push_str(&format!(" AND folded LIKE ${}", args.len()));
    }
    sql
}

/// The moment that a field of kind `datetime-local` holds; nothing if it is empty.
pub fn moment(form: &Fields, field: &str) -> Result<Option<Instant>> {
    match form.get(field) {
        "" => Ok(None),
        typed => {
            let read = typed.parse().map(domain::instant::from_local);
            Ok(Some(read.map_err(|_| Error::field(field, "Ngày, giờ không đúng."))?))
        }
    }
}
