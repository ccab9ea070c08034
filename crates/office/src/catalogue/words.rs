//! The closed lists of a procedure, each word as the file and the form write it and as people read it.

use domain::{
    calendar::deadline::LimitUnit,
    catalogue::{FieldKind, OnlineLevel},
    dossier::Channel,
};

/// Units of a time limit.
pub const UNITS: [(&str, &str, LimitUnit); 6] = [
    ("ngay_lam_viec", "ngày làm việc", LimitUnit::WorkingDay),
    ("ngay", "ngày (theo lịch)", LimitUnit::CalendarDay),
    ("gio_lam_viec", "giờ làm việc", LimitUnit::WorkingHour),
    ("gio", "giờ (theo đồng hồ)", LimitUnit::Hour),
    ("thang", "tháng", LimitUnit::Month),
    ("trong_ngay", "trong ngày làm việc", LimitUnit::SameDay),
];

/// Ways to file.
pub const CHANNELS: [(&str, &str, Channel); 3] = [
    ("truc_tiep", "Trực tiếp", Channel::Counter),
    ("truc_tuyen", "Trực tuyến", Channel::Online),
    ("buu_chinh", "Dịch vụ bưu chính", Channel::Post),
];

/// What may be stated in a field of a form.
pub const FIELDS: [(&str, &str, FieldKind); 5] = [
    ("dong", "một dòng chữ", FieldKind::Line),
    ("doan", "nhiều dòng chữ", FieldKind::Lines),
    ("so", "số", FieldKind::Number),
    ("ngay", "ngày", FieldKind::Day),
    ("chon", "chọn một trong các mục", FieldKind::Choice),
];

/// How far it goes online.
pub const ONLINE: [(&str, OnlineLevel); 3] = [
    ("thong_tin", OnlineLevel::Information),
    ("mot_phan", OnlineLevel::Partial),
    ("toan_trinh", OnlineLevel::Full),
];

/// Where it is settled.
pub const LEVELS: [(&str, &str); 5] = [
    ("bo", "Cấp Bộ"),
    ("tinh", "Cấp tỉnh"),
    ("huyen", "Cấp huyện"),
    ("xa", "Cấp xã"),
    ("khac", "Cơ quan khác"),
];

/// The word of `value` in a list of three columns; empty if it is in none.
pub fn word<T: PartialEq>(list: &[(&'static str, &'static str, T)], value: &T) -> &'static str {
    list.iter().find(|(_, _, known)| known == value).map_or("", |(word, ..)| word)
}

/// The value of `word` in a list of three columns.
pub fn value<T: Copy>(list: &[(&str, &str, T)], word: &str) -> Option<T> {
    list.iter().find(|(known, ..)| *known == word).map(|(.., value)| *value)
}

/// The word of a level online.
pub fn online(level: OnlineLevel) -> &'static str {
    ONLINE.iter().find(|(_, known)| *known == level).map_or("", |(word, _)| word)
}
