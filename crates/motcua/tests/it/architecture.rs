//! What a machine can check of the conventions (CONTRIBUTING.md): sizes, places, names, promises.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Adds every file under `folder` with that ending to `found`.
pub fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    files(&root().join("crates"), "rs", &mut found);
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|(path, _)| !path.components().any(|part| part.as_os_str() == "tests"))
        .filter(|(_, text)| text.lines().count() > 400)
        .map(|(path, text)| (path, text.lines().count()))
        .collect();
    assert_eq!(long, vec![]);
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_about() {
    let silent: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert_eq!(silent, Vec::<PathBuf>::new());
}

#[test]
fn the_law_depends_on_nothing_of_ours_and_on_five_crates_at_most() {
    let text = fs::read_to_string(root().join("crates/domain/Cargo.toml")).unwrap();
    let own = text.split("[dependencies]").nth(1).unwrap().split('[').next().unwrap();
    let names: Vec<&str> =
        own.lines().filter_map(|line| line.split('.').next()).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, ["jiff", "serde", "thiserror", "unicode-normalization", "uuid"]);
}

#[test]
fn which_centre_and_which_province_depends_on_the_day() {
    // Row C-61: in a database that goes over from one level of units to another there are two; `House::serving` knows which.
    let timeless: Vec<_> = sources()
        .into_iter()
        .filter(|(path, _)| {
            // The key of the rules for all, the units of a demo that is made on one day, and stories, which know their day.
            let is_of = |end: &str| path.ends_with(end);
            let is_test = path.components().any(|part| part.as_os_str() == "tests");
            !(is_of("matter/ladder.rs") || is_of("demo/accounts.rs") || is_test)
        })
        .filter(|(_, text)| {
            let bare: String = text.split_whitespace().collect();
            ["Centre", "Province"].iter().any(|kind| bare.contains(&format!("of_kind(UnitKind::{kind})")))
        })
        .map(|(path, _)| path)
        .collect();
    assert_eq!(timeless, Vec::<PathBuf>::new());
}

#[test]
fn features_do_not_see_each_other() {
    for (feature, others) in [
        ("office", ["casework", "oversight", "contact", "motcua"]),
        ("casework", ["office", "oversight", "contact", "motcua"]),
        ("oversight", ["office", "casework", "contact", "motcua"]),
        ("contact", ["office", "casework", "oversight", "motcua"]),
    ] {
        let text = fs::read_to_string(root().join(format!("crates/{feature}/Cargo.toml"))).unwrap();
        for other in others {
            assert!(
                !text.lines().any(|line| line.starts_with(&format!("{other}."))),
                "{feature} sees {other}"
            );
        }
    }
}

#[test]
fn every_row_of_conformance_names_tests_that_exist() {
    let all: String = sources().into_iter().map(|(_, text)| text).collect();
    let table = fs::read_to_string(root().join("docs/conformance.md")).unwrap();
    // The rows of the domain reference, and the points of Điều 3.1–3.4, 4, 5 and 6.
    let is_row =
        |line: &&str| ["| C-", "| 3.", "| 4.", "| 5.", "| 6."].iter().any(|start| line.starts_with(start));
    let (mut named, mut rows) = (0, std::collections::HashSet::new());
    for line in table.lines().filter(is_row) {
        assert!(rows.insert(line.split('|').nth(1)), "{line}: stands there twice");
        for test in line.split('`').skip(1).step_by(2) {
            let name = test.rsplit("::").next().unwrap();
            assert!(all.contains(&format!("fn {name}(")), "{line}: there is no test {name}");
            named += 1;
        }
        assert!(
            line.contains('`') || line.contains("| – ("),
            "{line}: neither proved nor said to be missing"
        );
    }
    assert!(named >= 60, "{named}");
    // The points as the regulation has them: how many each clause asks for.
    for (clause, points) in [
        ("3.1.a", 5),
        ("3.1.b", 2),
        ("3.2.a", 5),
        ("3.2.b", 4),
        ("3.2.c", 4),
        ("3.3.a", 2),
        ("3.3.b", 2),
        ("3.4", 4),
        ("4.1.a", 1),
        ("4.1.b", 3),
        ("4.1.c", 3),
        ("4.1.d", 7),
        ("4.1.e", 3),
        ("4.2", 3),
        ("4.3", 1),
        ("5.1", 2),
        ("5.2", 2),
        ("6.1", 1),
        ("6.2", 1),
        ("6.3", 3),
    ] {
        for point in 1..=points {
            assert_eq!(table.matches(&format!("\n| {clause}-{point} |")).count(), 1, "{clause}-{point}");
        }
        let all = table.lines().filter(|line| line.starts_with(&format!("| {clause}-"))).count();
        assert_eq!(all, points, "{clause}: a point that the regulation does not have");
    }
}

#[test]
fn every_page_of_the_manual_stands_in_its_index_beside_its_code() {
    let manual = root().join("docs/manual");
    let index = fs::read_to_string(manual.join("README.md")).unwrap();
    let mut pages = vec![];
    files(&manual, "md", &mut pages);
    for page in pages.iter().filter(|page| !page.ends_with("README.md")) {
        let name = page.strip_prefix(&manual).unwrap().display().to_string();
        assert!(index.contains(&format!("]({name})")), "{name} is missing in the index");
    }
    for line in index.lines().filter(|line| line.starts_with("| ") && line.contains("](")) {
        let page = line.split("](").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let code = line.split('`').nth(1).unwrap();
        assert!(manual.join(page).is_file(), "{page}");
        assert!(root().join("crates/domain/src").join(code).is_file(), "{code}");
    }
}

#[test]
fn the_glossary_has_every_concept() {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    for feature in ["office", "casework", "oversight", "contact"] {
        for entry in fs::read_dir(root().join(format!("crates/{feature}/src"))).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                let name = entry.file_name().into_string().unwrap();
                assert!(glossary.contains(&format!("`{name}`")), "{name} is missing in docs/glossary.md");
            }
        }
    }
}
