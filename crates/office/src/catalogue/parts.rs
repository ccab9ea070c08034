//! A procedure part by part, in the order of NĐ 63/2010 Điều 8.2: for reading, and for comparing two versions.

use domain::catalogue::{Fee, FormField, Procedure, TimeLimit, Way, complete::CONDITIONAL, limit::decimal};
use serde::{Deserialize, Serialize};

use base::page::{dong, thousands};

use super::{
    settler::Settler,
    words::{CHANNELS, FIELDS, LEVELS},
};

/// One part: its word, what people call it, and what it says, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its word: `trinh_tu`.
    pub word: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it says.
    pub lines: Vec<String>,
}

/// A part that two versions do not have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What people call the part.
    pub title: String,
    /// What it said.
    pub before: Vec<String>,
    /// What it says now.
    pub after: Vec<String>,
}

impl Difference {
    /// Another unit settles it.
    pub fn settler(before: &Settler, after: &Settler) -> Difference {
        let told = |settler: &Settler| {
            settler.unit.map_or_else(|| settler.kind.clone(), |unit| format!("{} {unit}", settler.kind))
        };
        Difference {
            title: "Đơn vị giải quyết".into(), before: vec![told(before)], after: vec![told(after)]
        }
    }

    /// The lines before, each with whether it is gone.
    pub fn was(&self) -> Vec<(&str, bool)> {
        self.before.iter().map(|line| (line.as_str(), !self.after.contains(line))).collect()
    }

    /// The lines after, each with whether it is new.
    pub fn now(&self) -> Vec<(&str, bool)> {
        self.after.iter().map(|line| (line.as_str(), !self.before.contains(line))).collect()
    }
}

/// The parts of `p`.
pub fn of(p: &Procedure) -> Vec<Part> {
    let part = |word, title, lines| Part { word, title, lines };
    let one = |text: &str| if text.is_empty() { vec![] } else { vec![text.to_owned()] };
    // What is expressly not there is said so (điểm h).
    let unless = |word: &str, lines: Vec<String>| {
        let is_said = p.without.iter().any(|known| known == word);
        if lines.is_empty() && is_said { vec!["Không có.".to_owned()] } else { lines }
    };
    let results = p.results.iter().map(|r| joined(&[&r.name, &r.code])).collect();
    let title =
        |level: &String| LEVELS.iter().find(|(word, _)| word == level).map_or("", |(_, title)| *title);
    let levels: Vec<&str> = p.levels.iter().map(title).collect();
    let mut bodies = labelled(&[("Thực hiện", &p.executing_body), ("Có thẩm quyền", &p.competent_body)]);
    bodies.extend(labelled(&[("Cấp", &levels.join(", "))]));
    bodies.extend(p.is_vertical.then(|| "Ngành dọc".to_owned()));
    let forms = p.cases.iter().flat_map(|case| &case.papers).flat_map(|paper| paper.forms.iter().cloned());
    vec![
        part("ten", "Tên thủ tục", one(&p.name)),
        part("linh_vuc", "Lĩnh vực", labelled(&[("Lĩnh vực", &p.field), ("Bộ, ngành", &p.ministry)])),
        part("trinh_tu", "Trình tự thực hiện", lines(&p.sequence)),
        part(
            "cach_thuc",
            "Cách thức, thời hạn, phí theo cách thức",
            p.channels.iter().flat_map(way).collect(),
        ),
        part("thanh_phan_ho_so", "Thành phần hồ sơ", papers(p)),
        part("mau_don", "Mẫu đơn, tờ khai", unless("mau_don", forms.collect())),
        part("to_khai", "Nội dung khai trong tờ khai", p.form.iter().map(field).collect()),
        part("so_luong", "Số lượng hồ sơ", p.sets.map(|sets| format!("{sets} bộ")).into_iter().collect()),
        part("doi_tuong", "Đối tượng thực hiện", p.audiences.clone()),
        part("co_quan", "Cơ quan giải quyết", bodies),
        part("ket_qua", "Kết quả thực hiện", unless("ket_qua", results)),
        part("phi_le_phi", "Phí, lệ phí (lời văn)", unless("phi_le_phi", lines(&p.fee_text))),
        part("yeu_cau_dieu_kien", "Yêu cầu, điều kiện", unless("yeu_cau_dieu_kien", lines(&p.conditions))),
        part("can_cu", "Căn cứ pháp lý", p.legal_basis.clone()),
        part("muc_do", "Mức độ trực tuyến", one(p.online.title())),
        part(
            "quyet_dinh",
            "Quyết định công bố",
            labelled(&[("Số quyết định", &p.decision), ("Loại", &p.kind)]),
        ),
    ]
}

fn field(field: &FormField) -> String {
    let kind = FIELDS.iter().find(|(.., kind)| *kind == field.kind).map_or("", |(_, title, _)| *title);
    let required = if field.is_required { "bắt buộc" } else { "" };
    joined(&[&field.name, kind, required, &field.choices.join(", "), &field.hint])
}

/// The parts in which two versions differ.
pub fn differences(before: &[Part], after: &[Part]) -> Vec<Difference> {
    let pairs = before.iter().zip(after).filter(|(old, new)| old.lines != new.lines);
    pairs
        .map(|(old, new)| Difference {
            title: old.title.to_owned(),
            before: old.lines.clone(),
            after: new.lines.clone(),
        })
        .collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn labelled(pairs: &[(&str, &str)]) -> Vec<String> {
    pairs
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| format!("{label}: {text}"))
        .collect()
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

fn way(way: &Way) -> Vec<String> {
    let channel = way.channel.and_then(|channel| CHANNELS.iter().find(|(.., known)| *known == channel));
    let channel = channel.map_or("Chưa rõ cách nộp", |(_, title, _)| title);
    let mut told =
        vec![format!("{channel}: {}", way.limit.as_ref().map_or("chưa ghi thời hạn".into(), limit))];
    told.extend(way.fees.iter().map(|line| format!("{channel}, phí: {}", fee(line))));
    told.extend(lines(&way.note).into_iter().map(|line| format!("{channel}, mô tả: {line}")));
    told
}

fn limit(limit: &TimeLimit) -> String {
    let told = match (limit.limit(), limit.amount) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(amount)) => format!("{}, chưa có đơn vị", decimal(amount).replace('.', ",")),
        (None, None) => "chưa ghi thời hạn".into(),
    };
    let confirmed = if limit.is_confirmed { " (đã đối chiếu)" } else { "" };
    if limit.text.is_empty() { told } else { format!("{told}{confirmed}; nguồn ghi “{}”", limit.text) }
}

fn fee(fee: &Fee) -> String {
    let sum = fee.amount.map(|amount| match fee.currency.as_str() {
        "VND" => dong(amount),
        currency => format!("{} {currency}", thousands(amount)),
    });
    joined(&[&sum.unwrap_or_default(), &fee.note])
}

fn papers(p: &Procedure) -> Vec<String> {
    let copies = |what: &str, count: Option<u16>| count.map(|n| format!("{n} {what}")).unwrap_or_default();
    let paper = |paper: &domain::catalogue::Paper| {
        let (originals, copies) = (copies("bản chính", paper.originals), copies("bản sao", paper.copies));
        joined(&[&paper.name, &originals, &copies, &paper.forms.join(", ")])
    };
    let mut told = vec![];
    for case in &p.cases {
        told.extend((!case.name.is_empty()).then(|| format!("Trường hợp: {}", case.name)));
        told.extend(case.papers.iter().map(paper));
    }
    told
}

/// The parts of point h and what people call them, for the form.
pub fn conditional(word: &str) -> &'static str {
    CONDITIONAL.into_iter().find(|(known, _)| *known == word).map_or("", |(_, title)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_parts_that_differ_are_told_line_by_line() {
        let before = Procedure {
            name: "Khai sinh".into(),
            sequence: "Bước 1: Nộp\nBước 2: Nhận".into(),
            ..Procedure::default()
        };
        let after = Procedure {
            sequence: "Bước 1: Nộp\n\nBước 2: Nhận kết quả".into(),
            sets: Some(2),
            without: vec!["ket_qua".into()],
            ..before.clone()
        };
        let found = differences(&of(&before), &of(&after));
        let titles: Vec<&str> = found.iter().map(|difference| difference.title.as_str()).collect();
        assert_eq!(titles, ["Trình tự thực hiện", "Số lượng hồ sơ", "Kết quả thực hiện"]);
        assert_eq!(found[0].was(), [("Bước 1: Nộp", false), ("Bước 2: Nhận", true)]);
        assert_eq!(found[0].now(), [("Bước 1: Nộp", false), ("Bước 2: Nhận kết quả", true)]);
        assert_eq!(found[2].after, ["Không có."]);
        assert_eq!(differences(&of(&before), &of(&before)), vec![]);
    }

    #[test]
    fn nothing_of_a_record_is_left_out_of_the_comparison() {
        // Whatever of the shipped records is changed in what the form can change, some part differs.
        for row in crate::catalogue::read::rows(include_str!("../../../../data/catalogue.jsonl"))
            .into_iter()
            .take(60)
        {
            let Ok((procedure, _)) = row.read else { continue };
            let changes: [&dyn Fn(&mut Procedure); 9] = [
                &|p| p.name.push('!'),
                &|p| p.channels.iter_mut().for_each(|way| way.note.push('!')),
                &|p| p.channels.iter_mut().for_each(|way| way.channel = None),
                &|p| p.cases.iter_mut().for_each(|case| case.papers.clear()),
                &|p| p.is_vertical = !p.is_vertical,
                &|p| p.levels.clear(),
                &|p| p.legal_basis.push("Luật".into()),
                &|p| p.decision.push('!'),
                &|p| {
                    p.channels.iter_mut().flat_map(|way| &mut way.limit).for_each(|limit| {
                        limit.amount = Some(1);
                    });
                },
            ];
            for change in changes {
                let mut other = procedure.clone();
                change(&mut other);
                let is_told = !differences(&of(&procedure), &of(&other)).is_empty();
                assert_eq!(is_told, other != procedure, "{}", procedure.code);
            }
        }
    }
}
