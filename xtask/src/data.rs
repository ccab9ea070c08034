//! `cargo xtask data SOURCE [--check]`: what ships in `data/`, made again from the collected sources (`data/README.md`).
//! With `--check` nothing is written: it fails when what ships is not what the sources give.

mod units;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file to ship: its path under `data/` and its text.
type Output = (&'static str, String);

/// Files that ship as they are.
const COPIED: [&str; 9] = [
    "names/ho.csv",
    "names/dem_nam.csv",
    "names/dem_nu.csv",
    "names/ten_nam.csv",
    "names/ten_nu.csv",
    "units/to_chuc_tra_vinh.json",
    "units/to_chuc_vinh_long_2025.json",
    "units/tra_vinh_106_xa.csv",
    "units/vinh_long_124_xa.csv",
];

/// Family names of Trà Vinh's Khmer, and how often each among them. The samples at hand come from Hồ Chí Minh City and
/// have next to none of them; the shares are our assumption, said as such in `data/README.md`.
const KHMER: [(&str, u32); 6] =
    [("Thạch", 34), ("Sơn", 20), ("Kim", 18), ("Kiên", 14), ("Danh", 8), ("Lâm", 6)];

/// Makes or compares the files.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let is_check = arguments.iter().any(|argument| argument == "--check");
    let source = arguments.iter().find(|argument| !argument.starts_with("--"));
    let source = source.map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if !source.is_dir() {
        // A clone of the project alone has no sources: what ships is then all there is.
        return if is_check {
            eprintln!("{} is not here: nothing to compare with", source.display());
            Ok(())
        } else {
            Err(format!("{} is not a folder", source.display()))
        };
    }
    let outputs = outputs(&source)?;
    if is_check { compare(&outputs) } else { write(&outputs) }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn outputs(source: &Path) -> Result<Vec<Output>, String> {
    let text = |name: &str| read(&source.join(name));
    let mut outputs = vec![
        ("catalogue.jsonl", lines(&text("catalogue.json")?)?),
        ("process.jsonl", lines(&text("process/quy_trinh_noi_bo.json")?)?),
        ("units/tra-vinh-2023.json", units::tra_vinh(&text)?),
        ("units/vinh-long-2025.json", units::vinh_long(&text)?),
        ("names/ho_khmer.csv", khmer()),
    ];
    for name in COPIED {
        outputs.push((name, text(name)?));
    }
    Ok(outputs)
}

/// The text of a file without the line ends of another system.
fn read(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

/// One record a line, as it stands in the source: not one character of a record is changed.
///
/// The sources are JSON arrays with one record a line, so the brackets and the commas between records go.
fn lines(array: &str) -> Result<String, String> {
    let mut out = String::with_capacity(array.len());
    let records = array.lines().map(str::trim).filter(|line| !matches!(*line, "" | "[" | "]"));
    for (no, record) in (1..).zip(records) {
        let record = record.strip_suffix(',').unwrap_or(record);
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(record)
            .map_err(|error| format!("record {no}: {error}"))?;
        out.push_str(record);
        out.push('\n');
    }
    Ok(out)
}

fn khmer() -> String {
    let rows: Vec<String> = KHMER.iter().map(|(name, weight)| format!("{name},{weight}")).collect();
    format!("ho,trong_so\n{}\n", rows.join("\n"))
}

fn write(outputs: &[Output]) -> Result<(), String> {
    for (name, text) in outputs {
        let path = root().join("data").join(name);
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        eprintln!("data/{name}: {} lines", text.lines().count());
    }
    Ok(())
}

fn compare(outputs: &[Output]) -> Result<(), String> {
    let differs = |(name, text): &&Output| {
        fs::read_to_string(root().join("data").join(name)).ok().as_ref() != Some(text)
    };
    let stale: Vec<_> = outputs.iter().filter(differs).map(|(name, _)| format!("data/{name}")).collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!("not what the sources give; run `cargo xtask data`: {}", stale.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_copied_to_the_letter() {
        let text = lines("[\n{\"so\": 1100.0, \"ten\":\"Đất\"},\n{\"so\":0.50}\n]\n").unwrap();
        assert_eq!(text, "{\"so\": 1100.0, \"ten\":\"Đất\"}\n{\"so\":0.50}\n");
        assert!(lines("[\n{\"so\":1},\nbroken\n]").is_err());
    }

    #[test]
    fn the_shares_of_khmer_names_are_a_whole() {
        assert_eq!(KHMER.iter().map(|(_, share)| share).sum::<u32>(), 100);
    }
}
