//! Reads the command line and runs one command.

use std::process::ExitCode;

use clap::Parser;

/// Gives memory back: after a run of letters the C library's own allocator keeps four times as much. Without huge pages,
/// which would keep as much again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    motcua::cli::run(&motcua::cli::Arguments::parse())
}
