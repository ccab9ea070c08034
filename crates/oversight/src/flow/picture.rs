//! The paths as a picture, from top to bottom: a box for each step with how long stays are, an arrow for each way that is
//! not rare, with how many took it. Ways ahead that leave steps out run on the right, ways back on the left. Plain SVG; what
//! it shows stands in the table beside it, too.

use std::fmt::Write;

use base::page::thousands;

use super::{
    map::{Node, Paths, ending},
    period::span,
};

const WIDTH: i64 = 214;
const HEIGHT: i64 = 64;
const GAP: i64 = 34;
const TOP: i64 = 44;
/// The room that one way on the side takes: a number stands in it.
const LANE: i64 = 30;
/// How many ways are drawn on one side; the others stand in the table.
const LANES: usize = 3;

/// A way that does not lead to the box below.
struct Way {
    from: i64,
    to: i64,
    count: i64,
    share: i64,
}

/// The picture. `name` tells it from others on the page.
pub fn svg(paths: &Paths, name: &str) -> String {
    let nodes: Vec<&Node> = paths.nodes.keys().collect();
    let (ahead, back) = ways(paths, &nodes);
    let room = |ways: &[Way]| 8 + LANE * i64::try_from(ways.len()).unwrap_or_default();
    let (left, right) = (room(&back), room(&ahead));
    let count = i64::try_from(nodes.len()).unwrap_or_default();
    let (width, height) = (left + WIDTH + right, TOP + count * (HEIGHT + GAP));
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" role=\"img\" aria-label=\"Sơ đồ đường đi thực tế qua \
         {count} bước; bảng bên cạnh ghi đủ\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-size=\"13\" fill=\"#1b1f24\"><defs>"
    );
    for (id, colour) in [("di", "#4c555f"), ("nguoc", "#9a6700")] {
        let _ = write!(
            out,
            "<marker id=\"{name}-{id}\" markerUnits=\"userSpaceOnUse\" markerWidth=\"9\" markerHeight=\"9\" refX=\"8\" \
             refY=\"4.5\" orient=\"auto\"><path d=\"M0 0L9 4.5L0 9z\" fill=\"{colour}\"/></marker>"
        );
    }
    let middle = left + WIDTH / 2;
    let begun: i64 = paths.begins.values().sum();
    let _ = write!(
        out,
        "</defs><circle cx=\"{middle}\" cy=\"12\" r=\"8\" fill=\"#fff\" stroke=\"#4c555f\" stroke-width=\"1.5\"/>\
         <text x=\"{tx}\" y=\"16\" font-size=\"12\" fill=\"#4c555f\">{begun} hồ sơ bắt đầu</text>\
         <path d=\"M{middle} 20V{TOP}\" fill=\"none\" stroke=\"#4c555f\" marker-end=\"url(#{name}-di)\"/>",
        tx = middle + 16,
        begun = thousands(begun),
    );
    let longest = nodes.iter().map(|node| cost(paths, node)).max().unwrap_or(1).max(1);
    for (place, node) in (0_i64..).zip(&nodes) {
        boxed(&mut out, paths, node, (left, top(place)), cost(paths, node) * 100 / longest);
        if let Some(next) = usize::try_from(place + 1).ok().and_then(|next| nodes.get(next)) {
            below(&mut out, paths, (node, next), (middle, top(place) + HEIGHT), name);
        }
    }
    for (lane, way) in (0_i64..).zip(&ahead) {
        side(
            &mut out,
            way,
            left + WIDTH,
            left + WIDTH + 14 + lane * LANE,
            ("#4c555f", &format!("{name}-di")),
        );
    }
    for (lane, way) in (0_i64..).zip(&back) {
        side(&mut out, way, left, left - 14 - lane * LANE, ("#9a6700", &format!("{name}-nguoc")));
    }
    out.push_str("</svg>");
    out
}

/// What a step costs all dossiers together: as much as its median for each.
fn cost(paths: &Paths, node: &Node) -> i64 {
    paths.nodes.get(node).map_or(0, |lengths| lengths.quantile(500).unwrap_or(0) * lengths.count())
}

fn top(place: i64) -> i64 {
    TOP + place * (HEIGHT + GAP)
}

/// The ways on the sides, the most frequent ones, those that reach least far innermost.
fn ways(paths: &Paths, nodes: &[&Node]) -> (Vec<Way>, Vec<Way>) {
    let place =
        |node: &Node| nodes.iter().position(|known| *known == node).and_then(|n| i64::try_from(n).ok());
    let (mut ahead, mut back) = (vec![], vec![]);
    for ((from, to), count) in &paths.ways {
        let (Some(a), Some(b)) = (place(from), place(to)) else { continue };
        let way = Way { from: a, to: b, count: *count, share: paths.share(from, *count) };
        if b < a {
            back.push(way);
        } else if b > a + 1 {
            ahead.push(way);
        }
    }
    for side in [&mut ahead, &mut back] {
        side.sort_by_key(|way| std::cmp::Reverse(way.count));
        side.truncate(LANES);
        side.sort_by_key(|way| ((way.to - way.from).abs(), way.from));
    }
    (ahead, back)
}

/// How thick the arrow of a way is that so many of a thousand take.
fn thick(share: i64) -> String {
    format!("{}.{}", 1 + share / 400, share % 400 / 40)
}

fn label(out: &mut String, x: i64, y: i64, count: i64, colour: &str) {
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"12\" fill=\"{colour}\" stroke=\"#fff\" \
         stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
        thousands(count)
    );
}

fn below(out: &mut String, paths: &Paths, (from, to): (&Node, &Node), (x, y): (i64, i64), name: &str) {
    let Some(count) = paths.ways.get(&(from.clone(), to.clone())) else { return };
    let _ = write!(
        out,
        "<path d=\"M{x} {y}V{end}\" fill=\"none\" stroke=\"#4c555f\" stroke-width=\"{thick}\" marker-end=\"url(#{name}-di)\"/>",
        end = y + GAP,
        thick = thick(paths.share(from, *count)),
    );
    label(out, x + 26, y + GAP / 2 + 4, *count, "#1b1f24");
}

/// A way along the side at `x`, from the edge of one box to the edge of another.
fn side(out: &mut String, way: &Way, edge: i64, x: i64, (colour, marker): (&str, &str)) {
    let dashes = if way.to < way.from { " stroke-dasharray=\"5 3\"" } else { "" };
    let (a, b) = (top(way.from) + HEIGHT - 14, top(way.to) + 14);
    let _ = write!(
        out,
        "<path d=\"M{edge} {a}H{x}V{b}H{edge}\" fill=\"none\" stroke=\"{colour}\" stroke-linejoin=\"round\" \
         stroke-width=\"{thick}\"{dashes} marker-end=\"url(#{marker})\"/>",
        thick = thick(way.share),
    );
    label(out, x, i64::midpoint(a, b) + 4, way.count, colour);
}

/// A step: the darker, the more time it costs (`heat`, of a hundred).
fn boxed(out: &mut String, paths: &Paths, node: &Node, (x, y): (i64, i64), heat: i64) {
    let lengths = paths.nodes.get(node);
    let stays = lengths.map_or(0, domain::flow::histogram::Histogram::count);
    let median = lengths.and_then(|lengths| lengths.quantile(500)).map_or_else(|| "–".to_owned(), span);
    let ended: Vec<String> = paths
        .ends
        .iter()
        .filter(|((from, _), _)| from == node)
        .map(|((_, state), count)| format!("{} {}", ending(state), thousands(*count)))
        .collect();
    let _ = write!(
        out,
        "<g><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\" fill=\"#fff\" stroke=\"#4c555f\"/>\
         <rect x=\"{x}\" y=\"{y}\" width=\"6\" height=\"{HEIGHT}\" rx=\"3\" fill=\"#b42318\" fill-opacity=\"{heat}%\"/>\
         <text x=\"{tx}\" y=\"{y1}\" font-weight=\"600\">{no}. {kind}</text>\
         <text x=\"{tx}\" y=\"{y2}\" font-size=\"12\">trung vị {median} · {stays} lượt</text>\
         <text x=\"{tx}\" y=\"{y3}\" font-size=\"11.5\" fill=\"#4c555f\">{ended}</text></g>",
        tx = x + 14,
        y1 = y + 20,
        y2 = y + 38,
        y3 = y + 55,
        no = node.0 + 1,
        kind = domain::process::StepKind::by_name(&node.1).map_or("", domain::process::StepKind::title),
        stays = thousands(stays),
        ended = cut(&ended.join(", ")),
    );
}

/// As much as fits on a line of a box.
fn cut(text: &str) -> String {
    if text.chars().count() <= 36 {
        return text.to_owned();
    }
    text.chars().take(35).collect::<String>().trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use domain::flow::histogram::Histogram;

    use super::*;

    fn node(step: i64, kind: &str) -> Node {
        (step, kind.to_owned())
    }

    #[test]
    fn every_step_has_its_box_and_returns_are_drawn_back() {
        let mut lengths = Histogram::default();
        (0..10).for_each(|_| lengths.add(7_200));
        let steps = [node(0, "receive"), node(1, "process"), node(2, "review"), node(3, "return")];
        let mut paths = Paths::default();
        for step in &steps {
            paths.nodes.insert(step.clone(), lengths.clone());
        }
        paths.begins.insert(steps[0].clone(), 10);
        for (from, to, count) in [(0, 1, 10), (1, 2, 11), (2, 1, 4), (2, 3, 6), (1, 3, 1)] {
            paths.ways.insert((steps[from].clone(), steps[to].clone()), count);
        }
        paths.ends.insert((steps[3].clone(), "returned".into()), 7);
        let picture = svg(&paths, "x");
        assert_eq!(picture.matches("rx=\"4\"").count(), 4);
        // The start, three below each other, one ahead, one back.
        assert_eq!(picture.matches("marker-end").count(), 6);
        assert_eq!(picture.matches("stroke-dasharray").count(), 1);
        assert!(picture.contains("trung vị 2 giờ · 10 lượt") && picture.contains("Đã trả kết quả 7"));
        assert_eq!(paths.share(&steps[2], 4), 400, "four of ten come back");
        assert!(svg(&Paths::default(), "x").ends_with("</svg>"), "nothing is drawn all the same");
    }
}
