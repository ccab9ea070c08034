//! An answer about a dossier that the applicant may read (Quy chế 1267 Điều 4.1.d; row C-47): not unless somebody says so, and then
//! in words that name no officer.

use super::{CENTRE, Matter, MatterDeed, MatterEvent, MatterKind, MatterState};
use crate::{
    people::Actor,
    petition::sender::{Sender, Trace, traces},
    refusal::Refusal,
};

impl Matter {
    /// Whether `by` may let the applicant read the answer, or let them no longer: who answered, and the Centre.
    pub(super) fn may_show(&self, by: &Actor, deed: MatterDeed) -> bool {
        let is_centre = by.role().is_some_and(|role| CENTRE.contains(&role));
        let is_answered = matches!(self.state, MatterState::Answered | MatterState::Closed);
        self.may_read(by)
            && self.kind == MatterKind::Ask
            && self.dossier.is_some()
            && (is_centre || by.unit() == Some(self.to))
            && match deed {
                MatterDeed::Hide => self.shown.is_some(),
                _ => is_answered && self.shown.is_none(),
            }
    }

    /// The applicant reads from now on what `event` says, or nothing any more. Refuses who may not.
    pub(super) fn show(&mut self, event: &MatterEvent, by: &Actor) -> Result<(), Refusal> {
        let (deed, shown) = match event {
            MatterEvent::Shown { text } => (MatterDeed::Show, Some(text.trim().to_owned())),
            _ => (MatterDeed::Hide, None),
        };
        if !self.may(by, deed) {
            return Err(Refusal::MatterNotYours);
        }
        self.shown = shown;
        Ok(())
    }
}

/// Refuses words for the applicant that name one of `officers`: officers answer to their agency, not to a page that anybody may
/// print.
pub fn must_name_nobody(text: &str, officers: &[String]) -> Result<(), Refusal> {
    let named = |name: &&String| {
        let one = Sender { name: (*name).clone(), ..Sender::default() };
        traces(text, &[one]).contains(&Trace::Name)
    };
    officers.iter().find(named).map_or(Ok(()), |name| Err(Refusal::NamesOfficer(name.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dossier::sample,
        id::{AssignmentId, DossierId},
        instant::Instant,
        matter::Rung,
        people::Role,
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

    fn matter(kind: MatterKind, state: MatterState) -> Matter {
        Matter {
            kind,
            from: sample::unit(90),
            to: sample::unit(2),
            person: None,
            dossier: Some(DossierId(sample::uuid(7))),
            subject: "Tiến độ".into(),
            state,
            due_at: Instant::UNIX_EPOCH,
            rung: Rung::Handlers,
            lead: None,
            brief: crate::matter::Brief::default(),
            shown: None,
        }
    }

    #[test]
    fn an_answer_is_for_the_applicant_only_where_somebody_who_may_says_so() {
        // Row C-47: visible to the citizen if marked public.
        use MatterKind as K;
        use MatterState as S;
        for (kind, state, role, unit, may) in [
            (K::Ask, S::Answered, Role::Handler, 2, true),
            (K::Ask, S::Closed, Role::Leader, 2, true),
            (K::Ask, S::Answered, Role::CentreSupervisor, 90, true),
            (K::Ask, S::Open, Role::Handler, 2, false),
            (K::Ask, S::Answered, Role::Handler, 3, false),
            (K::Ask, S::Answered, Role::Administrator, 2, false),
            (K::Urge, S::Answered, Role::Handler, 2, false),
            (K::Consult, S::Answered, Role::CentreDirector, 90, false),
        ] {
            let one = matter(kind, state);
            let event = MatterEvent::Shown { text: " Đang thẩm tra, xong trong tuần này. ".into() };
            let shown = Matter::after(Some(&one), &event, &by(role, unit));
            assert_eq!(shown.is_ok(), may, "{kind:?} {state:?} {role:?}");
            if let Ok(shown) = shown {
                assert_eq!(shown.shown.as_deref(), Some("Đang thẩm tra, xong trong tuần này."));
                assert_eq!(shown.state, state);
            }
        }
        let about_none = Matter { dossier: None, ..matter(K::Ask, S::Answered) };
        assert!(!about_none.may(&by(Role::Handler, 2), MatterDeed::Show));
    }

    #[test]
    fn what_is_shown_goes_with_a_reason_or_when_the_answer_is_sent_back() {
        let handler = by(Role::Handler, 2);
        let shown = Matter {
            shown: Some("Xong trong tuần".into()),
            ..matter(MatterKind::Ask, MatterState::Answered)
        };
        let hide =
            |text: &str| Matter::after(Some(&shown), &MatterEvent::Hidden { text: text.into() }, &handler);
        assert_eq!(hide(" "), Err(Refusal::NothingSaid));
        assert_eq!(hide("Nhầm hồ sơ").map(|after| after.shown), Ok(None));
        let twice = MatterEvent::Shown { text: "x".into() };
        assert_eq!(Matter::after(Some(&shown), &twice, &handler), Err(Refusal::MatterNotYours));
        let back = MatterEvent::SentBack { text: "Ngày nào?".into(), due_at: Instant::UNIX_EPOCH };
        let after = Matter::after(Some(&shown), &back, &by(Role::CentreSupervisor, 90)).unwrap();
        assert_eq!((after.shown, after.state), (None, MatterState::Open));
    }

    #[test]
    fn no_officer_is_named_to_the_applicant() {
        let officers = ["Thạch Thị Mẫu".to_owned(), "Kim Văn Thử".to_owned()];
        for (text, is_clean) in [
            ("Chị THACH THI MAU đang thẩm tra", false),
            ("Hồ sơ đang thẩm tra, xong trước thứ Sáu", true),
            ("Ông Kim Văn Thành cùng ký", true),
        ] {
            assert_eq!(must_name_nobody(text, &officers).is_ok(), is_clean, "{text}");
        }
    }
}
