//! The command line. Answers go to standard output, everything else to standard error.

use std::{
    io::{self, BufWriter},
    path::PathBuf,
    process::ExitCode,
};

use base::{app::App, audit, error::Error};
use clap::{Args, Parser, Subcommand};
use domain::instant::local_date;
use kit::clock::Clock;

use crate::{boot, demo, due};

/// Hệ thống thông tin giải quyết thủ tục hành chính cấp tỉnh.
#[derive(Debug, Parser)]
#[command(name = "motcua", version)]
pub struct Arguments {
    /// Thư mục dữ liệu: cơ sở dữ liệu nhúng và các tệp.
    #[arg(long, global = true, env = "MOTCUA_DATA", default_value = "motcua-data")]
    data: PathBuf,
    /// Địa chỉ cơ sở dữ liệu: `sqlite:ĐƯỜNG_DẪN` hoặc postgres://…
    #[arg(long, global = true, env = "MOTCUA_DATABASE")]
    database: Option<String>,
    /// Kết quả dạng JSON cho máy đọc.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bản thử nghiệm với dữ liệu thật và người không có thật.
    Demo(DemoArguments),
    /// Máy chủ web.
    Serve {
        /// Địa chỉ lắng nghe.
        #[arg(long, env = "MOTCUA_LISTEN", default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Cập nhật lược đồ cơ sở dữ liệu.
    Migrate,
    /// Danh mục thủ tục hành chính.
    #[command(subcommand)]
    Catalogue(Import),
    /// Quy trình nội bộ.
    #[command(subcommand)]
    Process(ProcessCommand),
    /// Đơn vị.
    #[command(subcommand)]
    Units(Import),
    /// Lịch làm việc.
    #[command(subcommand)]
    Calendar(Import),
    /// Tính hạn: mỗi dòng JSON một câu hỏi, mỗi dòng một câu trả lời.
    Due,
    /// Nhật ký.
    #[command(subcommand)]
    Audit(AuditCommand),
}

#[derive(Debug, Args)]
struct DemoArguments {
    /// Số hồ sơ.
    #[arg(long, default_value_t = 2_000)]
    dossiers: u32,
    /// Hạt giống: cùng hạt giống, cùng lịch sử.
    #[arg(long, default_value_t = 1_267)]
    seed: u64,
    /// Tỉnh và thời kỳ.
    #[arg(long, value_enum)]
    profile: Option<demo::Profile>,
    /// Địa chỉ lắng nghe.
    #[arg(long, env = "MOTCUA_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Chỉ tạo dữ liệu, không mở máy chủ.
    #[arg(long)]
    no_serve: bool,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Nhập tệp.
    Import {
        /// Tệp.
        file: PathBuf,
        /// Chỉ kiểm tra, không ghi.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ProcessCommand {
    /// Nhập tệp.
    Import {
        /// Tệp.
        file: PathBuf,
        /// Chỉ kiểm tra, không ghi.
        #[arg(long)]
        dry_run: bool,
    },
    /// Kiểm tra tính hợp lệ của từng quy trình trong tệp.
    Check {
        /// Tệp.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Đi hết chuỗi nhật ký và kiểm tra từng dòng.
    Verify,
}

/// Runs the command; 0 done, 1 refused or found wrong.
pub fn run(arguments: &Arguments) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_writer(io::stderr).with_env_filter(filter).init();
    match command(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: &Arguments) -> base::error::Result<bool> {
    match &arguments.command {
        Command::Due => ask_due(arguments),
        Command::Process(ProcessCommand::Check { file }) => check_processes(arguments, file),
        Command::Demo(demo) => run_demo(arguments, demo),
        Command::Serve { listen } => {
            let app = open(arguments, listen, Clock::default())?;
            crate::serve::serve(app, listen)?;
            Ok(true)
        }
        Command::Migrate => open(arguments, "", Clock::default()).map(|_| true),
        Command::Audit(AuditCommand::Verify) => verify(arguments),
        Command::Catalogue(Import::Import { file, dry_run }) => {
            import(arguments, file, *dry_run, office::catalogue::import::import)
        }
        Command::Process(ProcessCommand::Import { file, dry_run }) => {
            import(arguments, file, *dry_run, office::process::import::import)
        }
        Command::Units(Import::Import { file, dry_run }) => {
            import(arguments, file, *dry_run, office::org::import::import)
        }
        Command::Calendar(Import::Import { file, dry_run }) => {
            import(arguments, file, *dry_run, office::calendar::import)
        }
    }
}

fn open(arguments: &Arguments, listen: &str, clock: Clock) -> base::error::Result<App> {
    let settings = boot::Settings {
        data: arguments.data.clone(),
        database: arguments.database.clone(),
        public_url: format!("http://{listen}"),
    };
    boot::open(&settings, clock)
}

fn run_demo(arguments: &Arguments, wanted: &DemoArguments) -> base::error::Result<bool> {
    let today = local_date(Clock::default().now());
    let profile = wanted.profile.unwrap_or_else(|| demo::Profile::for_day(today));
    let app = open(arguments, &wanted.listen, Clock::behind(profile.clock_behind(today)))?;
    if !demo::is_filled(&app)? {
        demo::fill(&app, profile, wanted.dossiers, wanted.seed)?;
    }
    if !wanted.no_serve {
        crate::serve::serve(app, &wanted.listen)?;
    }
    Ok(true)
}

fn ask_due(arguments: &Arguments) -> base::error::Result<bool> {
    // Dates need no database; one that is there lends its calendar and its units' hours.
    let is_there = arguments.database.is_some() || arguments.data.join("motcua.db").exists();
    let counting = if is_there {
        due::Counting::of_house(&open(arguments, "", Clock::default())?.house())
    } else {
        due::Counting::shipped()
    };
    due::run(&counting, io::stdin().lock(), BufWriter::new(io::stdout().lock())).map_err(Error::fault)
}

fn read(file: &PathBuf) -> base::error::Result<String> {
    std::fs::read_to_string(file).map_err(|error| Error::fault(format!("{}: {error}", file.display())))
}

fn check_processes(arguments: &Arguments, file: &PathBuf) -> base::error::Result<bool> {
    let checked = office::process::import::check_file(&read(file)?);
    if arguments.json {
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

type Importer = fn(&App, &str, &str, bool) -> base::error::Result<office::import::Report>;

fn import(
    arguments: &Arguments,
    file: &PathBuf,
    is_dry: bool,
    importer: Importer,
) -> base::error::Result<bool> {
    let text = read(file)?;
    let app = open(arguments, "", Clock::default())?;
    let report = importer(&app, &file.display().to_string(), &text, is_dry)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&report).map_err(Error::fault)?);
    } else {
        println!("{}", report.text());
    }
    Ok(report.refused.is_empty())
}

fn verify(arguments: &Arguments) -> base::error::Result<bool> {
    let app = open(arguments, "", Clock::default())?;
    let found = app.db.read_blocking(audit::verify)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&found).map_err(Error::fault)?);
    } else {
        println!("Nhật ký: {} dòng, {} chuỗi, {} lỗi", found.lines, found.streams, found.faults.len());
        found.faults.iter().for_each(|fault| println!("  {fault}"));
    }
    Ok(found.faults.is_empty())
}
