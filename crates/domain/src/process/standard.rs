//! The usual process (domain §5.3), for procedures whose agency has not built one yet. It is marked as made by rule.

use super::{Process, Step, StepKind, role::performer_of};

/// The steps of the usual process and their shares of the time, in hundredths.
const STEPS: [(StepKind, i64, &str, &str); 7] = [
    (StepKind::Receive, 6, "Tiếp nhận, kiểm tra, số hóa và chuyển hồ sơ", "Bộ phận tiếp nhận và trả kết quả"),
    (StepKind::Assign, 6, "Phân công thụ lý hồ sơ", "Lãnh đạo phòng chuyên môn"),
    (StepKind::Process, 58, "Thẩm định hồ sơ, dự thảo kết quả", "Chuyên viên phòng chuyên môn"),
    (StepKind::Review, 12, "Xem xét, trình lãnh đạo cơ quan", "Lãnh đạo phòng chuyên môn"),
    (StepKind::Sign, 12, "Phê duyệt kết quả", "Lãnh đạo cơ quan"),
    (StepKind::Number, 6, "Vào sổ, đóng dấu, chuyển kết quả", "Văn thư"),
    (StepKind::Return, 0, "Trả kết quả cho tổ chức, cá nhân", "Bộ phận tiếp nhận và trả kết quả"),
];

/// The usual process for a procedure with a limit of `minutes` working minutes; the steps add up to it exactly.
pub fn standard(procedure: &str, name: &str, minutes: i64) -> Process {
    let shares: i64 = STEPS
        .iter()
        .filter(|(kind, ..)| *kind != StepKind::Process)
        .map(|(_, share, ..)| part(minutes, *share))
        .sum();
    let step = |(no, (kind, share, content, owner)): (usize, &(StepKind, i64, &str, &str))| Step {
        no: (no + 1).to_string(),
        content: (*content).to_owned(),
        owner: (*owner).to_owned(),
        kind: *kind,
        performer: performer_of(owner).map(|(performer, _)| performer),
        is_guess: false,
        minutes: match kind {
            StepKind::Return => None,
            // Appraisal takes what the rounding of the others leaves.
            StepKind::Process => Some(minutes - shares),
            _ => Some(part(minutes, *share)),
        },
        next: vec![],
        output: String::new(),
    };
    Process {
        code: format!("QT-{procedure}"),
        name: name.to_owned(),
        procedures: vec![procedure.to_owned()],
        case: String::new(),
        steps: STEPS.iter().enumerate().map(step).collect(),
        stated_minutes: Some(minutes),
        decision: String::new(),
        is_generated: true,
        source: "lập tự động theo khung quy trình chung, chờ cơ quan xây dựng quy trình nội bộ".into(),
    }
}

/// A share of the time, in whole half hours as processes are written, or in minutes where it is shorter.
fn part(minutes: i64, share: i64) -> i64 {
    let exact = minutes * share / 100;
    if exact < 30 { exact } else { exact - exact % 30 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_steps_add_up_whatever_the_limit(minutes in 60i64..100_000) {
            let process = standard("1.001193", "x", minutes);
            prop_assert_eq!(process.minutes(), minutes);
            prop_assert!(process.steps.iter().all(|step| step.minutes.is_none_or(|m| m >= 0)));
        }
    }
}
