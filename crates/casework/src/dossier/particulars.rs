//! What a filing form says: who files, which papers, who is to settle it. The same for the counter and for the public.

use base::{
    app::App,
    attachment::{aside, keep},
    error::{Error, FieldError, Result},
    texts::Lang,
    version::ProcedureVersion,
};
use domain::{
    catalogue::{
        FormField,
        form::{Stated, Unfit},
    },
    dossier::{Channel, Filing, Party, Priority, ReturnWay, filing::FiledPaper},
    id::UnitId,
    identity::{self, BadIdentity, Identity},
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
    let mut errors = vec![];
    let owner = owner(form, lang, &mut errors);
    let proxy = proxy(form, lang, &mut errors);
    let stated = stated(version, form, lang, &mut errors);
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
        if form.files(&field).next().is_none() {
            match aside(app, form, &field, lang).await {
                Ok(file) => files.extend(file),
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
    Ok(Filing {
        channel,
        case,
        owner,
        proxy,
        summary: String::new(),
        stated,
        papers,
        sets: version.content.sets.unwrap_or(1),
        return_way: ReturnWay::by_name(form.get("cach")).unwrap_or(ReturnWay::Counter),
        priority: Priority::by_name(form.get("uu-tien")),
    })
}

/// The applicant; what is wrong with the particulars is added to `errors`, in `lang`.
fn owner(form: &Fields, lang: Lang, errors: &mut Vec<FieldError>) -> Party {
    if !form.has("ho-ten") {
        errors.push(wrong("ho-ten", "field-name", lang));
    }
    let (identity, is_organisation) = identity(form, "so-dinh-danh", lang, errors);
    if !form.has("dia-chi") {
        errors.push(wrong("dia-chi", "field-address", lang));
    }
    let typed = form.get("dien-thoai");
    let phone = if typed.is_empty() { Ok(String::new()) } else { identity::phone(typed) };
    let phone = phone.unwrap_or_else(|_| {
        errors.push(wrong("dien-thoai", "field-phone", lang));
        String::new()
    });
    let email = form.get("email").to_owned();
    if !email.is_empty() && !email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')) {
        errors.push(wrong("email", "field-email", lang));
    }
    let own = |name: &str| form.get(name).to_owned();
    Party { name: own("ho-ten"), identity, is_organisation, address: own("dia-chi"), phone, email }
}

/// What the procedure's form asks, each with the name of its field.
pub fn asked(version: &ProcedureVersion) -> Vec<(String, FormField)> {
    version.content.form.iter().enumerate().map(|(no, field)| (format!("khai-{no}"), field.clone())).collect()
}

/// What is stated in the procedure's form; what is wrong with it is added to `errors`, in `lang`.
fn stated(
    version: &ProcedureVersion,
    form: &Fields,
    lang: Lang,
    errors: &mut Vec<FieldError>,
) -> Vec<Stated> {
    let mut found = vec![];
    // What is asked to be completed, or declined, need not be stated.
    let is_taken = !matches!(form.get("viec"), "bo-sung" | "tu-choi");
    for (id, field) in asked(version) {
        match field.stated(form.get(&id)) {
            Err(Unfit::Missing) if !is_taken => {}
            Ok(stated) => found.extend(stated),
            Err(unfit) => {
                let key = match unfit {
                    Unfit::Missing => "field-stated-missing",
                    Unfit::Number => "field-stated-number",
                    Unfit::Day => "field-stated-day",
                    Unfit::Choice => "field-stated-choice",
                    Unfit::TooLong => "field-stated-long",
                };
                let message = lang.say_with(key, &[("name", field.name.as_str())]);
                errors.push(FieldError { field: id, message });
            }
        }
    }
    found
}

/// Who files for the applicant: known by name and number, or nobody; half of it is an error and never nobody.
fn proxy(form: &Fields, lang: Lang, errors: &mut Vec<FieldError>) -> Option<Party> {
    if !form.has("uy-quyen-ten") && !form.has("uy-quyen-so") {
        return None;
    }
    if !form.has("uy-quyen-ten") {
        errors.push(wrong("uy-quyen-ten", "field-proxy-name", lang));
    }
    let (identity, is_organisation) = identity(form, "uy-quyen-so", lang, errors);
    let name = form.get("uy-quyen-ten").to_owned();
    Some(Party { name, identity, is_organisation, ..Party::default() })
}

/// The number in `field` as it is kept, and whether it is an organisation's.
fn identity(form: &Fields, field: &str, lang: Lang, errors: &mut Vec<FieldError>) -> (String, bool) {
    match Identity::parse(form.get(field)) {
        Ok(identity) => (identity.as_str().to_owned(), identity.is_organisation()),
        Err(why) => {
            let key = match why {
                BadIdentity::Personal => "field-identity-personal",
                BadIdentity::TaxShape => "field-identity-tax",
                BadIdentity::TaxCheck => "field-identity-check",
                BadIdentity::Unknown | BadIdentity::Phone => "field-identity",
            };
            errors.push(wrong(field, key, lang));
            Default::default()
        }
    }
}

fn wrong(field: &str, key: &str, lang: Lang) -> FieldError {
    FieldError { field: field.into(), message: lang.say(key) }
}
