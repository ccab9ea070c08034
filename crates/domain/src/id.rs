//! Identifiers that cannot be mixed up: one type for each kind of thing, all `UUIDv7` underneath.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map($name)
            }
        }
    )+};
}

id! {
    /// One application for one procedure (hồ sơ).
    DossierId,
    /// One paper in a dossier (giấy tờ trong thành phần hồ sơ).
    PaperId,
    /// One organisational unit (cơ quan, đơn vị), the same through all its names.
    UnitId,
    /// One person who works in the system (cán bộ, công chức, viên chức).
    PersonId,
    /// One assignment of a person to a role in a unit, with its dates.
    AssignmentId,
    /// One immutable version of a procedure (phiên bản thủ tục hành chính).
    ProcedureVersionId,
    /// One immutable version of an internal process (phiên bản quy trình nội bộ).
    ProcessVersionId,
    /// One letter or slip (giấy, phiếu).
    LetterId,
    /// One petition (phản ánh, kiến nghị).
    PetitionId,
    /// One question of the public (hỏi đáp).
    QuestionId,
}
