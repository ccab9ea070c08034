//! The project's own chores: `cargo xtask test` runs every test on both databases and in the real browser;
//! `cargo xtask bench` measures; `cargo xtask data` makes what ships in `data/` again from the collected sources.

mod bench;
mod data;
mod postgres;
mod s3;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("bench") => bench::run(arguments.get(1..).unwrap_or_default()),
        Some("test") => test::run(arguments.get(1..).unwrap_or_default()),
        Some("data") => data::run(arguments.get(1..).unwrap_or_default()).map_err(Into::into),
        _ => Err("cargo xtask bench [--rounds N] [--peers] | data [SOURCE] [--check] | test [ARGUMENTS OF cargo test]"
            .into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
