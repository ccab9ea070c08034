//! What a day asks of somebody, for the page "Việc hôm nay" and the letter of the morning (Quy chế 1267 Điều 3.2.c; row C-22).
//! Officers see their own, heads their unit, the Centre all.

use jiff::SignedDuration;

use crate::{
    board::Figure,
    calendar::Timetable,
    instant::{Instant, local_date},
    people::Role,
    words::words,
};

words! {
    /// A line of it. The word stands in addresses.
    DigestLine {
        /// Late.
        Late = "qua-han" "Hồ sơ quá hạn",
        /// Owed today.
        Today = "hom-nay" "Hồ sơ đến hạn hôm nay",
        /// Owed on one of the next three working days.
        Soon = "3-ngay" "Hồ sơ đến hạn trong 3 ngày làm việc tới",
        /// What units want of each other and waits for an answer.
        Matters = "trao-doi" "Việc trao đổi, đôn đốc chờ trả lời",
        /// What is to be done about procedures; for the Centre, what it is to check.
        Tasks = "thu-tuc" "Việc về thủ tục hành chính",
        /// Procedures that the unit is to review (Điều 3.1.a); for the Centre, proposals that wait for their decision.
        Reviews = "ra-soat" "Thủ tục phải rà soát",
        /// Tasks of the plan of the regulation that are late (Điều 6.1); for the Centre, those of all.
        Plan = "ke-hoach" "Nhiệm vụ thi hành Quy chế quá hạn",
        /// Late dossiers of which no public list of today speaks yet (Điều 3.2.d; row C-28).
        LateList = "cong-khai-cham" "Hồ sơ chậm trong danh sách chờ công khai hôm nay",
        /// Petitions that wait for the unit; for the Centre, for their classification.
        Petitions = "phan-anh" "Phản ánh, kiến nghị chờ xử lý",
    }
}

/// The lines that are about dossiers.
pub const OF_DOSSIERS: [DigestLine; 3] = [DigestLine::Late, DigestLine::Today, DigestLine::Soon];

impl DigestLine {
    /// The figures of the board that it sums up: none where it is not about dossiers.
    pub fn figures(self) -> &'static [Figure] {
        match self {
            DigestLine::Late => &[Figure::LateUpTo1, Figure::LateUpTo5, Figure::LateMore],
            DigestLine::Today => &[Figure::DueToday],
            DigestLine::Soon => &[Figure::DueIn1, Figure::DueIn2, Figure::DueIn3],
            DigestLine::Matters
            | DigestLine::Tasks
            | DigestLine::Reviews
            | DigestLine::Plan
            | DigestLine::LateList
            | DigestLine::Petitions => &[],
        }
    }

    /// The list behind its number.
    pub fn url(self) -> &'static str {
        match self {
            DigestLine::Late => "/lam-viec/giam-sat/ho-so?so=qua-han",
            DigestLine::Today => "/lam-viec/giam-sat/ho-so?so=hom-nay",
            DigestLine::Soon => "/lam-viec/giam-sat/ho-so?so=3-ngay",
            DigestLine::Matters => "/lam-viec/phoi-hop",
            DigestLine::Tasks => "/lam-viec/thu-tuc",
            DigestLine::Reviews => "/lam-viec/thu-tuc/ra-soat/viec",
            DigestLine::Plan => "/lam-viec/ke-hoach?muc=qua-han",
            DigestLine::LateList => "/lam-viec/giam-sat/cham",
            DigestLine::Petitions => "/lam-viec/phan-anh",
        }
    }

    /// Whether it stands in the digest of `role`: petitions are for those who answer them and for the Centre, the plan for those
    /// who are responsible for it (Điều 6.1, 6.2). Who keeps the system has its own tasks only.
    pub fn is_for(self, role: Role) -> bool {
        let is_head = matches!(role, Role::DivisionHead | Role::Leader) || role.is_centre();
        has_digest(role)
            && match self {
                DigestLine::Petitions => is_head || role == Role::Handler,
                DigestLine::Plan => is_head,
                // Who publishes it.
                DigestLine::LateList => role == Role::CentreDirector,
                line => role != Role::Administrator || line == DigestLine::Tasks,
            }
    }

    /// How it looks when it is not nothing.
    pub fn look(self) -> &'static str {
        match self {
            DigestLine::Late | DigestLine::Plan => "is-bad",
            DigestLine::Today | DigestLine::LateList => "is-warn",
            _ => "",
        }
    }
}

/// Whether somebody in `role` has a digest: those who work on dossiers, the Centre, and who configures and publishes procedures.
pub fn has_digest(role: Role) -> bool {
    role.works_for_agency() || role.is_centre() || role == Role::Administrator
}

/// Whether the letter of the morning may be sent at `now`: the working day of `table` has begun and is not over. So a server
/// that was down at the beginning sends it later that day, and never in the evening or on a day off.
pub fn is_due(now: Instant, table: &Timetable) -> bool {
    let midnight = Timetable::midnight(local_date(now));
    let worked = table.minutes_between(midnight, now);
    let left = table.minutes_between(now, midnight + SignedDuration::from_hours(24));
    left > 0 && (worked > 0 || table.is_open(now))
}

/// When the working day of `table` that runs at `now` is over: the letter of the morning is no news then.
pub fn ends(now: Instant, table: &Timetable) -> Option<Instant> {
    let midnight = Timetable::midnight(local_date(now));
    let left = table.minutes_between(now, midnight + SignedDuration::from_hours(24));
    table.after_minutes(now, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, DayKind, SpecialDay, WorkingHours},
        instant::from_local,
    };

    #[test]
    fn the_morning_letter_has_its_hours() {
        let off = |day: &str| SpecialDay {
            day: day.parse().unwrap(),
            kind: DayKind::Off,
            name: "Quốc khánh".into(),
            basis: "BLLĐ 2019 Điều 112".into(),
        };
        let (calendar, hours) = (Calendar::new([off("2023-09-04")]), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        for (now, due) in [
            ("2023-08-24T06:59", false),
            ("2023-08-24T07:00", true),
            ("2023-08-24T12:00", true),
            ("2023-08-24T16:59", true),
            ("2023-08-24T17:00", false),
            ("2023-08-26T08:00", false),
            ("2023-09-04T08:00", false),
        ] {
            assert_eq!(is_due(from_local(now.parse().unwrap()), &table), due, "{now}");
        }
    }

    #[test]
    fn the_morning_letter_is_no_news_once_the_day_is_over() {
        let (calendar, hours) = (Calendar::default(), WorkingHours::usual());
        let table = Timetable { calendar: &calendar, hours: &hours };
        let at = |text: &str| from_local(text.parse().unwrap());
        for now in ["2023-08-24T07:00", "2023-08-24T12:10", "2023-08-24T16:30"] {
            assert_eq!(ends(at(now), &table), Some(at("2023-08-24T17:00")), "{now}");
        }
    }

    #[test]
    fn who_has_which_lines() {
        // Row C-22: officers and heads each day; petitions for who answers (Điều 3.3).
        for role in Role::ALL {
            let lines: Vec<_> = DigestLine::ALL.iter().filter(|line| line.is_for(role)).collect();
            let count = match role {
                Role::Handler => 7,
                Role::DivisionHead | Role::Leader => 8,
                Role::CentreSupervisor => 8,
                Role::CentreDirector => 9,
                Role::Receptionist | Role::Clerk => 6,
                // What the IT department configures and publishes (Điều 3.1.a).
                Role::Administrator => 1,
                _ => 0,
            };
            assert_eq!(lines.len(), count, "{role:?}");
        }
    }

    #[test]
    fn no_dossier_counts_in_two_lines() {
        let all: Vec<Figure> = OF_DOSSIERS.iter().flat_map(|line| line.figures()).copied().collect();
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!(all.len(), once.len());
        let late: Vec<Figure> = Figure::ALL.iter().copied().filter(|figure| figure.is_late()).collect();
        assert_eq!(DigestLine::Late.figures(), late);
    }
}
