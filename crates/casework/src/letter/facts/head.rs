//! The head of a letter: whose it is, its number and symbol, place and date (NĐ 30/2020/NĐ-CP, Phụ lục I, phần I mục II).

use base::{
    error::Result,
    house::House,
    letter::{COMMITTEE, day, place, superior},
};
use domain::{
    instant::{Instant, local},
    org::{Unit, UnitKind},
    rules::{Form, RuleSet},
};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Owed;

/// What a unit without a centre of its own calls those who receive and return.
const DESK: &str = "Bộ phận Tiếp nhận và Trả kết quả";
const CENTRE: &str = "Trung tâm Phục vụ hành chính công";

/// The head of the letter `owed`, as its template reads it.
pub fn of(house: &House, owed: &Owed, at: Instant) -> Result<Value> {
    let (unit, now) = (house.unit(owed.unit)?, local(at));
    let names = names(house, owed, unit, now.date());
    let is_old = owed.rules.id == "nd61-2018";
    Ok(json!({
        "rules": owed.rules.id,
        // TT 01/2018 Điều 9.2: Mẫu 01–05 on A5; TT 03/2025 names no size.
        "paper": if is_old { "a5" } else { "a4" },
        "title": owed.form.title,
        "flipped": false,
        "code": "",
        "year": now.year(), "month": now.month(), "day": now.day(),
        "superior": names.superior,
        "issuer": names.issuer,
        "issuer_words": names.in_words,
        "number": number(owed.number, owed.form, unit, owed.rules),
        "place": place(house, unit, now.date()),
        "date_words": day(at),
    }))
}

/// Number and symbol, `05/PBS-TTPVHCC`; where there is no centre the desk's own symbol stands for the centre's (the
/// forms: “TTPVHCC (BPTNTKQ)”).
pub fn number(number: u32, form: Form, unit: &Unit, rules: &RuleSet) -> String {
    let symbol = if is_centre(unit, rules) {
        form.symbol.to_owned()
    } else {
        form.symbol.replace("TTPVHCC", "BPTNTKQ")
    };
    format!("{number:02}/{symbol}")
}

/// Since NĐ 118/2025 every commune has a centre of its own.
fn is_centre(unit: &Unit, rules: &RuleSet) -> bool {
    match unit.kind {
        UnitKind::Centre | UnitKind::Counter => true,
        UnitKind::Commune => rules.id == "nd118-2025",
        UnitKind::Province | UnitKind::Department | UnitKind::District => false,
    }
}

struct Names {
    superior: String,
    issuer: String,
    /// How the text of the letter calls the issuer.
    in_words: String,
}

/// Letters of reception are its one-stop unit's; the apology is the authority's own. People's Committees have nobody above
/// them on their letters.
fn names(house: &House, owed: &Owed, unit: &Unit, day: Date) -> Names {
    let own = unit.name_on(day).to_owned();
    let is_own =
        owed.form == owed.rules.forms.apology || matches!(unit.kind, UnitKind::Centre | UnitKind::Counter);
    if is_own {
        return Names { superior: superior(house, unit, day), issuer: own.clone(), in_words: own };
    }
    if is_centre(unit, owed.rules) {
        let issuer = format!("{CENTRE} {}", own.trim_start_matches(COMMITTEE));
        return Names { superior: own, issuer: issuer.clone(), in_words: issuer };
    }
    Names { in_words: format!("{DESK} {own}"), superior: own, issuer: DESK.to_owned() }
}

#[cfg(test)]
mod tests {
    use domain::id::UnitId;
    use jiff::civil::date;

    use super::*;

    fn unit(kind: UnitKind, name: &str) -> Unit {
        Unit {
            id: UnitId(uuid::Uuid::nil()),
            code: "H".into(),
            kind,
            parent: None,
            names: vec![domain::org::NameVersion { name: name.into(), from: date(2010, 1, 1) }],
            active_from: date(2010, 1, 1),
            active_to: None,
            successors: vec![],
            hours: None,
            address: String::new(),
            phone: String::new(),
            source: String::new(),
        }
    }

    #[test]
    fn the_symbol_says_whether_there_is_a_centre() {
        let [old, new] = RuleSet::all();
        let commune = unit(UnitKind::Commune, "Ủy ban nhân dân xã Lương Hòa");
        let centre = unit(UnitKind::Centre, "Trung tâm Phục vụ hành chính công tỉnh");
        assert_eq!(number(5, old.forms.completion, &commune, old), "05/PBS-BPTNTKQ");
        assert_eq!(number(5, new.forms.completion, &commune, new), "05/PBS-TTPVHCC", "NĐ 118/2025 Điều 7");
        assert_eq!(number(112, old.forms.receipt, &centre, old), "112/TTPVHCC");
        assert_eq!(number(1, old.forms.apology, &unit(UnitKind::Department, "Sở Tư pháp"), old), "01/PXL");
    }
}
