//! What can be done with processes besides import and export: checked, and proved by the examples in their file.

use std::path::PathBuf;

use base::error::{Error, Result};
use clap::Subcommand;

use super::{
    Call, read,
    transfer::{self, Kind, Transfer},
};

/// What can be done with processes. A file that ends in `.yaml`, `.yml`, `.bpmn` or `.xml` is read and written as such.
#[derive(Debug, Subcommand)]
pub(super) enum ProcessCommand {
    #[command(flatten)]
    Transfer(Transfer),
    /// Kiểm tra tính hợp lệ của từng quy trình trong tệp.
    Check {
        /// Tệp.
        file: PathBuf,
    },
    /// Chạy các ví dụ ghi trong tệp YAML của quy trình.
    Test {
        /// Tệp.
        file: PathBuf,
    },
}

/// Does it; whether everything is sound.
pub(super) fn run(call: &Call, command: &ProcessCommand) -> Result<bool> {
    match command {
        ProcessCommand::Transfer(transfer) => transfer::run(call, Kind::Process, transfer),
        ProcessCommand::Check { file } => check(call, file),
        ProcessCommand::Test { file } => test(call, file),
    }
}

fn check(call: &Call, file: &PathBuf) -> Result<bool> {
    let checked = office::process::import::check_file(&file.display().to_string(), &read(file)?);
    if call.json {
        println!("{}", serde_json::to_string(&checked).map_err(Error::fault)?);
    } else {
        for process in &checked {
            println!("{} {}", process.id, if process.sound { "hợp lệ" } else { "chưa hợp lệ" });
            for finding in &process.findings {
                let step = finding.step.as_ref().map(|no| format!("bước {no}: ")).unwrap_or_default();
                println!("  {step}{}", finding.message);
            }
        }
    }
    Ok(checked.iter().all(|process| process.sound))
}

fn test(call: &Call, file: &PathBuf) -> Result<bool> {
    let counting = call.counting()?;
    let proved = office::process::example::run(&read(file)?, &counting.usual());
    let count: usize = proved.iter().map(|process| process.examples.len()).sum();
    let passed = proved.iter().flat_map(|process| &process.examples).filter(|one| one.passed).count();
    if call.json {
        println!("{}", serde_json::to_string(&proved).map_err(Error::fault)?);
    } else {
        for process in &proved {
            println!("{}", process.id);
            process.unreadable.iter().for_each(|why| println!("  không đọc được: {why}"));
            for example in &process.examples {
                println!("  {} {}", if example.passed { "đạt      " } else { "không đạt" }, example.name);
                example.differences.iter().for_each(|difference| println!("            {difference}"));
            }
        }
        println!("{passed}/{count} ví dụ đạt.");
    }
    // A file that proves nothing has not passed.
    Ok(count > 0 && proved.iter().all(office::process::example::Proved::passed))
}
