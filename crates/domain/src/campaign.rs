//! Campaigns (tuyên truyền) and training (tập huấn) on filing online and by post, and whether more is filed online after one than
//! before it (Quy chế 1267 Điều 5.1; row C-59).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    desk::{may_plan, monday_of, weeks_after},
    dossier::event::FileRef,
    id::{PersonId, UnitId},
    people::Actor,
    words::words,
};

words! {
    /// What was held.
    CampaignKind {
        /// For the people.
        Campaign = "tuyen-truyen" "Tuyên truyền",
        /// For those who guide and receive.
        Training = "tap-huan" "Tập huấn",
    }
}

words! {
    /// By which channel.
    CampaignChannel {
        /// A meeting, a conference.
        Meeting = "hoi-nghi" "Hội nghị, họp dân",
        /// The loudspeakers of a hamlet.
        Loudspeaker = "loa" "Loa truyền thanh",
        /// Social networks and messages.
        Social = "mang-xa-hoi" "Mạng xã hội, tin nhắn",
        /// Newspapers, radio, the page of the agency.
        Press = "bao-dai" "Báo, đài, trang thông tin",
        /// Leaflets and posters.
        Leaflet = "to-roi" "Tờ rơi, pa nô",
        /// From door to door.
        Home = "tai-nha" "Đến từng nhà",
        /// A stand where people are.
        Stand = "luu-dong" "Điểm hỗ trợ lưu động",
        /// In a class.
        Class = "lop-hoc" "Lớp học",
    }
}

/// The most people that one campaign is said to have reached.
pub const MOST: i64 = 2_000_000;
/// The longest line, in characters.
pub const LONGEST: usize = 300;

/// A campaign or a training of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Which of the two.
    pub kind: CampaignKind,
    /// How people were spoken to.
    pub channel: CampaignChannel,
    /// What it was about.
    pub content: String,
    /// Where.
    pub place: String,
    /// The first day.
    pub first_day: Date,
    /// The last day.
    pub last_day: Date,
    /// How many people it reached, or took part.
    pub reach: i64,
    /// A photograph, a programme, a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileRef>,
}

/// What is wrong with a campaign as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is said of its content, or too much.
    Content,
    /// Nothing is said of the place, or too much.
    Place,
    /// It ends before it begins.
    Order,
    /// It is not over: what it reached is known afterwards.
    Ahead,
    /// It reached nobody, or more than there are.
    Reach,
}

impl Campaign {
    /// Everything that is wrong with it on the day it is entered.
    pub fn faults(&self, today: Date) -> Vec<Fault> {
        let is_said = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST;
        [
            (is_said(&self.content), Fault::Content),
            (is_said(&self.place), Fault::Place),
            (self.first_day <= self.last_day, Fault::Order),
            (self.last_day <= today, Fault::Ahead),
            ((1..=MOST).contains(&self.reach), Fault::Reach),
        ]
        .into_iter()
        .filter_map(|(is_fine, fault)| (!is_fine).then_some(fault))
        .collect()
    }
}

/// Whether `by` may take back what `person` entered for `unit`: that person, and the heads of the unit.
pub fn may_withdraw(by: &Actor, person: PersonId, unit: UnitId) -> bool {
    let is_own = by.person() == Some(person) && by.unit() == Some(unit);
    is_own || may_plan(by, unit)
}

/// How many weeks before and after are compared.
pub const WEEKS: i64 = 4;
/// With fewer dossiers in one of the two times nothing is said.
pub const ENOUGH: i64 = 30;

/// The weeks that are compared: from the first day of the first to the day after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// The whole weeks before the week of the first day.
    pub before: (Date, Date),
    /// The whole weeks after the week of the last day.
    pub after: (Date, Date),
}

/// The weeks around these days.
pub fn around(first_day: Date, last_day: Date) -> Around {
    let (begin, end) = (monday_of(first_day), weeks_after(monday_of(last_day), 1));
    Around { before: (weeks_after(begin, -WEEKS), begin), after: (end, weeks_after(end, WEEKS)) }
}

/// Dossiers of some weeks, and how many of them were filed online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// All.
    pub dossiers: i64,
    /// Filed online.
    pub online: i64,
}

impl Filed {
    /// Adds others.
    pub fn add(&mut self, other: Filed) {
        self.dossiers += other.dossiers;
        self.online += other.online;
    }

    /// The share filed online, in thousandths; nothing where there are too few.
    pub fn share(&self) -> Option<i64> {
        (self.dossiers >= ENOUGH).then(|| self.online * 1_000 / self.dossiers)
    }

    /// How far the share may lie from what it would be in the long run, squared, in thousandths squared and rounded up: the
    /// variance of a proportion, with one dossier more of either way, so that a share of nothing or of all is not certain.
    fn variance(&self) -> Option<i64> {
        self.share()?;
        let (all, online, other) = (self.dossiers + 2, self.online + 1, self.dossiers - self.online + 1);
        Some(online * other * 1_000_000 / (all * all) / all + 1)
    }
}

/// Before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Twice {
    /// In the weeks before.
    pub before: Filed,
    /// In the weeks after.
    pub after: Filed,
}

impl Twice {
    /// By how many thousandths the share changed.
    pub fn change(&self) -> Option<i64> {
        Some(self.after.share()? - self.before.share()?)
    }

    fn variance(&self) -> Option<i64> {
        Some(self.after.variance()? + self.before.variance()?)
    }
}

/// What can be said of the effect of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The weeks after it are not over until that day.
    TooEarly(Date),
    /// There are too few dossiers to say anything.
    TooFew,
    /// By how many thousandths the share filed online changed more than in the rest of the province, which had the same weeks;
    /// or by how many it changed at all, where the rest has too few. `is_clear`: by more than chance alone would bring about in
    /// nineteen of twenty cases.
    Change {
        /// Thousandths; negative where it fell.
        permille: i64,
        /// Whether it is set against the rest of the province.
        is_against_rest: bool,
        /// Whether it is more than chance.
        is_clear: bool,
    },
}

/// The effect on the unit's `own` dossiers, set against those of the `rest` of the province.
pub fn effect(around: Around, own: Twice, rest: Twice, today: Date) -> Effect {
    let (_, end) = around.after;
    if today < end {
        return Effect::TooEarly(end);
    }
    let (Some(change), Some(variance)) = (own.change(), own.variance()) else { return Effect::TooFew };
    let trend = rest.change().zip(rest.variance());
    let permille = change - trend.map_or(0, |(change, _)| change);
    let variance = variance + trend.map_or(0, |(_, variance)| variance);
    // Two standard deviations.
    let is_clear = permille * permille > 4 * variance;
    Effect::Change { permille, is_against_rest: trend.is_some(), is_clear }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{id::AssignmentId, people::Role};

    fn campaign() -> Campaign {
        Campaign {
            kind: CampaignKind::Campaign,
            channel: CampaignChannel::Meeting,
            content: "Nộp hồ sơ hộ tịch trực tuyến".into(),
            place: "Nhà văn hóa ấp 3".into(),
            first_day: date(2023, 8, 21),
            last_day: date(2023, 8, 22),
            reach: 45,
            file: None,
        }
    }

    #[test]
    fn a_campaign_has_content_place_days_that_are_over_and_people() {
        // Quy chế 1267 Điều 5.1; row C-59.
        let today = date(2023, 8, 22);
        assert_eq!(campaign().faults(today), []);
        for (spoiled, faults) in [
            (Campaign { content: " ".into(), ..campaign() }, vec![Fault::Content]),
            (Campaign { content: "a".repeat(301), ..campaign() }, vec![Fault::Content]),
            (Campaign { place: String::new(), ..campaign() }, vec![Fault::Place]),
            (Campaign { first_day: date(2023, 8, 23), ..campaign() }, vec![Fault::Order]),
            (Campaign { last_day: date(2023, 8, 23), ..campaign() }, vec![Fault::Ahead]),
            (Campaign { reach: 0, ..campaign() }, vec![Fault::Reach]),
            (
                Campaign { reach: MOST + 1, place: String::new(), ..campaign() },
                vec![Fault::Place, Fault::Reach],
            ),
        ] {
            assert_eq!(spoiled.faults(today), faults, "{spoiled:?}");
        }
    }

    #[test]
    fn whole_weeks_are_compared_and_those_of_the_campaign_are_left_out() {
        // Tuesday to Tuesday of the next week.
        let found = around(date(2023, 8, 22), date(2023, 8, 29));
        assert_eq!(found.before, (date(2023, 7, 24), date(2023, 8, 21)));
        assert_eq!(found.after, (date(2023, 9, 4), date(2023, 10, 2)));
    }

    fn twice(before: (i64, i64), after: (i64, i64)) -> Twice {
        let filed = |(online, dossiers)| Filed { dossiers, online };
        Twice { before: filed(before), after: filed(after) }
    }

    #[test]
    fn an_effect_is_what_goes_beyond_the_trend_of_the_province() {
        // Row C-59.
        let weeks = around(date(2023, 8, 22), date(2023, 8, 22));
        let over = date(2023, 9, 25);
        let change =
            |permille, is_against_rest, is_clear| Effect::Change { permille, is_against_rest, is_clear };
        let none = twice((0, 0), (0, 0));
        for (own, rest, today, expected) in [
            // From 20 % to 50 %, while the rest stayed.
            (twice((40, 200), (100, 200)), twice((400, 2_000), (400, 2_000)), over, change(300, true, true)),
            // The whole province rose as much: a trend, no effect.
            (twice((40, 200), (100, 200)), twice((400, 2_000), (1_000, 2_000)), over, change(0, true, false)),
            // A little more of few: that may be chance.
            (twice((10, 40), (14, 40)), twice((500, 2_000), (500, 2_000)), over, change(100, true, false)),
            // It fell.
            (twice((100, 200), (40, 200)), twice((400, 2_000), (400, 2_000)), over, change(-300, true, true)),
            // Nobody filed online, before or after: small communes begin like that, and nothing is clear of thirty dossiers.
            (
                twice((0, 30), (0, 30)),
                twice((1_000, 10_000), (1_100, 10_000)),
                over,
                change(-10, true, false),
            ),
            (
                twice((30, 30), (30, 30)),
                twice((1_100, 10_000), (1_000, 10_000)),
                over,
                change(10, true, false),
            ),
            // It rose, but less than the rest.
            (
                twice((40, 200), (60, 200)),
                twice((400, 2_000), (1_400, 2_000)),
                over,
                change(-400, true, true),
            ),
            // Nobody to compare with.
            (twice((40, 200), (100, 200)), none, over, change(300, false, true)),
            (twice((5, 29), (100, 200)), none, over, Effect::TooFew),
            (twice((40, 200), (20, 29)), none, over, Effect::TooFew),
            (twice((40, 200), (100, 200)), none, date(2023, 9, 24), Effect::TooEarly(over)),
        ] {
            assert_eq!(effect(weeks, own, rest, today), expected, "{own:?} {rest:?}");
        }
    }

    #[test]
    fn who_takes_it_back() {
        let (me, own) = (PersonId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(3)));
        let (other, elsewhere) = (PersonId(Uuid::from_u128(7)), UnitId(Uuid::from_u128(8)));
        let by = |role| Actor::Person {
            person: me,
            assignment: AssignmentId(Uuid::from_u128(2)),
            unit: own,
            role,
            stands_in_for: None,
        };
        for (role, person, unit, may) in [
            (Role::Receptionist, me, own, true),
            (Role::Receptionist, other, own, false),
            (Role::Receptionist, me, elsewhere, false),
            (Role::Leader, other, own, true),
            (Role::Leader, other, elsewhere, false),
            (Role::CentreDirector, other, elsewhere, false),
        ] {
            assert_eq!(may_withdraw(&by(role), person, unit), may, "{role:?}");
        }
    }

    proptest! {
        #[test]
        fn no_change_beyond_the_trend_is_no_effect(online in 0i64..500, more in 0i64..500) {
            let same = twice((online, 1_000), (online + more, 1_000));
            let found = effect(around(date(2023, 8, 22), date(2023, 8, 22)), same, same, date(2024, 1, 1));
            prop_assert_eq!(found, Effect::Change { permille: 0, is_against_rest: true, is_clear: false });
        }
    }
}
