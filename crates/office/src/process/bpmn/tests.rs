//! Every process survives its way through BPMN and YAML; what others draw is read; bombs are refused.

use domain::process::{Process, Step, StepKind, check::check, role::performer_of, standard::standard};
use proptest::prelude::*;

use crate::process::{
    format::{Format, rows},
    write,
};

fn again(process: &Process, format: Format, name: &str) -> Process {
    let text = write::text(std::slice::from_ref(process), format).unwrap();
    let mut read = rows(name, &text);
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).read.unwrap_or_else(|why| panic!("{why}\n{text}")).0
}

fn words() -> impl Strategy<Value = String> {
    // What people write, and what trips a reader: quotes, colons, marks, breaks of lines, numbers.
    prop_oneof![
        "[a-zA-ZÀ-ỹ0-9 ,.;:'\"&<>#%@|!?*{}\\[\\]/\\\\-]{0,60}",
        "[ -~\n\t]{0,40}",
        Just("1.20".to_owned()),
        Just("true".to_owned()),
        Just("~".to_owned()),
        Just("null".to_owned()),
        Just("- x: y\n  z".to_owned()),
    ]
}

fn a_process() -> impl Strategy<Value = Process> {
    let step = (words(), words(), words(), 0usize..8, proptest::option::of(0i64..100_000), any::<[u8; 3]>());
    (proptest::collection::vec(step, 1..9), words(), words(), proptest::option::of(0i64..1_000_000)).prop_map(
        |(steps, name, decision, stated_minutes)| {
            let count = u8::try_from(steps.len()).unwrap();
            let steps = steps.into_iter().zip(0u16..).map(
                |((content, owner, output, kind, minutes, ways), place)| {
                    let mut next: Vec<u16> = ways.iter().map(|way| u16::from(way % count)).collect();
                    next.truncate(usize::from(ways[0] % 4));
                    next.dedup();
                    next.sort_unstable_by(|a, b| b.cmp(a));
                    next.dedup();
                    if next == [place + 1] {
                        next.clear();
                    }
                    Step {
                        no: (place + 1).to_string(),
                        performer: performer_of(&owner).map(|(performer, _)| performer),
                        content,
                        owner,
                        kind: StepKind::ALL[kind],
                        is_guess: false,
                        minutes,
                        next,
                        output,
                    }
                },
            );
            Process {
                code: "QT-1".into(),
                name,
                procedures: vec!["1.001193".into(), "2.000950".into()],
                case: String::new(),
                steps: steps.collect(),
                stated_minutes,
                decision,
                is_generated: false,
                source: "Thử".into(),
            }
        },
    )
}

proptest! {
    #[test]
    fn export_and_import_give_the_same_process(process in a_process()) {
        prop_assert_eq!(&again(&process, Format::Bpmn, "a.bpmn"), &process);
        prop_assert_eq!(&again(&process, Format::Yaml, "a.yaml"), &process);
        prop_assert_eq!(&again(&process, Format::Json, "a.jsonl"), &process);
    }

    #[test]
    fn no_file_makes_the_readers_fall_over(text in "\\PC{0,200}") {
        let (_, _) = (rows("a.bpmn", &text), rows("a.yaml", &text));
    }
}

#[test]
fn every_process_that_ships_survives_both_forms() {
    let shipped: Vec<Process> = crate::process::read::rows(include_str!("../../../../../data/process.jsonl"))
        .into_iter()
        .map(|row| row.read.unwrap().0)
        .collect();
    for (format, name) in [(Format::Bpmn, "alle.xml"), (Format::Yaml, "alle.yml")] {
        let text = write::text(&shipped, format).unwrap();
        let read: Vec<Process> = rows(name, &text).into_iter().map(|row| row.read.unwrap().0).collect();
        assert_eq!(read.len(), shipped.len());
        for (old, new) in shipped.iter().zip(&read) {
            assert_eq!(new, old, "{name}");
        }
    }
}

#[test]
fn the_processes_of_a_province_fit_into_one_file() {
    let one = |no: usize| Process {
        code: format!("QT-{no}"),
        is_generated: false,
        ..standard("1.001193", "x", 2_400)
    };
    let all: Vec<Process> = (0..1_600).map(one).collect();
    for (format, name) in [(Format::Bpmn, "a.bpmn"), (Format::Yaml, "a.yaml")] {
        let read = rows(name, &write::text(&all, format).unwrap());
        assert_eq!(read.iter().filter(|row| row.read.is_ok()).count(), all.len(), "{:?}", read[0].read);
    }
}

/// As Camunda's modeller writes it: no extension of ours, tasks in any order, a lane, a way of choice, two ends.
const OTHERS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="http://bpmn.io/schema/bpmn">
  <process id="Process_1" name="Cấp giấy phép" isExecutable="true">
    <laneSet id="l"><lane id="l1" name="Chuyên viên Phòng Tư pháp"><flowNodeRef>T2</flowNodeRef></lane></laneSet>
    <serviceTask id="T3" name="Trả kết quả" />
    <task id="T1" name="Tiếp nhận hồ sơ"><incoming>F0</incoming></task>
    <userTask id="T2" name="Thẩm định hồ sơ" camunda:assignee="x" />
    <startEvent id="S" />
    <parallelGateway id="G0" />
    <exclusiveGateway id="G" />
    <endEvent id="E1" /><endEvent id="E2" />
    <sequenceFlow id="F0" sourceRef="S" targetRef="T1" />
    <sequenceFlow id="F1" sourceRef="T1" targetRef="T2" />
    <sequenceFlow id="F2" sourceRef="T2" targetRef="G0" />
    <sequenceFlow id="F3" sourceRef="G0" targetRef="G" />
    <sequenceFlow id="F4" sourceRef="G" targetRef="T3" />
    <sequenceFlow id="F5" sourceRef="G" targetRef="T1" />
    <sequenceFlow id="F6" sourceRef="G" targetRef="E2" />
    <sequenceFlow id="F7" sourceRef="T3" targetRef="E1" />
    <sequenceFlow id="F8" sourceRef="G" targetRef="G0" />
  </process>
</definitions>"#;

#[test]
fn what_other_programs_draw_is_read_and_the_check_says_what_is_missing() {
    let process = rows("x.bpmn", OTHERS).remove(0).read.unwrap().0;
    assert_eq!((process.code.as_str(), process.name.as_str()), ("Process_1", "Cấp giấy phép"));
    let contents: Vec<&str> = process.steps.iter().map(|step| step.content.as_str()).collect();
    assert_eq!(contents, ["Tiếp nhận hồ sơ", "Thẩm định hồ sơ", "Trả kết quả"]);
    assert_eq!(process.next(1), [2, 0], "the gateways are passed through, the usual way first");
    assert_eq!(process.steps[1].owner, "Chuyên viên Phòng Tư pháp");
    let codes: Vec<&str> = check(&process, Some(480)).iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&"no_owner") && codes.contains(&"no_time") && codes.contains(&"sum"), "{codes:?}");
    assert!(process.steps.iter().all(|step| step.minutes.is_none()));
}

#[test]
fn bombs_are_refused() {
    let lol = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"#;
    let deep_xml = "<a>".repeat(200_000);
    let wide_xml = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process>{}</process></definitions>",
        "<task/>".repeat(1_100_000)
    );
    let many = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"a\">{}</process></definitions>",
        "<task/>".repeat(5_000)
    );
    let mut anchors = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for n in 1..20 {
        let copies = vec![format!("*a{}", n - 1); 9].join(",");
        anchors.push_str(&format!("a{n}: &a{n} [{copies}]\n"));
    }
    let deep_yaml = "[".repeat(100_000);
    let large = "x: ".to_owned() + &"y".repeat(41 * 1024 * 1024);
    for (name, text) in [
        ("a.bpmn", lol),
        ("b.bpmn", &deep_xml),
        ("c.bpmn", &wide_xml),
        ("d.bpmn", &many),
        ("e.yaml", &anchors),
        ("f.yaml", &deep_yaml),
        ("g.yaml", &large),
        ("h.bpmn", &large),
        ("i.bpmn", "<x/>"),
        ("j.yaml", ""),
        ("k.bpmn", ""),
    ] {
        let read = rows(name, text);
        assert!(matches!(read.as_slice(), [row] if row.read.is_err()), "{name}");
    }
}

#[test]
fn the_drawing_has_a_shape_for_each_thing_and_a_line_for_each_way() {
    let mut process = standard("1.001193", "Khai sinh", 2_400);
    process.steps[2].next = vec![3, 5];
    process.steps[3].next = vec![4, 2];
    let text = write::text(&[process], Format::Bpmn).unwrap();
    // A start, seven steps, two ways of choice, an end.
    assert_eq!(text.matches("<bpmndi:BPMNShape").count(), 11);
    assert_eq!(text.matches("<bpmn:exclusiveGateway").count(), 2);
    assert_eq!(text.matches("<bpmndi:BPMNEdge").count(), text.matches("<bpmn:sequenceFlow").count());
}
