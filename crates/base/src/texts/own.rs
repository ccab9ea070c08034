//! A house's own wording: files in a folder of the configuration whose messages stand in place of the shipped ones, so
//! that a translation is mended without a new release.

use std::{collections::BTreeSet, io, path::Path, sync::OnceLock};

use fluent_bundle::FluentResource;

use super::{Lang, Texts, texts};

/// A file: its name without the ending, and what is in it.
type File = (String, String);

static FILES: OnceLock<Vec<File>> = OnceLock::new();

/// What the house says in place of the shipped texts of `lang`.
pub(super) fn of(lang: Lang) -> impl Iterator<Item = &'static str> {
    let files = FILES.get().into_iter().flatten();
    files.filter(move |(name, _)| name == lang.code()).map(|(_, text)| text.as_str())
}

/// Takes the texts of `folder`, once and before anything is said; whether it could.
pub fn take(folder: &Path) -> bool {
    read(folder).is_ok_and(|files| FILES.set(files).is_ok())
}

/// What is wrong with the texts of `folder`, a sentence each. No folder is no fault.
pub fn faults(folder: &Path) -> Vec<String> {
    match read(folder) {
        Ok(files) => files.iter().flat_map(|(name, text)| wrong(name, text)).collect(),
        Err(error) => vec![format!("không đọc được thư mục {}: {error}.", folder.display())],
    }
}

fn read(folder: &Path) -> io::Result<Vec<File>> {
    if folder.as_os_str().is_empty() {
        return Ok(vec![]);
    }
    let mut files = vec![];
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some(name), Some("ftl")) =
            (path.file_stem().and_then(|name| name.to_str()), path.extension().and_then(|end| end.to_str()))
        {
            files.push((name.to_owned(), std::fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}

fn wrong(name: &str, text: &str) -> Vec<String> {
    let Some(lang) = Lang::by_code(name) else {
        let known = Lang::ALL.map(|lang| format!("{}.ftl", lang.code())).join(", ");
        return vec![format!("{name}.ftl không thuộc ngôn ngữ nào; chỉ có {known}.")];
    };
    if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
        let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        return errors
            .iter()
            .map(|error| format!("{name}.ftl, dòng {}: không đúng cú pháp ({error}).", line(error.pos.start)))
            .collect();
    }
    let (shipped, own) = (texts(lang.code(), lang.shipped().iter().copied()), texts(name, [text]));
    // In a file that was read whole, only a message begins at the edge with a letter.
    let keys =
        text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic())).filter_map(|line| {
            let (key, _) = line.split_once('=')?;
            Some(key.trim())
        });
    keys.filter_map(|key| {
        if !shipped.has_message(key) {
            Some(format!("{name}.ftl: không có lời nào tên “{key}”."))
        } else if arguments(&own, key).is_subset(&arguments(&shipped, key)) {
            None
        } else {
            Some(format!("{name}.ftl: “{key}” dùng một biến mà lời này không có."))
        }
    })
    .collect()
}

/// What the text complains of when it gets no argument: the arguments that it uses.
fn arguments(texts: &Texts, key: &str) -> BTreeSet<String> {
    let mut missing = vec![];
    if let Some(pattern) = texts.get_message(key).and_then(|message| message.value()) {
        texts.format_pattern(pattern, None, &mut missing);
    }
    missing.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use kit::testing::TempDir;

    use super::*;

    #[test]
    fn what_a_house_says_instead_is_checked_message_by_message() {
        for (file, text, fault) in [
            ("km.ftl", "nav-home = ទំព័រ\n# A remark\nbrand =\n    { $province }\n", ""),
            ("km.ftl", "state-received=បានទទួល\n", ""),
            ("vi.ftl", "footer-hours = Giờ làm việc: 7:30–11:30.\n", ""),
            ("ghi-chu.txt", "không phải lời\n", ""),
            ("kh.ftl", "nav-home = x\n", "kh.ftl không thuộc ngôn ngữ nào; chỉ có vi.ftl, km.ftl, en.ftl."),
            ("km.ftl", "nav-home = x\nnav-track = { $x\n", "km.ftl, dòng "),
            ("km.ftl", "nav-hom = x\n", "km.ftl: không có lời nào tên “nav-hom”."),
            ("km.ftl", "nav-home = { $count }\n", "km.ftl: “nav-home” dùng một biến mà lời này không có."),
            ("vi.ftl", "state-received = x\n", "vi.ftl: không có lời nào tên “state-received”."),
        ] {
            let folder = TempDir::new().unwrap();
            std::fs::write(folder.path().join(file), text).unwrap();
            let said = faults(folder.path());
            assert_eq!(said.is_empty(), fault.is_empty(), "{text}: {said:?}");
            assert!(said.iter().all(|said| said.starts_with(fault)), "{said:?}");
        }
        assert_eq!(faults(Path::new("")), Vec::<String>::new());
        assert!(faults(Path::new("khong/co")).first().unwrap().contains("khong/co"));
    }

    #[test]
    fn what_a_house_says_stands_in_place_of_what_is_shipped() {
        let both = texts("vi", Lang::Vi.shipped().iter().copied().chain(["nav-home = Đầu trang\n"]));
        let say = |key| {
            let message = both.get_message(key).unwrap();
            both.format_pattern(message.value().unwrap(), None, &mut vec![]).into_owned()
        };
        assert_eq!((say("nav-home").as_str(), say("nav-petition").as_str()), ("Đầu trang", "Phản ánh"));
    }
}
