//! Is a process sound? (TT 01/2018 Điều 8; row C-08)

use serde::Serialize;

use super::{Process, StepKind, role::Performer};

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
    use crate::process::standard::standard;

    fn codes(process: &Process, limit: Option<i64>) -> Vec<&'static str> {
        check(process, limit).iter().map(|finding| finding.code).collect()
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
