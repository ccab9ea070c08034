//! Processes as YAML, with the keys of the process file (`data/README.md`): one process, or a list of them. A file may
//! carry examples (`vi_du`). The reader bounds nesting, anchors and their copies.

use super::record::Record;

/// The records of a file.
pub fn read(text: &str) -> Result<Vec<Record>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let is_content = |line: &&str| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---";
    let first = text.lines().map(str::trim).find(is_content).unwrap_or_default();
    // Our files nest six deep; a province has half a million values.
    let options = || {
        serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_depth: 16,
                max_nodes: 4_000_000,
                max_events: 8_000_000,
            },
            with_snippet: false,
        }
    };
    let read = if first == "-" || first.starts_with("- ") || first.starts_with('[') {
        serde_saphyr::from_str_with_options::<Vec<Record>>(text, options())
    } else {
        serde_saphyr::from_str_with_options::<Record>(text, options()).map(|record| vec![record])
    };
    // The first line says what and where; the rest repeats the file.
    read.map_err(|error| {
        let told = error.to_string();
        format!("Không phải là tệp YAML của quy trình: {}", told.lines().next().unwrap_or_default())
    })
}

/// The file of `records`.
pub fn write(records: &[Record]) -> Result<String, String> {
    let text = match records {
        [one] => serde_saphyr::to_string(one),
        all => serde_saphyr::to_string(&all),
    };
    text.map_err(|error| error.to_string())
}
