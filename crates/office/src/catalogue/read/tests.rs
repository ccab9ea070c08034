//! The catalogue reader: what is refused, what is said, and what the shipped file holds.

use domain::{catalogue::complete, catalogue::complete::missing};

use super::*;

fn one(json: &str) -> (Procedure, Vec<(String, String)>) {
    rows(json).remove(0).read.unwrap()
}

fn reason(json: &str) -> String {
    rows(json).remove(0).read.unwrap_err()
}

/// A record with `rest` beside its code and name.
fn record(rest: &str) -> String {
    format!(r#"{{"ma":"1.000001","ten":"Một",{rest}}}"#)
}

#[test]
fn a_broken_row_is_refused_and_the_others_are_read() {
    let text = r#"[{"ma":"1.000001","ten":"Một"},{"ma":"x","ten":"Hai"},{"ten":"Ba"},{"ma":"1.000004","ten":" "},
                   {"ma":"1.000005","ten":"Năm"},[],"chữ",null]"#;
    let read: Vec<bool> = rows(text).iter().map(|row| row.read.is_ok()).collect();
    assert_eq!(read, [true, false, false, false, true, false, false, false]);
}

#[test]
fn what_is_wrong_is_refused_in_vietnamese() {
    for (rest, said) in [
        (r#""cach_thuc":[{"hinh_thuc":"fax"}]"#, "Cách thức thực hiện “fax”"),
        (r#""cach_thuc":[{"thoi_han":{"so":5,"don_vi":"tuan"}}]"#, "Đơn vị thời hạn “tuan”"),
        (r#""cach_thuc":[{"thoi_han":{"so":-5,"don_vi":"ngay"}}]"#, "Thời hạn “-5”"),
        (r#""cach_thuc":[{"thoi_han":{"so":0.0001,"don_vi":"ngay"}}]"#, "tối đa ba chữ số thập phân"),
        (r#""cach_thuc":[{"phi_le_phi":[{"so_tien":-1}]}]"#, "Mức phí “-1”"),
        (r#""cach_thuc":[{"phi_le_phi":[{"so_tien":1,"tien_te":"EUR"}]}]"#, "Loại tiền “EUR”"),
        (r#""cap":["ap"]"#, "Cấp thực hiện “ap”"),
        (r#""khong_co":["ten"]"#, "Phần ghi “không có” “ten”"),
        (r#""muc_do_dvctt":"4""#, "Mức độ dịch vụ công trực tuyến “4”"),
        (r#""cach_thuc":"truc_tiep""#, "Sai kiểu dữ liệu"),
        (r#""so_bo_ho_so":-1"#, "Sai kiểu dữ liệu"),
    ] {
        let reason = reason(&record(rest));
        assert!(reason.contains(said), "{rest}: {reason}");
    }
    assert_eq!(reason(r#"{"ma":"1.000001"}"#), "Thiếu trường “ten”.");
}

#[test]
fn amounts_are_exact_and_a_missing_unit_is_said() {
    let (procedure, notes) = one(&record(
        r#""cach_thuc":[{"hinh_thuc":"truc_tiep","thoi_han":{"so":0.5,"don_vi":"ngay_lam_viec"}},
                        {"hinh_thuc":"truc_tuyen","thoi_han":{"so":1.5,"don_vi":"gio"}},
                        {"hinh_thuc":"buu_chinh","thoi_han":{"so":1,"don_vi":null,"goc":"1"}}]"#
            .replace('\n', " ")
            .as_str(),
    ));
    let amounts: Vec<_> = procedure.channels.iter().map(|way| way.limit.as_ref().unwrap().amount).collect();
    assert_eq!(amounts, [Some(500), Some(1_500), Some(1_000)]);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].1.contains("không ghi đơn vị"), "{notes:?}");
}

#[test]
fn of_two_records_with_one_code_the_stronger_source_is_taken() {
    let text = ["danang2023", "dvcqg2026", "dvcqg2026", "khác"]
        .map(|source| record(&format!(r#""nguon":"{source}""#)))
        .join("\n");
    let read: Vec<_> = rows(&text).into_iter().map(|row| row.read.map(|(p, _)| p.source)).collect();
    assert_eq!(read[1].as_deref(), Ok("dvcqg2026"));
    for refused in [&read[0], &read[2], &read[3]] {
        assert!(refused.as_ref().unwrap_err().contains("dòng 2"), "{refused:?}");
    }
}

#[test]
fn audiences_cut_at_the_comma_are_joined_and_said() {
    let (procedure, notes) =
        one(&record(r#""doi_tuong":["Tổ chức (không bao gồm doanh nghiệp","HTX)","Hợp tác xã"]"#));
    assert_eq!(procedure.audiences, ["Tổ chức (không bao gồm doanh nghiệp, HTX)", "Hợp tác xã"]);
    assert!(notes.iter().any(|(part, _)| part == "doi_tuong"));
}

/// Counted by hand in the file (`data/README.md`): 1 079 records, 992 codes.
#[test]
fn every_record_that_ships_is_read_or_refused_with_its_reason() {
    let rows = rows(include_str!("../../../../../data/catalogue.jsonl"));
    let read: Vec<&(Procedure, _)> = rows.iter().filter_map(|row| row.read.as_ref().ok()).collect();
    let doubles = rows.iter().filter(|row| matches!(&row.read, Err(why) if why.starts_with("Trùng mã")));
    assert_eq!((rows.len(), read.len(), doubles.count()), (1_079, 992, 87));
    let of = |source: &str| read.iter().filter(|(p, _)| p.source == source).count();
    assert_eq!(SOURCES.map(of), [816, 67, 1, 84, 24], "the national portal's are all taken");
    let count = |is: fn(&Procedure) -> bool| read.iter().filter(|(p, _)| is(p)).count();
    assert_eq!(count(complete::has_limit_without_unit), 95, "a number of days without a unit");
    assert_eq!(count(complete::has_doubtful_limit), 37, "figures and words that tell of different times");
    assert_eq!(count(|p| !p.replaced.is_empty()), 118);
    assert_eq!(count(complete::is_public_content_full), 595, "points a–g of Điều 8.2 (index 1.3)");
    assert_eq!(count(|p| missing(p).is_empty()), 123, "nothing missing, nothing left to be said");
}
