//! What is typed is kept, moved and read.

use domain::process::standard::standard;

use super::{
    read::{NotATime, minutes},
    *,
};

fn fields(typed: &Typed) -> Fields {
    let mut all = vec![
        ("ten".to_owned(), typed.name.clone()),
        ("truong-hop".into(), typed.case.clone()),
        ("thu-tuc".into(), typed.procedures.clone()),
        ("tong-gio".into(), typed.stated.clone()),
        ("so-quyet-dinh".into(), typed.decision.clone()),
        ("ngay-quyet-dinh".into(), typed.decided_on.clone()),
    ];
    for (b, step) in typed.steps.iter().enumerate() {
        for (end, value) in [
            ("so", &step.no),
            ("viec", &step.content),
            ("ai", &step.owner),
            ("loai", &step.kind),
            ("gio", &step.time),
            ("kq", &step.output),
            ("tiep", &step.next),
            ("doan", &step.guess),
        ] {
            all.push((format!("b{b}-{end}"), value.clone()));
        }
    }
    let pairs: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Fields::of(&pairs)
}

#[test]
fn every_process_that_ships_comes_back_from_the_form_as_it_was() {
    for row in crate::process::read::rows(include_str!("../../../../../data/process.jsonl")) {
        let before = row.read.unwrap().0;
        let typed = Typed::of(&before);
        assert_eq!(Typed::sent(&fields(&typed)), typed);
        let (after, errors) = typed.as_far_as_it_goes(&before);
        // Some sources number two steps alike: that is told, and the rest is as it was.
        assert!(
            errors
                .iter()
                .all(|error| error.message.contains("cùng mang số")
                    || error.message.contains("Ghi số của bước")),
            "{errors:?}"
        );
        for (old, new) in before.steps.iter().zip(&after.steps) {
            assert_eq!((old.minutes, &old.content, old.kind), (new.minutes, &new.content, new.kind));
        }
        if errors.is_empty() {
            assert_eq!(after.steps, before.steps, "{}", before.code);
        }
    }
}

#[test]
fn time_is_read_as_people_write_it() {
    // TT 01/2018: hours, eight a day.
    let cases = [
        ("4", Ok(Some(240))),
        ("4 giờ", Ok(Some(240))),
        ("0,5 ngày", Ok(Some(240))),
        ("2.5 ngày làm việc", Ok(Some(1_200))),
        ("30 phút", Ok(Some(30))),
        ("1,5h", Ok(Some(90))),
        ("", Ok(None)),
        ("không tính", Ok(None)),
        ("nửa ngày", Err(NotATime)),
        ("-3 giờ", Err(NotATime)),
        ("4 tuần", Err(NotATime)),
        ("0,001 giờ", Err(NotATime)),
        ("99999999 ngày", Err(NotATime)),
    ];
    for (text, expected) in cases {
        assert_eq!(minutes(text), expected, "{text}");
    }
    for count in [1, 3, 20, 30, 60, 90, 240, 481, 2_400] {
        assert_eq!(minutes(&time(count)), Ok(Some(count)), "{}", time(count));
    }
}

#[test]
fn rows_move_and_what_they_lead_to_moves_with_them() {
    let mut typed = Typed::of(&standard("1.001193", "x", 2_400));
    typed.steps[2].next = "4, 6".into();
    assert_eq!(typed.reshape("chen-2").as_deref(), Some("b3-viec"));
    assert_eq!(typed.steps[2].next, "5, 7", "the steps below are one further down");
    assert_eq!(typed.steps[3].no, "4");
    assert_eq!(typed.reshape("bo-4").as_deref(), Some("b4-viec"));
    assert_eq!(typed.steps[2].next, "6", "a step that is gone is led to no more");
    typed.steps[1].content = "Đi xuống".into();
    assert_eq!(typed.reshape("xuong-1").as_deref(), Some("xuong-2"));
    assert_eq!(typed.steps[2].content, "Đi xuống");
    assert_eq!(typed.steps[1].next, "6");
    assert_eq!(typed.reshape("len-2").as_deref(), Some("len-1"));
    assert_eq!(typed.steps[1].content, "Đi xuống");
    assert_eq!(typed.reshape("them-buoc").as_deref(), Some("b7-viec"));
    assert_eq!(typed.reshape("bo-99"), None);
    assert_eq!(typed.reshape("luu"), None);
    assert_eq!(typed.reshape("ve-lai").as_deref(), Some(""));
}

#[test]
fn numbers_of_the_source_are_kept_where_they_are_its_own() {
    let mut typed = Typed::of(&standard("1.001193", "x", 2_400));
    typed.steps[3].no = "3a".into();
    typed.steps[2].next = "3a".into();
    typed.reshape("len-3");
    assert_eq!(typed.steps[2].no, "3a");
    assert_eq!(typed.steps[3].next, "3a");
}

#[test]
fn what_does_not_hold_is_named_field_by_field() {
    let before = standard("1.001193", "x", 2_400);
    let mut typed = Typed::of(&before);
    typed.name = String::new();
    typed.procedures = "abc".into();
    typed.decided_on = "hôm qua".into();
    typed.steps[0].time = "nửa ngày".into();
    typed.steps[1].next = "99".into();
    typed.steps[2].kind = "king".into();
    typed.steps[3].no = "1".into();
    let (_, errors) = typed.as_far_as_it_goes(&before);
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["ten", "thu-tuc", "ngay-quyet-dinh", "b3-so", "b0-gio", "b1-tiep", "b2-loai"]);
}
