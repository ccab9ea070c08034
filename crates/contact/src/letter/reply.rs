//! The answer to who sent a petition, as a letter (Quy chế 1267 Điều 4.1.e; NĐ 20/2008 Điều 19; row C-56): signed by the head of
//! who answers, told by e-mail, found by the sender with the code.

use axum::extract::{Path, State};
use base::{
    app::App,
    error::{Error, FieldError, Result},
    letter as words, notice,
    visit::{Answer, Caller, Reader, Staff, must_not_guess},
};
use domain::{
    id::{PetitionId, UnitId},
    instant::{Instant, local_date},
    notice::{NoticeKind, is_address},
    org::UnitKind,
    people::Actor,
    petition::{
        PetitionEvent, ReplyWay, letter,
        right::PetitionDeed,
        sender::{Sender, masked},
    },
    reaction,
    refusal::Refusal,
};
use kit::{
    clock,
    db::{Tx, args},
    form::Fields,
    queue::{self, Job, Outcome},
};
use serde_json::json;

use super::{
    file,
    store::{self, Letter},
};
use crate::petition::{
    store::{self as petitions, Seen},
    track,
};

/// The unit whose letter the answer is: the Centre where the petition names none.
fn unit_of(app: &App, seen: &Seen) -> Result<UnitId> {
    let house = app.house();
    let today = local_date(app.now());
    let centre = || house.serving(UnitKind::Centre, today).map(|centre| centre.id);
    seen.petition.letter_of().or_else(centre).ok_or(Error::NotFound)
}

/// The petition whose answer it is: its own, or that of the one it was joined to.
fn lead(tx: &mut Tx, seen: &Seen) -> Result<Seen> {
    match seen.petition.head {
        Some(head) => petitions::load(tx, head),
        None => Ok(seen.clone()),
    }
}

/// Signs the letter with the answer to `seen`: it gets its number, and the sender is told where there is an address. Refuses who
/// may not, and where nobody knows whom to write to.
pub fn sign(app: &App, tx: &mut Tx, seen: &Seen, by: Actor, now: Instant) -> Result<()> {
    if !seen.petition.may(&by, PetitionDeed::Sign) {
        return Err(Refusal::ContactNotYours.into());
    }
    let sender = petitions::sender(tx, seen.id)?;
    if sender.is_anonymous() {
        return Err(Refusal::NobodyToWriteTo.into());
    }
    let (id, unit) = (clock::id(now), unit_of(app, seen)?);
    let (number, signing) = store::signing(tx, unit, by, now)?;
    let mut values = args![id, unit.0, seen.id.0, now];
    values.extend(signing);
    // Of two who sign at once the second is told.
    let made = tx.execute(
        "INSERT INTO contact_letter (id, kind, unit_id, petition_id, drafted_at, signed_at, signer_id, year, number, proof)
         VALUES ($1, 'reply', $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        values,
    )?;
    if made == 0 {
        return Err(Error::Stale);
    }
    let letter = letter::Signed { number, unit };
    petitions::record(app, tx, seen, PetitionEvent::LetterSigned { letter }, by, now)?;
    queue::enqueue(tx, reaction::PETITION_LETTER, &json!({ "letter": id }), now);
    if is_address(&sender.email) {
        let is_given = is_given(tx, seen)?;
        notice::leave_for_sender(app, tx, seen.id, &news(app, (&seen.petition.code, is_given), now), now)?;
    }
    Ok(())
}

/// Whether the letter, which names the sender, is given to who knows code and number: never where the sender is protected, for
/// there the one complained about may know the code.
pub fn is_given(tx: &mut Tx, seen: &Seen) -> Result<bool> {
    Ok(!seen.petition.is_protected() && !lead(tx, seen)?.petition.is_protected())
}

/// What the e-mail says: that there is an answer and where. Not what, nor to whom.
fn news(app: &App, (code, is_given): (&str, bool), now: Instant) -> notice::News {
    let letter = if is_given {
        "Tải công văn thì ghi đủ số điện thoại hoặc địa chỉ email đã để lại."
    } else {
        "Công văn có tên người gửi nên không tải được trên mạng; ông/bà nhận qua bưu điện hoặc trực tiếp."
    };
    notice::News {
        kind: NoticeKind::Reply,
        about: "reply".into(),
        subject: format!("Trả lời phản ánh, kiến nghị {code}"),
        text: format!(
            "Kính gửi ông/bà,\n\nPhản ánh, kiến nghị {code} đã được trả lời bằng văn bản. Xin xem câu trả lời tại:\n\
             {}/phan-anh/tra-cuu?ma={code}\n\nÔng/bà cần 4 số cuối của số điện thoại đã ghi khi gửi; chỉ để lại email thì ghi 4 ký \
             tự đầu của email. {letter}",
            app.public_url
        ),
        until: notice::until(now),
    }
}

/// The job that notes in the register what became of the e-mail; done twice, it does nothing the second time.
pub async fn sent(app: App, job: Job) -> Outcome {
    let text = |field: &str| job.payload.get(field).and_then(|id| id.as_str()).unwrap_or_default();
    let id: PetitionId = text("petition").parse().map_err(Error::fault)?;
    let notice = text("notice").parse().map_err(Error::fault)?;
    let turn = job.payload.get("turn").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let has_arrived = job.payload.get("arrived").and_then(serde_json::Value::as_bool).unwrap_or_default();
    let (inner, now) = (app.clone(), app.now());
    let noted = app.write(move |tx| {
        if !notice::is_untold(tx, notice, turn)? {
            return Ok(());
        }
        let seen = petitions::load(tx, id)?;
        let way = ReplyWay::Email;
        let event = if has_arrived {
            PetitionEvent::Delivered {
                way, sent_at: now, text: "Máy chủ thư đã nhận để chuyển.".into()
            }
        } else {
            let text = "Thư không gửi được đến địa chỉ đã ghi. Xin trả lời bằng cách khác.".into();
            PetitionEvent::Undelivered { way, text }
        };
        petitions::record(&inner, tx, &seen, event, Actor::System, now)
    });
    Ok(noted.await?)
}

/// What the letter says, as its template reads it.
pub fn facts(
    app: &App,
    tx: &mut Tx,
    id: PetitionId,
    letter: Option<&Letter>,
    now: Instant,
) -> Result<serde_json::Value> {
    let seen = petitions::load(tx, id)?;
    let draft = drafted(app, &seen, now)?;
    let letter = letter.unwrap_or(&draft);
    let house = app.house();
    let unit = house.unit(letter.unit)?;
    let lead = lead(tx, &seen)?;
    let reply = lead.petition.reply.as_ref().ok_or(Error::NotFound)?;
    let sender = petitions::sender(tx, id)?;
    // What was answered to several names nobody else of them.
    let others: Vec<Sender> =
        petitions::senders(tx, lead.id)?.into_iter().filter(|other| *other != sender).collect();
    let text = masked(&reply.text, &others);
    let answered_by = lead.petition.unit.map(|unit| house.unit_name(unit).to_owned());
    let answered_by = answered_by.unwrap_or_else(|| lead.petition.outside.clone());
    let is_relayed = !answered_by.is_empty() && lead.petition.unit != Some(letter.unit);
    let centre = house
        .serving(UnitKind::Centre, local_date(letter.signed.as_ref().map_or(now, |signed| signed.at)))
        .filter(|centre| centre.id != letter.unit)
        .map(domain::org::Unit::name);
    // Where it is relayed, who answered may not know the sender, or not that others said the same.
    let centre = centre.filter(|_| !is_relayed);
    let copies: Vec<String> = [
        Some("Như trên;".to_owned()),
        centre.map(|centre| format!("{centre};")),
        Some("Lưu: VT.".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (to, you) = addressed(sender.name.trim());
    let more = json!({
        "title": "Công văn trả lời phản ánh, kiến nghị",
        "about": "trả lời phản ánh, kiến nghị",
        "to": to,
        "you": you,
        "address": sender.address.trim(),
        "petition": seen.petition.code,
        "subject": seen.petition.title.trim_end_matches('.'),
        "received": words::day(seen.petition.received_at),
        "relayed": if is_relayed { answered_by.as_str() } else { "" },
        "copies": copies,
        "paragraphs": file::paragraphs(&text),
        "outcome": reply.outcome.title(),
        "basis": reply.basis.trim_end_matches('.'),
        "look": format!("{}/phan-anh/tra-cuu", app.public_url),
    });
    Ok(file::facts(app, unit, letter, now, more))
}

/// To whom the letter goes, and how it speaks to them: an organisation, and who said so already, is called by the name alone.
fn addressed(name: &str) -> (String, &'static str) {
    let bodies = ["Công ty", "Doanh nghiệp", "Hợp tác xã", "Hội ", "Trường ", "Cơ sở "];
    let persons = ["Ông", "Bà", "Anh", "Chị"];
    let called = persons.into_iter().find(|word| name.split(' ').next() == Some(word));
    match called {
        Some(word) => (name.to_owned(), word),
        None if bodies.iter().any(|start| name.starts_with(start)) => {
            (name.to_owned(), "Quý cơ quan, tổ chức")
        }
        None => (format!("Ông (Bà) {name}"), "Ông (Bà)"),
    }
}

/// The letter as it would be signed now.
fn drafted(app: &App, seen: &Seen, now: Instant) -> Result<Letter> {
    let (unit, petition) = (unit_of(app, seen)?, Some(seen.id));
    Ok(Letter { id: seen.id.0, unit, petition, drafted_at: now, signed: None, file: None, body: None })
}

/// The letter as PDF, or its draft, for who may know the sender.
pub async fn document(State(app): State<App>, Staff(session): Staff, Path(id): Path<PetitionId>) -> Answer {
    let (inner, by, now) = (app.clone(), session.actor(), app.now());
    let (code, signed, draft) = app
        .read(move |tx| {
            let seen = petitions::load(tx, id)?;
            if !seen.petition.may_see_letter(&by) {
                return Err(Error::NotFound);
            }
            let signed = store::of_petition(tx, id)?.map(|letter| letter.id);
            let draft = match signed {
                Some(_) => None,
                None if petitions::sender(tx, id)?.is_anonymous() => return Err(Error::NotFound),
                None => Some((drafted(&inner, &seen, now)?, facts(&inner, tx, id, None, now)?)),
            };
            Ok((seen.petition.code, signed, draft))
        })
        .await?;
    let bytes = match (signed, draft) {
        (Some(letter), _) => file::document(&app, letter).await?,
        (None, Some((letter, facts))) => file::draft(&app, &letter, facts).await?,
        (None, None) => return Err(Error::NotFound.into()),
    };
    Ok(base::letter::answer(bytes, &format!("tra-loi-{code}"), true))
}

/// The signed letter for who sent the petition: code and proof, and the whole telephone number or e-mail address that was left with
/// it, for it names them. Whatever is wrong is answered alike.
pub async fn give(State(app): State<App>, caller: Caller, reader: Reader, form: Fields) -> Answer {
    let reader = reader.at("/phan-anh/tra-cuu");
    let (code, proof) = (form.get("ma").to_uppercase(), form.get("bon-so").to_owned());
    let whole = form.get("lien-he").to_owned();
    must_not_guess(&app, caller, &format!("track {code}"))?;
    let wanted = code.clone();
    let letter = app
        .read(move |tx| {
            let seen = track::opened(tx, &wanted, &proof)?;
            let (sender, is_given) = (petitions::sender(tx, seen.id)?, is_given(tx, &seen)?);
            let letter = store::of_petition(tx, seen.id)?.filter(|_| sender.is_reached_at(&whole) & is_given);
            letter.ok_or(Error::NotFound)
        })
        .await;
    match letter {
        Ok(letter) => {
            let bytes = file::document(&app, letter.id).await?;
            Ok(base::letter::answer(bytes, &format!("tra-loi-{code}"), false))
        }
        Err(Error::NotFound) => {
            let message = reader.lang.say("petition-letter-refused");
            let errors = vec![FieldError { field: "lien-he".into(), message }];
            Ok(track::shown(&app, &reader, &form, errors, false).await?)
        }
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::addressed;

    #[test]
    fn who_is_written_to_is_called_as_they_are() {
        for (name, to, you) in [
            ("Thạch Thị Mẫu", "Ông (Bà) Thạch Thị Mẫu", "Ông (Bà)"),
            ("Bà Thạch Thị Mẫu", "Bà Thạch Thị Mẫu", "Bà"),
            ("Bàn Văn Thử", "Ông (Bà) Bàn Văn Thử", "Ông (Bà)"),
            ("Công ty TNHH Thử", "Công ty TNHH Thử", "Quý cơ quan, tổ chức"),
        ] {
            assert_eq!(addressed(name), (to.to_owned(), you), "{name}");
        }
    }
}
