//! Two of the same: procedures that ask for the same papers, units that own the same work (Quy chế 1267 Điều 2: "đảm bảo không
//! trùng lặp, chồng chéo nhiệm vụ").

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    catalogue::Procedure,
    people::{Actor, Role},
    process::Process,
    text::fold,
    words::words,
};

/// How many papers two procedures must share before it means something: one form and one copy are asked for everywhere.
const ENOUGH: usize = 3;

words! {
    /// How the papers of two procedures overlap.
    OverlapKind {
        /// Exactly the same.
        Same = "giong" "Giống hệt",
        /// At least four fifths of all papers of both are shared.
        Near = "gan-giong" "Gần giống",
        /// The one asks for everything that the other asks for, and for more.
        Within = "bao-ham" "Bao hàm",
    }
}

/// How two sets of papers overlap, of `first` and `second` papers with `shared` in both; nothing if not enough to mean anything.
pub fn overlap(first: usize, second: usize, shared: usize) -> Option<OverlapKind> {
    let all = first + second - shared;
    match shared {
        shared if shared < ENOUGH => None,
        shared if shared == all => Some(OverlapKind::Same),
        shared if shared * 5 >= all * 4 => Some(OverlapKind::Near),
        shared if shared == first.min(second) => Some(OverlapKind::Within),
        _ => None,
    }
}

/// Whether `by` may say that two procedures do not overlap, with a reason: the Centre, and who keeps the catalogue.
pub fn may_dismiss(by: &Actor) -> bool {
    by.role().is_some_and(|role| role.is_centre() || role == Role::Administrator)
}

/// Two procedures that ask for much the same papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// How they overlap.
    pub kind: OverlapKind,
    /// Code and name of both, by code.
    pub procedures: [(String, String); 2],
    /// The papers that both ask for, as the first names them.
    pub shared: Vec<String>,
    /// Those that only one asks for, with its code.
    pub differing: Vec<(String, String)>,
}

/// The procedures, with the papers they ask for: a number for each paper, however it is written.
#[derive(Clone, Debug, Default)]
pub struct ByPapers {
    numbers: BTreeMap<String, u32>,
    procedures: Vec<(String, String, BTreeMap<u32, String>)>,
}

impl ByPapers {
    /// Looks at one more. They come in the order of their codes.
    pub fn add(&mut self, procedure: &Procedure) {
        let mut papers = BTreeMap::new();
        for paper in procedure.cases.iter().flat_map(|case| &case.papers) {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(fold(&paper.name)).or_insert(next);
            papers.entry(number).or_insert_with(|| paper.name.clone());
        }
        if papers.len() >= ENOUGH {
            self.procedures.push((procedure.code.clone(), procedure.name.clone(), papers));
        }
    }

    /// The pairs that overlap and are not among `dismissed` (two codes, the smaller first): the same before the nearly same, and most
    /// papers first.
    pub fn pairs(&self, dismissed: &BTreeSet<(String, String)>) -> Vec<Pair> {
        let mut pairs = vec![];
        for (place, (code, name, papers)) in self.procedures.iter().enumerate() {
            for (other_code, other_name, others) in self.procedures.iter().skip(place + 1) {
                let shared = papers.keys().filter(|paper| others.contains_key(paper)).count();
                let Some(kind) = overlap(papers.len(), others.len(), shared) else { continue };
                if dismissed.contains(&(code.clone(), other_code.clone())) {
                    continue;
                }
                let only = |own: &BTreeMap<u32, String>, other: &BTreeMap<u32, String>, code: &str| {
                    let own = own.iter().filter(|(paper, _)| !other.contains_key(paper));
                    own.map(|(_, name)| (code.to_owned(), name.clone())).collect::<Vec<_>>()
                };
                pairs.push(Pair {
                    kind,
                    procedures: [(code.clone(), name.clone()), (other_code.clone(), other_name.clone())],
                    shared: papers
                        .iter()
                        .filter(|(paper, _)| others.contains_key(paper))
                        .map(|(_, name)| name.clone())
                        .collect(),
                    differing: [only(papers, others, code), only(others, papers, other_code)].concat(),
                });
            }
        }
        pairs.sort_by_key(|pair| (pair.kind, std::cmp::Reverse(pair.shared.len())));
        pairs
    }
}

/// Work that several own within one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameWork {
    /// The field.
    pub field: String,
    /// The work, as the first process writes it.
    pub content: String,
    /// Who owns it, with the code of a procedure where they do.
    pub owners: Vec<(String, String)>,
}

/// The steps of the processes, as they come, by field and content.
#[derive(Clone, Debug, Default)]
pub struct ByWork(BTreeMap<(String, String), SameWork>);

impl ByWork {
    /// Looks at one more: the process in force of a procedure of `field`. What the applicant, the reception and the registry do is
    /// the same everywhere and means nothing.
    pub fn add(&mut self, field: &str, code: &str, process: &Process) {
        use crate::process::StepKind as K;
        let steps =
            process.steps.iter().filter(|step| !matches!(step.kind, K::Receive | K::Return | K::Number));
        for step in steps.filter(|step| !step.owner.trim().is_empty()) {
            let key = (fold(field), fold(&step.content));
            let same = self.0.entry(key).or_insert_with(|| SameWork {
                field: field.to_owned(),
                content: step.content.clone(),
                owners: vec![],
            });
            let owner = fold(&step.owner);
            if !same.owners.iter().any(|(known, _)| fold(known) == owner) {
                same.owners.push((step.owner.clone(), code.to_owned()));
            }
        }
    }

    /// Work that more than one owns.
    pub fn several(self) -> Vec<SameWork> {
        self.0.into_values().filter(|same| same.owners.len() > 1 && !same.content.trim().is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalogue::{Case, Paper},
        process::standard::standard,
    };

    fn procedure(code: &str, papers: &[&str]) -> Procedure {
        let paper =
            |name: &&str| Paper { name: (*name).into(), originals: None, copies: None, forms: vec![] };
        let case = Case { name: String::new(), papers: papers.iter().map(paper).collect() };
        Procedure { code: code.into(), name: code.into(), cases: vec![case], ..Procedure::default() }
    }

    #[test]
    fn papers_overlap_when_the_same_nearly_the_same_or_within_one_another() {
        // Quy chế 1267 Điều 2: "đảm bảo không trùng lặp".
        use OverlapKind as K;
        for (first, second, shared, kind) in [
            (3, 3, 3, Some(K::Same)),
            (2, 2, 2, None),
            // Four of five in all; five papers each of which four are shared are four of six.
            (5, 4, 4, Some(K::Near)),
            (5, 5, 4, None),
            (9, 10, 9, Some(K::Near)),
            (3, 8, 3, Some(K::Within)),
            (2, 8, 2, None),
            (6, 8, 5, None),
        ] {
            assert_eq!(overlap(first, second, shared), kind, "{first} {second} {shared}");
        }
    }

    #[test]
    fn the_same_papers_in_any_order_and_writing_are_the_same() {
        // Quy chế 1267 Điều 2.
        let mut by = ByPapers::default();
        by.add(&procedure("1", &["Tờ khai", "Ảnh 4x6", "Sơ yếu lý lịch"]));
        by.add(&procedure("2", &["sơ yếu lý lịch", "TỜ KHAI", "Ảnh 4x6"]));
        by.add(&procedure("3", &["Tờ khai", "Ảnh 4x6", "Giấy khám sức khỏe"]));
        by.add(&procedure("4", &["Tờ khai", "Ảnh 4x6"]));
        by.add(&procedure("5", &["Ảnh 4x6", "Tờ khai", "Giấy khám sức khỏe", "Bằng", "Lệnh"]));
        let found = by.pairs(&BTreeSet::new());
        let told: Vec<(&str, &str, OverlapKind)> = found
            .iter()
            .map(|pair| (pair.procedures[0].0.as_str(), pair.procedures[1].0.as_str(), pair.kind))
            .collect();
        assert_eq!(told, [("1", "2", OverlapKind::Same), ("3", "5", OverlapKind::Within)]);
        assert_eq!((found[0].shared.len(), found[0].differing.len()), (3, 0));
        let more = [("5".to_owned(), "Bằng".to_owned()), ("5".to_owned(), "Lệnh".to_owned())];
        assert_eq!(found[1].differing, more);
        let looked_at = BTreeSet::from([("1".to_owned(), "2".to_owned())]);
        assert_eq!(by.pairs(&looked_at).len(), 1, "somebody looked at it and said why it is none");
    }

    #[test]
    fn the_same_work_in_a_field_is_told_when_two_own_it() {
        let mut by = ByWork::default();
        let mut other = standard("1.000002", "B", 2_400);
        let place =
            other.steps.iter().position(|step| step.kind == crate::process::StepKind::Process).unwrap();
        other.steps[place].owner = "Phòng khác".into();
        by.add("Hộ tịch", "1.000001", &standard("1.000001", "A", 2_400));
        by.add("Hộ tịch", "1.000002", &other);
        by.add("Đất đai", "1.000002", &other);
        let found = by.several();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].owners.len(), 2);
        assert_eq!(found[0].field, "Hộ tịch");
    }
}
