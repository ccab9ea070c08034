//! Where each value of the configuration comes from: command line over environment over file over default.

use std::{collections::BTreeMap, fmt, path::Path};

use base::error::{Error, Result};
use toml::{Table, Value};

use super::Settings;

/// What the names of environment variables begin with.
const PREFIX: &str = "MOTCUA_";
/// The file that is read when none is named, if it is there.
const FILE: &str = "motcua.toml";

/// Who said a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Default,
    File(String),
    Environment(String),
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => write!(f, "mặc định"),
            Origin::File(name) => write!(f, "tệp {name}"),
            Origin::Environment(name) => write!(f, "biến môi trường {name}"),
            Origin::CommandLine => write!(f, "dòng lệnh"),
        }
    }
}

/// The settings that hold, and who said each of them.
#[derive(Clone)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Environment variables that look like ours but name no key. They are told, not refused: container platforms set
    /// `MOTCUA_PORT` and the like by themselves for a service of that name.
    pub strangers: Vec<String>,
    values: Values,
}

/// Each key in full (`files.bucket`) with its value and who said it.
type Values = BTreeMap<String, (Value, Origin)>;

/// What is said from outside.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The file named on the command line.
    pub file: Option<String>,
    /// Keys given on the command line.
    pub command_line: Vec<(&'static str, String)>,
    /// The variables of the environment.
    pub environment: BTreeMap<String, String>,
}

/// Reads the environment; only the configuration does.
pub fn environment() -> BTreeMap<String, String> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).filter(|(name, _)| name.starts_with(PREFIX)).collect()
}

/// Lays the layers over each other. Refuses a key that is none and a value of the wrong kind, with a sentence that names
/// the key; whether the values hold together is for [`Settings::faults`].
pub fn load(said: &Said) -> Result<Loaded> {
    let mut values: Values =
        defaults()?.into_iter().map(|(key, value)| (key, (value, Origin::Default))).collect();
    let named = said.file.as_ref().or(said.environment.get("MOTCUA_CONFIG"));
    let file = named.map_or(FILE, String::as_str);
    if named.is_some() || Path::new(file).exists() {
        for (key, value) in read(file)? {
            let origin = Origin::File(file.to_owned());
            set(&mut values, &key, value, origin)?;
        }
    }
    let variables: Vec<(String, String)> = values.keys().map(|key| (variable(key), key.clone())).collect();
    for (name, key) in &variables {
        if let Some(text) = said.environment.get(name) {
            set_text(&mut values, key, text, Origin::Environment(name.clone()))?;
        }
    }
    for (key, text) in &said.command_line {
        set_text(&mut values, key, text, Origin::CommandLine)?;
    }
    let is_ours = |name: &String| {
        name == "MOTCUA_CONFIG"
            || name.starts_with("MOTCUA_TEST_")
            || variables.iter().any(|(known, _)| known == name)
    };
    Ok(Loaded {
        settings: settings(&values)?,
        strangers: said.environment.keys().filter(|name| !is_ours(name)).cloned().collect(),
        values,
    })
}

/// Every key with its default.
pub(super) fn defaults() -> Result<Vec<(String, Value)>> {
    let mut all = vec![];
    flatten("", Table::try_from(Settings::default()).map_err(Error::fault)?, &mut all);
    Ok(all)
}

pub(super) fn flatten(above: &str, table: Table, all: &mut Vec<(String, Value)>) {
    for (key, value) in table {
        match value {
            Value::Table(inner) => flatten(&format!("{above}{key}."), inner, all),
            value => all.push((format!("{above}{key}"), value)),
        }
    }
}

/// The environment variable of a key.
fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "_"))
}

fn read(file: &str) -> Result<Vec<(String, Value)>> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Error::fault(format!("Không đọc được tệp cấu hình {file}: {error}")))?;
    let table: Table = text
        .parse()
        .map_err(|error| Error::fault(format!("Tệp cấu hình {file} không phải là TOML hợp lệ: {error}")))?;
    let mut all = vec![];
    flatten("", table, &mut all);
    Ok(all)
}

fn set(values: &mut Values, key: &str, value: Value, origin: Origin) -> Result<()> {
    let Some(known) = values.get_mut(key) else {
        return Err(Error::fault(format!("Không có khóa cấu hình “{key}” ({origin}).")));
    };
    let is_sound =
        known.0.same_type(&value) && value.as_integer().is_none_or(|n| (1..=1_000_000).contains(&n));
    if !is_sound {
        let kind = match known.0 {
            Value::Integer(_) => "số nguyên từ 1 đến 1000000",
            Value::Array(_) => "danh sách",
            Value::Boolean(_) => "true hoặc false",
            _ => "chuỗi trong dấu nháy",
        };
        return Err(Error::fault(format!("Khóa “{key}” phải là {kind} ({origin}).")));
    }
    *known = (value, origin);
    Ok(())
}

/// As [`set`], from text: lists are written with commas.
fn set_text(values: &mut Values, key: &str, text: &str, origin: Origin) -> Result<()> {
    let value = match values.get(key) {
        // Text that is no number stays text, which is then refused by its kind.
        Some((Value::Integer(_), _)) => text.parse().map_or_else(|_| Value::from(text), Value::Integer),
        Some((Value::Boolean(_), _)) => text.parse().map_or_else(|_| Value::from(text), Value::Boolean),
        Some((Value::Array(_), _)) => {
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().into()
        }
        _ => Value::from(text),
    };
    set(values, key, value, origin)
}

fn settings(values: &Values) -> Result<Settings> {
    let mut table = Table::new();
    for (key, (value, _)) in values {
        match key.split_once('.') {
            None => {
                table.insert(key.clone(), value.clone());
            }
            Some((section, key)) => {
                let section = table.entry(section).or_insert_with(|| Table::new().into());
                if let Some(section) = section.as_table_mut() {
                    section.insert(key.to_owned(), value.clone());
                }
            }
        }
    }
    table.try_into().map_err(|error: toml::de::Error| {
        let text = error.to_string().trim().replace("\nin `", " (khóa `").replace('`', "");
        let end = if text.contains('(') { ")." } else { "." };
        Error::fault(format!("Cấu hình sai: {text}{end}"))
    })
}

impl Loaded {
    /// Each key with what holds and who said it, a line each; secrets are not shown.
    pub fn lines(&self) -> Vec<String> {
        let line = |(key, (value, origin)): (&String, &(Value, Origin))| {
            format!("{key} = {}  # {origin}", shown(key, value))
        };
        self.values.iter().map(line).collect()
    }

    /// The same as an object for machines.
    pub fn json(&self) -> serde_json::Value {
        let one = |(key, (value, origin)): (&String, &(Value, Origin))| {
            (key.clone(), serde_json::json!({ "value": shown(key, value), "from": origin.to_string() }))
        };
        self.values.iter().map(one).collect::<serde_json::Map<_, _>>().into()
    }
}

fn shown(key: &str, value: &Value) -> Value {
    match (key, value.as_str()) {
        ("files.secret_key" | "mail.password", Some(text)) if !text.is_empty() => "***".into(),
        ("database", Some(url)) => without_password(url).into(),
        _ => value.clone(),
    }
}

/// The address of a database with `***` for its password, whether it stands before the host or among the options.
fn without_password(url: &str) -> String {
    let (front, options) = url.split_once('?').map_or((url, None), |(front, options)| (front, Some(options)));
    let front = match front.split_once("://").and_then(|(kind, rest)| Some((kind, rest.rsplit_once('@')?))) {
        Some((kind, (who, place))) => {
            let name = who.split(':').next().unwrap_or_default();
            let hidden = if who.contains(':') { ":***" } else { "" };
            format!("{kind}://{name}{hidden}@{place}")
        }
        None => front.to_owned(),
    };
    let hide = |option: &str| {
        if option.starts_with("password=") { "password=***".into() } else { option.to_owned() }
    };
    match options {
        Some(options) => format!("{front}?{}", options.split('&').map(hide).collect::<Vec<_>>().join("&")),
        None => front,
    }
}
