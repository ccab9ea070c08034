//! What the Centre did to supervise, as a file (Quy chế 1267 Điều 4.3).

use std::io::{self, Write};

use base::error::{Error, Result};
use clap::Subcommand;
use domain::evidence::Period;
use jiff::civil::Date;
use oversight::evidence::store;

use super::Call;

/// What can be done with it.
#[derive(Debug, Subcommand)]
pub(super) enum Evidence {
    /// Xuất ra đầu ra chuẩn, JSON Lines; dòng đầu ghi SHA-256 của phần sau. Cùng một kỳ luôn cho cùng một tệp.
    Export {
        /// Ngày đầu: 2023-08-01.
        #[arg(long, value_name = "NGÀY")]
        from: Date,
        /// Ngày cuối, trước hôm nay.
        #[arg(long, value_name = "NGÀY")]
        to: Date,
    },
}

/// Exports a period that is over.
pub(super) fn run(call: &Call, Evidence::Export { from, to }: &Evidence) -> Result<bool> {
    let app = call.open()?;
    let period = Period::over(*from, *to, app.now())?;
    let (text, sha256) = app.db.read_blocking(move |tx| store::export(tx, period))?;
    io::stdout().lock().write_all(text.as_bytes()).map_err(Error::fault)?;
    eprintln!("SHA-256: {sha256}");
    Ok(true)
}
