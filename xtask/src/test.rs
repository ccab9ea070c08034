//! Every test: rules, stores and pages on both databases.

use std::{error::Error, process::Command};

use crate::postgres::Postgres;

/// Runs them all; `arguments` are handed to `cargo test`.
pub fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let postgres = Postgres::start()?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--workspace", "--all-targets"])
        .args(arguments)
        .env("MOTCUA_TEST_POSTGRES", postgres.url());
    succeed(&mut cargo)
}

/// Runs a command; its failure is ours.
fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let done = command.status()?;
    if done.success() { Ok(()) } else { Err(format!("{command:?}: {done}").into()) }
}
