//! Reads the first page of a PDF: each letter with its place, size and font.

use std::time::Duration;

use base::error::{Error, Result};
use domain::sample::{FirstPage, Letter};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt, font::Glyph, hayro_cmap::BfString, hayro_syntax::Pdf,
    interpret_page,
};
use kurbo::{Affine, BezPath, Rect};
use tokio::{sync::Semaphore, time::timeout};

/// How many letters of a page are looked at; more stand on no sheet of paper.
const MOST: usize = 50_000;

/// The largest file that is read, and how long that may take.
const LARGEST: usize = 5 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);
/// One file at a time: what a file unfolds to is not known before.
static TURN: Semaphore = Semaphore::const_new(1);

/// The first page of the PDF `bytes`; wrong, beside `field`, if it is too large or cannot be read.
pub async fn read(bytes: bytes::Bytes, field: &str) -> Result<FirstPage> {
    if bytes.len() > LARGEST {
        return Err(Error::field(field, format!("Tệp PDF lớn hơn {} MB.", LARGEST / 1024 / 1024)));
    }
    let turn = timeout(PATIENCE, TURN.acquire()).await.map_err(|_| Error::Busy)?.map_err(Error::fault)?;
    let reading = tokio::task::spawn_blocking(move || {
        // The turn is over when the reader is, even if nobody waits for it any more.
        let _turn = turn;
        letters(bytes.to_vec())
    });
    // What breaks the reader is a file that cannot be read, nothing more.
    let read = timeout(PATIENCE, reading).await.ok().and_then(std::result::Result::ok).flatten();
    read.ok_or_else(|| Error::field(field, "Không đọc được tệp PDF này. Xin xuất lại, không đặt mật khẩu."))
}

fn letters(bytes: Vec<u8>) -> Option<FirstPage> {
    let pdf = Pdf::new(bytes).ok()?;
    let page = pdf.pages().first()?;
    let (width, height) = page.render_dimensions();
    let start = page.initial_transform(true).to_kurbo();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let mut context = Context::new(start, area, &cache, pdf.xref(), InterpreterSettings::default());
    let mut reader = Reader(FirstPage { letters: vec![], size: (f64::from(width), f64::from(height)) });
    interpret_page(page, &mut context, &mut reader);
    Some(reader.0)
}

/// Takes down the letters and leaves everything else.
struct Reader(FirstPage);

impl Device<'_> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(one)) => one.to_string(),
            Some(BfString::String(some)) => some,
            None => return,
        };
        if self.0.letters.len() >= MOST {
            return;
        }
        let [_, _, x_up, y_up, x, y] = (transform * glyph_transform).as_coeffs();
        let font = match glyph {
            Glyph::Outline(outline) => outline.font_data().and_then(|data| data.postscript_name),
            Glyph::Type3(_) => None,
        };
        // A letter is drawn a thousand high.
        self.0.letters.push(Letter { text, place: (x, y), size: x_up.hypot(y_up) * 1000.0, font });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
