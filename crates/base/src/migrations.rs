//! The schema, in the order in which it is applied.

use kit::db::migrate::Migration;

/// Every migration, the first first.
pub const ALL: &[Migration] = &[
    ("0000_kit", include_str!("../../../migrations/0000_kit.sql")),
    ("0001_office", include_str!("../../../migrations/0001_office.sql")),
    ("0002_casework", include_str!("../../../migrations/0002_casework.sql")),
    ("0003_people", include_str!("../../../migrations/0003_people.sql")),
    ("0004_oversight", include_str!("../../../migrations/0004_oversight.sql")),
    ("0006_life", include_str!("../../../migrations/0006_life.sql")),
];
