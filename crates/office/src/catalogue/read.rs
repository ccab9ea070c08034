//! A record of the catalogue file (`data/README.md`) as a procedure. What is wrong is refused; what is missing or odd
//! stays as it is and becomes a warning. Nothing is repaired silently.

pub mod notes;

use std::collections::HashMap;

use super::{
    record::{RawCase, RawFee, RawField, RawLimit, RawPaper, RawProduct, RawWay, Record},
    words::{CHANNELS, FIELDS, LEVELS, ONLINE, UNITS, value},
};
use crate::import::{Row, json_rows, why};
use domain::catalogue::{
    Case, Fee, FieldKind, FormField, OnlineLevel, Paper, Procedure, Product, Replaced, TimeLimit, Way, code,
    complete::CONDITIONAL, limit::thousandths,
};

/// The sources that ship, the stronger first: what the national portal publishes counts before what a province or an
/// army corps lists (NĐ 63/2010 Điều 24), full records before mere lines of lists.
const SOURCES: [&str; 5] = ["dvcqg2026", "bqp2025", "dongnai2025", "danang2023", "quyetdinh2025"];

/// The rows of a catalogue file: a JSON array, or one object a line. A national code names one procedure (domain §4.3),
/// so of several records with one code the one of the strongest source is taken and the others are refused.
pub fn rows(text: &str) -> Vec<Row<Procedure>> {
    let mut rows: Vec<Row<Procedure>> = json_rows(text).into_iter().map(row).collect();
    let mut taken: HashMap<String, (usize, usize)> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Ok((procedure, _)) = &row.read {
            let best = taken.entry(procedure.code.clone()).or_insert((place, rank(&procedure.source)));
            if rank(&procedure.source) < best.1 {
                *best = (place, rank(&procedure.source));
            }
        }
    }
    for (place, row) in rows.iter_mut().enumerate() {
        if let (Ok(_), Some((kept, _))) = (&row.read, taken.get(&row.id))
            && *kept != place
        {
            let kept = kept + 1;
            let reason =
                format!("Trùng mã thủ tục: đã lấy bản ghi ở dòng {kept}; mỗi mã chỉ được một bản ghi.");
            row.read = Err(reason);
        }
    }
    rows
}

fn rank(source: &str) -> usize {
    SOURCES.iter().position(|known| *known == source).unwrap_or(SOURCES.len())
}

fn row(value: Result<serde_json::Value, String>) -> Row<Procedure> {
    let value = match value {
        Ok(value) => value,
        Err(reason) => return Row { id: String::new(), read: Err(reason) },
    };
    let id = value.get("ma").and_then(|ma| ma.as_str()).unwrap_or_default().trim().to_owned();
    let read = serde_json::from_value::<Record>(value).map_err(|error| why(&error)).and_then(procedure);
    Row { id, read }
}

fn procedure(record: Record) -> Result<(Procedure, Vec<(String, String)>), String> {
    if !code::is_valid(record.ma.trim()) {
        return Err(format!("Mã thủ tục “{}” không đúng dạng N.NNNNNN.", record.ma));
    }
    if record.ten.trim().is_empty() {
        return Err("Thiếu tên thủ tục.".into());
    }
    among("Cấp thực hiện", &record.cap, &LEVELS.map(|(word, _)| word))?;
    among("Phần ghi “không có”", &record.khong_co, &CONDITIONAL.map(|(part, _)| part))?;
    let (audiences, were_split) = joined(record.doi_tuong);
    let product = |p: RawProduct| Product { name: p.ten, code: text(p.ma) };
    let procedure = Procedure {
        code: record.ma.trim().to_owned(),
        name: words(&record.ten),
        field: text(record.linh_vuc),
        ministry: text(record.bo_nganh),
        levels: record.cap,
        is_vertical: record.nganh_doc.unwrap_or(false),
        executing_body: text(record.co_quan_thuc_hien),
        competent_body: text(record.co_quan_co_tham_quyen),
        decision: text(record.quyet_dinh_cong_bo),
        kind: text(record.loai_thu_tuc),
        audiences,
        channels: record.cach_thuc.into_iter().map(way).collect::<Result<_, _>>()?,
        cases: record.thanh_phan_ho_so.into_iter().map(case).collect(),
        form: record.to_khai.into_iter().map(field).collect::<Result<_, _>>()?,
        sets: record.so_bo_ho_so,
        legal_basis: record.can_cu_phap_ly,
        results: record.ket_qua.into_iter().map(product).collect(),
        sequence: text(record.trinh_tu),
        conditions: text(record.yeu_cau_dieu_kien),
        online: online(record.muc_do_dvctt.as_deref(), record.nop_truc_tuyen_dvcqg)?,
        without: record.khong_co,
        locality: text(record.dia_phuong),
        fee_text: text(record.phi_le_phi_goc),
        replaced: record
            .giay_to_thay_the_nq66_7
            .into_iter()
            .map(|r| Replaced { paper: r.giay_to, database: r.csdl })
            .collect(),
        source: text(record.nguon),
        url: text(record.url),
        flags: record.co,
    };
    let notes = notes::of(&procedure, were_split);
    Ok((procedure, notes))
}

fn text(field: Option<String>) -> String {
    field.unwrap_or_default().trim().to_owned()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn among(what: &str, found: &[String], known: &[&str]) -> Result<(), String> {
    match found.iter().find(|word| !known.contains(&word.as_str())) {
        Some(word) => Err(format!("{what} “{word}” không có trong danh mục ({}).", known.join(", "))),
        None => Ok(()),
    }
}

/// "Tổ chức (không bao gồm doanh nghiệp" and "HTX)" are one: the collectors cut at the comma inside the brackets.
fn joined(audiences: Vec<String>) -> (Vec<String>, bool) {
    let mut out: Vec<String> = vec![];
    let mut were_split = false;
    for part in audiences {
        match out.last_mut().filter(|last| last.matches('(').count() > last.matches(')').count()) {
            Some(open) => {
                *open = format!("{open}, {part}");
                were_split = true;
            }
            None => out.push(part),
        }
    }
    (out, were_split)
}

fn online(level: Option<&str>, is_filed_on_portal: Option<bool>) -> Result<OnlineLevel, String> {
    match level {
        Some(word) => match ONLINE.iter().find(|(known, _)| *known == word) {
            Some((_, level)) => Ok(*level),
            None => Err(format!("Mức độ dịch vụ công trực tuyến “{word}” không có trong danh mục.")),
        },
        // The national portal takes such dossiers but the record does not say how far: the lesser is assumed.
        None if is_filed_on_portal == Some(true) => Ok(OnlineLevel::Partial),
        None => Ok(OnlineLevel::Information),
    }
}

fn way(raw: RawWay) -> Result<Way, String> {
    let channel = match raw.hinh_thuc.as_deref() {
        None => None,
        Some(word) => match value(&CHANNELS, word) {
            None => return Err(format!("Cách thức thực hiện “{word}” không có trong danh mục.")),
            known => known,
        },
    };
    Ok(Way {
        channel,
        limit: raw.thoi_han.map(limit).transpose()?,
        fees: raw.phi_le_phi.into_iter().map(fee).collect::<Result<_, _>>()?,
        note: raw.mo_ta.unwrap_or_default(),
    })
}

/// The longest limit taken, in thousandths: ten thousand units. More is a slip of the pen.
pub const LONGEST: i64 = 10_000_000;

fn limit(raw: RawLimit) -> Result<TimeLimit, String> {
    let unit = match raw.don_vi.as_deref() {
        None => None,
        Some(word) => match value(&UNITS, word) {
            None => return Err(format!("Đơn vị thời hạn “{word}” không có trong danh mục.")),
            known => known,
        },
    };
    let exact = |so: serde_json::Number| {
        let amount = thousandths(&so.to_string()).filter(|amount| *amount <= LONGEST);
        amount.ok_or_else(|| format!("Thời hạn “{so}” phải từ 0 đến 10000, tối đa ba chữ số thập phân."))
    };
    Ok(TimeLimit {
        amount: raw.so.map(exact).transpose()?,
        unit,
        text: raw.goc.unwrap_or_default(),
        is_confirmed: raw.xac_nhan,
    })
}

fn fee(raw: RawFee) -> Result<Fee, String> {
    let currency = raw.tien_te.unwrap_or_else(|| "VND".into());
    if !matches!(currency.as_str(), "VND" | "USD") {
        return Err(format!("Loại tiền “{currency}” không có trong danh mục (VND, USD)."));
    }
    let whole = |so: serde_json::Number| {
        let amount = thousandths(&so.to_string()).filter(|amount| amount % 1_000 == 0);
        amount
            .map(|amount| amount / 1_000)
            .ok_or_else(|| format!("Mức phí “{so}” phải là số nguyên không âm."))
    };
    Ok(Fee { amount: raw.so_tien.map(whole).transpose()?, currency, note: raw.mo_ta.unwrap_or_default() })
}

fn field(raw: RawField) -> Result<FormField, String> {
    let kind = match raw.kieu.as_deref() {
        None => Some(FieldKind::Line),
        Some(word) => value(&FIELDS, word),
    };
    let kind =
        kind.ok_or_else(|| format!("Kiểu của nội dung tờ khai “{}” không có trong danh mục.", raw.ten))?;
    if kind == FieldKind::Choice && raw.chon.is_empty() {
        return Err(format!("Nội dung tờ khai “{}” không có mục nào để chọn.", raw.ten));
    }
    Ok(FormField {
        name: words(&raw.ten),
        kind,
        is_required: raw.bat_buoc,
        hint: text(raw.goi_y),
        choices: raw.chon,
    })
}

fn case(raw: RawCase) -> Case {
    let paper = |paper: RawPaper| Paper {
        name: words(&paper.ten),
        originals: paper.ban_chinh,
        copies: paper.ban_sao,
        forms: paper.mau_don.unwrap_or_default(),
    };
    Case { name: raw.truong_hop.unwrap_or_default(), papers: raw.giay_to.into_iter().map(paper).collect() }
}

#[cfg(test)]
mod tests;
