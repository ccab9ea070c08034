//! A procedure as a line of the catalogue file (`data/README.md`): what an export writes and an import reads again.

use base::{app::App, error::Result};
use domain::catalogue::{Case, Fee, FormField, Procedure, TimeLimit, Way, limit::decimal};

use super::{
    record::{RawCase, RawFee, RawField, RawLimit, RawPaper, RawProduct, RawReplaced, RawWay, Record},
    words::{self, CHANNELS, FIELDS, UNITS, word},
};
use crate::export;

/// The latest version of every procedure that is not retired, one a line, by code.
pub fn export(app: &App) -> Result<String> {
    export::latest(app, "procedure", line)
}

/// The line for `procedure`, without the end of line.
pub fn line(procedure: &Procedure) -> serde_json::Result<String> {
    let p = procedure;
    let product = |p: &domain::catalogue::Product| RawProduct { ten: p.name.clone(), ma: some(&p.code) };
    let replaced =
        |r: &domain::catalogue::Replaced| RawReplaced { giay_to: r.paper.clone(), csdl: r.database.clone() };
    serde_json::to_string(&Record {
        ma: p.code.clone(),
        ten: p.name.clone(),
        linh_vuc: some(&p.field),
        bo_nganh: some(&p.ministry),
        dia_phuong: some(&p.locality),
        cap: p.levels.clone(),
        nganh_doc: Some(p.is_vertical),
        co_quan_thuc_hien: some(&p.executing_body),
        co_quan_co_tham_quyen: some(&p.competent_body),
        quyet_dinh_cong_bo: some(&p.decision),
        loai_thu_tuc: some(&p.kind),
        doi_tuong: p.audiences.clone(),
        cach_thuc: p.channels.iter().map(way).collect(),
        phi_le_phi_goc: some(&p.fee_text),
        thanh_phan_ho_so: p.cases.iter().map(case).collect(),
        so_bo_ho_so: p.sets,
        to_khai: p.form.iter().map(field).collect(),
        can_cu_phap_ly: p.legal_basis.clone(),
        ket_qua: p.results.iter().map(product).collect(),
        trinh_tu: some(&p.sequence),
        yeu_cau_dieu_kien: some(&p.conditions),
        nop_truc_tuyen_dvcqg: None,
        muc_do_dvctt: Some(words::online(p.online).to_owned()),
        giay_to_thay_the_nq66_7: p.replaced.iter().map(replaced).collect(),
        khong_co: p.without.clone(),
        nguon: some(&p.source),
        url: some(&p.url),
        co: p.flags.clone(),
    })
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn way(way: &Way) -> RawWay {
    RawWay {
        hinh_thuc: way.channel.map(|channel| word(&CHANNELS, &channel).to_owned()),
        thoi_han: way.limit.as_ref().map(limit),
        phi_le_phi: way.fees.iter().map(fee).collect(),
        mo_ta: some(&way.note),
    }
}

fn limit(limit: &TimeLimit) -> RawLimit {
    RawLimit {
        so: limit.amount.and_then(|amount| decimal(amount).parse().ok()),
        don_vi: limit.unit.map(|unit| word(&UNITS, &unit).to_owned()),
        goc: some(&limit.text),
        xac_nhan: limit.is_confirmed,
    }
}

fn fee(fee: &Fee) -> RawFee {
    RawFee {
        so_tien: fee.amount.map(Into::into),
        tien_te: Some(fee.currency.clone()),
        mo_ta: some(&fee.note),
    }
}

fn field(field: &FormField) -> RawField {
    RawField {
        ten: field.name.clone(),
        kieu: Some(word(&FIELDS, &field.kind).to_owned()),
        bat_buoc: field.is_required,
        goi_y: some(&field.hint),
        chon: field.choices.clone(),
    }
}

fn case(case: &Case) -> RawCase {
    let paper = |paper: &domain::catalogue::Paper| RawPaper {
        ten: paper.name.clone(),
        ban_chinh: paper.originals,
        ban_sao: paper.copies,
        mau_don: (!paper.forms.is_empty()).then(|| paper.forms.clone()),
    };
    RawCase { truong_hop: some(&case.name), giay_to: case.papers.iter().map(paper).collect() }
}

#[cfg(test)]
mod tests {
    use domain::catalogue::FieldKind;

    use super::*;
    use crate::catalogue::read::rows;

    fn asked(name: &str, kind: FieldKind) -> FormField {
        let is_choice = kind == FieldKind::Choice;
        let choices = if is_choice { vec!["Có".into(), "Không".into()] } else { vec![] };
        FormField {
            name: name.into(), kind, is_required: is_choice, hint: "Như trên giấy".into(), choices
        }
    }

    #[test]
    fn what_is_exported_is_read_again() {
        let mut count = 0;
        for row in rows(include_str!("../../../../data/catalogue.jsonl")) {
            let Ok((mut procedure, _)) = row.read else { continue };
            // What a person adds before publishing must survive too.
            procedure.without = vec!["phi_le_phi".into()];
            procedure.form = FIELDS.map(|(word, _, kind)| asked(word, kind)).into();
            for limit in procedure.channels.iter_mut().filter_map(|way| way.limit.as_mut()) {
                limit.is_confirmed = true;
                limit.amount = limit.amount.map(|amount| amount + 250);
            }
            let again = rows(&line(&procedure).unwrap()).remove(0).read.unwrap().0;
            assert_eq!(again, procedure);
            count += 1;
        }
        assert_eq!(count, 992);
    }
}
