//! The local catalogue against the copy of the national database: what is missing here, what is not there, what differs, and
//! what a difference would become if the national value were taken (NĐ 63/2010 Điều 24; Quy chế 1267 Điều 3.1.a; row C-09).

use std::collections::BTreeSet;

use crate::{
    catalogue::{Fee, Procedure, TimeLimit, Way},
    id::UnitId,
    people::{Actor, Role},
    words::words,
};

words! {
    /// A part that is compared.
    MirrorPart {
        /// Its name.
        Name = "ten" "Tên thủ tục",
        /// Its papers.
        Papers = "giay-to" "Thành phần hồ sơ",
        /// Its limits.
        Limit = "thoi-han" "Thời hạn",
        /// Its fees.
        Fee = "phi" "Phí, lệ phí",
        /// How far it goes online.
        Level = "muc-do" "Mức độ trực tuyến",
    }
}

words! {
    /// What is wrong between the two.
    MirrorKind {
        /// It is there and not here.
        Missing = "thieu" "Thiếu ở tỉnh",
        /// It is here and not there.
        Extra = "thua" "Thừa so với quốc gia",
        /// A part differs.
        Different = "khac" "Khác nhau",
    }
}

words! {
    /// What became of a difference.
    MirrorState {
        /// Nobody has looked at it.
        Open = "open" "Chưa xử lý",
        /// The Centre or its agency asks for the national value; who keeps the catalogue makes the draft.
        Asked = "asked" "Được đề nghị áp dụng",
        /// It is as it should be, and somebody said why.
        Accepted = "accepted" "Chấp nhận, có lý do",
        /// A draft with the national value was made.
        Taken = "taken" "Đã lập bản nháp",
        /// The two are the same again.
        Fixed = "fixed" "Đã khớp",
    }
}

impl MirrorState {
    /// Whether the difference is still to be dealt with.
    pub fn is_pending(self) -> bool {
        matches!(self, MirrorState::Open | MirrorState::Asked | MirrorState::Accepted)
    }
}

/// Whether `by` may ask for the national value of a procedure that `settler` settles: the Centre for each, an agency for its own
/// (Quy chế 1267 Điều 3.1.a, 4.1.d).
pub fn may_ask(by: &Actor, settler: Option<UnitId>) -> bool {
    by.role().is_some_and(Role::is_centre) || settler.is_some_and(|unit| by.acts_for(unit))
}

/// What would be lost in `ours` if the national value of `part` were taken: cases, forms, ways to file, fees. A sentence each.
pub fn losses(ours: &Procedure, theirs: &Procedure, part: MirrorPart) -> Vec<String> {
    let taken = take(ours, theirs, part);
    let forms = |procedure: &Procedure| -> BTreeSet<String> {
        let papers = procedure.cases.iter().flat_map(|case| &case.papers);
        papers.flat_map(|paper| &paper.forms).cloned().collect()
    };
    let cases = |procedure: &Procedure| -> BTreeSet<String> {
        procedure.cases.iter().map(|case| case.name.trim().to_owned()).collect()
    };
    let ways = |procedure: &Procedure, is_meant: fn(&Way) -> bool| -> BTreeSet<String> {
        let ways = procedure.channels.iter().filter(|way| is_meant(way));
        ways.filter_map(|way| way.channel).map(|channel| channel.title().to_owned()).collect()
    };
    let lost = |what: &str, before: BTreeSet<String>, after: &BTreeSet<String>| {
        let gone: Vec<String> = before.into_iter().filter(|one| !after.contains(one)).collect();
        (!gone.is_empty()).then(|| format!("{what}: {}", gone.join("; ")))
    };
    let has_fee: fn(&Way) -> bool = |way| way.fees.iter().any(|fee| fee.amount.is_some_and(|n| n > 0));
    [
        lost("Không còn mẫu đơn, tờ khai", forms(ours), &forms(&taken)),
        lost("Không còn trường hợp", cases(ours), &cases(&taken)),
        lost("Không còn cách nộp", ways(ours, |_| true), &ways(&taken, |_| true)),
        lost("Không còn thu phí, lệ phí khi nộp", ways(ours, has_fee), &ways(&taken, has_fee)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What else hangs on the procedure in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hanging {
    /// Dossiers that are being settled.
    pub running: i64,
    /// Places where it is posted.
    pub posted: i64,
    /// Sample dossiers that are published.
    pub samples: i64,
}

/// What taking the national value of `part` would mean for what hangs on the procedure: a sentence each.
pub fn touches(hanging: Hanging, part: MirrorPart) -> Vec<String> {
    let is_of_intake = matches!(part, MirrorPart::Papers | MirrorPart::Limit | MirrorPart::Fee);
    let running = format!(
        "{} hồ sơ đang giải quyết vẫn theo bản cũ: {} mới chỉ áp dụng cho hồ sơ tiếp nhận sau",
        hanging.running,
        part.title().to_lowercase()
    );
    [
        (is_of_intake && hanging.running > 0).then_some(running),
        (hanging.posted > 0).then(|| format!("Phải niêm yết lại ở {} nơi", hanging.posted)),
        (part == MirrorPart::Papers && hanging.samples > 0)
            .then(|| format!("Phải xem lại {} biểu mẫu, hồ sơ mẫu đang công khai", hanging.samples)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What `procedure` says about `part`, a line each.
pub fn told(procedure: &Procedure, part: MirrorPart) -> Vec<String> {
    let channel = |way: &Way| way.channel.map_or("Không ghi cách nộp", |channel| channel.title());
    match part {
        MirrorPart::Name => vec![procedure.name.clone()],
        MirrorPart::Papers => procedure
            .cases
            .iter()
            .flat_map(|case| case.papers.iter().map(move |paper| (case, paper)))
            .map(|(case, paper)| {
                let count = |n: Option<u16>| n.map_or("–".to_owned(), |n| n.to_string());
                let case =
                    if case.name.is_empty() { String::new() } else { format!("[{}] ", case.name.trim()) };
                let (originals, copies) = (count(paper.originals), count(paper.copies));
                format!("{case}{} (bản chính {originals}, bản sao {copies})", paper.name)
            })
            .collect(),
        MirrorPart::Limit => procedure
            .channels
            .iter()
            .map(|way| {
                let limit = way.limit.as_ref();
                let said = limit.and_then(TimeLimit::limit).map(|limit| limit.to_string());
                let text = || limit.map_or("không ghi".to_owned(), |limit| limit.text.clone());
                format!("{}: {}", channel(way), said.unwrap_or_else(text))
            })
            .collect(),
        MirrorPart::Fee => procedure
            .channels
            .iter()
            .flat_map(|way| way.fees.iter().map(move |fee| (way, fee)))
            .map(|(way, fee)| format!("{}: {}", channel(way), fee_told(fee)))
            .chain((!procedure.fee_text.is_empty()).then(|| procedure.fee_text.clone()))
            .collect(),
        MirrorPart::Level => vec![procedure.online.title().to_owned()],
    }
}

fn fee_told(fee: &Fee) -> String {
    let amount = fee.amount.map(|amount| format!("{amount} {}", fee.currency));
    match (amount, fee.note.as_str()) {
        (Some(amount), "") => amount,
        (Some(amount), note) => format!("{amount} ({note})"),
        (None, note) => note.to_owned(),
    }
}

/// The parts in which `ours` and `theirs` differ.
pub fn differences(ours: &Procedure, theirs: &Procedure) -> Vec<MirrorPart> {
    MirrorPart::ALL.iter().copied().filter(|part| told(ours, *part) != told(theirs, *part)).collect()
}

/// `ours` with the national value of `part`. Nothing else changes.
pub fn take(ours: &Procedure, theirs: &Procedure, part: MirrorPart) -> Procedure {
    let mut taken = ours.clone();
    match part {
        MirrorPart::Name => taken.name.clone_from(&theirs.name),
        MirrorPart::Papers => taken.cases.clone_from(&theirs.cases),
        MirrorPart::Limit => {
            let way = |way: &Way| {
                let own = ours.channels.iter().find(|own| own.channel == way.channel);
                Way { limit: way.limit.clone(), ..own.unwrap_or(way).clone() }
            };
            taken.channels = theirs.channels.iter().map(way).collect();
        }
        MirrorPart::Fee => {
            for way in &mut taken.channels {
                let same = theirs.channels.iter().find(|their| their.channel == way.channel);
                way.fees = same.map(|their| their.fees.clone()).unwrap_or_default();
            }
            taken.fee_text.clone_from(&theirs.fee_text);
        }
        MirrorPart::Level => taken.online = theirs.online,
    }
    taken
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        calendar::deadline::LimitUnit,
        catalogue::{Case, OnlineLevel, Paper},
        dossier::Channel,
    };

    fn procedure(
        name: &str,
        papers: &[&str],
        ways: &[(Channel, i64, i64)],
        online: OnlineLevel,
    ) -> Procedure {
        let paper =
            |name: &&str| Paper { name: (*name).into(), originals: Some(1), copies: None, forms: vec![] };
        let way = |(channel, days, fee): &(Channel, i64, i64)| Way {
            channel: Some(*channel),
            limit: Some(TimeLimit {
                amount: Some(days * 1_000),
                unit: Some(LimitUnit::WorkingDay),
                text: String::new(),
                is_confirmed: false,
            }),
            fees: vec![Fee { amount: Some(*fee), currency: "VND".into(), note: String::new() }],
            note: String::new(),
        };
        Procedure {
            code: "1.000001".into(),
            name: name.into(),
            cases: vec![Case { name: String::new(), papers: papers.iter().map(paper).collect() }],
            channels: ways.iter().map(way).collect(),
            online,
            ..Procedure::default()
        }
    }

    #[test]
    fn a_fee_that_changes_shows_with_both_values() {
        // Row C-09.
        let ours = procedure("A", &["Tờ khai"], &[(Channel::Counter, 5, 8_000)], OnlineLevel::Full);
        let theirs = procedure("A", &["Tờ khai"], &[(Channel::Counter, 5, 10_000)], OnlineLevel::Full);
        assert_eq!(differences(&ours, &ours), vec![]);
        assert_eq!(differences(&ours, &theirs), [MirrorPart::Fee]);
        assert_eq!(told(&ours, MirrorPart::Fee), ["Trực tiếp: 8000 VND"]);
        assert_eq!(told(&theirs, MirrorPart::Fee), ["Trực tiếp: 10000 VND"]);
    }

    #[test]
    fn each_part_is_found_and_taken_by_itself() {
        let ours = procedure("A", &["Tờ khai"], &[(Channel::Counter, 5, 1)], OnlineLevel::Full);
        let theirs = procedure("B", &["Đơn"], &[(Channel::Counter, 3, 2)], OnlineLevel::Partial);
        for part in MirrorPart::ALL {
            let taken = take(&ours, &theirs, *part);
            assert_eq!(differences(&ours, &taken), [*part], "{part:?}");
            assert_eq!(differences(&taken, &theirs).len(), 4);
        }
    }

    #[test]
    fn what_an_adoption_loses_and_touches_is_said_before() {
        // Row C-09: running dossiers, fees, forms, postings, not only the limit.
        let mut ours = procedure(
            "A",
            &["Tờ khai"],
            &[(Channel::Counter, 5, 8_000), (Channel::Post, 5, 8_000)],
            OnlineLevel::Full,
        );
        ours.cases[0].papers[0].forms.push("Mẫu TK-01".into());
        let theirs = procedure("A", &["Tờ khai"], &[(Channel::Counter, 3, 0)], OnlineLevel::Full);
        assert_eq!(losses(&ours, &theirs, MirrorPart::Papers), ["Không còn mẫu đơn, tờ khai: Mẫu TK-01"]);
        let limit = losses(&ours, &theirs, MirrorPart::Limit);
        assert_eq!(limit[0], format!("Không còn cách nộp: {}", Channel::Post.title()));
        let fee = losses(&ours, &theirs, MirrorPart::Fee);
        assert!(fee[0].starts_with("Không còn thu phí, lệ phí khi nộp: "), "{fee:?}");
        assert_eq!(losses(&ours, &ours, MirrorPart::Papers), Vec::<String>::new());
        let hanging = Hanging { running: 7, posted: 2, samples: 1 };
        for (part, count) in
            [(MirrorPart::Papers, 3), (MirrorPart::Limit, 2), (MirrorPart::Fee, 2), (MirrorPart::Name, 1)]
        {
            assert_eq!(touches(hanging, part).len(), count, "{part:?}");
        }
        assert_eq!(touches(Hanging::default(), MirrorPart::Papers), Vec::<String>::new());
    }

    fn some() -> impl Strategy<Value = Procedure> {
        let channel = prop_oneof![Just(Channel::Counter), Just(Channel::Online), Just(Channel::Post)];
        let ways = proptest::collection::vec((channel, 1i64..30, 0i64..9), 0..3).prop_map(|mut ways| {
            // Each way to file stands once.
            ways.sort_by_key(|(channel, ..)| channel.title());
            ways.dedup_by_key(|(channel, ..)| *channel);
            ways
        });
        ("[a-c]{1,2}", proptest::collection::vec("[x-z]", 0..3), ways, any::<bool>()).prop_map(
            |(name, papers, ways, is_full)| {
                let papers: Vec<&str> = papers.iter().map(String::as_str).collect();
                let level = if is_full { OnlineLevel::Full } else { OnlineLevel::Partial };
                procedure(&name, &papers, &ways, level)
            },
        )
    }

    proptest! {
        #[test]
        fn who_takes_every_part_has_the_national_procedure(ours in some(), theirs in some()) {
            let taken = MirrorPart::ALL.iter().fold(ours, |ours, part| take(&ours, &theirs, *part));
            prop_assert_eq!(differences(&taken, &theirs), vec![]);
        }
    }
}
