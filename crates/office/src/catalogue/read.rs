//! A record of the catalogue file (`data/README.md`) as a procedure. Nothing is repaired silently: what is odd stays as
//! it is and becomes a warning.

use domain::{
    calendar::deadline::LimitUnit,
    catalogue::{Case, Fee, OnlineLevel, Paper, Procedure, Product, TimeLimit, Way, code},
    dossier::Channel,
};
use serde::Deserialize;

use crate::import::{Row, json_rows};

/// A record as it stands in the file.
#[derive(Debug, Deserialize)]
struct Record {
    ma: String,
    ten: String,
    #[serde(default)]
    linh_vuc: Option<String>,
    #[serde(default)]
    bo_nganh: Option<String>,
    #[serde(default)]
    cap: Vec<String>,
    #[serde(default)]
    nganh_doc: Option<bool>,
    #[serde(default)]
    co_quan_thuc_hien: Option<String>,
    #[serde(default)]
    co_quan_co_tham_quyen: Option<String>,
    #[serde(default)]
    quyet_dinh_cong_bo: Option<String>,
    #[serde(default)]
    loai_thu_tuc: Option<String>,
    #[serde(default)]
    doi_tuong: Vec<String>,
    #[serde(default)]
    cach_thuc: Vec<RawWay>,
    #[serde(default)]
    thanh_phan_ho_so: Vec<RawCase>,
    #[serde(default)]
    so_bo_ho_so: Option<u16>,
    #[serde(default)]
    can_cu_phap_ly: Vec<String>,
    #[serde(default)]
    ket_qua: Vec<RawProduct>,
    #[serde(default)]
    trinh_tu: Option<String>,
    #[serde(default)]
    yeu_cau_dieu_kien: Option<String>,
    #[serde(default)]
    nop_truc_tuyen_dvcqg: Option<bool>,
    #[serde(default)]
    muc_do_dvctt: Option<String>,
    #[serde(default)]
    khong_co: Vec<String>,
    #[serde(default)]
    nguon: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    co: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct RawWay {
    hinh_thuc: Option<String>,
    thoi_han: Option<RawLimit>,
    #[serde(default)]
    phi_le_phi: Vec<RawFee>,
    #[serde(default)]
    mo_ta: Option<String>,
}

#[derive(Debug, Deserialize)]
struct RawLimit {
    so: Option<f64>,
    don_vi: Option<String>,
    #[serde(default)]
    goc: Option<String>,
}

#[derive(Debug, Deserialize)]
struct RawFee {
    so_tien: Option<f64>,
    #[serde(default)]
    tien_te: Option<String>,
    #[serde(default)]
    mo_ta: Option<String>,
}

#[derive(Debug, Deserialize)]
struct RawCase {
    truong_hop: Option<String>,
    #[serde(default)]
    giay_to: Vec<RawPaper>,
}

#[derive(Debug, Deserialize)]
struct RawPaper {
    ten: String,
    ban_chinh: Option<u16>,
    ban_sao: Option<u16>,
    mau_don: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct RawProduct {
    ten: String,
    #[serde(default)]
    ma: Option<String>,
}

/// The rows of a catalogue file: a JSON array, or one object a line. Of two records with one code the first is taken:
/// a national code names one procedure (domain §4.3).
pub fn rows(text: &str) -> Vec<Row<Procedure>> {
    let mut seen = std::collections::HashMap::new();
    let mut rows: Vec<Row<Procedure>> = json_rows(text).into_iter().map(row).collect();
    for (no, row) in rows.iter_mut().enumerate() {
        if row.read.is_err() {
            continue;
        }
        if let Some(first) = seen.get(&row.id) {
            row.read = Err(format!("Mã thủ tục đã có ở dòng {first} của tệp; mỗi mã chỉ được một bản ghi."));
        } else {
            seen.insert(row.id.clone(), no + 1);
        }
    }
    rows
}

fn row(value: Result<serde_json::Value, String>) -> Row<Procedure> {
    let value = match value {
        Ok(value) => value,
        Err(reason) => return Row { id: String::new(), read: Err(reason) },
    };
    let id = value.get("ma").and_then(|ma| ma.as_str()).unwrap_or_default().trim().to_owned();
    let read = serde_json::from_value::<Record>(value)
        .map_err(|error| format!("Thiếu hoặc sai trường: {error}"))
        .and_then(procedure);
    Row { id, read }
}

fn procedure(record: Record) -> Result<(Procedure, Vec<(String, String)>), String> {
    let text = |field: Option<String>| field.unwrap_or_default().trim().to_owned();
    if !code::is_valid(record.ma.trim()) {
        return Err(format!("Mã thủ tục “{}” không đúng dạng N.NNNNNN.", record.ma));
    }
    if record.ten.trim().is_empty() {
        return Err("Thiếu tên thủ tục.".into());
    }
    let online = match record.muc_do_dvctt.as_deref() {
        Some("toan_trinh") => OnlineLevel::Full,
        Some("mot_phan") => OnlineLevel::Partial,
        _ if record.nop_truc_tuyen_dvcqg == Some(true) => OnlineLevel::Partial,
        _ => OnlineLevel::Information,
    };
    let procedure = Procedure {
        code: record.ma.trim().to_owned(),
        name: record.ten.split_whitespace().collect::<Vec<_>>().join(" "),
        field: text(record.linh_vuc),
        ministry: text(record.bo_nganh),
        levels: record.cap,
        is_vertical: record.nganh_doc.unwrap_or(false),
        executing_body: text(record.co_quan_thuc_hien),
        competent_body: text(record.co_quan_co_tham_quyen),
        decision: text(record.quyet_dinh_cong_bo),
        kind: text(record.loai_thu_tuc),
        audiences: record.doi_tuong,
        channels: record.cach_thuc.into_iter().map(way).collect::<Result<_, _>>()?,
        cases: record.thanh_phan_ho_so.into_iter().map(case).collect(),
        sets: record.so_bo_ho_so,
        legal_basis: record.can_cu_phap_ly,
        results: record.ket_qua.into_iter().map(|p| Product { name: p.ten, code: text(p.ma) }).collect(),
        sequence: text(record.trinh_tu),
        conditions: text(record.yeu_cau_dieu_kien),
        online,
        without: record.khong_co,
        source: text(record.nguon),
        url: text(record.url),
        flags: record.co,
    };
    let notes = notes(&procedure);
    Ok((procedure, notes))
}

fn way(raw: RawWay) -> Result<Way, String> {
    let channel = match raw.hinh_thuc.as_deref() {
        None => None,
        Some("truc_tiep") => Some(Channel::Counter),
        Some("truc_tuyen") => Some(Channel::Online),
        Some("buu_chinh") => Some(Channel::Post),
        Some(other) => return Err(format!("Cách thức thực hiện “{other}” không có trong danh mục.")),
    };
    let fee = |fee: RawFee| Fee {
        amount: fee.so_tien.map(whole),
        currency: fee.tien_te.unwrap_or_else(|| "VND".into()),
        note: fee.mo_ta.unwrap_or_default(),
    };
    Ok(Way {
        channel,
        limit: raw.thoi_han.map(limit).transpose()?,
        fees: raw.phi_le_phi.into_iter().map(fee).collect(),
        note: raw.mo_ta.unwrap_or_default(),
    })
}

fn limit(raw: RawLimit) -> Result<TimeLimit, String> {
    let unit = match raw.don_vi.as_deref() {
        None => None,
        Some("ngay_lam_viec") => Some(LimitUnit::WorkingDay),
        Some("ngay") => Some(LimitUnit::CalendarDay),
        Some("gio") => Some(LimitUnit::Hour),
        Some("gio_lam_viec") => Some(LimitUnit::WorkingHour),
        Some("thang") => Some(LimitUnit::Month),
        Some("trong_ngay") => Some(LimitUnit::SameDay),
        Some(other) => return Err(format!("Đơn vị thời hạn “{other}” không có trong danh mục.")),
    };
    if raw.so.is_some_and(|n| !(0.0..=10_000.0).contains(&n)) {
        return Err("Thời hạn phải từ 0 đến 10000.".into());
    }
    Ok(TimeLimit { amount: raw.so.map(|n| whole(n * 1_000.0)), unit, text: raw.goc.unwrap_or_default() })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "amounts of the catalogue are small; more is cut to the largest"
)]
fn whole(n: f64) -> i64 {
    n.round() as i64
}

fn case(raw: RawCase) -> Case {
    let paper = |paper: RawPaper| Paper {
        name: paper.ten.split_whitespace().collect::<Vec<_>>().join(" "),
        originals: paper.ban_chinh,
        copies: paper.ban_sao,
        forms: paper.mau_don.unwrap_or_default(),
    };
    Case { name: raw.truong_hop.unwrap_or_default(), papers: raw.giay_to.into_iter().map(paper).collect() }
}

/// What a person should look at before publishing.
fn notes(procedure: &Procedure) -> Vec<(String, String)> {
    let mut notes = vec![];
    let bare = procedure.channels.iter().filter_map(|way| way.limit.as_ref());
    let bare = bare.filter(|limit| limit.amount.is_some() && limit.unit.is_none()).count();
    if bare > 0 {
        notes.push((
            "thoi_han".into(),
            format!("{bare} thời hạn có số nhưng không ghi đơn vị; cần chọn đơn vị trước khi công bố."),
        ));
    }
    let fees = procedure.channels.iter().flat_map(|way| &way.fees).filter(|fee| fee.amount.is_none()).count();
    if fees > 0 {
        notes.push(("phi_le_phi".into(), format!("{fees} khoản phí, lệ phí không có số tiền.")));
    }
    for flag in &procedure.flags {
        notes.push(("co".into(), format!("Nguồn ghi chú: {flag}.")));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_row_is_refused_and_the_others_are_read() {
        let text = r#"[{"ma":"1.000001","ten":"Một"},{"ma":"x","ten":"Hai"},{"ten":"Ba"},{"ma":"1.000004","ten":" "},
                       {"ma":"1.000001","ten":"Một nữa"},{"ma":"1.000006","ten":"Sáu","cach_thuc":[{"hinh_thuc":"fax","thoi_han":null}]}]"#;
        let read: Vec<bool> = rows(text).iter().map(|row| row.read.is_ok()).collect();
        assert_eq!(read, [true, false, false, false, false, false]);
        assert!(
            rows("{\"ma\":\"1.000001\",\"ten\":\"Một\"}\nnot json\n")
                .iter()
                .map(|r| r.read.is_ok())
                .eq([true, false])
        );
    }

    #[test]
    fn half_days_are_exact_and_a_missing_unit_is_said() {
        let text = r#"{"ma":"1.000001","ten":"Một","cach_thuc":[{"hinh_thuc":"truc_tiep","thoi_han":{"so":0.5,"don_vi":"ngay_lam_viec"}},
                       {"hinh_thuc":"truc_tuyen","thoi_han":{"so":1,"don_vi":null,"goc":"1"}}]}"#.replace('\n', " ");
        let (procedure, notes) = rows(&text).remove(0).read.unwrap();
        assert_eq!(procedure.channels[0].limit.as_ref().unwrap().amount, Some(500));
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].0, "thoi_han");
    }

    #[test]
    fn every_record_that_ships_is_read_or_refused_with_its_reason() {
        let rows = rows(include_str!("../../../../data/catalogue.jsonl"));
        let read = rows.iter().filter(|row| row.read.is_ok()).count();
        let doubles =
            rows.iter().filter(|row| matches!(&row.read, Err(why) if why.contains("đã có ở dòng"))).count();
        assert_eq!((rows.len(), read, doubles), (1_079, 992, 87));
    }
}
