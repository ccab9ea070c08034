//! The project's own chores: `cargo xtask test` runs every test on both databases and in the real browser.

mod postgres;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("test") => test::run(arguments.get(1..).unwrap_or_default()),
        _ => Err("cargo xtask test [ARGUMENTS OF cargo test]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
