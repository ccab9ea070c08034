//! A question to the register of matters: what is looked for, of what the person signed in may read.

use base::{
    error::{Error, Result},
    session::Session,
};
use domain::{
    calendar::Timetable,
    dossier::extend::DelayCause,
    matter::{MatterKind, MatterState, effect::Effect},
    people::Role,
};
use jiff::civil::Date;
use kit::db::{Value, args};
use serde::Deserialize;
use uuid::Uuid;

/// What is looked for, as it stands in the address; what is empty or unknown asks for everything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Asked {
    /// The kind.
    pub loai: String,
    /// The unit that sent it.
    pub gui: String,
    /// The unit that is to answer.
    pub nhan: String,
    /// Where it stands.
    pub trang_thai: String,
    /// The first and the last day on which it was begun.
    pub tu: String,
    /// The last.
    pub den: String,
    /// Words of its subject or of how it began.
    pub q: String,
    /// What became of it.
    pub ket_qua: String,
    /// The cause that was answered last.
    pub nguyen_nhan: String,
    /// The place after which the page begins.
    pub sau: String,
}

/// What is true of a matter `m`, with its dossier `d`, that had this effect.
pub fn having(effect: Effect) -> &'static str {
    match effect {
        Effect::InTime => "m.answered_at <= m.first_due_at",
        Effect::Late => "m.answered_at > m.first_due_at",
        Effect::Silent => "m.answered_at IS NULL",
        Effect::Soon => "d.settled_at > m.opened_at AND d.settled_at <= m.soon_at",
        Effect::Settled => "d.settled_at > m.opened_at",
        Effect::Unsettled => "d.id IS NOT NULL AND d.settled_at IS NULL",
    }
}

/// What the person signed in may read, in the words of [`Matter::may_read`](domain::matter::Matter::may_read). Refuses whoever has no
/// part in it.
pub fn scope(session: &Session) -> Result<(String, Vec<Value>)> {
    let unit = session.unit.0;
    let side = "(m.from_unit_id = $1 OR m.to_unit_id = $1)";
    Ok(match session.role {
        Role::CentreSupervisor | Role::CentreDirector => ("TRUE".into(), args![]),
        Role::ProvincialLeader => {
            (format!("(m.rung = 'province' OR ({side} AND m.person_id IS NULL))"), args![unit])
        }
        Role::DivisionHead | Role::Leader => (side.into(), args![unit]),
        Role::Receptionist | Role::Handler | Role::Clerk => {
            let absent = session.stands_in_for.unwrap_or(session.person);
            (
                format!("{side} AND (m.person_id IS NULL OR m.person_id IN ($2, $3))"),
                args![unit, session.person.0, absent.0],
            )
        }
        _ => return Err(Error::Forbidden),
    })
}

impl Asked {
    /// The kind that is looked for.
    pub fn kind(&self) -> Option<MatterKind> {
        MatterKind::by_name(&self.loai)
    }

    /// The address of the same question from another place on.
    pub fn url(&self, after: &str) -> String {
        let pairs = [
            ("loai", &*self.loai),
            ("gui", &self.gui),
            ("nhan", &self.nhan),
            ("trang-thai", &self.trang_thai),
            ("tu", &self.tu),
            ("den", &self.den),
            ("q", &self.q),
            ("ket-qua", &self.ket_qua),
            ("nguyen-nhan", &self.nguyen_nhan),
            ("sau", after),
        ];
        let said = pairs.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", kit::encoded(value))).collect();
        format!("/lam-viec/phoi-hop/so?{}", said.join("&"))
    }

    /// The condition on a matter `m` with its dossier `d`, within `scope`.
    pub fn condition(&self, scope: (String, Vec<Value>)) -> (String, Vec<Value>) {
        let (mut sql, mut args) = scope;
        let mut must = |condition: &str, value: Value| {
            args.push(value);
            sql.push_str(&format!(" AND {condition} ${}", args.len()));
        };
        if let Some(kind) = self.kind() {
            must("m.kind =", kind.name().into());
        }
        for (column, unit) in [("m.from_unit_id =", &self.gui), ("m.to_unit_id =", &self.nhan)] {
            if let Ok(unit) = unit.parse::<Uuid>() {
                must(column, unit.into());
            }
        }
        if let Some(state) = MatterState::by_name(&self.trang_thai) {
            must("m.state =", state.name().into());
        }
        if let Ok(from) = self.tu.parse::<Date>() {
            must("m.opened_at >=", Timetable::midnight(from).into());
        }
        if let Ok(to) = self.den.parse::<Date>() {
            must("m.opened_at <", Timetable::midnight(to.tomorrow().unwrap_or(to)).into());
        }
        if let Some(cause) = DelayCause::by_name(&self.nguyen_nhan) {
            must("m.cause =", cause.name().into());
        }
        for word in domain::text::fold(&self.q).split_whitespace().take(8) {
            must("m.folded LIKE", format!("%{word}%").into());
        }
        if let Some(effect) = Effect::by_name(&self.ket_qua) {
            sql.push_str(&format!(" AND {}", having(effect)));
        }
        (sql, args)
    }
}
