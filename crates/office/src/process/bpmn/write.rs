//! A process as BPMN 2.0: the model, and where each thing lies in the drawing.

use std::fmt::Write;

use domain::process::{Process, Step};

use super::{BPMN, OURS};

const STEP: i64 = 270;
const WIDTH: i64 = 150;
const HEIGHT: i64 = 80;
/// The middle line of the drawing.
const MIDDLE: i64 = 300;

/// The file of `processes`, each with its own drawing.
pub fn write(processes: &[Process]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <bpmn:definitions xmlns:bpmn=\"{BPMN}\" xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
         xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" \
         xmlns:motcua=\"{OURS}\" id=\"motcua\" targetNamespace=\"{OURS}\">\n"
    );
    for (no, process) in (1..).zip(processes) {
        model(&mut out, no, process);
    }
    for (no, process) in (1..).zip(processes) {
        drawing(&mut out, no, process);
    }
    out.push_str("</bpmn:definitions>\n");
    out
}

/// A line between two things of the drawing: the name of where it begins and of where it ends.
struct Flow {
    from: Node,
    to: Node,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Start,
    Step(u16),
    Gateway(u16),
    End,
}

impl Node {
    fn id(self, no: usize) -> String {
        match self {
            Node::Start => format!("bat-dau-{no}"),
            Node::Step(place) => format!("buoc-{no}-{}", place + 1),
            Node::Gateway(place) => format!("re-{no}-{}", place + 1),
            Node::End => format!("ket-thuc-{no}"),
        }
    }
}

/// Whether a way of choice follows the step at `place`.
fn forks(process: &Process, place: u16) -> bool {
    process.next(place).len() > 1
}

fn flows(process: &Process) -> Vec<Flow> {
    let mut all = vec![];
    if !process.steps.is_empty() {
        all.push(Flow { from: Node::Start, to: Node::Step(0) });
    }
    for (place, _) in (0u16..).zip(&process.steps) {
        let next = process.next(place);
        let from = if forks(process, place) {
            all.push(Flow { from: Node::Step(place), to: Node::Gateway(place) });
            Node::Gateway(place)
        } else {
            Node::Step(place)
        };
        all.extend(next.iter().map(|to| Flow { from, to: Node::Step(*to) }));
        if next.is_empty() {
            all.push(Flow { from, to: Node::End });
        }
    }
    all
}

fn model(out: &mut String, no: usize, process: &Process) {
    let stated = process.stated_minutes.map(|minutes| format!(" minutes=\"{minutes}\"")).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<bpmn:process id=\"quy-trinh-{no}\" name=\"{name}\" isExecutable=\"false\">\n\
         <bpmn:extensionElements><motcua:process code=\"{code}\" case=\"{case}\" decision=\"{decision}\" \
         source=\"{source}\" procedures=\"{procedures}\"{stated}/></bpmn:extensionElements>\n\
         <bpmn:startEvent id=\"{start}\"/>\n",
        name = attribute(&process.name),
        code = attribute(&process.code),
        case = attribute(&process.case),
        decision = attribute(&process.decision),
        source = attribute(&process.source),
        procedures = attribute(&process.procedures.join(" ")),
        start = Node::Start.id(no),
    );
    for (place, step) in (0u16..).zip(&process.steps) {
        task(out, &Node::Step(place).id(no), step);
        if forks(process, place) {
            let _ = writeln!(out, "<bpmn:exclusiveGateway id=\"{}\"/>", Node::Gateway(place).id(no));
        }
    }
    let _ = writeln!(out, "<bpmn:endEvent id=\"{}\"/>", Node::End.id(no));
    for (flow, line) in flows(process).iter().zip(1..) {
        let (from, to) = (flow.from.id(no), flow.to.id(no));
        let _ = writeln!(
            out,
            "<bpmn:sequenceFlow id=\"di-{no}-{line}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>"
        );
    }
    out.push_str("</bpmn:process>\n");
}

fn task(out: &mut String, id: &str, step: &Step) {
    let minutes = step.minutes.map(|minutes| format!(" minutes=\"{minutes}\"")).unwrap_or_default();
    // A guess is not made a fact by writing it down.
    let kind =
        if step.is_guess { " guess=\"true\"".to_owned() } else { format!(" kind=\"{}\"", step.kind.name()) };
    let _ = writeln!(
        out,
        "<bpmn:userTask id=\"{id}\" name=\"{name}\"><bpmn:extensionElements>\
         <motcua:step no=\"{no}\"{kind}{minutes} owner=\"{owner}\" output=\"{output}\"/>\
         </bpmn:extensionElements></bpmn:userTask>",
        name = attribute(&step.content),
        no = attribute(&step.no),
        owner = attribute(&step.owner),
        output = attribute(&step.output),
    );
}

fn drawing(out: &mut String, no: usize, process: &Process) {
    let _ = writeln!(
        out,
        "<bpmndi:BPMNDiagram id=\"so-do-{no}\"><bpmndi:BPMNPlane id=\"mat-{no}\" bpmnElement=\"quy-trinh-{no}\">"
    );
    let mut shape = |node: Node| {
        let (x, y, width, height) = bounds(node, process);
        let id = node.id(no);
        let _ = writeln!(
            out,
            "<bpmndi:BPMNShape id=\"hinh-{id}\" bpmnElement=\"{id}\">\
             <dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></bpmndi:BPMNShape>"
        );
    };
    shape(Node::Start);
    for (place, _) in (0u16..).zip(&process.steps) {
        shape(Node::Step(place));
        if forks(process, place) {
            shape(Node::Gateway(place));
        }
    }
    shape(Node::End);
    for (flow, line) in flows(process).iter().zip(1..) {
        let _ = write!(out, "<bpmndi:BPMNEdge id=\"net-{no}-{line}\" bpmnElement=\"di-{no}-{line}\">");
        for (x, y) in waypoints(flow, process) {
            let _ = write!(out, "<di:waypoint x=\"{x}\" y=\"{y}\"/>");
        }
        out.push_str("</bpmndi:BPMNEdge>\n");
    }
    out.push_str("</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n");
}

/// Where a thing lies: left, top, width, height.
fn bounds(node: Node, process: &Process) -> (i64, i64, i64, i64) {
    let left = |place: i64| 160 + place * STEP;
    match node {
        Node::Start => (80, MIDDLE - 18, 36, 36),
        Node::Step(place) => (left(i64::from(place)), MIDDLE - HEIGHT / 2, WIDTH, HEIGHT),
        Node::Gateway(place) => (left(i64::from(place)) + WIDTH + 35, MIDDLE - 25, 50, 50),
        Node::End => {
            let count = i64::try_from(process.steps.len()).unwrap_or_default();
            (left(count), MIDDLE - 18, 36, 36)
        }
    }
}

/// The corners of a line: straight to the neighbour on the right, over the steps to one further on, under them back.
fn waypoints(flow: &Flow, process: &Process) -> Vec<(i64, i64)> {
    let (from, to) = (bounds(flow.from, process), bounds(flow.to, process));
    let (a, b) = (from.0 + from.2 / 2, to.0 + to.2 / 2);
    let is_neighbour = to.0 > from.0 && to.0 - from.0 - from.2 < STEP - WIDTH;
    if is_neighbour {
        return vec![(from.0 + from.2, MIDDLE), (to.0, MIDDLE)];
    }
    // The wider the way, the further out it runs.
    let far = 40 + (b - a).abs() / STEP * 12;
    if b > a {
        let high = MIDDLE - HEIGHT / 2 - far;
        vec![(a, from.1), (a, high), (b, high), (b, to.1)]
    } else {
        let low = MIDDLE + HEIGHT / 2 + far;
        vec![(a, from.1 + from.3), (a, low), (b, low), (b, to.1 + to.3)]
    }
}

/// Text as it stands between quotes: breaks of lines survive, what XML cannot hold is left out.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && u32::from(c) < 0x20 => {}
            c => out.push(c),
        }
    }
    out
}
