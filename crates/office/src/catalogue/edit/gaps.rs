//! Where on the form each thing that is missing can be mended.

use domain::catalogue::complete::Missing;

use crate::catalogue::typed::Typed;

/// What is missing, each with the field to jump to; a fault of several ways to file is told for each of them.
pub fn of(missing: &[Missing], typed: &Typed) -> Vec<(String, String)> {
    let mut gaps = vec![];
    for part in missing {
        let message = format!("{} (điểm {})", part.message.trim_end_matches('.'), part.point);
        let ways = faulty_ways(part.part, typed);
        if ways.len() > 1 {
            gaps.extend(
                ways.into_iter().map(|(w, field)| (field, format!("Cách thức {}: {message}", w + 1))),
            );
        } else {
            let field = ways.into_iter().next().map_or_else(|| field(part.part, typed), |(_, field)| field);
            gaps.push((field, message));
        }
    }
    gaps
}

/// The ways to file to which `part` applies, each with its field.
fn faulty_ways(part: &str, typed: &Typed) -> Vec<(usize, String)> {
    let ways = typed.ways.iter().enumerate();
    let (end, is_faulty): (&str, &dyn Fn(&crate::catalogue::typed::TypedWay) -> bool) = match part {
        "cach_thuc" => ("kenh", &|way| way.channel.is_empty()),
        "thoi_han" => ("so", &|way| way.amount.is_empty()),
        "don_vi_thoi_han" => ("don-vi", &|way| !way.amount.is_empty() && way.unit.is_empty()),
        "xac_nhan_thoi_han" => ("dung", &|way| way.limit().is_doubtful()),
        _ => return vec![],
    };
    ways.filter(|(_, way)| is_faulty(way)).map(|(w, _)| (w, format!("w{w}-{end}"))).collect()
}

fn field(part: &str, typed: &Typed) -> String {
    match part {
        "ten" => "ten".into(),
        "trinh_tu" => "trinh-tu".into(),
        "cach_thuc" | "thoi_han" => "them-cach".into(),
        "thanh_phan_ho_so" if typed.cases.is_empty() => "them-truong-hop".into(),
        "thanh_phan_ho_so" => "them-giay-to-0".into(),
        "so_luong" => "so-bo".into(),
        "doi_tuong" => "doi-tuong".into(),
        "co_quan" => "thuc-hien".into(),
        conditional => format!("khong-{conditional}"),
    }
}

#[cfg(test)]
mod tests {
    use domain::catalogue::{Procedure, Way, complete::missing};

    use super::*;
    use crate::catalogue::typed::{TypedCase, TypedWay};

    #[test]
    fn every_gap_leads_to_a_field_of_the_form() {
        let way = |amount: &str, unit: &str, text: &str| TypedWay {
            channel: "truc_tiep".into(),
            amount: amount.into(),
            unit: unit.into(),
            text: text.into(),
            ..TypedWay::default()
        };
        let typed = Typed {
            ways: vec![way("5", "", "5"), way("3", "", "3"), way("7", "ngay", "07 ngày làm việc")],
            cases: vec![TypedCase::default()],
            ..Typed::default()
        };
        let limited = |way: &TypedWay| Way {
            channel: None,
            limit: Some(way.limit()),
            fees: vec![],
            note: String::new(),
        };
        let procedure =
            Procedure { channels: typed.ways.iter().map(limited).collect(), ..Procedure::default() };
        let fields: Vec<String> =
            of(&missing(&procedure), &typed).into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "ten",
                "trinh-tu",
                "them-cach",
                "them-giay-to-0",
                "doi-tuong",
                "thuc-hien",
                "w0-don-vi",
                "w1-don-vi",
                "w2-dung",
                "khong-mau_don",
                "khong-ket_qua",
                "khong-yeu_cau_dieu_kien",
                "khong-phi_le_phi"
            ]
        );
    }
}
