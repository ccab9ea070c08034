//! The form against the catalogue that ships: nothing is lost on the way through it.

use base::error::Error;

use super::*;
use crate::catalogue::read::rows;

/// The fields a browser would send for `typed`.
fn posted(typed: &Typed) -> Fields {
    let mut fields = Fields::default();
    let mut set = |name: String, value: &str| fields.set(&name, value.replace('\n', "\r\n"));
    typed
        .one
        .iter()
        .filter(|(name, value)| **name != "nganh-doc" || !value.is_empty())
        .for_each(|(name, value)| set((*name).to_owned(), value));
    typed.ticked.iter().for_each(|name| set(name.clone(), "1"));
    for (w, way) in typed.ways.iter().enumerate() {
        for (name, value) in [
            ("kenh", &way.channel),
            ("so", &way.amount),
            ("don-vi", &way.unit),
            ("goc", &way.text),
            ("ghi", &way.note),
        ] {
            set(format!("w{w}-{name}"), value);
        }
        if way.is_confirmed {
            set(format!("w{w}-dung"), "1");
        }
        for (f, fee) in way.fees.iter().enumerate() {
            for (name, value) in [("tien", &fee.amount), ("te", &fee.currency), ("ghi", &fee.note)] {
                set(format!("w{w}-p{f}-{name}"), value);
            }
        }
    }
    for (c, case) in typed.cases.iter().enumerate() {
        set(format!("c{c}-ten"), &case.name);
        for (g, paper) in case.papers.iter().enumerate() {
            for (name, value) in [
                ("ten", &paper.name),
                ("chinh", &paper.originals),
                ("sao", &paper.copies),
                ("mau", &paper.forms),
            ] {
                set(format!("c{c}-g{g}-{name}"), value);
            }
        }
    }
    for (k, result) in typed.results.iter().enumerate() {
        set(format!("k{k}-ten"), &result.name);
        set(format!("k{k}-ma"), &result.code);
    }
    fields
}

#[test]
fn what_is_not_touched_comes_back_as_it_was() {
    let mut same = 0;
    for row in rows(include_str!("../../../../../data/catalogue.jsonl")) {
        let Ok((procedure, _)) = row.read else { continue };
        let sent = Typed::sent(&posted(&Typed::of(&procedure, String::new())));
        match sent.procedure(&procedure) {
            Ok(again) => {
                // Blanks at the ends of lines and empty rows do not survive a form; everything else does.
                let tell = |p: &Procedure| crate::catalogue::parts::of(p);
                let (before, after) = (squeezed(&tell(&procedure)), squeezed(&tell(&again)));
                assert_eq!(before, after, "{}", procedure.code);
                same += usize::from(again == procedure);
            }
            // Only what a person must mend in any case: papers and results without a name.
            Err(Error::Invalid(errors)) => {
                assert!(errors.iter().all(|e| e.field.ends_with("-ten")), "{}: {errors:?}", procedure.code);
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(same > 900, "{same}");
}

/// Each part without blanks and without what stands between entries: an entry of several lines becomes several.
fn squeezed(parts: &[crate::catalogue::parts::Part]) -> Vec<String> {
    let bare = |part: &crate::catalogue::parts::Part| {
        part.lines.concat().replace([',', ' ', '\n', '\t', '\u{a0}'], "")
    };
    parts.iter().map(bare).collect()
}

fn shaped() -> Typed {
    let paper = |name: &str| TypedPaper { name: name.into(), ..TypedPaper::default() };
    Typed {
        ways: vec![TypedWay {
            channel: "truc_tiep".into(),
            fees: vec![TypedFee::new()],
            ..TypedWay::default()
        }],
        cases: vec![TypedCase { name: "A".into(), papers: vec![paper("1"), paper("2"), paper("3")] }],
        ..Typed::default()
    }
}

#[test]
fn rows_come_and_go_and_the_focus_follows() {
    // The deed, the field to go on with, and how many ways, fees, cases, papers, results there are then.
    for (deed, focus, counts) in [
        ("them-cach", Some("w1-kenh"), [2, 1, 1, 3, 0]),
        ("bo-cach-0", Some("cach_thuc"), [0, 0, 1, 3, 0]),
        ("them-phi-0", Some("w0-p1-tien"), [1, 2, 1, 3, 0]),
        ("bo-phi-0-0", Some("w0-kenh"), [1, 0, 1, 3, 0]),
        ("them-truong-hop", Some("c1-ten"), [1, 1, 2, 3, 0]),
        ("bo-truong-hop-0", Some("thanh_phan_ho_so"), [1, 1, 0, 0, 0]),
        ("them-giay-to-0", Some("c0-g3-ten"), [1, 1, 1, 4, 0]),
        ("bo-giay-to-0-2", Some("c0-g1-ten"), [1, 1, 1, 2, 0]),
        ("bo-giay-to-0-9", Some("c0-g2-ten"), [1, 1, 1, 3, 0]),
        ("them-ket-qua", Some("k0-ten"), [1, 1, 1, 3, 1]),
        ("them-phi-7", None, [1, 1, 1, 3, 0]),
        ("luu", None, [1, 1, 1, 3, 0]),
        ("bo-giay-to-0-99999999999999999999999", None, [1, 1, 1, 3, 0]),
    ] {
        let mut typed = shaped();
        assert_eq!(typed.reshape(deed).as_deref(), focus, "{deed}");
        let papers = typed.cases.first().map_or(0, |case| case.papers.len());
        let fees = typed.ways.first().map_or(0, |way| way.fees.len());
        assert_eq!(
            [typed.ways.len(), fees, typed.cases.len(), papers, typed.results.len()],
            counts,
            "{deed}"
        );
    }
}

#[test]
fn what_does_not_hold_is_named_at_its_field() {
    type Spoil = fn(&mut Typed);
    let cases: [(&str, Spoil); 7] = [
        ("ten", |t| drop(t.one.insert("ten", " ".into()))),
        ("so-bo", |t| drop(t.one.insert("so-bo", "một".into()))),
        ("w0-so", |t| t.ways[0].amount = "năm".into()),
        ("w0-p0-tien", |t| t.ways[0].fees[0].amount = "8,5".into()),
        ("c0-g1-chinh", |t| t.cases[0].papers[1].originals = "-1".into()),
        ("c0-g2-ten", |t| t.cases[0].papers[2].name = String::new()),
        ("khong-yeu_cau_dieu_kien", |t| {
            t.ticked.push("khong-yeu_cau_dieu_kien".into());
            t.one.insert("dieu-kien", "Có đất".into());
        }),
    ];
    for (field, spoil) in cases {
        let mut typed = shaped();
        typed.one.insert("ten", "Tên".into());
        assert!(typed.procedure(&Procedure::default()).is_ok());
        spoil(&mut typed);
        let Err(Error::Invalid(errors)) = typed.procedure(&Procedure::default()) else { panic!("{field}") };
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), [field]);
    }
}

#[test]
fn sums_are_read_as_people_write_them() {
    for (typed, amount) in
        [("50.000", Some(50_000)), ("1 250 000 đ", Some(1_250_000)), ("0", Some(0)), ("", None)]
    {
        let mut form = shaped();
        form.one.insert("ten", "Tên".into());
        (form.ways[0].fees[0].amount, form.ways[0].fees[0].note) = (typed.into(), "lệ phí".into());
        let procedure = form.procedure(&Procedure::default()).unwrap();
        assert_eq!(procedure.channels[0].fees[0].amount, amount, "{typed}");
    }
}
