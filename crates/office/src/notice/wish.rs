//! The address of a person and which letters they want: set by themselves, the address also by the administrator.

use base::{
    audit,
    error::{Error, FieldError, Result},
};
use domain::{id::PersonId, instant::Instant, notice::is_address, people::Actor};
use kit::{
    db::{Tx, args},
    form::Fields,
};

/// Where letters go, and which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The address; empty for no e-mail at all.
    pub email: String,
    /// Whether reminding, urging and what climbs.
    pub urging: bool,
    /// Whether the digest of each day.
    pub digest: bool,
}

/// The wish of `person`.
pub fn of(tx: &mut Tx, person: PersonId) -> Result<Wish> {
    let sql = "SELECT email, wants_urging, wants_digest FROM person WHERE id = $1";
    let row = tx.optional(sql, args![person.0])?.ok_or(Error::NotFound)?;
    let email = row.get::<Option<String>>(0)?.unwrap_or_default();
    Ok(Wish { email, urging: row.get(1)?, digest: row.get(2)? })
}

/// The address as it was typed; what is wrong with it.
pub fn typed(form: &Fields) -> std::result::Result<String, FieldError> {
    match form.get("email") {
        "" => Ok(String::new()),
        email if is_address(email) => Ok(email.to_owned()),
        _ => Err(FieldError {
            field: "email".into(),
            message: "Địa chỉ thư không đúng. Ví dụ: ten@travinh.gov.vn".into(),
        }),
    }
}

/// Sets the wish of `person`, whose address `was` what the form showed; [`Error::Stale`] if somebody changed it since. The log
/// says that it was set, not to what.
pub fn set(tx: &mut Tx, person: PersonId, (was, wish): (&str, &Wish), by: Actor, at: Instant) -> Result<()> {
    let email = Some(wish.email.clone()).filter(|email| !email.is_empty());
    let sql = "UPDATE person SET email = $2, wants_urging = $3, wants_digest = $4
               WHERE id = $1 AND coalesce(email, '') = $5";
    if tx.execute(sql, args![person.0, email, wish.urging, wish.digest, was])? == 0 {
        return Err(Error::Stale);
    }
    audit::note(tx, person.0, "notice_wish_set", &(wish.urging, wish.digest), by, at)
}
