//! What a file given by somebody really is. The name is a claim; the first bytes decide.

use crate::form::File;

/// The largest file taken unless it is set otherwise, in bytes.
pub const LIMIT: usize = 20 * 1024 * 1024;

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

/// The endings that may be handed in, for the file chooser and for the sentence that refuses.
pub const ENDINGS: &str = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.doc";

/// The type of `file`, or the sentence that says why it is refused; `limit` is the most bytes it may have.
pub fn check(file: &File, limit: usize) -> Result<&'static str, String> {
    let name = &file.name;
    if file.bytes.is_empty() {
        return Err(format!("Tệp “{name}” trống, không có nội dung."));
    }
    if file.bytes.len() > limit {
        return Err(format!("Tệp “{name}” lớn hơn {} MB.", limit / 1024 / 1024));
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let Some((_, mime, sign)) = KINDS.iter().find(|(known, ..)| *known == ending) else {
        return Err(format!("Tệp “{name}” không thuộc loại được nhận (PDF, JPG, PNG, DOCX, XLSX, DOC)."));
    };
    let is_so = match sign {
        Sign::Starts(bytes) => file.bytes.starts_with(bytes),
        Sign::Zip(inside) => file.bytes.starts_with(b"PK\x03\x04") && contains(&file.bytes, inside),
    };
    if !is_so {
        return Err(format!("Nội dung tệp “{name}” không đúng với đuôi .{ending}. Xin chọn lại tệp gốc."));
    }
    Ok(mime)
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
        for (name, bytes, part) in [
            ("a.pdf", &b""[..], "trống"),
            ("a.pdf", b"<script>", "không đúng với đuôi"),
            ("a.png", b"%PDF-1.7", "không đúng với đuôi"),
            ("a.docx", b"PK\x03\x04junk", "không đúng với đuôi"),
            ("a.exe", b"MZ", "không thuộc loại"),
            ("a.svg", b"<svg/>", "không thuộc loại"),
            ("noending", b"%PDF-1.7", "không thuộc loại"),
        ] {
            let refused = check(&file(name, bytes), LIMIT).unwrap_err();
            assert!(refused.contains(part), "{name}: {refused}");
        }
        let large = file("a.pdf", &vec![b'x'; LIMIT + 1]);
        assert!(check(&large, LIMIT).unwrap_err().contains("lớn hơn 20 MB"));
    }
}
