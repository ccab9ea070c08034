//! Who may do what with petitions: one table (Quy chế 1267 Điều 3.3, 4.1.e).

use super::{Petition, PetitionClass, PetitionState};
use crate::{
    people::{Actor, Role},
    words::words,
};

words! {
    /// What somebody may do with one petition. The word stands in addresses.
    PetitionDeed {
        /// Find its class.
        Classify = "phan-loai" "Phân loại",
        /// Find another class, as long as it is not answered.
        Reclassify = "phan-loai-lai" "Phân loại lại",
        /// Ask the sender for more.
        Ask = "de-nghi-bo-sung" "Đề nghị người gửi bổ sung",
        /// Write down what the sender said more.
        Supply = "bo-sung" "Ghi nội dung người gửi bổ sung",
        /// Pass it on.
        Forward = "chuyen" "Chuyển xử lý",
        /// Answer.
        Answer = "tra-loi" "Trả lời",
        /// Send the answer back.
        SendBack = "hoi-lai" "Đề nghị trả lời lại",
        /// Publish.
        Publish = "cong-khai" "Công khai",
        /// End it without publishing.
        Close = "ket-thuc" "Kết thúc, không công khai",
        /// Note that the answer was delivered.
        Deliver = "gui-tra-loi" "Ghi việc gửi trả lời",
        /// Sign the letter with the answer.
        Sign = "ky" "Ký công văn trả lời",
        /// Answer it together with another.
        Join = "gop" "Gộp vào phản ánh khác",
        /// Take it out of a group that it does not belong to.
        Unjoin = "tach" "Tách khỏi phản ánh đã gộp",
        /// Take back what everybody could read.
        Withdraw = "rut-cong-khai" "Rút công khai",
    }
}

/// What a role may do with petitions and questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Enter what came in on paper, by telephone, in a box.
    Enter,
    /// The Centre's desk: read all, classify, pass on, check, import, register.
    Desk,
    /// Publish, end; set the limits.
    Publish,
    /// Answer for the unit.
    Answer,
    /// Answer for the unit when somebody's conduct is the matter.
    AnswerConduct,
    /// Approve the answer to a question for the unit.
    Approve,
    /// Read the summary.
    Report,
}

/// The table: who may what.
pub const WHO: &[(Right, &[Role])] = &[
    (Right::Enter, &[Role::Receptionist, Role::Clerk, Role::CentreSupervisor, Role::CentreDirector]),
    (Right::Desk, &[Role::CentreSupervisor, Role::CentreDirector]),
    (Right::Publish, &[Role::CentreDirector]),
    (Right::Answer, &[Role::Handler, Role::DivisionHead, Role::Leader]),
    // The handler may be the one complained about.
    (Right::AnswerConduct, &[Role::DivisionHead, Role::Leader]),
    (Right::Approve, &[Role::Leader]),
    (Right::Report, &[Role::CentreSupervisor, Role::CentreDirector, Role::ProvincialLeader]),
];

/// Whether `role` has `right`.
pub fn has(role: Role, right: Right) -> bool {
    WHO.iter().any(|(known, roles)| *known == right && roles.contains(&role))
}

/// Whether `by` acts in a role that has `right`.
pub fn of(by: &Actor, right: Right) -> bool {
    by.role().is_some_and(|role| has(role, right))
}

impl Petition {
    /// Whether `by` may bring one in: the public, an import, and who enters what came in elsewhere.
    pub fn may_be_entered(by: &Actor) -> bool {
        let is_public = by.role().is_none_or(|role| !role.is_staff());
        is_public || of(by, Right::Enter)
    }

    /// Whether `by` works for the unit that has it, in a role that may.
    fn is_with(&self, by: &Actor) -> bool {
        let is_conduct = self.class == Some(PetitionClass::Conduct);
        let right = if is_conduct { Right::AnswerConduct } else { Right::Answer };
        self.unit.is_some() && by.unit() == self.unit && of(by, right)
    }

    /// Whether `by` may read it: the Centre, and the unit that has it; about conduct only its heads.
    pub fn may_read(&self, by: &Actor) -> bool {
        of(by, Right::Desk) || self.is_with(by)
    }

    /// Whether `by` may know who sent it, and which dossier that person has: the Centre; a unit only if nobody's conduct is
    /// the matter, as the sender says it or as it was classified (domain §8.5: the sender is protected from the officer
    /// complained about).
    pub fn may_know_sender(&self, by: &Actor) -> bool {
        of(by, Right::Desk) || (self.is_with(by) && !self.is_protected())
    }

    /// Whether its sender is kept from the unit that answers: somebody's conduct is the matter, as the sender says it or as it
    /// was classified.
    pub fn is_protected(&self) -> bool {
        self.class == Some(PetitionClass::Conduct) || self.subject == super::PetitionSubject::Conduct
    }

    /// Whether `by` may do `deed` now.
    pub fn may(&self, by: &Actor, deed: PetitionDeed) -> bool {
        use PetitionDeed as D;
        use PetitionState as S;
        let (is_desk, publishes) = (of(by, Right::Desk), of(by, Right::Publish));
        let is_public = matches!(by, Actor::Public);
        match deed {
            // Who was asked and never says more is decided on as it stands.
            D::Classify => is_desk && matches!(self.state, S::Received | S::Asked),
            D::Reclassify => is_desk && matches!(self.state, S::Classified | S::Forwarded | S::PassedOn),
            D::Ask => is_desk && self.state == S::Received,
            D::Supply => (is_desk || is_public) && self.state == S::Asked,
            D::Forward => is_desk && matches!(self.state, S::Classified | S::Forwarded | S::PassedOn),
            // The Centre answers what it settles itself, and enters what an authority outside answered.
            D::Answer => match self.state {
                S::Forwarded => self.is_with(by),
                S::Classified => is_desk && self.class == Some(PetitionClass::Within),
                S::PassedOn => is_desk,
                _ => false,
            },
            D::SendBack => is_desk && self.state == S::Answered,
            D::Withdraw => publishes && self.state == S::Published,
            // Once the group is answered, so is each of it.
            D::Unjoin => is_desk && self.state == S::Joined,
            D::Publish | D::Close => publishes && self.state == S::Answered,
            // Who signs the letter posts it.
            D::Deliver => {
                self.state.is_over() && (is_desk || (self.is_answered() && self.may_know_sender(by)))
            }
            D::Sign => self.is_answered() && self.letter.is_none() && self.may_sign_letter(by),
            D::Join => is_desk && self.state != S::Joined && !self.state.is_over(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Right as R, Role as O, *};

    #[test]
    fn who_may_what() {
        // One letter for each right, in the order of the table: E D P A C V R.
        let table = [
            (O::Receptionist, "E------"),
            (O::Handler, "---A---"),
            (O::DivisionHead, "---AC--"),
            (O::Leader, "---ACV-"),
            (O::Clerk, "E------"),
            (O::CentreSupervisor, "ED----R"),
            (O::CentreDirector, "EDP---R"),
            (O::Cashier, "-------"),
            (O::Accountant, "-------"),
            (O::Administrator, "-------"),
            (O::ProvincialLeader, "------R"),
            (O::Citizen, "-------"),
            (O::Business, "-------"),
        ];
        assert_eq!(table.map(|(role, _)| role), O::ALL);
        let rights = [R::Enter, R::Desk, R::Publish, R::Answer, R::AnswerConduct, R::Approve, R::Report];
        for (role, row) in table {
            let found: String = rights
                .into_iter()
                .zip("EDPACVR".chars())
                .map(|(right, letter)| if has(role, right) { letter } else { '-' })
                .collect();
            assert_eq!(found, row, "{role:?}");
        }
    }
}
