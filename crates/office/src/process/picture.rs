//! A process as a picture: a box for each step, an arrow to each step that may follow. Plain SVG, readable without
//! JavaScript and by a screen reader.

use std::fmt::Write;

use base::timeleft::duration;
use domain::process::Process;

const WIDTH: i64 = 150;
const GAP: i64 = 34;
const TOP: i64 = 46;
const HEIGHT: i64 = 64;

/// The picture.
pub fn svg(process: &Process) -> String {
    let count = i64::try_from(process.steps.len()).unwrap_or_default();
    let (width, height) = (count * (WIDTH + GAP) + GAP, TOP + HEIGHT + 46);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Sơ đồ {count} bước\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-size=\"13\" fill=\"#1b1f24\">\
         <defs><marker id=\"mui-ten\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" fill=\"#4c555f\"/></marker></defs>"
    );
    for (place, step) in (0u16..).zip(&process.steps) {
        let x = left(i64::from(place));
        let time = step.minutes.map_or_else(|| "không tính".to_owned(), duration);
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<g><title>Bước {no}: {title}, {owner}, {time}</title>\
             <rect x=\"{x}\" y=\"{TOP}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"#fff\" stroke=\"#4c555f\"/>\
             <text x=\"{tx}\" y=\"{ty}\" font-weight=\"600\">{no}. {title}</text>\
             <text x=\"{tx}\" y=\"{tt}\" fill=\"#4c555f\">{time}</text></g>",
            no = escape(&step.no),
            title = escape(step.kind.title()),
            owner = escape(&step.owner),
            tx = x + 10,
            ty = TOP + 26,
            tt = TOP + 48,
        );
        for next in process.next(place) {
            out.push_str(&arrow(i64::from(place), i64::from(next)));
        }
    }
    out.push_str("</svg>");
    out
}

fn left(place: i64) -> i64 {
    GAP + place * (WIDTH + GAP)
}

/// Straight to the next box; in a bow above to one further on, below to one further back.
fn arrow(from: i64, to: i64) -> String {
    let style = "fill=\"none\" stroke=\"#4c555f\" marker-end=\"url(#mui-ten)\"";
    if to == from + 1 {
        let (x, y) = (left(from) + WIDTH, TOP + HEIGHT / 2);
        return format!("<path d=\"M{x} {y}H{}\" {style}/>", left(to));
    }
    let (a, b) = (left(from) + WIDTH / 2, left(to) + WIDTH / 2);
    if to > from {
        format!("<path d=\"M{a} {TOP}C{a} 0 {b} 0 {b} {TOP}\" {style}/>")
    } else {
        let low = TOP + HEIGHT;
        format!("<path d=\"M{a} {low}C{a} {deep} {b} {deep} {b} {low}\" {style}/>", deep = low + 44)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use domain::process::standard::standard;

    use super::*;

    #[test]
    fn a_box_for_each_step_and_an_arrow_to_each_that_may_follow() {
        let mut process = standard("1.001193", "x", 2_400);
        process.steps[3].next = vec![4, 2];
        process.steps[2].owner = "<b>&".into();
        let picture = svg(&process);
        assert_eq!(picture.matches("<rect").count(), 7);
        assert_eq!(picture.matches("marker-end").count(), 7);
        assert!(picture.contains("&lt;b&gt;&amp;") && !picture.contains("<b>"));
    }
}
