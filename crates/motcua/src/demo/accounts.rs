//! The demo's accounts: the twelve that the contract names, and the colleagues who made the history.

use base::{app::App, error::Result};
use domain::{
    id::{AssignmentId, PersonId, UnitId},
    instant::{Instant, local_date},
    org::UnitKind,
    people::{Actor, Role},
};
use fastrand::Rng;
use kit::db::Tx;
use office::people::store::{NewAssignment, NewPerson, assign, create};

use super::names::Names;

/// The password of every demo account; never valid outside the demo.
pub const PASSWORD: &str = "motcua-demo";

/// The names that the contract promises, and what each is.
const PROMISED: &[(&str, Role, Desk)] = &[
    ("tiepnhan", Role::Receptionist, Desk::Centre),
    ("chuyenvien", Role::Handler, Desk::Department),
    ("truongphong", Role::DivisionHead, Desk::Department),
    ("lanhdao", Role::Leader, Desk::Department),
    ("vanthu", Role::Clerk, Desk::Department),
    ("trungtam", Role::CentreSupervisor, Desk::Centre),
    ("giamdoc", Role::CentreDirector, Desk::Centre),
    ("thungan", Role::Cashier, Desk::Centre),
    ("ketoan", Role::Accountant, Desk::Centre),
    ("quantri", Role::Administrator, Desk::Province),
    ("ubndtinh", Role::ProvincialLeader, Desk::Province),
    ("congdan", Role::Citizen, Desk::Province),
    ("doanhnghiep", Role::Business, Desk::Province),
];

/// The names to sign in with and the password, in a sentence for whoever starts the demo.
pub fn told() -> String {
    let names: Vec<_> = PROMISED.iter().map(|(login, ..)| *login).collect();
    format!("Đăng nhập với mật khẩu {PASSWORD} và một trong các tên: {}.", names.join(", "))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Desk {
    Centre,
    Department,
    Province,
}

/// One member of the staff, as the history needs to know them.
#[derive(Clone, Debug)]
pub struct Officer {
    /// As whom they act.
    pub actor: Actor,
    /// How long they take, in hundredths of the time allowed.
    pub pace: u32,
}

/// Who is there to work.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Every officer.
    pub officers: Vec<Officer>,
    /// The provincial centre.
    pub centre: Option<UnitId>,
}

impl Cast {
    /// Those who have `role` in `unit`.
    pub fn of(&self, unit: UnitId, role: Role) -> Vec<&Officer> {
        self.officers
            .iter()
            .filter(|o| o.actor.unit() == Some(unit) && o.actor.role() == Some(role))
            .collect()
    }

    /// Whether somebody settles dossiers in `unit`.
    pub fn settles(&self, unit: UnitId) -> bool {
        !self.of(unit, Role::Handler).is_empty()
    }
}

/// The department where the promised officers work.
const HOME: &str = "Sở Tư pháp";

/// Opens the accounts. All have the same password; only the promised ones are told to anybody.
pub fn open(app: &App) -> Result<Cast> {
    let hash = kit::password::hash(PASSWORD).map_err(|error| base::error::Error::fault(error.to_string()))?;
    let (house, now) = (app.house(), app.now());
    let centre = house.of_kind(UnitKind::Centre).first().map(|unit| unit.id);
    let province = house.of_kind(UnitKind::Province).first().map(|unit| unit.id);
    let departments: Vec<UnitId> = house
        .of_kind(UnitKind::Department)
        .iter()
        .filter(|unit| unit.name().starts_with("Sở"))
        .map(|unit| unit.id)
        .collect();
    let home =
        house.of_kind(UnitKind::Department).iter().find(|unit| unit.name() == HOME).map(|unit| unit.id);
    let communes: Vec<UnitId> = house
        .of_kind(UnitKind::Commune)
        .iter()
        .filter(|unit| unit.is_active_on(local_date(now)))
        .take(30)
        .map(|unit| unit.id)
        .collect();
    let (Some(centre), Some(province), Some(home)) = (centre, province, home) else {
        return Ok(Cast::default());
    };
    let cast = app.db.write_blocking(move |tx| {
        let mut opening =
            Opening { rng: Rng::with_seed(1_267), names: Names::shipped(), hash: &hash, now, no: 0 };
        let mut officers = vec![];
        for (login, role, desk) in PROMISED {
            let unit = match desk {
                Desk::Centre => centre,
                Desk::Department => home,
                Desk::Province => province,
            };
            officers.push(opening.officer(tx, (*login).to_owned(), unit, *role)?);
        }
        for _ in 0..4 {
            officers.push(opening.colleague(tx, centre, Role::Receptionist)?);
        }
        for unit in departments.iter().chain(&communes) {
            let staff =
                [Role::Handler, Role::Handler, Role::Handler, Role::DivisionHead, Role::Leader, Role::Clerk];
            for role in staff {
                officers.push(opening.colleague(tx, *unit, role)?);
            }
        }
        for unit in &communes {
            officers.push(opening.colleague(tx, *unit, Role::Receptionist)?);
        }
        Ok::<_, base::error::Error>(Cast { officers, centre: Some(centre) })
    })?;
    Ok(cast)
}

struct Opening<'a> {
    rng: Rng,
    names: Names,
    hash: &'a str,
    now: Instant,
    no: u32,
}

impl Opening<'_> {
    fn colleague(&mut self, tx: &mut Tx, unit: UnitId, role: Role) -> Result<Officer> {
        self.no += 1;
        self.officer(tx, format!("canbo{:03}", self.no), unit, role)
    }

    fn officer(&mut self, tx: &mut Tx, login: String, unit: UnitId, role: Role) -> Result<Officer> {
        let is_woman = self.rng.bool();
        let name = self.names.full(&mut self.rng, is_woman);
        let new = NewPerson { login, name, password_hash: self.hash.to_owned() };
        let person: PersonId = create(tx, &new, Actor::System, self.now)?;
        let from = jiff::civil::date(2018, 1, 1);
        let new = NewAssignment { person, unit, role, from, to: None, decision: "QĐ thử nghiệm".into() };
        let assignment: AssignmentId = assign(tx, &new, Actor::System, self.now)?;
        // Most are within their time; one in eight is not.
        let pace = if self.rng.u32(0..8) == 0 { self.rng.u32(105..160) } else { self.rng.u32(35..95) };
        Ok(Officer { actor: Actor::Person { person, assignment, unit, role, stands_in_for: None }, pace })
    }
}
