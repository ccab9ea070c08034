//! Letters in bulk: what is owed and not filed yet.

use std::{
    num::NonZero,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use base::error::{Error, Result};
use casework::letter::run::{self, Run};
use clap::Subcommand;

use super::Call;

/// What can be done with letters.
#[derive(Debug, Subcommand)]
pub(super) enum Letters {
    /// Lập và lưu mọi giấy, phiếu mà nhật ký còn nợ; dừng giữa chừng thì chạy lại là đi tiếp.
    File {
        /// Mã đơn vị; không nêu thì mọi đơn vị.
        #[arg(long, value_name = "MÃ")]
        unit: Option<String>,
    },
}

/// How often the person hears how far it is.
const EVERY: Duration = Duration::from_secs(1);

/// Files what is owed; `false` if something could not be set.
pub(super) fn run(call: &Call, Letters::File { unit }: &Letters) -> Result<bool> {
    let app = call.open()?;
    let unit = match unit {
        None => None,
        Some(code) => {
            let house = app.house();
            let known =
                house.by_code(code).ok_or_else(|| Error::fault(format!("Không có đơn vị mã {code}.")))?;
            Some(known.id)
        }
    };
    let began = Instant::now();
    let told = Mutex::new(None::<Instant>);
    let tell = |run: &Run| {
        let Ok(mut last) = told.lock() else { return };
        if last.is_none_or(|last| last.elapsed() >= EVERY) {
            *last = Some(Instant::now());
            eprintln!("{}", progress(run, began.elapsed()));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let done = run::file_all(&app, unit, threads, &tell)?;
    done.failures.iter().for_each(|failure| eprintln!("Chưa lập được: {failure}"));
    if call.json {
        println!("{}", serde_json::json!({ "run": done, "seconds": began.elapsed().as_secs_f64() }));
    } else {
        println!("{}", summary(&done, began.elapsed()));
    }
    Ok(done.failed == 0)
}

fn summary(run: &Run, took: Duration) -> String {
    let mut said = format!("Đã lập {} giấy, phiếu trong {:.1} giây", run.filed, took.as_secs_f64());
    if run.not_archivable > 0 {
        said.push_str(&format!("; {} tệp không phải PDF/A", run.not_archivable));
    }
    if run.failed > 0 {
        said.push_str(&format!("; {} chưa lập được", run.failed));
    }
    said + "."
}

/// `1.024/10.000, 400 mỗi giây, còn khoảng 22 giây`.
fn progress(run: &Run, took: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for a person to read")]
    let rate = run.seen as f64 / took.as_secs_f64().max(0.001);
    #[expect(clippy::cast_precision_loss, reason = "for a person to read")]
    let left = run.found.saturating_sub(run.seen) as f64 / rate.max(0.001);
    format!("{}/{}, {rate:.0} mỗi giây, còn khoảng {left:.0} giây", run.seen, run.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_what_is_done() {
        let run = Run { found: 10_000, seen: 2_500, ..Run::default() };
        assert_eq!(progress(&run, Duration::from_secs(5)), "2500/10000, 500 mỗi giây, còn khoảng 15 giây");
    }
}
