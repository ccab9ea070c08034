//! `motcua doctor`: is everything in order, and what to do if not. It changes nothing, not even the schema.

use base::error::Result;
use domain::{
    instant::{Instant, local, local_date},
    people::Role,
};
use jiff::{SignedDuration, civil::date};
use kit::db::{
    Db, Dialect, Tx, args,
    migrate::{Standing, standing},
};
use serde::Serialize;

use crate::{boot, config::Settings};

/// Everything that was looked at. The shape is a contract with other programs.
#[derive(Clone, Debug, Serialize)]
pub struct Examination {
    /// Whether nothing is wrong; a warning is not wrong.
    pub sound: bool,
    /// What was found, in the order it was looked at.
    pub findings: Vec<Finding>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How it is.
    pub state: State,
    /// How it is, in a sentence.
    pub message: String,
    /// What to do about it; empty if nothing.
    pub advice: String,
}

/// How one thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In order.
    Ok,
    /// Somebody should look at it soon.
    Warning,
    /// Not in order.
    Wrong,
}

impl Examination {
    /// For people: a line for each finding, and what to do below it.
    pub fn text(&self) -> String {
        let mut lines = vec![];
        for finding in &self.findings {
            let mark = match finding.state {
                State::Ok => "tốt ",
                State::Warning => "lưu ý",
                State::Wrong => "SAI ",
            };
            lines.push(format!("[{mark}] {}", finding.message));
            if !finding.advice.is_empty() {
                lines.push(format!("        → {}", finding.advice));
            }
        }
        lines.push(if self.sound { "Hệ thống ổn." } else { "Hệ thống có lỗi cần xử lý." }.to_owned());
        lines.join("\n")
    }
}

fn ok(check: &'static str, message: impl Into<String>) -> Finding {
    Finding { check, state: State::Ok, message: message.into(), advice: String::new() }
}

fn warning(check: &'static str, message: impl Into<String>, advice: &str) -> Finding {
    Finding { check, state: State::Warning, message: message.into(), advice: advice.into() }
}

fn wrong(check: &'static str, message: impl Into<String>, advice: &str) -> Finding {
    Finding { check, state: State::Wrong, message: message.into(), advice: advice.into() }
}

/// Looks at everything. What depends on something broken is not looked at.
pub fn examine(settings: &Settings, now: Instant) -> Examination {
    let mut findings = vec![public_url(settings), files(settings)];
    match database(settings) {
        Err(finding) => findings.push(finding),
        Ok(db) => {
            findings.push(ok("database", "Kết nối được cơ sở dữ liệu."));
            findings.push(durable(&db));
            let schema = schema(&db);
            let is_current = schema.state == State::Ok;
            findings.push(schema);
            if is_current {
                findings.extend(content(&db, now));
            }
        }
    }
    let sound = findings.iter().all(|finding| finding.state != State::Wrong);
    Examination { sound, findings }
}

fn public_url(settings: &Settings) -> Finding {
    if settings.public_url.is_empty() {
        let message = format!("Chưa đặt public_url; mã QR sẽ dẫn đến {}.", settings.public_url());
        return warning("public_url", message, "Đặt public_url là địa chỉ người dân truy cập.");
    }
    ok("public_url", format!("Địa chỉ công khai: {}.", settings.public_url))
}

fn files(settings: &Settings) -> Finding {
    // A look must not make what is missing.
    let is_missing = settings.files.kind == crate::config::Kind::Folder && !settings.data.is_dir();
    if is_missing {
        let message = format!("Chưa có thư mục dữ liệu {}.", settings.data.display());
        return wrong("files", message, "Chạy motcua migrate để tạo, hoặc sửa khóa data.");
    }
    match settings.blobs().and_then(|blobs| blobs.probe().map_err(base::error::Error::fault)) {
        Ok(()) => ok("files", "Kho tệp ghi, đọc và xóa được."),
        Err(error) => wrong(
            "files",
            format!("Kho tệp không dùng được: {error}"),
            "Kiểm tra quyền ghi và dung lượng của thư mục, hoặc các khóa trong [files] và đường truyền đến kho S3.",
        ),
    }
}

fn database(settings: &Settings) -> std::result::Result<Db, Finding> {
    if let Some(file) = settings.database_file().filter(|file| !file.exists()) {
        let message = format!("Chưa có cơ sở dữ liệu {}.", file.display());
        return Err(wrong("database", message, "Chạy motcua migrate để tạo, hoặc sửa khóa database."));
    }
    let away = |error: String| {
        let advice =
            "Kiểm tra máy chủ cơ sở dữ liệu, địa chỉ và mật khẩu trong khóa database, quyền đọc ghi tệp.";
        wrong("database", error, advice)
    };
    let db = boot::connect(settings).map_err(|error| away(error.to_string()))?;
    db.read_blocking(|tx| tx.one("SELECT 1", args![]))
        .map_err(|error| away(format!("Cơ sở dữ liệu không trả lời: {error}")))?;
    Ok(db)
}

fn durable(db: &Db) -> Finding {
    let questions: [(&'static str, &[&str]); 2] = match db.dialect() {
        Dialect::Sqlite => [("PRAGMA journal_mode", &["wal"]), ("PRAGMA synchronous", &["2", "3"])],
        Dialect::Postgres => [
            ("SHOW fsync", &["on"]),
            ("SHOW synchronous_commit", &["on", "remote_apply", "remote_write", "local"]),
        ],
    };
    for (question, good) in questions {
        let answer = db.read_blocking(move |tx| {
            let row = tx.one(question, args![])?;
            row.get::<String>(0).or_else(|_| row.get::<i64>(0).map(|number| number.to_string()))
        });
        match answer {
            Ok(answer) if good.contains(&answer.as_str()) => {}
            Ok(answer) => {
                let message = format!("Dữ liệu đã ghi có thể mất khi mất điện: {question} là {answer}.");
                let advice =
                    "Bật fsync và synchronous_commit của PostgreSQL; đặt SQLite trên ổ đĩa trong máy.";
                return wrong("durability", message, advice);
            }
            Err(error) => return wrong("durability", format!("Không hỏi được {question}: {error}"), ""),
        }
    }
    ok("durability", "Dữ liệu đã ghi không mất khi mất điện.")
}

fn schema(db: &Db) -> Finding {
    match standing(db, base::migrations::ALL) {
        Err(error) => wrong("schema", format!("Không đọc được lược đồ: {error}"), ""),
        Ok(Standing { unknown, .. }) if !unknown.is_empty() => wrong(
            "schema",
            format!("Cơ sở dữ liệu mới hơn chương trình này: {}.", unknown.join(", ")),
            "Dùng bản motcua mới hơn; không chạy bản cũ trên dữ liệu này.",
        ),
        Ok(Standing { edited, .. }) if !edited.is_empty() => wrong(
            "schema",
            format!("Bước cập nhật lược đồ đã bị sửa sau khi áp dụng: {}.", edited.join(", ")),
            "Dùng đúng bản phát hành đã tạo cơ sở dữ liệu này, hoặc khôi phục từ bản sao lưu.",
        ),
        Ok(Standing { lacking, .. }) if !lacking.is_empty() => wrong(
            "schema",
            format!("Lược đồ còn thiếu: {}.", lacking.join(", ")),
            "Sao lưu rồi chạy motcua migrate.",
        ),
        Ok(_) => ok("schema", "Lược đồ đúng với chương trình."),
    }
}

fn content(db: &Db, now: Instant) -> Vec<Finding> {
    let checks: [fn(&mut Tx, Instant) -> Result<Vec<Finding>>; 5] = [jobs, mail, calendar, house, clock];
    let mut findings = vec![];
    for check in checks {
        match db.read_blocking(move |tx| check(tx, now)) {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(wrong("database", format!("Không đọc được dữ liệu: {error}"), "")),
        }
    }
    findings
}

fn count(tx: &mut Tx, sql: &str, args: Vec<kit::db::Value>) -> Result<i64> {
    Ok(tx.one(sql, args)?.get(0)?)
}

fn jobs(tx: &mut Tx, now: Instant) -> Result<Vec<Finding>> {
    let dead = count(tx, "SELECT count(*) FROM job WHERE state = 'dead'", args![])?;
    let hour_ago = now - SignedDuration::from_hours(1);
    // One that failed waits an hour at most, and that from its next try on.
    let late = count(
        tx,
        "SELECT count(*) FROM job WHERE state <> 'dead' AND run_at < $1
         AND (leased_until IS NULL OR leased_until < $1)",
        args![hour_ago],
    )?;
    let mut findings = vec![];
    if dead > 0 {
        let last = tx.optional(
            "SELECT kind, last_error FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT 1",
            args![],
        )?;
        let last = match last {
            Some(row) => {
                format!(" ({}: {})", row.get::<String>(0)?, row.get::<Option<String>>(1)?.unwrap_or_default())
            }
            None => String::new(),
        };
        findings.push(wrong(
            "jobs_dead",
            format!("{dead} việc chạy nền đã thất bại hẳn{last}."),
            "Xử lý nguyên nhân rồi chạy motcua jobs retry.",
        ));
    }
    if late > 0 {
        findings.push(wrong(
            "jobs_waiting",
            format!("{late} việc chạy nền chờ hơn một giờ."),
            "Chạy motcua work, hoặc motcua serve không có --no-work.",
        ));
    }
    if findings.is_empty() {
        findings.push(ok("jobs", "Việc chạy nền không tồn đọng."));
    }
    Ok(findings)
}

fn mail(tx: &mut Tx, now: Instant) -> Result<Vec<Finding>> {
    let week_ago = now - SignedDuration::from_hours(7 * 24);
    let sql = "SELECT count(*) FROM notice WHERE state = 'failed' AND made_at >= $1";
    Ok(vec![match count(tx, sql, args![week_ago])? {
        0 => ok("mail", "Không có thư điện tử nào gửi hỏng trong 7 ngày qua."),
        failed => warning(
            "mail",
            format!("{failed} thư điện tử không gửi được trong 7 ngày qua."),
            "Xem trang Quản trị, Thư điện tử: địa chỉ sai, hoặc các khóa trong [mail].",
        ),
    }])
}

fn calendar(tx: &mut Tx, now: Instant) -> Result<Vec<Finding>> {
    let this_year = local_date(now).year();
    let mut findings = vec![];
    for year in [this_year, this_year + 1] {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let known =
            count(tx, "SELECT count(*) FROM calendar_day WHERE day BETWEEN $1 AND $2", args![first, last])?;
        let message = format!("Lịch năm {year}: {known} ngày nghỉ, ngày làm bù.");
        let advice =
            "Nhập lịch nghỉ đã công bố: motcua calendar import TỆP, hoặc trang Quản trị, Lịch làm việc.";
        findings.push(match known {
            0 if year == this_year => wrong("calendar", message, advice),
            // The schedule of the next year is announced in its autumn.
            0 => warning("calendar", message, advice),
            _ => ok("calendar", message),
        });
    }
    Ok(findings)
}

fn house(tx: &mut Tx, _now: Instant) -> Result<Vec<Finding>> {
    let administrators = format!(
        "SELECT count(*) FROM person p JOIN assignment a ON a.person_id = p.id
         WHERE p.disabled_at IS NULL AND a.role = '{}'",
        Role::Administrator.name()
    );
    let questions = [
        ("units", "đơn vị", "SELECT count(*) FROM unit", "motcua units import TỆP"),
        (
            "people",
            "tài khoản quản trị",
            &administrators,
            "motcua people add TÊN --role administrator --unit MÃ --name \"HỌ TÊN\".",
        ),
        (
            "procedures",
            "thủ tục đã công bố",
            "SELECT count(*) FROM procedure WHERE state = 'published'",
            "motcua catalogue import TỆP, rồi công bố ở trang Quản trị, Thủ tục.",
        ),
        (
            "processes",
            "quy trình đã công bố",
            "SELECT count(*) FROM process WHERE state = 'published'",
            "motcua process import TỆP, rồi công bố ở trang Quản trị, Quy trình.",
        ),
    ];
    let look = |(check, what, sql, advice): (&'static str, &str, &str, &str)| {
        let known = count(tx, sql, args![])?;
        let message = format!("{known} {what}.");
        Ok(if known > 0 { ok(check, message) } else { wrong(check, message, advice) })
    };
    questions.into_iter().map(look).collect()
}

fn clock(tx: &mut Tx, now: Instant) -> Result<Vec<Finding>> {
    let newest = tx.one("SELECT max(at) FROM event", args![])?.get::<Option<Instant>>(0)?;
    let advice = "Đồng bộ đồng hồ máy chủ (NTP): hạn giải quyết tính theo đồng hồ này.";
    let shown_at = |at: Instant| local(at).strftime("%d/%m/%Y %H:%M").to_string();
    let shown = shown_at(now);
    let finding = match newest {
        Some(newest) if newest > now + SignedDuration::from_mins(5) => {
            let message =
                format!("Đồng hồ máy chủ ({shown}) chậm hơn dòng nhật ký mới nhất ({}).", shown_at(newest));
            wrong("clock", message, advice)
        }
        _ if local_date(now) < date(2025, 1, 1) => {
            wrong("clock", format!("Đồng hồ máy chủ chỉ {shown}."), advice)
        }
        _ => ok("clock", format!("Đồng hồ: {shown}.")),
    };
    Ok(vec![finding])
}
