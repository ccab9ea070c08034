//! What can go wrong at the door.

/// Why the database did not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// Not `sqlite:PATH` or `postgres://…`.
    #[error("the address of the database must begin with sqlite: or postgres://")]
    Address,
    /// The database cannot be opened or reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// A row with this key is there already.
    #[error("already there: {constraint}")]
    Duplicate {
        /// The constraint or the columns, as the engine names them.
        constraint: String,
    },
    /// The row moved since it was read.
    #[error("the row has changed in the meantime")]
    Stale,
    /// Too many wait; nothing was done.
    #[error("too much work at once")]
    Overloaded,
    /// There is no room left on the disk; nothing was done.
    #[error("the disk is full")]
    DiskFull,
    /// Lost races again and again.
    #[error("lost the race for the same rows too often")]
    Contended,
    /// A column does not hold what was expected.
    #[error("cannot read an answer: {0}")]
    Decode(String),
    /// The closure panicked; its work was undone.
    #[error("the work broke off")]
    Panicked,
    /// A migration that cannot be applied.
    #[error("{0}")]
    Migration(String),
    /// Anything else the engine says.
    #[error("{0}")]
    Engine(String),
}

/// What the door does about an error of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cure {
    /// Run the closure again: it lost a race, or its connection broke before anything was committed.
    Again,
    /// Tell the caller.
    None,
}
