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
fn features_do_not_see_each_other() {
    for (feature, others) in [("office", ["casework", "motcua"]), ("casework", ["office", "motcua"])] {
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
    let mut named = 0;
    for line in table.lines().filter(|line| line.starts_with("| C-")) {
        for test in line.split('`').skip(1).step_by(2) {
            let name = test.rsplit("::").next().unwrap();
            assert!(all.contains(&format!("fn {name}(")), "{line}: there is no test {name}");
            named += 1;
        }
    }
    assert!(named >= 15, "{named}");
}

#[test]
fn the_glossary_has_every_concept() {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    for feature in ["office", "casework"] {
        for entry in fs::read_dir(root().join(format!("crates/{feature}/src"))).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                let name = entry.file_name().into_string().unwrap();
                assert!(glossary.contains(&format!("`{name}`")), "{name} is missing in docs/glossary.md");
            }
        }
    }
}
