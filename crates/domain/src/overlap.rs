//! Two of the same: procedures that ask for the same papers, units that own the same work (Quy chế 1267 Điều 2: "đảm bảo không
//! trùng lặp, chồng chéo nhiệm vụ").

use std::collections::{BTreeMap, BTreeSet};

use crate::{catalogue::Procedure, process::Process, text::fold};

/// How many papers two procedures must share before it means something: one form and one copy are asked for everywhere.
const ENOUGH: usize = 3;

/// Procedures that ask for exactly the same papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamePapers {
    /// Code and name of each.
    pub procedures: Vec<(String, String)>,
    /// The papers, as the first of them names them.
    pub papers: Vec<String>,
}

/// The procedures, as they come, by the papers they ask for.
#[derive(Clone, Debug, Default)]
pub struct ByPapers(BTreeMap<Vec<String>, SamePapers>);

impl ByPapers {
    /// Looks at one more.
    pub fn add(&mut self, procedure: &Procedure) {
        let papers: BTreeSet<&str> =
            procedure.cases.iter().flat_map(|case| &case.papers).map(|paper| paper.name.as_str()).collect();
        let key: BTreeSet<String> = papers.iter().map(|paper| fold(paper)).collect();
        if key.len() < ENOUGH {
            return;
        }
        let same = self.0.entry(key.into_iter().collect()).or_insert_with(|| SamePapers {
            procedures: vec![],
            papers: papers.into_iter().map(str::to_owned).collect(),
        });
        same.procedures.push((procedure.code.clone(), procedure.name.clone()));
    }

    /// Those that are several, most papers first.
    pub fn several(self) -> Vec<SamePapers> {
        let mut several: Vec<SamePapers> =
            self.0.into_values().filter(|same| same.procedures.len() > 1).collect();
        several.sort_by_key(|same| std::cmp::Reverse(same.papers.len()));
        several
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
    fn the_same_papers_in_any_order_and_writing_are_the_same() {
        // Quy chế 1267 Điều 2.
        let mut by = ByPapers::default();
        by.add(&procedure("1", &["Tờ khai", "Ảnh 4x6", "Sơ yếu lý lịch"]));
        by.add(&procedure("2", &["sơ yếu lý lịch", "TỜ KHAI", "Ảnh 4x6"]));
        by.add(&procedure("3", &["Tờ khai", "Ảnh 4x6", "Giấy khám sức khỏe"]));
        by.add(&procedure("4", &["Tờ khai", "Ảnh 4x6"]));
        by.add(&procedure("5", &["Tờ khai", "Ảnh 4x6"]));
        let found = by.several();
        assert_eq!(found.len(), 1, "two papers alone mean nothing");
        let codes: Vec<&str> = found[0].procedures.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!((codes, found[0].papers.len()), (vec!["1", "2"], 3));
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
