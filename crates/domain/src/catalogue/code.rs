//! The national code of a procedure (domain §4.3).

/// Whether `code` has the shape `D.DDDDDD`, with or without the identifier of an authority behind it.
pub fn is_valid(code: &str) -> bool {
    let parts: Vec<&str> = code.split('.').collect();
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [series, number] => digits(series, 1) && digits(number, 6),
        [series, number, a, b, c, authority] => {
            let (letter, rest) = authority.split_at_checked(1).unwrap_or_default();
            digits(series, 1)
                && digits(number, 6)
                && digits(a, 3)
                && digits(b, 2)
                && digits(c, 2)
                && letter.bytes().all(|b| (b'A'..=b'Y').contains(&b))
                && !letter.is_empty()
                && digits(rest, 2)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn the_shapes_of_the_national_database() {
        for code in ["1.012753", "2.000635", "3.000226", "1.001234.000.00.00.H59"] {
            assert!(is_valid(code), "{code}");
        }
        for code in [
            "",
            "1",
            "1.01275",
            "1.0127533",
            "a.012753",
            "1.001234.H59",
            "1.001234.000.00.00.Z59",
            "1.001234.000.00.00.",
        ] {
            assert!(!is_valid(code), "{code}");
        }
    }
}
