//! What a filing form says: who files, which papers, who is to settle it. The same for the counter and for the public.

use base::{
    app::App,
    attachment::keep,
    error::{Error, FieldError, Result},
    texts::Lang,
    version::ProcedureVersion,
};
use domain::{
    dossier::{Channel, Filing, Party, Priority, ReturnWay, filing::FiledPaper},
    id::UnitId,
    instant::local_date,
    org::UnitKind,
};
use kit::form::Fields;
use uuid::Uuid;

/// Who may settle it, where the procedure names no single unit.
pub fn settlers(app: &App, version: &ProcedureVersion) -> Vec<(String, String)> {
    if version.settling_unit.is_some() {
        return vec![];
    }
    let kinds: &[UnitKind] = match version.settling_kind.as_str() {
        "commune" => &[UnitKind::Commune],
        "district" => &[UnitKind::District],
        _ => &[UnitKind::Department, UnitKind::District, UnitKind::Commune],
    };
    let (house, today) = (app.house(), local_date(app.now()));
    let units = kinds.iter().flat_map(|kind| house.of_kind(*kind)).filter(|unit| unit.is_active_on(today));
    units.map(|unit| (unit.id.to_string(), unit.name().to_owned())).collect()
}

/// The unit chosen to settle it, where the procedure leaves the choice. What is wrong is said in `lang`.
pub fn settler(form: &Fields, version: &ProcedureVersion, lang: Lang) -> Result<Option<UnitId>> {
    if version.settling_unit.is_some() {
        return Ok(None);
    }
    let chosen: Option<Uuid> = form.number("co-quan");
    chosen.map(|id| Some(UnitId(id))).ok_or_else(|| Error::field("co-quan", lang.say("field-settler")))
}

/// What was filed, from the fields of a form; every field that does not hold is named, in `lang`.
pub async fn filing(
    app: &App,
    version: &ProcedureVersion,
    form: &Fields,
    channel: Channel,
    lang: Lang,
) -> Result<Filing> {
    let case: u16 = form.number("truong-hop").unwrap_or(0);
    let owner = Party {
        name: form.get("ho-ten").to_owned(),
        identity: form.get("so-dinh-danh").replace(' ', ""),
        is_organisation: form.get("so-dinh-danh").replace(' ', "").len() != 12,
        address: form.get("dia-chi").to_owned(),
        phone: form.get("dien-thoai").replace([' ', '.'], ""),
        email: form.get("email").to_owned(),
    };
    let mut errors = wrong_in(&owner, lang);
    let mut papers = vec![];
    let there: Vec<u16> = form.all("co").filter_map(|no| no.parse().ok()).collect();
    for (item, paper) in (0u16..).zip(version.content.papers(case)) {
        let field = format!("tep-{item}");
        let mut files = vec![];
        for file in form.files(&field) {
            match keep(app, file, &field, lang).await {
                Ok(file) => files.push(file),
                Err(Error::Invalid(wrong)) => errors.extend(wrong),
                Err(other) => return Err(other),
            }
        }
        if files.is_empty() && !there.contains(&item) {
            continue;
        }
        let count = |kind: &str| form.number(&format!("{kind}-{item}")).unwrap_or(0);
        let (originals, certified_copies, copies) = (count("chinh"), count("chung-thuc"), count("chup"));
        papers.push(FiledPaper {
            item: Some(item),
            name: paper.name.clone(),
            originals,
            certified_copies,
            copies,
            files,
            reused_from: None,
        });
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let proxy = form.has("uy-quyen-ten").then(|| Party {
        name: form.get("uy-quyen-ten").to_owned(),
        identity: form.get("uy-quyen-so").to_owned(),
        ..Party::default()
    });
    Ok(Filing {
        channel,
        case,
        owner,
        proxy,
        summary: String::new(),
        papers,
        sets: version.content.sets.unwrap_or(1),
        return_way: ReturnWay::by_name(form.get("cach")).unwrap_or(ReturnWay::Counter),
        priority: Priority::by_name(form.get("uu-tien")),
    })
}

/// What is wrong with the applicant's particulars, in `lang`.
fn wrong_in(owner: &Party, lang: Lang) -> Vec<FieldError> {
    let mut errors = vec![];
    let mut wrong =
        |field: &str, key: &str| errors.push(FieldError { field: field.into(), message: lang.say(key) });
    if owner.name.is_empty() {
        wrong("ho-ten", "field-name");
    }
    let digits = owner.identity.bytes().filter(u8::is_ascii_digit).count();
    if !matches!(digits, 9 | 10 | 12 | 13) || owner.identity.bytes().any(|b| !b.is_ascii_digit() && b != b'-')
    {
        wrong("so-dinh-danh", "field-identity");
    }
    if owner.address.is_empty() {
        wrong("dia-chi", "field-address");
    }
    let phone: Vec<u8> = owner.phone.bytes().collect();
    let is_phone = (9..=12).contains(&phone.len()) && phone.iter().all(|b| b.is_ascii_digit() || *b == b'+');
    if !owner.phone.is_empty() && !is_phone {
        wrong("dien-thoai", "field-phone");
    }
    if !owner.email.is_empty()
        && !owner.email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
    {
        wrong("email", "field-email");
    }
    errors
}
