//! The schema, in the order in which it is applied.

use kit::db::migrate::Migration;

/// Every migration, the first first.
pub const ALL: &[Migration] = &[
    ("0000_kit", include_str!("../../../migrations/0000_kit.sql")),
    ("0001_office", include_str!("../../../migrations/0001_office.sql")),
    ("0002_casework", include_str!("../../../migrations/0002_casework.sql")),
    ("0003_people", include_str!("../../../migrations/0003_people.sql")),
    ("0004_oversight", include_str!("../../../migrations/0004_oversight.sql")),
    ("0005_contact", include_str!("../../../migrations/0005_contact.sql")),
    ("0006_life", include_str!("../../../migrations/0006_life.sql")),
    ("0007_flow", include_str!("../../../migrations/0007_flow.sql")),
    ("0008_search", include_str!("../../../migrations/0008_search.sql")),
    ("0009_ladder", include_str!("../../../migrations/0009_ladder.sql")),
    ("0010_notice", include_str!("../../../migrations/0010_notice.sql")),
    ("0011_officers", include_str!("../../../migrations/0011_officers.sql")),
    ("0012_supervise", include_str!("../../../migrations/0012_supervise.sql")),
    ("0013_workload", include_str!("../../../migrations/0013_workload.sql")),
    ("0014_regulation", include_str!("../../../migrations/0014_regulation.sql")),
    ("0015_answer", include_str!("../../../migrations/0015_answer.sql")),
    ("0018_outgoing", include_str!("../../../migrations/0018_outgoing.sql")),
    ("0019_register", include_str!("../../../migrations/0019_register.sql")),
    ("0020_overlap", include_str!("../../../migrations/0020_overlap.sql")),
    ("0021_file_aside", include_str!("../../../migrations/0021_file_aside.sql")),
    ("0023_route", include_str!("../../../migrations/0023_route.sql")),
    ("0024_job", include_str!("../../../migrations/0024_job.sql")),
    ("0025_prefix", include_str!("../../../migrations/0025_prefix.sql")),
];
