//! The command line. Answers go to standard output, everything else to standard error.

mod evidence;
mod letters;
mod people;
mod process;
mod transfer;

use std::{
    io::{self, BufWriter},
    path::PathBuf,
    process::ExitCode,
};

use base::{app::App, audit, error::Error, texts::own};
use clap::{Args, Parser, Subcommand};
use domain::{instant::local_date, rules::RuleSet};
use evidence::Evidence;
use kit::clock::Clock;
use letters::Letters;
use people::People;
use process::ProcessCommand;
use transfer::{Kind, Transfer};

use crate::{
    boot,
    config::{
        Settings,
        layer::{self, Loaded, Said},
    },
    demo, doctor, due, serve,
};

/// Hệ thống thông tin giải quyết thủ tục hành chính cấp tỉnh.
#[derive(Debug, Parser)]
#[command(name = "motcua", version)]
pub struct Arguments {
    /// Tệp cấu hình TOML; không nêu thì motcua.toml nếu có. Mọi khóa cũng là biến môi trường `MOTCUA_`….
    #[arg(long, global = true, value_name = "TỆP")]
    config: Option<String>,
    /// Thư mục dữ liệu: cơ sở dữ liệu nhúng và các tệp.
    #[arg(long, global = true, value_name = "THƯ_MỤC")]
    data: Option<String>,
    /// Địa chỉ cơ sở dữ liệu: `sqlite:ĐƯỜNG_DẪN` hoặc postgres://…
    #[arg(long, global = true, value_name = "ĐỊA_CHỈ")]
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
    /// Máy chủ web, kèm các việc chạy nền.
    Serve {
        #[command(flatten)]
        listen: Listen,
        /// Chỉ phục vụ web; việc chạy nền do `motcua work` ở nơi khác làm.
        #[arg(long)]
        no_work: bool,
    },
    /// Chỉ làm các việc chạy nền.
    Work,
    /// Cập nhật lược đồ cơ sở dữ liệu.
    Migrate,
    /// Hệ thống có ổn không; nếu không, phải làm gì.
    Doctor,
    /// Cấu hình.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Danh mục thủ tục hành chính.
    #[command(subcommand)]
    Catalogue(Transfer),
    /// Quy trình nội bộ.
    #[command(subcommand)]
    Process(ProcessCommand),
    /// Đơn vị.
    #[command(subcommand)]
    Units(Transfer),
    /// Lịch làm việc.
    #[command(subcommand)]
    Calendar(Transfer),
    /// Tài khoản.
    #[command(subcommand)]
    People(People),
    /// Giấy, phiếu.
    #[command(subcommand)]
    Letters(Letters),
    /// Việc chạy nền.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Số liệu giám sát: lượt ở từng bước, đường đi, dự báo, lỗi.
    #[command(subcommand)]
    Flow(FlowCommand),
    /// Tính hạn: mỗi dòng JSON một câu hỏi, mỗi dòng một câu trả lời.
    Due,
    /// Bằng chứng giám sát của Trung tâm.
    #[command(subcommand)]
    Evidence(Evidence),
    /// Nhật ký.
    #[command(subcommand)]
    Audit(AuditCommand),
}

#[derive(Debug, Args)]
struct Listen {
    /// Địa chỉ lắng nghe.
    #[arg(long, value_name = "ĐỊA_CHỈ:CỔNG")]
    listen: Option<String>,
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
    #[command(flatten)]
    listen: Listen,
    /// Chỉ tạo dữ liệu, không mở máy chủ.
    #[arg(long)]
    no_serve: bool,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Cấu hình đang có hiệu lực và lấy từ đâu; sai thì nói sai ở khóa nào.
    Check,
}

#[derive(Debug, Subcommand)]
enum JobsCommand {
    /// Cho chạy lại mọi việc đã thất bại hẳn.
    Retry,
}

#[derive(Debug, Subcommand)]
enum FlowCommand {
    /// Bỏ số liệu đã có và lập lại từ nhật ký, đến khi xong; dừng giữa chừng thì máy chủ làm tiếp.
    Rebuild,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Đi hết chuỗi nhật ký và kiểm tra từng dòng.
    Verify,
}

/// What a command works with.
struct Call {
    settings: Settings,
    json: bool,
}

/// Runs the command; 0 done, 1 refused or found wrong. Wrong usage has ended with 2 before.
pub fn run(arguments: &Arguments) -> ExitCode {
    match load(arguments).and_then(|loaded| command(arguments, &loaded)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn load(arguments: &Arguments) -> base::error::Result<Loaded> {
    let listen = match &arguments.command {
        Command::Serve { listen, .. } => listen.listen.clone(),
        Command::Demo(demo) => demo.listen.listen.clone(),
        _ => None,
    };
    let given =
        [("data", arguments.data.clone()), ("database", arguments.database.clone()), ("listen", listen)];
    layer::load(&Said {
        file: arguments.config.clone(),
        command_line: given.into_iter().filter_map(|(key, value)| Some((key, value?))).collect(),
        environment: layer::environment(),
    })
}

fn command(arguments: &Arguments, loaded: &Loaded) -> base::error::Result<bool> {
    if !matches!(arguments.command, Command::Config(_)) {
        settle(loaded)?;
    }
    let call = Call { settings: loaded.settings.clone(), json: arguments.json };
    match &arguments.command {
        Command::Config(ConfigCommand::Check) => Ok(check_config(call.json, loaded)),
        Command::Due => ask_due(&call),
        Command::Demo(demo) => run_demo(&call, demo),
        Command::Serve { no_work, .. } => {
            let app = call.open()?;
            oversight::regulation::readings::note(&app)?;
            serve::serve(app, &call.settings, !no_work)?;
            Ok(true)
        }
        Command::Work => {
            serve::work(call.open()?)?;
            Ok(true)
        }
        Command::Migrate => call.open().map(|_| true),
        Command::Doctor => examine(&call),
        Command::People(people) => people::run(&call, people),
        Command::Letters(letters) => letters::run(&call, letters),
        Command::Evidence(evidence) => evidence::run(&call, evidence),
        Command::Jobs(JobsCommand::Retry) => retry(&call),
        Command::Flow(FlowCommand::Rebuild) => rebuild_flow(&call),
        Command::Audit(AuditCommand::Verify) => verify(&call),
        Command::Catalogue(transfer) => transfer::run(&call, Kind::Catalogue, transfer),
        Command::Process(process) => process::run(&call, process),
        Command::Units(transfer) => transfer::run(&call, Kind::Units, transfer),
        Command::Calendar(transfer) => transfer::run(&call, Kind::Calendar, transfer),
    }
}

/// Refuses settings that do not hold together, and begins the log.
fn settle(loaded: &Loaded) -> base::error::Result<()> {
    let faults = loaded.settings.faults();
    if !faults.is_empty() {
        return Err(Error::fault(format!("Cấu hình sai:\n  {}", faults.join("\n  "))));
    }
    if !RuleSet::read_as([loaded.settings.nd61_2018, loaded.settings.nd118_2025]) {
        return Err(Error::fault("Quy định đã được đọc theo cấu hình khác trong tiến trình này."));
    }
    if !own::take(&loaded.settings.texts_dir) {
        return Err(Error::fault("Không dùng được lời văn trong texts_dir."));
    }
    let filter = tracing_subscriber::EnvFilter::new(&loaded.settings.log);
    tracing_subscriber::fmt().with_writer(io::stderr).with_env_filter(filter).init();
    for stranger in &loaded.strangers {
        tracing::warn!(stranger, "an environment variable that is no key of the configuration");
    }
    Ok(())
}

impl Call {
    fn open(&self) -> base::error::Result<App> {
        boot::open(&self.settings, Clock::default())
    }

    /// What dates are counted with: they need no database; one that is there lends its calendar and its units' hours.
    fn counting(&self) -> base::error::Result<due::Counting> {
        let is_there = self.settings.database_file().is_none_or(|file| file.exists());
        Ok(if is_there { due::Counting::of_house(&self.open()?.house()) } else { due::Counting::shipped() })
    }
}

fn check_config(json: bool, loaded: &Loaded) -> bool {
    let faults = loaded.settings.faults();
    if json {
        let said = serde_json::json!({
            "sound": faults.is_empty(), "faults": faults, "unknown": loaded.strangers, "settings": loaded.json(),
        });
        println!("{said}");
    } else {
        println!("{}", loaded.lines().join("\n"));
        for stranger in &loaded.strangers {
            println!("Lưu ý: biến môi trường {stranger} không phải là khóa cấu hình.");
        }
        for fault in &faults {
            println!("Sai: {fault}");
        }
        if faults.is_empty() {
            println!("Cấu hình hợp lệ.");
        }
    }
    faults.is_empty()
}

fn run_demo(call: &Call, wanted: &DemoArguments) -> base::error::Result<bool> {
    let today = local_date(Clock::default().now());
    let profile = wanted.profile.unwrap_or_else(|| demo::Profile::for_day(today));
    let app = boot::open(&call.settings, Clock::behind(profile.clock_behind(today)))?;
    if !demo::is_filled(&app)? {
        demo::fill(&app, profile, wanted.dossiers, wanted.seed)?;
    }
    if !wanted.no_serve {
        println!("{}", demo::accounts::told());
        serve::serve(app, &call.settings, true)?;
    }
    Ok(true)
}

fn ask_due(call: &Call) -> base::error::Result<bool> {
    let counting = call.counting()?;
    due::run(&counting, io::stdin().lock(), BufWriter::new(io::stdout().lock())).map_err(Error::fault)
}

fn examine(call: &Call) -> base::error::Result<bool> {
    let found = doctor::examine(&call.settings, Clock::default().now());
    if call.json {
        println!("{}", serde_json::to_string(&found).map_err(Error::fault)?);
    } else {
        println!("{}", found.text());
    }
    Ok(found.sound)
}

fn retry(call: &Call) -> base::error::Result<bool> {
    let app = call.open()?;
    let now = app.now();
    let count = app.db.write_blocking(move |tx| kit::queue::revive(tx, now))?;
    println!("Cho chạy lại {count} việc.");
    Ok(true)
}

fn rebuild_flow(call: &Call) -> base::error::Result<bool> {
    let app = call.open()?;
    app.db.write_blocking(|tx| {
        oversight::follow::forget(tx);
        Ok::<_, Error>(())
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::fault)?;
    runtime.block_on(oversight::follow::catch_up(&app))?;
    println!("Đã lập lại số liệu giám sát.");
    Ok(true)
}

fn verify(call: &Call) -> base::error::Result<bool> {
    let app = call.open()?;
    let found = app.db.read_blocking(audit::verify)?;
    if call.json {
        println!("{}", serde_json::to_string(&found).map_err(Error::fault)?);
    } else {
        println!("Nhật ký: {} dòng, {} chuỗi, {} lỗi", found.lines, found.streams, found.faults.len());
        found.faults.iter().for_each(|fault| println!("  {fault}"));
    }
    Ok(found.faults.is_empty())
}

fn read(file: &PathBuf) -> base::error::Result<String> {
    std::fs::read_to_string(file)
        .map_err(|error| Error::fault(format!("Không đọc được tệp {}: {error}", file.display())))
}
