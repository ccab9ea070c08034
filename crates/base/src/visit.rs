//! One request: who makes it, may they, and what is answered when something goes wrong.

use askama::Template;
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use kit::form::Fields;

use crate::{
    app::App,
    error::{Error, Result},
    page::{Shell, with_status},
    session::Session,
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
    heading: &'static str,
    text: String,
    number: String,
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
    let path = request.uri().path().to_owned();
    let is_read = request.method() == Method::GET;
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<std::sync::Arc<Error>>() else {
        if response.status() == StatusCode::NOT_FOUND
            && response.headers().get(header::CONTENT_TYPE).is_none()
        {
            return error_page(&app, &Error::NotFound);
        }
        return response;
    };
    if let (Error::SignedOut, true) = (error.as_ref(), is_read) {
        return Redirect::to(&format!("/dang-nhap?tiep={path}")).into_response();
    }
    error_page(&app, &error)
}

fn error_page(app: &App, error: &Error) -> Response {
    let (status, heading) = match error {
        Error::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Chưa thực hiện được"),
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Thông tin chưa đúng"),
        Error::Stale => (StatusCode::CONFLICT, "Hồ sơ vừa thay đổi"),
        Error::NotFound => (StatusCode::NOT_FOUND, "Không tìm thấy"),
        Error::SignedOut => (StatusCode::UNAUTHORIZED, "Xin đăng nhập"),
        Error::Forbidden => (StatusCode::FORBIDDEN, "Không có quyền"),
        Error::TooMany => (StatusCode::TOO_MANY_REQUESTS, "Xin chờ một lát"),
        Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang bận"),
        Error::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "Hết dung lượng lưu trữ"),
        Error::FilesAway => (StatusCode::SERVICE_UNAVAILABLE, "Kho tệp không truy cập được"),
        Error::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Có sự cố"),
    };
    let (mut text, mut number) = (error.to_string(), String::new());
    if let Error::Fault(fault) = error {
        number = kit::hex(&kit::clock::random::<4>());
        tracing::error!(%number, %fault, "fault");
        text = "Hệ thống gặp sự cố. Dữ liệu đã ghi vẫn an toàn. Xin thử lại; nếu còn lỗi, xin báo số dưới đây cho quản trị.".into();
    }
    let shell = Shell::new(app, None, heading, "");
    with_status(status, &ErrorPage { shell, heading, text, number })
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

/// The form must carry the token of the session that sends it.
pub fn must_be_own(session: &Session, form: &Fields) -> Result<()> {
    if form.get("csrf") == session.csrf { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses what another site sends in a visitor's name, and says on every answer what a browser may do with it.
pub async fn guard(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if !is_read && site.is_some_and(|site| site == "cross-site") {
        return (StatusCode::FORBIDDEN, "Yêu cầu đến từ trang khác.").into_response();
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
