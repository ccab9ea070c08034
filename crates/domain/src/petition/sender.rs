//! Who wrote, and how a text is kept free of them: what stands in it of the sender is found, masked, and never published
//! (domain §8.5; row C-56).

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use crate::{number::DossierCode, refusal::Refusal, text::fold, words::words};

/// Who sent it. Kept apart from what was sent; NĐ 20/2008 Điều 7 asks for name, address and a way to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Name of the person or organisation; empty if it was not given.
    pub name: String,
    /// Identity number, or empty.
    pub identity: String,
    /// Telephone, or empty.
    pub phone: String,
    /// E-mail, or empty.
    pub email: String,
    /// Address, or empty.
    pub address: String,
}

words! {
    /// Something that points to a person.
    Trace {
        /// Their name.
        Name = "ten" "họ tên",
        /// Their telephone number.
        Phone = "dien-thoai" "số điện thoại",
        /// Their e-mail address.
        Email = "email" "email",
        /// An identity number: theirs, or any number of twelve digits.
        Identity = "dinh-danh" "số định danh",
        /// Their address.
        Address = "dia-chi" "địa chỉ",
    }
}

/// Digits of a telephone number that are compared: the country's prefix is written in several ways.
const PHONE_DIGITS: usize = 9;

impl Sender {
    /// Nothing of a name: the sender is not known.
    pub fn is_anonymous(&self) -> bool {
        self.name.trim().is_empty()
    }

    /// What NĐ 20/2008 Điều 7 asks for and was not given.
    pub fn lacks(&self) -> Vec<Trace> {
        let reached = !self.phone.is_empty() || !self.email.is_empty();
        let wanted = [
            (Trace::Name, !self.is_anonymous()),
            (Trace::Address, !self.address.trim().is_empty()),
            (Trace::Phone, reached),
        ];
        wanted.into_iter().filter(|(_, is_there)| !is_there).map(|(trace, _)| trace).collect()
    }

    /// What the sender proves themself by: the last four digits of the telephone, or, where there is none, the first four
    /// signs of the e-mail address; empty if there is neither.
    pub fn proof(&self) -> String {
        let digits: Vec<char> = self.phone.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 4 {
            return digits.iter().skip(digits.len() - 4).collect();
        }
        self.email.chars().take(4).collect::<String>().to_lowercase()
    }

    /// Whether there is no way to send anything to: neither telephone nor e-mail nor address.
    pub fn is_out_of_reach(&self) -> bool {
        self.proof().is_empty() && self.address.trim().is_empty()
    }

    /// Whether `said` is the whole telephone number, however it is parted, or the whole e-mail address that this sender left. Both
    /// are always compared to the end: how long it takes tells nothing.
    pub fn is_reached_at(&self, said: &str) -> bool {
        let mail = |text: &str| text.trim().to_lowercase();
        is_same(&dialled(said), &dialled(&self.phone)) | is_same(&mail(said), &mail(&self.email))
    }

    /// The words and digits that point to this sender.
    fn wanted(&self) -> (Vec<(Trace, Vec<String>)>, Vec<(Trace, String)>) {
        let words = |text: &str| fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut sequences = vec![
            (Trace::Name, words(&self.name)),
            (Trace::Name, words(plain(&self.name))),
            (Trace::Email, words(&self.email)),
            (Trace::Address, words(&self.address)),
        ];
        // House and street point to a home without the commune behind them.
        let first = self.address.split(',').next().unwrap_or_default();
        if first.chars().any(|c| c.is_ascii_digit()) {
            sequences.push((Trace::Address, words(first)));
        }
        sequences.retain(|(_, words)| words.iter().any(|word| !word.is_empty()));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let phone = digits(&self.phone);
        let phone = phone.get(phone.len().saturating_sub(PHONE_DIGITS)..).unwrap_or_default().to_owned();
        let mut numbers = vec![(Trace::Phone, phone), (Trace::Identity, digits(&self.identity))];
        numbers.retain(|(_, number)| number.len() >= 7);
        (sequences, numbers)
    }
}

/// The digits of a telephone number as they are dialled here; nothing where there are too few for one.
fn dialled(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if rest.len() == PHONE_DIGITS => format!("0{rest}"),
        _ if digits.len() >= PHONE_DIGITS => digits,
        _ => String::new(),
    }
}

/// Whether both are the same and something, compared over the same length whatever they are.
fn is_same(said: &str, known: &str) -> bool {
    /// As long as an e-mail address may be, and more.
    const WIDTH: usize = 256;
    let padded = |text: &str| {
        let bytes: Vec<u8> = text.bytes().chain(std::iter::repeat(0)).take(WIDTH).collect();
        bytes
    };
    let differs =
        padded(said).iter().zip(&padded(known)).fold(0, |found, (one, other)| found | (one ^ other));
    (differs == 0) & !known.is_empty() & (said.len() == known.len())
}

/// What points to one of `senders` in `text`, or looks like an identity number of anybody; each once, in the order of the
/// list.
pub fn traces(text: &str, senders: &[Sender]) -> Vec<Trace> {
    let found = spans(text, senders);
    Trace::ALL.iter().copied().filter(|trace| found.iter().any(|(known, _)| known == trace)).collect()
}

/// `text` with everything that points to one of `senders` taken out.
pub fn masked(text: &str, senders: &[Sender]) -> String {
    let mut text = text.to_owned();
    // What stood apart may come together when something between is taken out.
    loop {
        let mut found: Vec<Range<usize>> = spans(&text, senders).into_iter().map(|(_, span)| span).collect();
        if found.is_empty() {
            return text;
        }
        found.sort_unstable_by_key(|span| span.start);
        let (mut rest, mut from) = (String::with_capacity(text.len()), 0);
        // What overlaps the one before waits for the next round.
        for span in found {
            if span.start >= from {
                rest.push_str(text.get(from..span.start).unwrap_or_default());
                rest.push_str("[…]");
                from = span.end;
            }
        }
        rest.push_str(text.get(from..).unwrap_or_default());
        text = rest;
    }
}

/// `text` without codes of dossiers: who may open a dossier would learn by it who sent it.
pub fn without_dossiers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !(c.is_alphanumeric() || ['.', '-'].contains(&c))) {
        let word = part.trim_matches(|c: char| !c.is_alphanumeric());
        let is_code = !word.is_empty() && word.to_uppercase().parse::<DossierCode>().is_ok();
        out.push_str(&if is_code { part.replacen(word, "[…]", 1) } else { part.to_owned() });
    }
    out
}

/// A name without the word by which somebody is addressed, where two words of it are left.
fn plain(name: &str) -> &str {
    let name = name.trim();
    match name.split_once(' ') {
        Some((first, rest))
            if ["ong", "ba", "anh", "chi", "co", "chu"].contains(&fold(first).as_str())
                && rest.contains(' ') =>
        {
            rest
        }
        _ => name,
    }
}

/// Where in `text` something points to a sender.
fn spans(text: &str, senders: &[Sender]) -> Vec<(Trace, Range<usize>)> {
    let words = split(text);
    let (digits, places): (String, Vec<usize>) = numbers(text);
    let mut found = vec![];
    for sender in senders {
        let (sequences, wanted) = sender.wanted();
        for (trace, sequence) in &sequences {
            let hits = words
                .windows(sequence.len())
                .filter(|window| window.iter().zip(sequence).all(|((_, word), wanted)| word == wanted));
            found.extend(
                hits.filter_map(|window| Some((*trace, window.first()?.0.start..window.last()?.0.end))),
            );
        }
        for (trace, number) in &wanted {
            let hit = |(at, _): (usize, &str)| {
                let start = *places.get(at)?;
                // The number from its first digit on: a telephone number begins with 0 here and with 84 abroad.
                let before = text.get(..start)?.bytes().rev().take_while(u8::is_ascii_digit).count();
                Some((*trace, start - before..places.get(at + number.len() - 1)? + 1))
            };
            found.extend(digits.match_indices(number.as_str()).filter_map(hit));
        }
    }
    let is_identity = |word: &str| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit());
    let identities = words.iter().filter(|(_, word)| is_identity(word));
    found.extend(identities.map(|(place, _)| (Trace::Identity, place.clone())));
    found
}

/// The words of `text`, folded, and where they stand.
fn split(text: &str) -> Vec<(Range<usize>, String)> {
    let mut words: Vec<(Range<usize>, String)> = vec![];
    let mut is_inside = false;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric() || is_combining_mark(c);
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some((place, _)) if is_word && is_inside => place.end = end,
            _ if is_word => words.push((at..end, String::new())),
            _ => {}
        }
        is_inside = is_word;
    }
    for (place, word) in &mut words {
        *word = fold(text.get(place.clone()).unwrap_or_default());
    }
    words.retain(|(_, word)| !word.is_empty());
    words
}

/// The digits of `text`, numbers apart by a blank, and where each stands. Blanks, dots and hyphens inside a number do not
/// part it.
fn numbers(text: &str) -> (String, Vec<usize>) {
    let (mut digits, mut places) = (String::new(), vec![]);
    let mut is_parted = false;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            if is_parted {
                digits.push(' ');
                places.push(at);
            }
            digits.push(c);
            places.push(at);
            is_parted = false;
        } else if ![' ', '.', '-', '(', ')', '\u{a0}'].contains(&c) {
            is_parted = true;
        }
    }
    (digits, places)
}

/// What is shown to everybody: what was said and what was answered, without anybody's particulars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    said: String,
    answer: String,
}

impl Publication {
    /// The only way to one: refuses words that are missing, and what still points to a sender (row C-56).
    pub fn new(said: &str, answer: &str, senders: &[Sender]) -> Result<Publication, Refusal> {
        let (said, answer) = (said.trim(), answer.trim());
        if said.is_empty() || answer.is_empty() {
            return Err(Refusal::NothingSaid);
        }
        let found = traces(&format!("{said}\n\n{answer}"), senders);
        if !found.is_empty() {
            let found: Vec<&str> = found.into_iter().map(Trace::title).collect();
            return Err(Refusal::PointsToSender(found.join(", ")));
        }
        Ok(Publication { said: said.to_owned(), answer: answer.to_owned() })
    }

    /// What was said.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// What was answered.
    pub fn answer(&self) -> &str {
        &self.answer
    }
}

#[cfg(test)]
mod tests;
