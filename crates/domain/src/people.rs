//! People who act in the system, and in which role and unit they act right now.

pub mod absence;
pub mod reach;

use serde::{Deserialize, Serialize};

use crate::id::{AssignmentId, PersonId, UnitId};

/// What a person is there to do. One person may hold several roles, and acts in exactly one at a time
/// (Quy chế 1267 Điều 1; domain row C-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Receives dossiers and hands over results at the one-stop unit (NĐ 61/2018 Điều 11).
    Receptionist,
    /// Appraises and prepares the result (người thụ lý).
    Handler,
    /// Heads a division: assigns, reviews (trưởng phòng).
    DivisionHead,
    /// Heads an agency or decides for it: approves, signs (thủ trưởng cơ quan).
    Leader,
    /// Numbers and stamps what was signed (văn thư).
    Clerk,
    /// Watches and urges on behalf of the Centre (NĐ 61/2018 Điều 9).
    CentreSupervisor,
    /// Runs the Centre (NĐ 61/2018 Điều 9).
    CentreDirector,
    /// Takes fees and gives receipts (thu ngân).
    Cashier,
    /// Reconciles and settles fees; never the same person as the cashier (domain §11.2).
    Accountant,
    /// Keeps units, people, catalogue and configuration; sees no dossier content (domain §11.2).
    Administrator,
    /// Leadership of the province: reads everything aggregated.
    ProvincialLeader,
    /// A person of the public (công dân).
    Citizen,
    /// A business or organisation (doanh nghiệp, tổ chức).
    Business,
}

impl Role {
    /// Every role, in the order in which administrators see them.
    pub const ALL: [Role; 13] = [
        Role::Receptionist,
        Role::Handler,
        Role::DivisionHead,
        Role::Leader,
        Role::Clerk,
        Role::CentreSupervisor,
        Role::CentreDirector,
        Role::Cashier,
        Role::Accountant,
        Role::Administrator,
        Role::ProvincialLeader,
        Role::Citizen,
        Role::Business,
    ];

    /// The word stored and sent: `receptionist`.
    pub fn name(self) -> &'static str {
        match self {
            Role::Receptionist => "receptionist",
            Role::Handler => "handler",
            Role::DivisionHead => "division_head",
            Role::Leader => "leader",
            Role::Clerk => "clerk",
            Role::CentreSupervisor => "centre_supervisor",
            Role::CentreDirector => "centre_director",
            Role::Cashier => "cashier",
            Role::Accountant => "accountant",
            Role::Administrator => "administrator",
            Role::ProvincialLeader => "provincial_leader",
            Role::Citizen => "citizen",
            Role::Business => "business",
        }
    }

    /// The role of that stored word, or nothing if there is no such role.
    pub fn by_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether it watches over the work of others: a head over its own unit (Quy chế 1267 Điều 3.2.c), the Centre and the
    /// province over all (Điều 4.2).
    pub fn watches(self) -> bool {
        matches!(
            self,
            Role::DivisionHead
                | Role::Leader
                | Role::CentreSupervisor
                | Role::CentreDirector
                | Role::ProvincialLeader
        )
    }

    /// Whether it does the work of an agency (Quy chế 1267 Điều 3).
    pub fn works_for_agency(self) -> bool {
        matches!(self, Role::Receptionist | Role::Handler | Role::DivisionHead | Role::Leader | Role::Clerk)
    }

    /// Whether it works for the Centre as such, which supervises (Quy chế 1267 Điều 4).
    pub fn is_centre(self) -> bool {
        matches!(self, Role::CentreSupervisor | Role::CentreDirector)
    }

    /// Whether it looks after the procedures of every agency: the Centre, which supervises (Quy chế 1267 Điều 4.1), who keeps the
    /// catalogue, and the leadership of the province.
    pub fn oversees_procedures(self) -> bool {
        self.is_centre() || matches!(self, Role::Administrator | Role::ProvincialLeader)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Role::Receptionist => "Cán bộ tiếp nhận và trả kết quả",
            Role::Handler => "Chuyên viên thụ lý",
            Role::DivisionHead => "Trưởng phòng",
            Role::Leader => "Lãnh đạo cơ quan",
            Role::Clerk => "Văn thư",
            Role::CentreSupervisor => "Giám sát của Trung tâm",
            Role::CentreDirector => "Giám đốc Trung tâm",
            Role::Cashier => "Thu ngân",
            Role::Accountant => "Kế toán",
            Role::Administrator => "Quản trị hệ thống",
            Role::ProvincialLeader => "Lãnh đạo UBND tỉnh",
            Role::Citizen => "Công dân",
            Role::Business => "Doanh nghiệp, tổ chức",
        }
    }

    /// Whether this role belongs to the staff, who work under `/lam-viec` and `/quan-tri`.
    pub fn is_staff(self) -> bool {
        !matches!(self, Role::Citizen | Role::Business)
    }
}

/// Who does something: a person in one role of one unit, the public without an account, or the system itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in person, acting under one assignment.
    Person {
        /// The person.
        person: PersonId,
        /// The assignment acted under.
        assignment: AssignmentId,
        /// The unit acted for.
        unit: UnitId,
        /// The role acted in.
        role: Role,
        /// The absent colleague whose work this person does under this assignment (ủy quyền, phân công thay), if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stands_in_for: Option<PersonId>,
    },
    /// Somebody of the public without an account.
    Public,
    /// The system: schedules, imports, national portal.
    System,
}

impl Actor {
    /// The person behind it, if there is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Person { person, .. } => Some(*person),
            Actor::Public | Actor::System => None,
        }
    }

    /// Whether what `owner` holds is this person's to do: their own, or an absent colleague's they stand in for.
    pub fn answers_for(&self, owner: PersonId) -> bool {
        match self {
            Actor::Person { person, stands_in_for, .. } => *person == owner || *stands_in_for == Some(owner),
            Actor::Public | Actor::System => false,
        }
    }

    /// Whether this person does the work of the agency `unit` (Quy chế 1267 Điều 3).
    pub fn acts_for(&self, unit: UnitId) -> bool {
        self.unit() == Some(unit) && self.role().is_some_and(Role::works_for_agency)
    }

    /// Whether this person looks after the procedures of every agency; see [`Role::oversees_procedures`].
    pub fn oversees_procedures(&self) -> bool {
        self.role().is_some_and(Role::oversees_procedures)
    }

    /// The unit acted for, if any.
    pub fn unit(&self) -> Option<UnitId> {
        match self {
            Actor::Person { unit, .. } => Some(*unit),
            Actor::Public | Actor::System => None,
        }
    }

    /// The role acted in, if any.
    pub fn role(&self) -> Option<Role> {
        match self {
            Actor::Person { role, .. } => Some(*role),
            Actor::Public | Actor::System => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn a_role_is_found_again_by_its_stored_name() {
        for role in Role::ALL {
            assert_eq!(Role::by_name(role.name()), Some(role));
        }
        assert_eq!(Role::by_name("king"), None);
    }
}
