//! Style, script, fonts: inside the binary, under names that change with their content, so that a browser keeps them
//! for ever.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

struct Asset {
    name: &'static str,
    hashed: &'static str,
    bytes: &'static [u8],
    compressed: Option<&'static [u8]>,
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of the asset `name`; empty if there is none.
pub fn url(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.map_or_else(String::new, |asset| format!("/static/{}", asset.hashed))
}

/// Serves an asset.
#[expect(clippy::unused_async, reason = "a handler")]
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.hashed == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "font/woff2",
    };
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let cache = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    match asset.compressed.filter(|_| accepts.contains("br")) {
        Some(bytes) => {
            let encoding = (header::CONTENT_ENCODING, "br");
            ([(header::CONTENT_TYPE, kind), cache, encoding, (header::VARY, "accept-encoding")], bytes)
                .into_response()
        }
        None => ([(header::CONTENT_TYPE, kind), cache], asset.bytes).into_response(),
    }
}
