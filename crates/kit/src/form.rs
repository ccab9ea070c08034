//! A form as it was sent: its fields and files. Nothing typed is lost, because nothing is refused here except what is
//! too large; the feature reads the fields and says what is wrong with each.

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

/// The fields and files of one form.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    values: Vec<(String, String)>,
    files: Vec<File>,
}

/// One file of a form, in memory; the size of the whole request is limited by the router.
#[derive(Clone, Debug)]
pub struct File {
    /// The field it was chosen in.
    pub field: String,
    /// Its name on the sender's machine.
    pub name: String,
    /// Its bytes.
    pub bytes: axum::body::Bytes,
}

impl Fields {
    /// A form with these fields, for tests and for pages that start empty.
    pub fn of(values: &[(&str, &str)]) -> Fields {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Fields { values: values.iter().map(own).collect(), files: vec![] }
    }

    /// The field's value without blanks at its ends; empty if there is no such field.
    pub fn get(&self, name: impl AsRef<str>) -> &str {
        self.values.iter().find(|(key, _)| key == name.as_ref()).map_or("", |(_, value)| value.trim())
    }

    /// The field's value, or `otherwise` if there is none.
    pub fn or<'a>(&'a self, name: impl AsRef<str>, otherwise: &'a str) -> &'a str {
        match self.get(name) {
            "" => otherwise,
            typed => typed,
        }
    }

    /// Whether a field that may be sent more than once has `value` among its values.
    pub fn holds(&self, name: &str, value: impl AsRef<str>) -> bool {
        self.all(name).any(|known| known == value.as_ref())
    }

    /// Every value of a field that may be sent more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Whether a box was ticked.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The field as a number, or nothing if it is not one.
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name).parse().ok()
    }

    /// The files chosen in a field; a file field left empty gives none.
    pub fn files<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.field == field)
    }

    /// Every file of the form.
    pub fn every_file(&self) -> &[File] {
        &self.files
    }

    /// Sets a field, in place of what was sent.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(key, _)| key != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// Every field as it was sent.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.values
    }
}

/// A form that could not be read: too large, or not a form at all. The answer carries it, so that a page can be made
/// of it where languages are known.
#[derive(Clone, Copy, Debug)]
pub struct Unreadable(StatusCode);

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<MultipartError> for Unreadable {
    fn from(error: MultipartError) -> Unreadable {
        Unreadable(error.status())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Unreadable;

    async fn from_request(request: Request, state: &S) -> Result<Fields, Unreadable> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, state).await;
            return read_parts(form.map_err(|error| Unreadable(error.status()))?).await;
        }
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        let axum::Form(values) = form.map_err(|error| Unreadable(error.into_response().status()))?;
        Ok(Fields { values, files: vec![] })
    }
}

async fn read_parts(mut form: Multipart) -> Result<Fields, Unreadable> {
    let mut fields = Fields::default();
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            None => fields.values.push((name, part.text().await?)),
            Some(file) => {
                let bytes = part.bytes().await?;
                if !(file.is_empty() && bytes.is_empty()) {
                    fields.files.push(File { field: name, name: file, bytes });
                }
            }
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn read(kind: &str, body: &'static str) -> Result<Fields, Unreadable> {
        let request = Request::post("/").header(CONTENT_TYPE, kind).body(Body::from(body)).unwrap();
        Fields::from_request(request, &()).await
    }

    #[tokio::test]
    async fn a_plain_form() {
        let form = read("application/x-www-form-urlencoded", "a=1&b=+x+&b=y&empty=").await.unwrap();
        assert_eq!((form.get("a"), form.get("b"), form.get("none")), ("1", "x", ""));
        assert_eq!(form.all("b").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(form.number::<u16>("a"), Some(1));
        assert!(form.has("a") && !form.has("empty"));
    }

    #[tokio::test]
    async fn a_form_with_files_and_an_empty_file_field() {
        let body = "--X\r\nContent-Disposition: form-data; name=\"who\"\r\n\r\nThạch\r\n\
                    --X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"đơn.pdf\"\r\n\r\n%PDF\r\n\
                    --X\r\nContent-Disposition: form-data; name=\"g\"; filename=\"\"\r\n\r\n\r\n--X--\r\n";
        let form = read("multipart/form-data; boundary=X", body).await.unwrap();
        assert_eq!(form.get("who"), "Thạch");
        let names: Vec<_> = form.files("f").map(|file| (file.name.as_str(), file.bytes.len())).collect();
        assert_eq!(names, [("đơn.pdf", 4)]);
        assert_eq!(form.files("g").count(), 0);
    }

    #[tokio::test]
    async fn what_is_not_a_form_is_refused() {
        assert!(read("application/json", "{}").await.is_err());
        assert!(read("multipart/form-data", "x").await.is_err());
    }
}
