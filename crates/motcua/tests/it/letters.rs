//! Every letter in both rule sets, from events in the log to the words on paper, against the golden texts in
//! `crates/casework/src/letter/golden` and the fixed phrases of the official forms. `MOTCUA_GOLDEN=write` renews the texts.

mod run;
mod story;

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use domain::rules::RuleSet;
use kit::testing::TempDir;
use motcua::demo::Profile;

use story::{Office, Paper};

use crate::architecture::root;

fn golden(rules: &RuleSet, name: &str) -> PathBuf {
    root().join("crates/casework/src/letter/golden").join(rules.id).join(format!("{name}.txt"))
}

/// The words of a document as they stand on paper, with columns, but not how wide the gaps between them are.
pub fn words(pdf: &[u8]) -> String {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("letter.pdf");
    fs::write(&file, pdf).unwrap();
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-");
    let output = command.output().unwrap_or_else(|error| panic!("pdftotext (poppler-utils): {error}"));
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> = vec![];
    for line in text.lines() {
        let parts: Vec<&str> = line.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect();
        let line = parts.join("    ").replace('\u{c}', "──── trang sau ────\n");
        // Room for the hand is as long as the line has room.
        let line = shorten(&line);
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned() + "\n"
}

fn shorten(line: &str) -> String {
    let mut line = line.to_owned();
    while line.contains("......") {
        line = line.replace("......", ".....");
    }
    line
}

/// Papers of one rule set, each with its form's number.
fn papers(profile: Profile, now: &'static str) -> (&'static RuleSet, Vec<Paper>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let office = Office::open(profile, now).await;
        (office.rules, office.papers().await)
    })
}

fn both() -> [(&'static RuleSet, Vec<Paper>); 2] {
    [papers(Profile::TraVinh2023, "2023-08-22T08:00"), papers(Profile::VinhLong2025, "2026-03-03T08:00")]
}

#[test]
fn each_letter_is_archivable_and_says_what_it_said() {
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    let is_renewed = std::env::var("MOTCUA_GOLDEN").is_ok_and(|how| how == "write");
    let mut wrong = vec![];
    for (rules, papers) in both() {
        for paper in papers {
            let text = String::from_utf8_lossy(&paper.pdf);
            assert!(text.contains("pdfaid:part"), "{} {} is not PDF/A", rules.id, paper.name);
            let (path, said) = (golden(rules, paper.name), words(&paper.pdf));
            if is_renewed {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &said).unwrap();
                let pdf = root().join("target/letters").join(rules.id);
                fs::create_dir_all(&pdf).unwrap();
                fs::write(pdf.join(format!("{}.pdf", paper.name)), &paper.pdf).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != said {
                wrong.push(format!("{} {}:\n{said}", rules.id, paper.name));
            }
        }
    }
    assert!(wrong.is_empty(), "not what the golden texts say:\n{}", wrong.join("\n"));
}

/// The fixed phrases of the official forms, by form and rule set: `golden/phrases.txt` says how to read it.
fn phrases() -> BTreeMap<(String, &'static str), Vec<Vec<String>>> {
    let file = root().join("crates/casework/src/letter/golden/phrases.txt");
    let mut found: BTreeMap<_, Vec<Vec<String>>> = BTreeMap::new();
    let mut forms: Vec<(String, &'static str)> = vec![];
    for line in fs::read_to_string(file).unwrap().lines() {
        if let Some(section) = line.strip_prefix('[') {
            let mut parts = section.trim_end_matches(']').split_whitespace();
            let name = parts.next().unwrap().to_owned();
            let sets: Vec<&str> = parts.collect();
            let all = RuleSet::all().iter().filter(|rules| sets.is_empty() || sets.contains(&rules.id));
            forms = all.map(|rules| (name.clone(), rules.id)).collect();
            for form in &forms {
                found.entry(form.clone()).or_default().push(vec![]);
            }
        } else if !line.starts_with('#') && !line.is_empty() {
            for form in &forms {
                found.get_mut(form).and_then(|all| all.last_mut()).unwrap().push(line.to_owned());
            }
        }
    }
    found
}

/// Whether the text says the phrase, wherever its lines break; one that begins with `~` stands in narrow cells, so that only
/// its words follow each other.
fn says(text: &str, phrase: &str) -> bool {
    match phrase.strip_prefix('~') {
        None => {
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            solid(text).contains(&solid(phrase))
        }
        Some(phrase) => {
            // A cell is broken behind a stroke too.
            let (text, phrase) = (text.replace('/', "/ "), phrase.replace('/', "/ "));
            let mut left = text.split_whitespace();
            phrase.split_whitespace().all(|word| left.any(|other| other == word))
        }
    }
}

/// The first phrase of the section that does not follow the one before it; those in narrow cells have no order.
fn out_of_order<'a>(text: &str, section: &'a [String]) -> Option<&'a str> {
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    let text = solid(text);
    let mut left = text.as_str();
    section.iter().filter(|phrase| !phrase.starts_with('~')).find_map(|phrase| {
        let wanted = solid(phrase);
        match left.find(&wanted) {
            Some(at) => {
                left = &left[at + wanted.len()..];
                None
            }
            None => Some(phrase.as_str()),
        }
    })
}

#[test]
fn the_order_of_phrases_is_read() {
    let section = ["Kính gửi:", "~Ghi chú", "Lý do:"].map(str::to_owned);
    assert_eq!(out_of_order("Kính gửi: A\nLý\ndo: B", &section), None);
    assert_eq!(out_of_order("Lý do: B\nKính gửi: A", &section), Some("Lý do:"));
}

#[test]
fn every_phrase_of_the_official_forms_stands_in_its_letter() {
    let all = phrases();
    let mut checked = 0;
    for ((form, rules), sections) in &all {
        let rules = RuleSet::by_id(rules).unwrap();
        for name in story::NAMES.iter().filter(|name| name.split('-').next() == Some(form)) {
            let file = golden(rules, name);
            let text =
                fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            for phrase in sections.iter().flatten() {
                assert!(says(&text, phrase), "{} {name} does not say “{phrase}”:\n{text}", rules.id);
                checked += 1;
            }
            for section in sections {
                assert_eq!(out_of_order(&text, section), None, "{} {name}, in this order:\n{text}", rules.id);
            }
        }
    }
    assert!(checked > 250, "{checked}");
}
