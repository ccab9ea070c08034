//! The texts of the public pages and the places that say them belong together: nothing is missing, nothing left over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::architecture::{files, root};

type Keys = BTreeMap<String, BTreeSet<String>>;

/// The keys of a file of texts, each with the arguments it uses.
fn keys(name: &str) -> Keys {
    let text = fs::read_to_string(root().join("crates/base/texts").join(name)).unwrap();
    let (mut keys, mut last) = (Keys::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            key.clone_into(&mut last);
            keys.insert(last.clone(), BTreeSet::new());
        }
        for part in line.split('$').skip(1) {
            let argument: String =
                part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            keys.get_mut(&last).unwrap().insert(argument);
        }
    }
    keys
}

/// Templates and code that say texts, without their tests.
fn sayers() -> Vec<(String, String)> {
    let mut found = vec![];
    for ending in ["rs", "html"] {
        files(&root().join("crates"), ending, &mut found);
    }
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
        (path.display().to_string(), code)
    };
    found
        .into_iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        .map(read)
        .collect()
}

/// What is said with its key written out: the place, the key, the arguments.
fn said() -> Vec<(String, String, BTreeSet<String>)> {
    let mut said = vec![];
    for (place, text) in sayers() {
        for (call, ends) in [("say(\"", ")"), ("say_with(\"", "])")] {
            // A call may go over several lines.
            let text = text.replace("say_with(\n", "say_with(").replace("(            ", "(");
            for part in text.split(call).skip(1) {
                let (key, rest) = part.split_once('"').unwrap();
                let arguments = rest.split(ends).next().unwrap().split("(\"").skip(1);
                let arguments = arguments.filter_map(|part| Some(part.split_once('"')?.0.to_owned()));
                let arguments = if call.starts_with("say(") { BTreeSet::new() } else { arguments.collect() };
                said.push((place.clone(), key.to_owned(), arguments));
            }
        }
    }
    said
}

#[test]
fn all_languages_have_the_same_texts_with_the_same_arguments() {
    for (one, other) in [("vi.ftl", "km.ftl"), ("vi.ftl", "en.ftl"), ("law.en.ftl", "law.km.ftl")]
        .map(|(a, b)| (keys(a), keys(b)))
    {
        assert!(one.len() > 100, "{}", one.len());
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (key, arguments) in &one {
            assert_eq!(arguments, &other[key], "{key}");
        }
    }
}

#[test]
fn khmer_texts_are_khmer() {
    let is_khmer = |c: char| ('\u{1780}'..='\u{17ff}').contains(&c);
    for name in ["km.ftl", "law.km.ftl"] {
        let text = fs::read_to_string(root().join("crates/base/texts").join(name)).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            // Numbers of decrees and decisions are names.
            let words = line.replace("NĐ-CP", "").replace("QĐ-UBND", "");
            assert!(words.contains(is_khmer) && !is_vietnamese(&words), "{name}: {line}");
            // Where a line may end lies between words, never inside a cluster: no sign that leans on a letter follows.
            let leans = |c: char| ('\u{17b6}'..='\u{17d3}').contains(&c);
            let cut = line.split('\u{200b}').skip(1).any(|word| word.starts_with(leans) || word.is_empty());
            assert!(!cut && !line.contains("\u{17d2}\u{200b}"), "{name}: {line}");
        }
    }
}

#[test]
fn every_text_that_is_said_exists_and_gets_its_arguments() {
    let mut all = keys("vi.ftl");
    all.extend(keys("law.en.ftl"));
    let said = said();
    assert!(said.len() > 100, "{}", said.len());
    for (place, key, given) in said {
        let wanted = all.get(&key).unwrap_or_else(|| panic!("{place}: there is no text {key}"));
        // Reports of the moment hand their arguments over by name.
        if key != "moment" {
            assert_eq!(&given, wanted, "{place}: {key}");
        }
    }
}

#[test]
fn every_text_is_said_somewhere() {
    let code: String = sayers().into_iter().map(|(_, text)| text).collect();
    let idle: Vec<String> =
        keys("vi.ftl").into_keys().filter(|key| !code.contains(&format!("\"{key}\""))).collect();
    assert_eq!(idle, Vec::<String>::new());
}

fn is_vietnamese(text: &str) -> bool {
    text.chars().any(|c| ('\u{1ea0}'..='\u{1ef9}').contains(&c) || "ăâđêôơưĐ".contains(c))
}

#[test]
fn public_pages_have_no_words_of_their_own() {
    for (place, text) in sayers() {
        let is_public = text.starts_with("{% extends \"public.html\" %}") || place.contains("layout/public");
        if is_public {
            for line in text.lines() {
                assert!(!is_vietnamese(line), "{place}: {line}");
            }
        }
    }
}
