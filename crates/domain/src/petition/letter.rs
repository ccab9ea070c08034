//! The letter that answers a petition (công văn trả lời; NĐ 20/2008 Điều 19; Quy chế 1267 Điều 4.1.e; row C-56): who signs it, whose
//! it is, and what its number looks like.

use serde::{Deserialize, Serialize};

use super::{
    Petition, PetitionState,
    right::{Right, of},
};
use crate::{
    id::UnitId,
    org::UnitKind,
    people::{Actor, Role},
    words::words,
};

/// The number of a signed letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The number in the book of that unit and year.
    pub number: u32,
    /// Whose letter it is.
    pub unit: UnitId,
}

words! {
    /// What became of the answer on its way to the sender.
    Delivery {
        /// It arrived, one way or another.
        Arrived = "arrived" "Đã gửi",
        /// It came back; another way is to be chosen.
        Failed = "failed" "Không đến được",
        /// The sender left no way to send anything to: nobody owes them a letter.
        Unreachable = "none" "Không có nơi gửi",
    }
}

impl Petition {
    /// Whether there is an answer that the Centre has checked: only that is sent.
    pub fn is_answered(&self) -> bool {
        matches!(self.state, PetitionState::Published | PetitionState::Closed)
    }

    /// The unit whose letter it is: the one that answered. Nothing where it is the Centre: it settled the petition itself, or the
    /// one who answered may not know the sender, or not that others said the same (domain §8.5).
    pub fn letter_of(&self) -> Option<UnitId> {
        self.unit.filter(|_| !self.is_protected())
    }

    /// The unit that is to act now, and is charged with what is late; nothing where it is the Centre or an authority outside.
    pub fn acts(&self) -> Option<UnitId> {
        match self.state {
            PetitionState::Forwarded => self.unit,
            _ if self.is_answered() => self.letter_of(),
            _ => None,
        }
    }

    /// Whether `by` may sign the letter: the head of the unit whose letter it is, or the director of the Centre.
    pub fn may_sign_letter(&self, by: &Actor) -> bool {
        match self.letter_of() {
            Some(unit) => by.unit() == Some(unit) && by.role() == Some(Role::Leader),
            None => of(by, Right::Publish),
        }
    }

    /// Whether `by` may see the letter, which names the sender, and its draft.
    pub fn may_see_letter(&self, by: &Actor) -> bool {
        self.is_answered() && self.may_know_sender(by)
    }
}

/// Number and symbol of a letter about petitions, `05/STP-PAKN` (NĐ 30/2020 Phụ lục I): departments by the first letters of
/// their name, people's committees and centres by the usual short form.
pub fn number(number: u32, kind: UnitKind, name: &str) -> String {
    format!("{number:02}/{}", symbol(kind, name))
}

/// The symbol alone, for a draft that has no number yet.
pub fn symbol(kind: UnitKind, name: &str) -> String {
    let office = match kind {
        UnitKind::Province | UnitKind::District | UnitKind::Commune => "UBND".to_owned(),
        UnitKind::Centre | UnitKind::Counter => "TTPVHCC".to_owned(),
        UnitKind::Department => {
            let words = name.split(' ').filter(|word| !["và", "tỉnh"].contains(word));
            words.filter(|word| word.starts_with(char::is_alphabetic)).map(abbreviated).collect()
        }
    };
    format!("{office}-PAKN")
}

/// A word of a name by its first letter; what is an abbreviation already stays.
fn abbreviated(word: &str) -> String {
    let is_short = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let kept = if is_short { usize::MAX } else { 1 };
    word.chars().take(kept).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dossier::sample,
        id::AssignmentId,
        petition::{PetitionClass, PetitionSubject, tests::petition},
    };

    fn by(role: Role, unit: u128) -> Actor {
        Actor::Person {
            person: sample::person(unit),
            assignment: AssignmentId(sample::uuid(unit)),
            unit: sample::unit(unit),
            role,
            stands_in_for: None,
        }
    }

    #[test]
    fn who_answers_signs_unless_the_sender_is_kept_from_them() {
        // Row C-56; domain §8.5: the sender is protected from the officer complained about.
        use PetitionClass as C;
        use PetitionState as S;
        use PetitionSubject as About;
        let (leader, director) = (by(Role::Leader, 2), by(Role::CentreDirector, 90));
        for (about, class, unit, state, leader_signs, director_signs) in [
            (About::Rule, C::Within, Some(2), S::Published, true, false),
            (About::Rule, C::Within, Some(2), S::Closed, true, false),
            // Checked by the Centre first.
            (About::Rule, C::Within, Some(2), S::Answered, false, false),
            (About::Rule, C::Within, Some(3), S::Published, false, false),
            (About::Rule, C::Conduct, Some(2), S::Published, false, true),
            (About::Conduct, C::Within, Some(2), S::Published, false, true),
            // What the Centre settled itself, what an authority outside answered, what was joined to another.
            (About::Rule, C::Outside, None, S::Published, false, true),
            (About::Rule, C::NotAccepted, None, S::Declined, false, false),
        ] {
            let mut one = petition(about);
            (one.class, one.unit, one.state) = (Some(class), unit.map(sample::unit), state);
            let signs = |who: &Actor| one.may(who, super::super::right::PetitionDeed::Sign);
            assert_eq!(
                (signs(&leader), signs(&director)),
                (leader_signs, director_signs),
                "{about:?} {class:?} {state:?}"
            );
            assert!(!signs(&by(Role::Handler, 2)) && !signs(&by(Role::CentreSupervisor, 90)));
            one.letter = Some(Signed { number: 1, unit: sample::unit(2) });
            assert!(!one.may(&leader, super::super::right::PetitionDeed::Sign), "once");
        }
    }

    #[test]
    fn the_letter_names_the_sender_and_so_it_is_seen_by_who_may_know() {
        let mut one = petition(PetitionSubject::Rule);
        (one.class, one.unit, one.state) =
            (Some(PetitionClass::Within), Some(sample::unit(2)), PetitionState::Published);
        let seen = |one: &Petition| {
            [
                (Role::Leader, 2),
                (Role::Handler, 2),
                (Role::Leader, 3),
                (Role::CentreSupervisor, 90),
                (Role::Administrator, 1),
            ]
            .map(|(role, unit)| one.may_see_letter(&by(role, unit)))
        };
        assert_eq!(seen(&one), [true, true, false, true, false]);
        one.class = Some(PetitionClass::Conduct);
        assert_eq!(seen(&one), [false, false, false, true, false]);
        one.state = PetitionState::Answered;
        assert_eq!(seen(&one), [false; 5]);
    }

    #[test]
    fn who_is_to_act_is_charged_with_it() {
        // Row C-57: what the Centre has not done stands in no unit's row.
        use PetitionClass as C;
        use PetitionState as S;
        let unit = Some(sample::unit(2));
        for (state, class, acts) in [
            (S::Forwarded, C::Within, unit),
            (S::Forwarded, C::Conduct, unit),
            (S::Answered, C::Within, None),
            (S::Published, C::Within, unit),
            (S::Closed, C::Conduct, None),
        ] {
            let mut one = petition(PetitionSubject::Rule);
            (one.state, one.class, one.unit) = (state, Some(class), unit);
            assert_eq!(one.acts(), acts, "{state:?} {class:?}");
        }
    }

    #[test]
    fn the_number_has_the_symbol_of_the_office() {
        // NĐ 30/2020 Phụ lục I.
        for (no, kind, name, said) in [
            (5, UnitKind::Department, "Sở Tư pháp", "05/STP-PAKN"),
            (112, UnitKind::Department, "Sở Giáo dục và Đào tạo", "112/SGDĐT-PAKN"),
            (7, UnitKind::Department, "Sở Lao động - Thương binh và Xã hội", "07/SLĐTBXH-PAKN"),
            (8, UnitKind::Department, "Văn phòng UBND tỉnh", "08/VPUBND-PAKN"),
            (1, UnitKind::Commune, "Ủy ban nhân dân phường 1", "01/UBND-PAKN"),
            (1, UnitKind::Centre, "Trung tâm Phục vụ hành chính công", "01/TTPVHCC-PAKN"),
        ] {
            assert_eq!(number(no, kind, name), said);
        }
    }
}
