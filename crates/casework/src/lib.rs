//! Features of a dossier's life: filing, reception, settlement, letters, hand-over, tracking.

pub mod dossier;
