//! Reads the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    motcua::cli::run(&motcua::cli::Arguments::parse())
}
