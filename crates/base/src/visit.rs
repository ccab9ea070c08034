//! One request: who makes it, may they, and what is answered when something goes wrong.

use std::convert::Infallible;

use askama::Template;
use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, request::Parts, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use kit::form::{Fields, Unreadable};

use crate::{
    app::App,
    error::{Error, Result},
    page::{Shell, with_status},
    session::Session,
    texts::{self, Lang, words::Words},
};

/// What a handler returns.
pub type Answer = std::result::Result<Response, Trouble>;

/// An error on its way to becoming a page.
#[derive(Debug)]
pub struct Trouble(pub Error);

impl<E: Into<Error>> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        Trouble(error.into())
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: String,
    text: Words,
    number: String,
    is_office: bool,
}

/// Who reads a public page: in which language, and at which address.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language.
    pub lang: Lang,
    /// The address of the page, to come back to in another language.
    pub here: String,
}

impl Reader {
    fn of(uri: &Uri, headers: &HeaderMap) -> Reader {
        let here = uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
        Reader { lang: Lang::of(headers), here }
    }

    /// The same reader; a page that answers a form is found again at `here`.
    #[must_use]
    pub fn at(mut self, here: impl Into<String>) -> Reader {
        self.here = here.into();
        self
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Reader, Infallible> {
        Ok(Reader::of(&parts.uri, &parts.headers))
    }
}

/// Keeps the language that was chosen for a year, and goes back to the page it was chosen on.
#[expect(clippy::unused_async, reason = "a handler")]
pub async fn choose_language(form: Fields) -> Answer {
    let lang = Lang::by_code(form.get("tieng")).ok_or(Error::NotFound)?;
    let back = if is_own_path(form.get("ve")) { form.get("ve") } else { "/" };
    let cookie =
        format!("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000", texts::COOKIE_NAME, lang.code());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(back)).into_response())
}

/// Whether `path` is an address of ours, so that nobody is sent elsewhere by a link.
pub fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        // The page is made where the application is at hand; see [`explain`].
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self.0));
        response
    }
}

/// Turns an error into the page that says what happened and where to go from here.
pub async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri(), request.headers());
    let path = request.uri().path().to_owned();
    let is_read = request.method() == Method::GET;
    let mut response = next.run(request).await;
    if response.extensions().get::<Unreadable>().is_some() {
        let is_too_large = response.status() == StatusCode::PAYLOAD_TOO_LARGE;
        return error_page(&app, &reader, if is_too_large { &Error::TooLarge } else { &Error::Unreadable });
    }
    let Some(error) = response.extensions_mut().remove::<std::sync::Arc<Error>>() else {
        // Nothing stands at an address that the router does not know, cannot read, or knows only for forms.
        let is_nowhere = match response.status() {
            StatusCode::NOT_FOUND => response.headers().get(header::CONTENT_TYPE).is_none(),
            StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED => is_read,
            _ => false,
        };
        if is_nowhere {
            return error_page(&app, &reader, &Error::NotFound);
        }
        return response;
    };
    if let (Error::SignedOut, true) = (error.as_ref(), is_read) {
        return Redirect::to(&format!("/dang-nhap?tiep={path}")).into_response();
    }
    error_page(&app, &reader, &error)
}

fn error_page(app: &App, reader: &Reader, error: &Error) -> Response {
    use StatusCode as S;
    let (status, heading, text) = match error {
        Error::Refused(_) => (S::UNPROCESSABLE_ENTITY, "error-refused-title", ""),
        Error::Invalid(_) => (S::UNPROCESSABLE_ENTITY, "error-invalid-title", "error-invalid"),
        Error::Stale => (S::CONFLICT, "error-stale-title", "error-stale"),
        Error::NotFound => (S::NOT_FOUND, "error-not-found-title", "error-not-found"),
        Error::SignedOut => (S::UNAUTHORIZED, "error-signed-out-title", "error-signed-out"),
        Error::Forbidden => (S::FORBIDDEN, "error-forbidden-title", "error-forbidden"),
        Error::TooMany => (S::TOO_MANY_REQUESTS, "error-too-many-title", "error-too-many"),
        Error::Busy => (S::SERVICE_UNAVAILABLE, "error-busy-title", "error-busy"),
        Error::NoRoom => (S::INSUFFICIENT_STORAGE, "error-no-room-title", "error-no-room"),
        Error::FilesAway => (S::SERVICE_UNAVAILABLE, "error-files-away-title", "error-files-away"),
        Error::TooLarge => (S::PAYLOAD_TOO_LARGE, "error-too-large-title", "error-too-large"),
        Error::Unreadable => (S::BAD_REQUEST, "error-unreadable-title", "error-unreadable"),
        Error::Fault(_) => (S::INTERNAL_SERVER_ERROR, "error-fault-title", "error-fault"),
    };
    let mut number = String::new();
    if let Error::Fault(fault) = error {
        number = kit::hex(&kit::clock::random::<4>());
        tracing::error!(%number, %fault, "fault");
    }
    let heading = reader.lang.say(heading);
    let text = match error {
        Error::Refused(refusal) => reader.lang.refusal(refusal),
        _ => Words::translated(reader.lang.say(text)),
    };
    let is_office = ["/lam-viec", "/quan-tri"].iter().any(|start| reader.here.starts_with(start));
    let shell = Shell::new(app, None, heading.clone(), "").read_by(reader);
    with_status(status, &ErrorPage { shell, heading, text, number, is_office })
}

async fn session(parts: &Parts, app: &App) -> Result<Option<Session>> {
    app.sessions.of(&app.db, &parts.headers, app.now()).await
}

impl FromRequestParts<App> for Session {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Session, Trouble> {
        session(parts, app).await?.ok_or(Trouble(Error::SignedOut))
    }
}

impl OptionalFromRequestParts<App> for Session {
    type Rejection = Trouble;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> std::result::Result<Option<Session>, Trouble> {
        Ok(session(parts, app).await?)
    }
}

/// A member of the staff, signed in.
#[derive(Clone, Debug)]
pub struct Staff(pub Session);

impl FromRequestParts<App> for Staff {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Staff, Trouble> {
        let session = session(parts, app).await?.ok_or(Trouble(Error::SignedOut))?;
        if session.role.is_staff() { Ok(Staff(session)) } else { Err(Trouble(Error::Forbidden)) }
    }
}

/// The administrator, signed in.
#[derive(Clone, Debug)]
pub struct Administrator(pub Session);

impl FromRequestParts<App> for Administrator {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Administrator, Trouble> {
        let session = session(parts, app).await?.ok_or(Trouble(Error::SignedOut))?;
        let is = session.role == domain::people::Role::Administrator;
        if is { Ok(Administrator(session)) } else { Err(Trouble(Error::Forbidden)) }
    }
}

/// The address a request comes from: the peer's, or, where the peer is a proxy that is trusted, the one the proxy names.
/// Nothing where the server does not know its peers.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub Option<std::net::IpAddr>);

impl FromRequestParts<App> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> std::result::Result<Caller, std::convert::Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let is_trusted = |address: &std::net::IpAddr| app.trusted_proxies.contains(address);
        // Each proxy adds the address it was called from behind the others: the last that is no proxy of ours is the
        // caller's, and everything before it anybody may have written.
        let named = peer.filter(is_trusted).and_then(|_| {
            let chain = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
            chain.rsplit(',').filter_map(|part| part.trim().parse().ok()).find(|address| !is_trusted(address))
        });
        Ok(Caller(named.or(peer)))
    }
}

/// Refuses who guesses too often: at one thing, whoever asks, and from one address, whatever is asked for.
pub fn must_not_guess(app: &App, Caller(from): Caller, what: &str) -> Result<()> {
    let of_thing = app.guesses.allows(what.to_owned(), app.now());
    let of_caller = from.is_none_or(|from| app.callers.allows(from, app.now()));
    if of_thing && of_caller { Ok(()) } else { Err(Error::TooMany) }
}

/// The form must carry the token of the session that sends it.
pub fn must_be_own(session: &Session, form: &Fields) -> Result<()> {
    if form.get("csrf") == session.csrf { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses what another site sends in a visitor's name, and says on every answer what a browser may do with it.
pub async fn guard(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if !is_read && site.is_some_and(|site| site == "cross-site") {
        let lang = Lang::of(request.headers());
        return (StatusCode::FORBIDDEN, lang.say("error-other-site")).into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        response.headers_mut().entry(name).or_insert(header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for own in ["/", "/thu-tuc?q=khai%20sinh&sau=", "/lam-viec/don-vi"] {
            assert!(is_own_path(own), "{own}");
        }
        for other in [
            "",
            "x",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\r\nSet-Cookie: a=b",
            "/ă",
        ] {
            assert!(!is_own_path(other), "{other}");
        }
    }
}
