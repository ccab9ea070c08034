//! Vietnamese text folded for search: the same string for storing and for asking.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `s` in small letters without marks, words apart by one blank: `"Đăng ký  khai sinh"` → `"dang ky khai sinh"`.
///
/// Khmer vowel signs are kept: without them different words would become the same.
pub fn fold(s: &str) -> String {
    let is_khmer = |c: char| ('\u{1780}'..='\u{17FF}').contains(&c);
    let (mut out, mut gap) = (String::with_capacity(s.len()), true);
    for c in s.nfd().filter(|c| is_khmer(*c) || !is_combining_mark(*c)) {
        let c = match c {
            'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
            c => c,
        };
        if c.is_alphanumeric() || is_khmer(c) {
            out.extend(c.to_lowercase());
            gap = false;
        } else if !gap {
            out.push(' ');
            gap = true;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn marks_case_and_punctuation_do_not_matter() {
        for (written, folded) in [
            ("Đăng ký  khai sinh", "dang ky khai sinh"),
            ("  QUYẾT ĐỊNH/số: 12 ", "quyet dinh so 12"),
            ("Thạch Thị Sô-Phia", "thach thi so phia"),
            ("Nguye\u{302}\u{303}n", "nguyen"),
            ("100%_", "100"),
            ("", ""),
        ] {
            assert_eq!(fold(written), folded, "{written:?}");
        }
    }

    #[test]
    fn khmer_vowels_stay() {
        assert_eq!(fold("មជ្ឈមណ្ឌល"), "មជ្ឈមណ្ឌល");
    }
}
