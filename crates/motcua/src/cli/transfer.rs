//! What comes in and goes out as a file: catalogue, processes, units, calendar.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use base::{
    app::App,
    error::{Error, Result},
};
use clap::Subcommand;
use office::{import::Report, process::format::Format};

use super::{Call, read};

/// In or out.
#[derive(Debug, Subcommand)]
pub(super) enum Transfer {
    /// Nhập tệp.
    Import {
        /// Tệp.
        file: PathBuf,
        /// Chỉ kiểm tra, không ghi.
        #[arg(long)]
        dry_run: bool,
    },
    /// Xuất ra tệp theo đúng dạng để nhập lại.
    Export {
        /// Tệp; `-` là đầu ra chuẩn.
        file: PathBuf,
    },
}

/// What the file is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Catalogue,
    Process,
    Units,
    Calendar,
}

/// Imports or exports.
pub(super) fn run(call: &Call, kind: Kind, transfer: &Transfer) -> Result<bool> {
    match transfer {
        Transfer::Import { file, dry_run } => import(call, kind, file, *dry_run),
        Transfer::Export { file } => export(call, kind, file),
    }
}

type Importer = fn(&App, &str, &str, bool) -> Result<Report>;

fn import(call: &Call, kind: Kind, file: &PathBuf, is_dry: bool) -> Result<bool> {
    let text = read(file)?;
    let app = call.open()?;
    let importer: Importer = match kind {
        Kind::Catalogue => office::catalogue::import::import,
        Kind::Process => office::process::import::import,
        Kind::Units => office::org::import::import,
        Kind::Calendar => office::calendar::import,
    };
    let report = importer(&app, &file.display().to_string(), &text, is_dry)?;
    if call.json {
        println!("{}", serde_json::to_string(&report).map_err(Error::fault)?);
    } else {
        println!("{}", report.text());
    }
    Ok(report.refused.is_empty())
}

fn export(call: &Call, kind: Kind, file: &PathBuf) -> Result<bool> {
    let app = call.open()?;
    let lines = |text: String| (text.lines().count(), text);
    let (count, text) = match kind {
        Kind::Catalogue => lines(office::catalogue::write::export(&app)?),
        Kind::Process => {
            let format = Format::of(&file.display().to_string());
            let (text, count) = office::process::write::export_as(&app, format)?;
            (count, text)
        }
        Kind::Units => lines(office::org::export(&app)?),
        Kind::Calendar => lines(office::calendar::export(&app)?),
    };
    let done = if file.as_os_str() == "-" {
        io::stdout().lock().write_all(text.as_bytes())
    } else {
        std::fs::write(file, &text)
    };
    done.map_err(|error| Error::fault(format!("Không ghi được tệp {}: {error}", file.display())))?;
    eprintln!("Đã xuất {count} dòng.");
    Ok(true)
}
