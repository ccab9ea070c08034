//! BPMN 2.0 as records of the process file: ours, and what other programs draw.

use std::collections::{HashMap, HashSet};

use domain::process::StepKind;
use roxmltree::{Document, Node, ParsingOptions};

use super::{BPMN, OURS};
use crate::process::record::{RawStep, Record};

/// The most elements that a file has, with the text between them; a process of eight steps takes some two hundred.
const MOST: u32 = 1_000_000;

/// What stands for a step: any kind of work, and what another process does.
const TASKS: [&str; 10] = [
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
];

/// The records of a file. Refuses a file with a document type: entities have no place in it.
pub fn read(text: &str) -> Result<Vec<Record>, String> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST, ..ParsingOptions::default() };
    let text = text.trim_start_matches('\u{feff}');
    let document = Document::parse_with_options(text, options)
        .map_err(|error| format!("Không phải là tệp BPMN hợp lệ: {error}"))?;
    let root = document.root_element();
    if !root.has_tag_name((BPMN, "definitions")) {
        return Err("Tệp XML không phải là BPMN 2.0 (thiếu phần tử definitions).".into());
    }
    let processes = root.children().filter(|node| node.has_tag_name((BPMN, "process")));
    let records: Vec<Record> = processes.map(|process| Graph::of(process).record()).collect();
    if records.is_empty() { Err("Tệp BPMN không có quy trình nào.".into()) } else { Ok(records) }
}

/// One process of a file as what it is: tasks and what leads from one to another.
struct Graph<'a> {
    process: Node<'a, 'a>,
    tasks: Vec<Node<'a, 'a>>,
    /// What follows each element, by its identifier, in the order of the file.
    next: HashMap<&'a str, Vec<&'a str>>,
    ends: HashSet<&'a str>,
    lanes: HashMap<&'a str, &'a str>,
}

impl<'a> Graph<'a> {
    fn of(process: Node<'a, 'a>) -> Graph<'a> {
        let elements = || process.children().filter(|node| node.tag_name().namespace() == Some(BPMN));
        let named = |name: &'static str| elements().filter(move |node| node.tag_name().name() == name);
        let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
        for flow in named("sequenceFlow") {
            if let (Some(from), Some(to)) = (flow.attribute("sourceRef"), flow.attribute("targetRef")) {
                next.entry(from).or_default().push(to);
            }
        }
        let mut lanes = HashMap::new();
        for lane in process.descendants().filter(|node| node.has_tag_name((BPMN, "lane"))) {
            let refs = lane.children().filter(|node| node.has_tag_name((BPMN, "flowNodeRef")));
            for id in refs.filter_map(|node| node.text()) {
                lanes.insert(id.trim(), lane.attribute("name").unwrap_or_default());
            }
        }
        let mut graph = Graph {
            process,
            tasks: elements().filter(|node| TASKS.contains(&node.tag_name().name())).collect(),
            next,
            ends: named("endEvent").filter_map(|node| node.attribute("id")).collect(),
            lanes,
        };
        // Ours are in the order of their steps; those of others in the order in which work goes through them.
        if graph.tasks.iter().any(|task| ours(*task, "step").is_none()) {
            let start = named("startEvent").find_map(|node| node.attribute("id"));
            graph.order_from(start);
        }
        graph
    }

    fn order_from(&mut self, start: Option<&'a str>) {
        let mut order: HashMap<&str, usize> = HashMap::new();
        let mut open: std::collections::VecDeque<&str> = start.into_iter().collect();
        while let Some(id) = open.pop_front() {
            if order.contains_key(id) {
                continue;
            }
            order.insert(id, order.len());
            open.extend(self.next.get(id).into_iter().flatten());
        }
        let place = |task: &Node| task.attribute("id").and_then(|id| order.get(id)).copied();
        self.tasks.sort_by_key(|task| place(task).unwrap_or(usize::MAX));
    }

    fn record(&self) -> Record {
        let head = ours(self.process, "process");
        let text = |name: &str| head.and_then(|head| head.attribute(name)).unwrap_or_default().to_owned();
        let id = self.process.attribute("id").unwrap_or_default();
        let code = text("code");
        let minutes = head.and_then(|head| head.attribute("minutes"));
        Record {
            id: if code.is_empty() { id.to_owned() } else { code },
            dia_phuong: Some(text("source")),
            quyet_dinh: Some(text("decision")),
            ngay_ban_hanh: None,
            ten_tthc: self.process.attribute("name").unwrap_or(id).to_owned(),
            ma_tthc: text("procedures").split_whitespace().map(str::to_owned).collect(),
            truong_hop: Some(text("case")),
            cac_buoc: self.tasks.iter().enumerate().map(|(place, task)| self.step(place, *task)).collect(),
            tong_gio_theo_van_ban: None,
            tong_phut: minutes.and_then(|minutes| minutes.parse().ok()),
            vi_du: vec![],
        }
    }

    fn step(&self, place: usize, task: Node<'a, 'a>) -> RawStep {
        let step = ours(task, "step");
        let get = |name: &str| step.and_then(|step| step.attribute(name));
        let id = task.attribute("id").unwrap_or_default();
        let lane = self.lanes.get(id).copied().unwrap_or_default();
        RawStep {
            buoc: get("no").map_or_else(|| (place + 1).to_string(), str::to_owned),
            noi_dung: Some(task.attribute("name").unwrap_or_default().to_owned()),
            vai_tro: Some(get("owner").unwrap_or(lane).to_owned()),
            gio_lam_viec: None,
            phut: get("minutes").and_then(|minutes| minutes.parse().ok()),
            bieu_mau: Some(get("output").unwrap_or_default().to_owned()),
            vai_tro_nghi_ngo: get("guess").is_some(),
            loai: get("kind").and_then(StepKind::by_name),
            tiep: self.following(place, id),
        }
    }

    /// The steps that follow the one at `place`, counted from 1 as in the process file; none where it is the one below.
    /// What ends elsewhere than at the last step goes to the last step: there the result is handed over.
    fn following(&self, place: usize, id: &'a str) -> Vec<u16> {
        let place_of = |id: &str| self.tasks.iter().position(|task| task.attribute("id") == Some(id));
        let last = self.tasks.len().saturating_sub(1);
        let mut found: Vec<usize> = vec![];
        let mut seen: HashSet<&str> = HashSet::new();
        // The way that stands first in the file is looked at first.
        let mut open: Vec<&str> = self.next.get(id).into_iter().flatten().rev().copied().collect();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(step) = place_of(id) {
                found.push(step);
            } else if self.ends.contains(id) {
                found.extend((place != last).then_some(last));
            } else {
                open.extend(self.next.get(id).into_iter().flatten().rev());
            }
        }
        let mut kept: Vec<u16> = vec![];
        for step in found.iter().filter_map(|step| u16::try_from(step + 1).ok()) {
            if !kept.contains(&step) {
                kept.push(step);
            }
        }
        kept
    }
}

/// Our extension element of that name in `node`.
fn ours<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    let mut extensions = node.children().filter(|node| node.has_tag_name((BPMN, "extensionElements")));
    extensions.find_map(|extension| extension.children().find(|node| node.has_tag_name((OURS, name))))
}
