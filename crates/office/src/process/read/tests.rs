//! The process reader: what is refused, and what the shipped file holds.

use domain::process::{check::check, role::Performer};

use super::*;

fn one(json: &str) -> Result<(Process, Vec<(String, String)>), String> {
    rows(json).remove(0).read
}

/// Counted by hand in the file (`data/README.md`): `khop_tong` false, the last step with counted time, …
#[test]
fn every_process_that_ships_is_read_and_checked() {
    let rows = rows(include_str!("../../../../../data/process.jsonl"));
    assert_eq!(rows.len(), 66);
    let all: Vec<Process> = rows.into_iter().map(|row| row.read.unwrap().0).collect();
    let with = |code: &str| -> Vec<&str> {
        let has = |process: &&Process| check(process, None).iter().any(|finding| finding.code == code);
        all.iter().filter(has).map(|process| process.code.as_str()).collect()
    };
    let add_up_wrong = ["QTNB-025", "QTNB-031", "QTNB-072", "QTNB-073", "QTNB-076", "QTNB-086"];
    assert_eq!(with("sum"), add_up_wrong, "those whose text does not add up");
    assert_eq!(
        with("no_return"),
        ["QTNB-070", "QTNB-072", "QTNB-073", "QTNB-084"],
        "they end with another step"
    );
    assert_eq!(with("return_counted").len(), 12);
    assert_eq!(with("no_time").len(), 10);
    for code in ["empty", "no_reception", "no_owner", "unknown_next", "unreachable", "no_exit"] {
        assert_eq!(with(code), Vec::<&str>::new(), "{code}");
    }
    assert_eq!(all.iter().filter(|process| check(process, None).is_empty()).count(), 39);
    let steps = || all.iter().flat_map(|process| &process.steps);
    assert_eq!(steps().count(), 609);
    assert_eq!(steps().filter(|step| step.is_guess).count(), 75);
    assert_eq!(steps().filter(|step| step.performer == Some(Performer::UpperAuthority)).count(), 26);
    assert_eq!(all.iter().filter(|process| process.stated_minutes.is_some()).count(), 41);
    assert_eq!(all.iter().filter(|process| process.procedures.is_empty()).count(), 30);
}

#[test]
fn a_broken_row_is_refused_with_its_reason() {
    let steps = |step: &str| format!(r#"{{"id":"A","ten_tthc":"x","cac_buoc":[{{"buoc":"1",{step}}}]}}"#);
    for (text, said) in [
        (r#"{"id":"A"}"#.to_owned(), "Thiếu trường “ten_tthc”."),
        (r#"{"id":"A","ten_tthc":"x","cac_buoc":[]}"#.to_owned(), "không có bước nào"),
        (r#"{"id":" ","ten_tthc":"x","cac_buoc":[]}"#.to_owned(), "Thiếu mã quy trình"),
        (
            r#"{"id":"A","ten_tthc":"x","ma_tthc":["1.2"],"cac_buoc":[{"buoc":"1"}]}"#.to_owned(),
            "Mã thủ tục “1.2”",
        ),
        (steps(r#""gio_lam_viec":-1"#), "Số giờ “-1”"),
        (steps(r#""gio_lam_viec":0.001"#), "Số giờ “0.001”"),
        (steps(r#""gio_lam_viec":"4""#), "Sai kiểu dữ liệu"),
        (steps(r#""tiep":[2]"#), "bước tiếp theo 2 không có"),
        (steps(r#""tiep":[0]"#), "bước tiếp theo 0 không có"),
        ("no json".to_owned(), "Không phải là JSON hợp lệ"),
    ] {
        let reason = one(&text).unwrap_err();
        assert!(reason.contains(said), "{text}: {reason}");
    }
    let twice = format!("{0}\n{0}", steps(r#""gio_lam_viec":4"#));
    let read: Vec<bool> = rows(&twice).iter().map(|row| row.read.is_ok()).collect();
    assert_eq!(read, [true, false], "of two with one code the first is taken");
}

#[test]
fn hours_are_exact_and_what_a_person_wrote_is_no_guess() {
    let text = r#"{"id":"A","ten_tthc":"x","tong_gio_theo_van_ban":3.75,"cac_buoc":[
        {"buoc":"1","vai_tro":"Ai đó","gio_lam_viec":0.25,"loai":"receive","tiep":[3,2]},
        {"buoc":"2","vai_tro":"Ai đó","gio_lam_viec":3.5,"vai_tro_nghi_ngo":true},
        {"buoc":"3","vai_tro":"Bộ phận trả kết quả"}]}"#;
    let (process, notes) = one(&text.replace('\n', " ")).unwrap();
    let minutes: Vec<_> = process.steps.iter().map(|step| step.minutes).collect();
    assert_eq!(minutes, [Some(15), Some(210), None]);
    assert_eq!(process.stated_minutes, Some(225));
    assert_eq!(process.next(0), [2, 1], "places in the file count from 1");
    let guessed: Vec<bool> = process.steps.iter().map(|step| step.is_guess).collect();
    assert_eq!(guessed, [false, true, false]);
    assert!(notes.iter().any(|(part, _)| part == "ma_tthc"));
}
