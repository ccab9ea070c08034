//! What a file given by somebody really is. The name is a claim; the first bytes decide.

use crate::form::File;

/// The largest file taken unless it is set otherwise, in bytes.
pub const LIMIT: usize = 20 * 1024 * 1024;

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is nothing in it.
    Empty,
    /// It is larger than it may be.
    TooLarge,
    /// Files with its ending are not taken.
    Kind,
    /// Its first bytes are not those of its ending.
    Content,
}

/// What may be handed in: ending, type, and what the first bytes must be.
const KINDS: &[(&str, &str, Sign)] = &[
    ("pdf", "application/pdf", Sign::Starts(b"%PDF-")),
    ("jpg", "image/jpeg", Sign::Starts(b"\xFF\xD8\xFF")),
    ("jpeg", "image/jpeg", Sign::Starts(b"\xFF\xD8\xFF")),
    ("png", "image/png", Sign::Starts(b"\x89PNG\r\n\x1A\n")),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Sign::Zip(b"word/")),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Sign::Zip(b"xl/")),
    ("doc", "application/msword", Sign::Starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")),
];

enum Sign {
    Starts(&'static [u8]),
    /// A zip archive that holds a file whose name begins so.
    Zip(&'static [u8]),
}

/// The endings that may be handed in, for the file chooser.
pub const ENDINGS: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.doc";

/// The type of `file`, or why it is refused; `limit` is the most bytes it may have.
pub fn check(file: &File, limit: usize) -> Result<&'static str, Unfit> {
    if file.bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    if file.bytes.len() > limit {
        return Err(Unfit::TooLarge);
    }
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let Some((_, mime, sign)) = KINDS.iter().find(|(known, ..)| *known == ending) else {
        return Err(Unfit::Kind);
    };
    let is_so = match sign {
        Sign::Starts(bytes) => file.bytes.starts_with(bytes),
        Sign::Zip(inside) => file.bytes.starts_with(b"PK\x03\x04") && contains(&file.bytes, inside),
    };
    if is_so { Ok(mime) } else { Err(Unfit::Content) }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> File {
        File { field: "f".into(), name: name.into(), bytes: bytes.to_vec().into() }
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(check(&file("Đơn.PDF", b"%PDF-1.7 ..."), LIMIT), Ok("application/pdf"));
        assert_eq!(check(&file("ảnh.jpg", b"\xFF\xD8\xFF\xE0.."), LIMIT), Ok("image/jpeg"));
        assert!(check(&file("a.docx", b"PK\x03\x04....word/document.xml"), LIMIT).is_ok());
    }

    #[test]
    fn each_refusal_says_why() {
        for (name, bytes, why) in [
            ("a.pdf", &b""[..], Unfit::Empty),
            ("a.pdf", b"<script>", Unfit::Content),
            ("a.png", b"%PDF-1.7", Unfit::Content),
            ("a.docx", b"PK\x03\x04junk", Unfit::Content),
            ("a.exe", b"MZ", Unfit::Kind),
            ("a.svg", b"<svg/>", Unfit::Kind),
            ("noending", b"%PDF-1.7", Unfit::Kind),
        ] {
            assert_eq!(check(&file(name, bytes), LIMIT), Err(why), "{name}");
        }
        let large = file("a.pdf", &vec![b'x'; LIMIT + 1]);
        assert_eq!(check(&large, LIMIT), Err(Unfit::TooLarge));
    }
}
