//! Guidance on filing online and by post: each visit with its outcome, targets, the share that filed online (Quy chế 1267 Điều
//! 3.2.a; row C-13), and who of a district or a commune guides where and when (Điều 5.1; NĐ 61/2018 Điều 9.7; row C-60).

use jiff::civil::Date;

use crate::{people::Actor, refusal::Refusal, words::words};

words! {
    /// How somebody was guided.
    GuidanceChannel {
        /// At the counter.
        Counter = "quay" "Tại quầy",
        /// By telephone.
        Phone = "dien-thoai" "Điện thoại",
        /// By message or on screen.
        Online = "truc-tuyen" "Trực tuyến",
        /// Where people live.
        Home = "tai-dia-ban" "Tại địa bàn",
    }
}

words! {
    /// What it was about.
    Topic {
        /// Filing online.
        Online = "nop-truc-tuyen" "Nộp hồ sơ trực tuyến",
        /// Accounts and electronic identity.
        Account = "tai-khoan" "Tài khoản, định danh điện tử",
        /// Filing and receiving by post.
        Post = "buu-chinh" "Gửi, nhận qua bưu chính công ích",
        /// Paying online.
        Payment = "thanh-toan" "Thanh toán trực tuyến",
        /// Which papers, and how to fill them in.
        Papers = "thanh-phan" "Thành phần, cách lập hồ sơ",
    }
}

words! {
    /// How it ended.
    GuidanceOutcome {
        /// Filed online.
        Online = "online" "Đã nộp trực tuyến",
        /// Sent by post.
        Post = "post" "Đã gửi qua bưu chính",
        /// Filed at the counter all the same.
        Counter = "counter" "Đã nộp tại quầy",
        /// Went home to come back.
        Home = "home" "Ra về, chưa nộp",
    }
}

/// What an officer came to in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Visits, by outcome in the order of [`GuidanceOutcome::ALL`].
    pub outcomes: [i64; 4],
    /// How many were to file online, where a target was set.
    pub target: Option<i64>,
}

impl Tally {
    /// All visits.
    pub fn visits(&self) -> i64 {
        self.outcomes.iter().sum()
    }

    /// Those that ended with a filing online.
    pub fn online(&self) -> i64 {
        let [online, ..] = self.outcomes;
        online
    }

    /// Guided → filed online, in percent, rounded down; nothing where nobody was guided.
    pub fn ratio(&self) -> Option<i64> {
        (self.visits() > 0).then(|| self.online() * 100 / self.visits())
    }

    /// Whether the target is met; nothing where there is none.
    pub fn is_met(&self) -> Option<bool> {
        self.target.map(|target| self.online() >= target)
    }
}

/// Whether `by` guides people and notes it: who works for an agency, and the Centre.
pub fn may_guide(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.works_for_agency() || role.is_centre())
}

/// Somebody guides at a place from the first day to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuidancePost {
    /// Where.
    pub place: String,
    /// At which times, in words.
    pub hours: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
}

impl GuidancePost {
    /// Whether it is in force on `day`: only then the public is told (row C-60).
    pub fn is_active_on(&self, day: Date) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// Refuses days the wrong way round or all over, and one without place and times.
    pub fn must_be_whole(&self, today: Date) -> Result<(), Refusal> {
        if self.last_day < self.first_day || self.last_day < today {
            return Err(Refusal::PeriodDates);
        }
        if self.place.trim().is_empty() || self.hours.trim().is_empty() {
            return Err(Refusal::NothingSaid);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        id::{AssignmentId, PersonId, UnitId},
        people::Role,
    };

    #[test]
    fn the_share_of_those_guided_who_filed_online() {
        // Quy chế 1267 Điều 3.2.a; row C-13.
        for (outcomes, target, ratio, met) in [
            ([0, 0, 0, 0], None, None, None),
            ([0, 0, 0, 0], Some(1), None, Some(false)),
            ([2, 1, 1, 2], Some(2), Some(33), Some(true)),
            ([3, 0, 0, 0], Some(4), Some(100), Some(false)),
        ] {
            let tally = Tally { outcomes, target };
            assert_eq!((tally.ratio(), tally.is_met()), (ratio, met), "{outcomes:?}");
        }
    }

    #[test]
    fn only_what_is_active_is_told() {
        // Row C-60; NĐ 61/2018 Điều 9.7.
        let post = |first_day, last_day| GuidancePost {
            place: "Nhà văn hóa ấp 3".into(),
            hours: "Sáng thứ Ba, thứ Năm".into(),
            first_day,
            last_day,
        };
        let august = post(date(2023, 8, 1), date(2023, 8, 31));
        for (day, is_active) in [
            (date(2023, 7, 31), false),
            (date(2023, 8, 1), true),
            (date(2023, 8, 31), true),
            (date(2023, 9, 1), false),
        ] {
            assert_eq!(august.is_active_on(day), is_active, "{day}");
        }
        assert_eq!(august.must_be_whole(date(2023, 8, 31)), Ok(()));
        assert_eq!(august.must_be_whole(date(2023, 9, 1)), Err(Refusal::PeriodDates));
        let backwards = post(date(2023, 8, 31), date(2023, 8, 1));
        assert_eq!(backwards.must_be_whole(date(2023, 8, 1)), Err(Refusal::PeriodDates));
        let nowhere = GuidancePost { place: " ".into(), ..august };
        assert_eq!(nowhere.must_be_whole(date(2023, 8, 1)), Err(Refusal::NothingSaid));
    }

    #[test]
    fn who_guides() {
        let by = |role| Actor::Person {
            person: PersonId(Uuid::from_u128(1)),
            assignment: AssignmentId(Uuid::from_u128(2)),
            unit: UnitId(Uuid::from_u128(3)),
            role,
            stands_in_for: None,
        };
        assert!(may_guide(&by(Role::Receptionist)) && may_guide(&by(Role::CentreSupervisor)));
        assert!(!may_guide(&by(Role::Administrator)) && !may_guide(&Actor::Public));
    }

    proptest! {
        #[test]
        fn a_share_is_between_nothing_and_all(outcomes in proptest::array::uniform4(0i64..10_000)) {
            let tally = Tally { outcomes, target: None };
            match tally.ratio() {
                None => prop_assert_eq!(tally.visits(), 0),
                Some(share) => prop_assert!((0..=100).contains(&share)),
            }
        }
    }
}
