//! A process as a picture, from top to bottom: a box for each step with who does it and how long, an arrow to each step
//! that may follow. Ways ahead that leave steps out run on the right, ways back on the left. Plain SVG, readable without
//! JavaScript; what it shows stands in its description, too.

use std::fmt::Write;

use domain::process::{Process, Step, check::hours};

const WIDTH: i64 = 232;
const HEIGHT: i64 = 62;
const GAP: i64 = 26;
const TOP: i64 = 40;
/// The room that one way on the side takes.
const LANE: i64 = 14;
/// How many letters fit on a line of a box.
const LETTERS: usize = 35;

/// A way that does not lead to the box below.
struct Way {
    from: i64,
    to: i64,
    /// Which of the lanes on its side, from 0.
    lane: i64,
}

/// The picture. `name` tells it from others on the page; the steps at the places in `faulty` are marked.
pub fn svg(process: &Process, name: &str, faulty: &[u16]) -> String {
    let (ahead, back) = ways(process);
    let lanes = |ways: &[Way]| ways.iter().map(|way| way.lane + 1).max().unwrap_or_default();
    let left = 10 + lanes(&back) * LANE + if back.is_empty() { 0 } else { 12 };
    let right = 10 + lanes(&ahead) * LANE + if ahead.is_empty() { 0 } else { 12 };
    let count = i64::try_from(process.steps.len()).unwrap_or_default();
    let (width, height) = (left + WIDTH + right, TOP + count * (HEIGHT + GAP) + 40);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"img\" aria-labelledby=\"{name}-ten {name}-ta\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-size=\"13\" fill=\"#1b1f24\">\
         <title id=\"{name}-ten\">Sơ đồ {count} bước, tổng {total}</title><desc id=\"{name}-ta\">{said}</desc><defs>",
        total = hours(process.minutes()),
        said = escape(&said(process)),
    );
    for (id, colour) in [("di", "#4c555f"), ("nguoc", "#9a6700")] {
        let _ = write!(
            out,
            "<marker id=\"{name}-{id}\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\">\
             <path d=\"M0 0L8 4L0 8z\" fill=\"{colour}\"/></marker>"
        );
    }
    let middle = left + WIDTH / 2;
    let _ = write!(
        out,
        "</defs><circle cx=\"{middle}\" cy=\"12\" r=\"8\" fill=\"#fff\" stroke=\"#4c555f\" stroke-width=\"1.5\"/>\
         <path d=\"M{middle} 20V{TOP}\" fill=\"none\" stroke=\"#4c555f\" marker-end=\"url(#{name}-di)\"/>"
    );
    spine(&mut out, process, (left, name), faulty);
    for way in &ahead {
        let x = left + WIDTH + 12 + way.lane * LANE;
        out.push_str(&side(
            way,
            left + WIDTH,
            x,
            &format!("stroke=\"#4c555f\" marker-end=\"url(#{name}-di)\""),
        ));
    }
    for way in &back {
        let x = left - 12 - way.lane * LANE;
        let style = format!("stroke=\"#9a6700\" stroke-dasharray=\"5 3\" marker-end=\"url(#{name}-nguoc)\"");
        out.push_str(&side(way, left, x, &style));
    }
    out.push_str("</svg>");
    out
}

/// The boxes below each other, and the arrows from each to the one below it or to the end.
fn spine(out: &mut String, process: &Process, (left, name): (i64, &str), faulty: &[u16]) {
    let middle = left + WIDTH / 2;
    for (place, step) in (0u16..).zip(&process.steps) {
        out.push_str(&boxed(step, left, top(i64::from(place)), faulty.contains(&place)));
        let is_end = process.next(place).is_empty();
        let below = process.next(place).contains(&place.saturating_add(1));
        if below || is_end {
            let from = top(i64::from(place)) + HEIGHT;
            let to = if is_end { from + GAP - 6 } else { from + GAP };
            let _ = write!(
                out,
                "<path d=\"M{middle} {from}V{to}\" fill=\"none\" stroke=\"#4c555f\" marker-end=\"url(#{name}-di)\"/>"
            );
        }
        if is_end {
            let y = top(i64::from(place)) + HEIGHT + GAP + 3;
            let _ = write!(
                out,
                "<circle cx=\"{middle}\" cy=\"{y}\" r=\"8\" fill=\"#fff\" stroke=\"#1b1f24\" stroke-width=\"3.5\"/>"
            );
        }
    }
}

/// The ways that do not lead to the box below: ahead on the right, back on the left, each in the innermost lane that is
/// free along it.
fn ways(process: &Process) -> (Vec<Way>, Vec<Way>) {
    let count = i64::try_from(process.steps.len()).unwrap_or_default();
    let mut all: Vec<(i64, i64)> = vec![];
    for place in (0u16..).take(process.steps.len()) {
        let from = i64::from(place);
        let next = process.next(place).into_iter().map(i64::from);
        all.extend(next.filter(|to| *to != from + 1 && *to < count).map(|to| (from, to)));
    }
    all.sort_by_key(|(from, to)| ((to - from).abs(), *from));
    let (mut ahead, mut back): (Vec<Way>, Vec<Way>) = (vec![], vec![]);
    for (from, to) in all {
        let side = if to > from { &mut ahead } else { &mut back };
        let (low, high) = (from.min(to), from.max(to));
        let meets = |way: &&Way| way.from.min(way.to) <= high && way.from.max(way.to) >= low;
        let taken: Vec<i64> = side.iter().filter(meets).map(|way| way.lane).collect();
        let lane = (0..=count).find(|lane| !taken.contains(lane)).unwrap_or_default();
        side.push(Way { from, to, lane });
    }
    (ahead, back)
}

fn top(place: i64) -> i64 {
    TOP + place * (HEIGHT + GAP)
}

/// A way along the side at `x`, from the edge of one box to the edge of another.
fn side(way: &Way, edge: i64, x: i64, style: &str) -> String {
    // Ways that leave and arrive at one box do not lie on each other.
    let shift = 6 * (way.lane % 3);
    let (a, b) = (top(way.from) + HEIGHT - 14 - shift, top(way.to) + 14 + shift);
    format!("<path d=\"M{edge} {a}H{x}V{b}H{edge}\" fill=\"none\" stroke-linejoin=\"round\" {style}/>")
}

fn boxed(step: &Step, x: i64, y: i64, is_faulty: bool) -> String {
    let (stroke, thick) = if is_faulty { ("#b42318", "2") } else { ("#4c555f", "1") };
    let time = step.minutes.map_or_else(|| "không tính".to_owned(), hours);
    let no = cut(&step.no, 6);
    format!(
        "<g><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"#fff\" stroke=\"{stroke}\" \
         stroke-width=\"{thick}\"/><text x=\"{tx}\" y=\"{y1}\" font-weight=\"600\">{no}. {kind}</text>\
         <text x=\"{tx}\" y=\"{y2}\" font-size=\"12\" fill=\"#4c555f\">{owner}</text>\
         <text x=\"{tx}\" y=\"{y3}\" font-size=\"12\" fill=\"{time_colour}\">{time}</text></g>",
        tx = x + 10,
        y1 = y + 19,
        y2 = y + 36,
        y3 = y + 53,
        no = escape(&no),
        kind = step.kind.title(),
        owner = escape(&cut(&step.owner, LETTERS)),
        time_colour = if step.minutes.is_some() { "#1b1f24" } else { "#4c555f" },
    )
}

/// The picture in sentences, for who does not see it.
fn said(process: &Process) -> String {
    let sentence = |(place, step): (u16, &Step)| {
        let no = |place: &u16| process.step(*place).map_or_else(String::new, |step| step.no.clone());
        let next: Vec<String> = process.next(place).iter().map(no).filter(|no| !no.is_empty()).collect();
        let next = if next.is_empty() {
            "kết thúc".into()
        } else {
            format!("tiếp là bước {}", next.join(" hoặc "))
        };
        let time = step.minutes.map_or_else(|| "không tính thời gian".to_owned(), hours);
        format!("Bước {}: {}, {}, {time}, {next}.", step.no, step.kind.title(), step.owner)
    };
    (0..).zip(&process.steps).map(sentence).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, letters: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= letters {
        return text;
    }
    text.chars().take(letters.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
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
        process.steps[2].next = vec![3, 5];
        process.steps[3].next = vec![4, 2];
        process.steps[2].owner = "<b>&".into();
        let picture = svg(&process, "so-do", &[2]);
        assert_eq!(picture.matches("<rect").count(), 7);
        // Six below each other, from the start and to the end, one ahead, one back.
        assert_eq!(picture.matches("marker-end").count(), 10);
        assert_eq!(picture.matches("stroke-dasharray").count(), 1);
        assert_eq!(picture.matches("stroke=\"#b42318\"").count(), 1);
        assert!(picture.contains("&lt;b&gt;&amp;") && !picture.contains("<b>"));
        assert!(picture.contains("tiếp là bước 4 hoặc 6"), "told in words, too");
    }

    #[test]
    fn ways_that_meet_run_in_lanes_of_their_own() {
        let mut process = standard("1.001193", "x", 2_400);
        process.steps[1].next = vec![2, 4];
        process.steps[2].next = vec![3, 5];
        process.steps[5].next = vec![6, 0];
        let (ahead, back) = ways(&process);
        let mut lanes: Vec<i64> = ahead.iter().map(|way| way.lane).collect();
        lanes.sort_unstable();
        assert_eq!((lanes, back.len()), (vec![0, 1], 1));
    }

    #[test]
    fn a_process_without_steps_or_with_ways_into_nothing_is_drawn_all_the_same() {
        let mut process = standard("1.001193", "x", 2_400);
        process.steps[0].next = vec![1, 99];
        assert!(svg(&process, "a", &[]).ends_with("</svg>"));
        process.steps.clear();
        assert!(svg(&process, "a", &[]).contains("Sơ đồ 0 bước"));
    }
}
