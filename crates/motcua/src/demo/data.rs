//! What ships in the binary (`data/README.md` says where each record comes from).

use super::Profile;

/// The catalogue of procedures.
pub const CATALOGUE: &str = include_str!("../../../../data/catalogue.jsonl");
/// The internal processes.
pub const PROCESSES: &str = include_str!("../../../../data/process.jsonl");
/// Days off.
pub const DAYS_OFF: &str = include_str!("../../../../data/calendar/ngay_nghi.csv");
/// Make-up days.
pub const MAKE_UP_DAYS: &str = include_str!("../../../../data/calendar/ngay_lam_bu.csv");

/// Family names with how often each occurs.
pub const FAMILY: &str = include_str!("../../../../data/names/ho.csv");
/// Middle names of men.
pub const MIDDLE_MEN: &str = include_str!("../../../../data/names/dem_nam.csv");
/// Middle names of women.
pub const MIDDLE_WOMEN: &str = include_str!("../../../../data/names/dem_nu.csv");
/// Given names of men.
pub const GIVEN_MEN: &str = include_str!("../../../../data/names/ten_nam.csv");
/// Given names of women.
pub const GIVEN_WOMEN: &str = include_str!("../../../../data/names/ten_nu.csv");

/// The files of units of a profile, in the order in which they build on each other.
pub fn units(profile: Profile) -> [(&'static str, &'static str); 2] {
    match profile {
        Profile::TraVinh2023 => [
            ("to_chuc_tra_vinh.json", include_str!("../../../../data/units/to_chuc_tra_vinh.json")),
            ("tra_vinh_106_xa.csv", include_str!("../../../../data/units/tra_vinh_106_xa.csv")),
        ],
        Profile::VinhLong2025 => [
            (
                "to_chuc_vinh_long_2025.json",
                include_str!("../../../../data/units/to_chuc_vinh_long_2025.json"),
            ),
            ("vinh_long_124_xa.csv", include_str!("../../../../data/units/vinh_long_124_xa.csv")),
        ],
    }
}
