//! Is a process sound? (TT 01/2018 Điều 8; row C-08)

use serde::Serialize;

use super::{Process, StepKind, role::Performer};
use crate::{catalogue::Procedure, dossier::Channel};

/// Something wrong with a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong, in one word for programs.
    pub code: &'static str,
    /// The step, as its source numbers it.
    pub step: Option<String>,
    /// The step, by its place in the list; for the screen, no part of the contract.
    #[serde(skip)]
    pub place: Option<u16>,
    /// What people read.
    pub message: String,
}

/// What is wrong with `process`; nothing if it is sound. `limit_minutes` is the legal limit of its procedure in
/// working minutes, where it is known; the process's own statement counts otherwise.
pub fn check(process: &Process, limit_minutes: Option<i64>) -> Vec<Finding> {
    let mut findings = vec![];
    if process.steps.is_empty() {
        findings.push(Finding::of_all("empty", "Quy trình không có bước nào."));
        return findings;
    }
    ends(process, &mut findings);
    owners_and_times(process, &mut findings);
    reach(process, &mut findings);
    sum(process, limit_minutes.or(process.stated_minutes), &mut findings);
    findings
}

impl Finding {
    /// A finding about the whole.
    pub fn of_all(code: &'static str, message: impl Into<String>) -> Finding {
        Finding { code, step: None, place: None, message: message.into() }
    }

    fn of_step(process: &Process, place: u16, code: &'static str, message: impl Into<String>) -> Finding {
        let step = process.step(place).map(|step| step.no.clone());
        Finding { code, step, place: Some(place), message: message.into() }
    }
}

fn ends(process: &Process, findings: &mut Vec<Finding>) {
    if process.steps.first().is_some_and(|step| step.kind != StepKind::Receive) {
        findings.push(Finding::of_all("no_reception", "Bước đầu tiên phải là tiếp nhận hồ sơ."));
    }
    let Some(last) = process.return_step() else {
        findings.push(Finding::of_all("no_return", "Không có bước trả kết quả."));
        return;
    };
    if process.step(last).and_then(|step| step.minutes).is_some_and(|minutes| minutes > 0) {
        let message = "Bước trả kết quả không được tính thời gian.";
        findings.push(Finding::of_step(process, last, "return_counted", message));
    }
}

fn owners_and_times(process: &Process, findings: &mut Vec<Finding>) {
    for (place, step) in (0..).zip(&process.steps) {
        if step.owner.trim().is_empty() {
            let message = "Chưa ghi đơn vị hoặc người thực hiện.";
            findings.push(Finding::of_step(process, place, "no_owner", message));
        }
        // What the applicant takes is not the agency's time (NĐ 61/2018 Điều 19.4).
        let is_counted = step.kind != StepKind::Return && step.performer != Some(Performer::Applicant);
        if step.minutes.is_none() && is_counted {
            findings.push(Finding::of_step(process, place, "no_time", "Chưa ghi thời gian thực hiện."));
        }
    }
}

/// Every step can be reached from the first, and from every step hand-over can be reached: no loop without exit.
fn reach(process: &Process, findings: &mut Vec<Finding>) {
    let count = u16::try_from(process.steps.len()).unwrap_or(u16::MAX);
    for place in 0..count {
        if let Some(next) = process.next(place).into_iter().find(|next| *next >= count) {
            let message = format!("Bước tiếp theo số {next} không có trong quy trình.");
            findings.push(Finding::of_step(process, place, "unknown_next", message));
        }
    }
    let from_first = process.reachable(0);
    let goal = process.return_step();
    for place in 0..count {
        if !from_first.contains(&place) {
            let message = "Không có đường đi đến bước này.";
            findings.push(Finding::of_step(process, place, "unreachable", message));
        } else if goal.is_some_and(|goal| !process.reachable(place).contains(&goal)) {
            let message = "Từ bước này không đến được bước trả kết quả.";
            findings.push(Finding::of_step(process, place, "no_exit", message));
        }
    }
}

/// How the steps of `process` miss the limit of its procedure, in working minutes, in words; nothing where they meet it or
/// the limit is not counted in working time (row C-08).
pub fn misfit(process: &Process, limit_minutes: Option<i64>) -> Option<String> {
    let mut findings = vec![];
    sum(process, limit_minutes, &mut findings);
    findings.pop().map(|finding| finding.message)
}

/// The working minutes that `procedure` leaves for what is filed by `channel`, if its limit is counted in working time.
pub fn limit_by(procedure: &Procedure, channel: Channel) -> Option<i64> {
    procedure.limit(channel)?.working_minutes()
}

/// Whether `process` is the one for what is filed by `channel`: its steps add up to that limit, or, where that is not counted in
/// working time, to no other (row C-08: a limit of its own has a process of its own).
pub fn serves(process: &Process, procedure: &Procedure, channel: Channel) -> bool {
    let sum = process.minutes();
    match limit_by(procedure, channel) {
        Some(limit) => sum == limit,
        None => Channel::ALL.iter().all(|other| limit_by(procedure, *other) != Some(sum)),
    }
}

/// The limit that the steps of `process` meet, whichever way of filing has it; that of the counter if they meet none.
pub fn limit_met(process: &Process, procedure: &Procedure) -> Option<i64> {
    let met = Channel::ALL.iter().find(|channel| limit_by(procedure, **channel) == Some(process.minutes()));
    limit_by(procedure, met.copied().unwrap_or(Channel::Counter))
}

/// How none of `processes` meets the limit for what is filed by `channel`, in words that name the channel where its limit is not
/// that of the counter; nothing if one meets it or there is none.
pub fn misfit_by(processes: &[&Process], procedure: &Procedure, channel: Channel) -> Option<String> {
    let limit = limit_by(procedure, channel);
    let misses: Option<Vec<String>> = processes.iter().map(|process| misfit(process, limit)).collect();
    let how = misses?.into_iter().next()?;
    if procedure.limit(channel) == procedure.limit(Channel::Counter) {
        return Some(how);
    }
    Some(format!("Nộp theo cách “{}”: {how}", channel.title()))
}

/// The same for every way of filing whose limit is another than the counter's.
pub fn misfits(processes: &[&Process], procedure: &Procedure) -> Option<String> {
    let is_own = |channel: &&Channel| {
        **channel == Channel::Counter
            || (procedure.limit(**channel) != procedure.limit(Channel::Counter)
                && (**channel != Channel::Online || procedure.is_online()))
    };
    let all: Vec<String> =
        Channel::ALL.iter().filter(is_own).filter_map(|by| misfit_by(processes, procedure, *by)).collect();
    if all.is_empty() { None } else { Some(all.join(" ")) }
}

fn sum(process: &Process, limit: Option<i64>, findings: &mut Vec<Finding>) {
    let Some(limit) = limit else { return };
    let sum = process.minutes();
    if sum == limit {
        return;
    }
    let (word, miss) = if sum > limit { ("vượt", sum - limit) } else { ("thiếu", limit - sum) };
    let message = format!(
        "Tổng thời gian các bước là {}, thời hạn là {}: {word} {}.",
        hours(sum),
        hours(limit),
        hours(miss)
    );
    findings.push(Finding::of_all("sum", message));
}

/// Working minutes to the minute, in hours: a process is compared with its limit exactly.
pub fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, m) => format!("{m} phút"),
        (h, 0) => format!("{h} giờ"),
        (h, m) => format!("{h} giờ {m} phút"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::deadline::LimitUnit,
        catalogue::{OnlineLevel, TimeLimit, Way},
        process::standard::standard,
    };

    fn codes(process: &Process, limit: Option<i64>) -> Vec<&'static str> {
        check(process, limit).iter().map(|finding| finding.code).collect()
    }

    /// A procedure that takes so many working days by each channel, and some days of the calendar by none.
    fn procedure(days: &[(Channel, i64, LimitUnit)]) -> Procedure {
        let way = |(channel, days, unit): &(Channel, i64, LimitUnit)| {
            let limit = TimeLimit {
                amount: Some(days * 1_000),
                unit: Some(*unit),
                text: String::new(),
                is_confirmed: true,
            };
            Way { channel: Some(*channel), limit: Some(limit), fees: vec![], note: String::new() }
        };
        Procedure {
            channels: days.iter().map(way).collect(),
            online: OnlineLevel::Full,
            ..Procedure::default()
        }
    }

    #[test]
    fn each_way_of_filing_with_a_limit_of_its_own_is_compared() {
        // Row C-08: Σ step times = statutory limit, per channel.
        use Channel::{Counter, Online, Post};
        use LimitUnit::{CalendarDay, WorkingDay};
        let five = standard("1.001", "Một", 5 * 480);
        let two = standard("1.001", "Một", 2 * 480);
        let alike = procedure(&[(Counter, 5, WorkingDay), (Online, 5, WorkingDay)]);
        assert_eq!(misfits(&[&five], &alike), None);
        assert_eq!(
            misfits(&[&two], &alike).unwrap(),
            "Tổng thời gian các bước là 16 giờ, thời hạn là 40 giờ: thiếu 24 giờ."
        );
        let other = procedure(&[(Counter, 5, WorkingDay), (Online, 2, WorkingDay)]);
        let how =
            "Nộp theo cách “Trực tuyến”: Tổng thời gian các bước là 40 giờ, thời hạn là 16 giờ: vượt 24 giờ.";
        assert_eq!(misfits(&[&five], &other).as_deref(), Some(how));
        assert_eq!(misfits(&[&five, &two], &other), None);
        for (process, by, is_its) in [
            (&five, Counter, true),
            (&five, Online, false),
            (&five, Post, true),
            (&two, Counter, false),
            (&two, Online, true),
        ] {
            assert_eq!(serves(process, &other, by), is_its, "{by:?}");
        }
        assert_eq!((limit_met(&two, &other), limit_met(&five, &other)), (Some(960), Some(2_400)));
        // Days of the calendar are met by no sum: what is for the others is not for them.
        let mixed = procedure(&[(Counter, 17, CalendarDay), (Online, 2, WorkingDay)]);
        assert_eq!((serves(&two, &mixed, Counter), serves(&five, &mixed, Counter)), (false, true));
        assert_eq!(limit_met(&five, &mixed), None);
    }

    #[test]
    fn the_standard_process_is_sound() {
        assert_eq!(codes(&standard("1.001193", "Khai sinh", 2_400), Some(2_400)), Vec::<&str>::new());
    }

    #[test]
    fn thirty_nine_hours_for_five_days_are_refused_and_the_difference_named() {
        // Row C-08.
        let mut process = standard("1.001193", "Khai sinh", 2_400);
        process.steps[2].minutes = process.steps[2].minutes.map(|minutes| minutes - 60);
        let findings = check(&process, Some(2_400));
        assert_eq!(
            findings[0].message,
            "Tổng thời gian các bước là 39 giờ, thời hạn là 40 giờ: thiếu 1 giờ."
        );
    }

    #[test]
    fn a_process_that_no_longer_meets_its_limit_says_by_how_much() {
        // Row C-08: the limit was published anew after the process.
        let process = standard("1.001193", "Khai sinh", 2_400);
        assert_eq!(misfit(&process, Some(2_400)), None);
        assert_eq!(misfit(&process, None), None, "days of the calendar are not compared");
        assert_eq!(
            misfit(&process, Some(1_440)).as_deref(),
            Some("Tổng thời gian các bước là 40 giờ, thời hạn là 24 giờ: vượt 16 giờ.")
        );
    }

    #[test]
    fn each_fault_has_its_code() {
        let sound = standard("1.001193", "Khai sinh", 2_400);
        let cases: [(&str, fn(&mut Process)); 8] = [
            ("empty", |p| p.steps.clear()),
            ("no_reception", |p| p.steps[0].kind = StepKind::Assign),
            ("no_return", |p| p.steps.last_mut().unwrap().kind = StepKind::Number),
            ("return_counted", |p| p.steps.last_mut().unwrap().minutes = Some(1)),
            ("no_owner", |p| p.steps[1].owner.clear()),
            ("no_time", |p| p.steps[2].minutes = None),
            ("unknown_next", |p| p.steps[3].next = vec![4, 99]),
            ("unreachable", |p| p.steps[1].next = vec![3]),
        ];
        for (code, spoil) in cases {
            let mut process = sound.clone();
            spoil(&mut process);
            assert!(codes(&process, None).contains(&code), "{code}: {:?}", check(&process, None));
        }
        let mut looping = sound;
        looping.steps[3].next = vec![2];
        assert!(codes(&looping, None).contains(&"no_exit"), "a loop without exit");
    }

    #[test]
    fn the_applicants_own_time_need_not_be_stated() {
        let mut process = standard("1.001193", "Khai sinh", 2_400);
        let mut step = process.steps[2].clone();
        (step.minutes, step.performer) = (None, Some(Performer::Applicant));
        process.steps.insert(2, step);
        assert_eq!(codes(&process, Some(2_400)), Vec::<&str>::new());
        process.steps[2].performer = Some(Performer::Handler);
        assert_eq!(codes(&process, Some(2_400)), ["no_time"]);
    }

    proptest::proptest! {
        #[test]
        fn a_generated_process_is_sound_for_every_limit(minutes in 60i64..200_000) {
            proptest::prop_assert_eq!(codes(&standard("1.001193", "x", minutes), Some(minutes)), Vec::<&str>::new());
        }

        #[test]
        fn a_miss_of_any_size_is_found(minutes in 480i64..48_000, miss in 1i64..400) {
            let mut process = standard("1.001193", "x", minutes);
            process.steps[2].minutes = process.steps[2].minutes.map(|m| m + miss);
            proptest::prop_assert_eq!(codes(&process, Some(minutes)), ["sum"]);
        }
    }
}
