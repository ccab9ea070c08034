//! A form as a browser sends it: every field of a page with what stands in it.

/// The fields of the form that begins with `start` in `page`, as a browser would send them without a button.
pub fn form(page: &str, start: &str) -> Vec<(String, String)> {
    let begin = page.find(start).unwrap_or_else(|| panic!("no form {start} in {page}"));
    let form = &page[begin..begin + page[begin..].find("</form>").unwrap()];
    let mut fields = vec![];
    for tag in form.split('<').skip(1) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let Some(name) = attribute(head, "name") else {
            // The option that is chosen, or else the first, belongs to the select before it.
            if head.starts_with("option") && head.ends_with(" selected") {
                let (_, chosen): &mut (String, String) = fields.last_mut().unwrap();
                *chosen = attribute(head, "value").unwrap();
            } else if head.starts_with("option") {
                let (_, chosen): &mut (String, String) = fields.last_mut().unwrap();
                if chosen == FIRST {
                    *chosen = attribute(head, "value").unwrap();
                }
            }
            continue;
        };
        if head.starts_with("textarea") {
            fields.push((name, plain(text.strip_prefix('\n').unwrap_or(text))));
        } else if head.starts_with("select") {
            fields.push((name, FIRST.to_owned()));
        } else if head.starts_with("input") && (!head.contains("\"checkbox\"") || head.ends_with(" checked"))
        {
            fields.push((name, attribute(head, "value").unwrap_or_default()));
        }
    }
    fields
}

/// Stands in a select until its first option is read.
const FIRST: &str = "\u{0}";

/// Puts `value` into the field `name`, new or not; nothing takes it away.
pub fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// What is in the field `name`.
pub fn get<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    &fields.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no field {name}")).1
}

/// The fields as [`crate::world::Visitor::post`] wants them, sent with the button `deed`.
pub fn with<'a>(fields: &'a [(String, String)], deed: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("viec", deed)]).collect()
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let start = head.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &head[start..];
    Some(plain(&rest[..rest.find('"')?]))
}

fn plain(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}
