//! What people are told by e-mail: that they are reminded, urged, that something climbed up to them, and each morning what the
//! day asks of them (Quy chế 1267 Điều 3.2.c, 4.1.d; rows C-22, C-48). A letter names codes and counts, never an applicant: it
//! leaves the system.

use jiff::SignedDuration;

use crate::{
    id::{PersonId, UnitId},
    instant::Instant,
    matter::{Matter, MatterEvent, MatterKind, Rung},
    people::Role,
    words::words,
};

words! {
    /// What a letter is about; everybody chooses which kinds they get.
    NoticeKind {
        /// Reminding, urging, and what climbs.
        Urging = "urging" "Nhắc việc, đôn đốc, việc báo lên",
        /// What the day asks of one.
        Digest = "digest" "Việc hôm nay, đầu mỗi ngày làm việc",
        /// That a petition is answered: to its sender, who is no officer and chooses nothing (row C-56).
        Reply = "reply" "Trả lời phản ánh, gửi người phản ánh",
        /// What becomes of a dossier: to its applicant, who chooses nothing (row C-51).
        Dossier = "dossier" "Báo tin về hồ sơ, gửi người nộp",
    }
}

words! {
    /// What became of a letter.
    NoticeState {
        /// It is to be sent, or sent again.
        Waiting = "waiting" "Chờ gửi",
        /// The server took it.
        Sent = "sent" "Đã gửi",
        /// It could not be sent: refused for good, or put off for too long.
        Failed = "failed" "Không gửi được",
        /// It is not sent any more: the account was closed or has no address now, or its day is over.
        Void = "void" "Thôi gửi",
    }
}

/// For how long a letter is tried unless it says otherwise: what is older is no news.
pub const TRIED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// When a letter that was put off for the `tries`th time at `now` is tried again: after one minute, then twice as long each time,
/// an hour at most; nothing where that is later than `until`.
pub fn again(tries: i64, now: Instant, until: Instant) -> Option<Instant> {
    let minutes = 60.min(1_i64 << (tries - 1).clamp(0, 6));
    let next = now + SignedDuration::from_mins(minutes);
    (next <= until).then_some(next)
}

/// Whether `text` is an e-mail address that a letter can be sent to: a name, `@`, and a domain with a dot, in plain letters.
pub fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-');
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=64).contains(&name.len())
        && name.chars().all(is_plain)
        && name.split('.').all(|part| !part.is_empty())
        && text.len() <= 254
        && domain.contains('.')
        && domain.split('.').all(|part| is_part(part) && part.chars().all(is_letter))
}

/// Who is told of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// One person, and whoever stands in.
    pub person: Option<PersonId>,
    /// Everybody in these roles.
    pub roles: &'static [Role],
    /// In this unit; in any if none is named.
    pub unit: Option<UnitId>,
}

/// Who is told of `event` of the matter that stands as `matter` after it: of a reminder whoever it is for; of urging the heads
/// of divisions and whoever holds the dossier (`holder`); of what climbed whoever is on that rung. Nobody of anything else.
pub fn told(event: &MatterEvent, matter: &Matter, holder: Option<PersonId>) -> Option<Told> {
    let within = |roles| Told { person: None, roles, unit: Some(matter.to) };
    match event {
        MatterEvent::Opened { .. } => match matter.kind {
            // Where nobody holds the dossier, the heads give it to somebody.
            MatterKind::Remind if matter.person.is_none() => {
                Some(within(&[Role::DivisionHead, Role::Leader]))
            }
            MatterKind::Remind => Some(Told { person: matter.person, ..within(&[]) }),
            // What is about no dossier is a letter of urging, or a unit as such: its leader answers for that.
            MatterKind::Urge if matter.dossier.is_none() => Some(within(&[Role::DivisionHead, Role::Leader])),
            MatterKind::Urge => Some(Told { person: holder, ..within(&[Role::DivisionHead]) }),
            _ => None,
        },
        MatterEvent::Climbed { rung } => Some(match rung {
            Rung::Handlers | Rung::Head => within(&[Role::DivisionHead]),
            Rung::Leader => within(&[Role::Leader]),
            Rung::Centre => Told { unit: None, ..within(&[Role::CentreDirector]) },
            Rung::Province => Told { unit: None, ..within(&[Role::ProvincialLeader]) },
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matter::MatterState;

    #[test]
    fn a_letter_is_tried_for_a_day_and_then_no_more() {
        let made = Instant::UNIX_EPOCH;
        let (mut now, mut tries, mut waits) = (made, 0, vec![]);
        loop {
            tries += 1;
            let Some(next) = again(tries, now, made + TRIED_FOR) else { break };
            waits.push(next.duration_since(now).as_secs() / 60);
            now = next;
        }
        assert_eq!(waits.get(..8), Some(&[1, 2, 4, 8, 16, 32, 60, 60][..]));
        assert!(now.duration_since(made) <= TRIED_FOR && tries < 40, "{tries}");
    }

    #[test]
    fn what_an_address_is() {
        for good in ["a@b.vn", "nguyen.van-a+mc@stp.travinh.gov.vn", "x_1%y@a-b.c"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.vn",
            "a@",
            "a b@c.vn",
            "a@b.vn,c@d.vn",
            "a@b.vn\r\nBcc: c@d.vn",
            "ă@b.vn",
            "a@b..vn",
            "a..b@c.vn",
            ".a@b.vn",
            "a@-b.vn",
            "<a@b.vn>",
            "a@b@c.vn",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn who_is_told_of_what() {
        // Điều 3.2.c, 4.1.d: the one who is reminded; the heads of who is urged; each rung when it is reached.
        let id = uuid::Uuid::from_u128;
        let (unit, person, holder) = (UnitId(id(1)), PersonId(id(2)), PersonId(id(3)));
        let matter = |kind, dossier| Matter {
            kind,
            from: UnitId(id(9)),
            to: unit,
            person: (kind == MatterKind::Remind).then_some(person),
            dossier,
            subject: String::new(),
            state: MatterState::Open,
            due_at: Instant::UNIX_EPOCH,
            rung: Rung::Handlers,
            lead: None,
            brief: crate::matter::Brief::default(),
            shown: None,
        };
        let opened = |matter: &Matter| MatterEvent::Opened { matter: matter.clone(), text: "x".into() };
        let of = |kind, dossier| {
            let matter = matter(kind, dossier);
            told(&opened(&matter), &matter, Some(holder))
        };
        let dossier = Some(crate::id::DossierId(id(4)));
        let known = |person, roles, unit| Some(Told { person, roles, unit });
        assert_eq!(of(MatterKind::Remind, dossier), known(Some(person), &[], Some(unit)));
        assert_eq!(of(MatterKind::Urge, dossier), known(Some(holder), &[Role::DivisionHead], Some(unit)));
        assert_eq!(of(MatterKind::Urge, None), known(None, &[Role::DivisionHead, Role::Leader], Some(unit)));
        assert_eq!(of(MatterKind::Ask, dossier), None);
        let urge = matter(MatterKind::Urge, dossier);
        let nobody = Matter { person: None, ..matter(MatterKind::Remind, dossier) };
        assert_eq!(
            told(&opened(&nobody), &nobody, None),
            known(None, &[Role::DivisionHead, Role::Leader], Some(unit)),
            "nobody holds it"
        );
        for (rung, roles, unit) in [
            (Rung::Head, &[Role::DivisionHead][..], Some(unit)),
            (Rung::Leader, &[Role::Leader][..], Some(unit)),
            (Rung::Centre, &[Role::CentreDirector][..], None),
            (Rung::Province, &[Role::ProvincialLeader][..], None),
        ] {
            assert_eq!(told(&MatterEvent::Climbed { rung }, &urge, Some(holder)), known(None, roles, unit));
        }
        assert_eq!(told(&MatterEvent::Said { text: "x".into() }, &urge, Some(holder)), None);
    }
}
