//! Examples of a process: what happened to a dossier, where it stands then and what is due. They are run through the very
//! rules by which real dossiers are settled, so that a process can be proved before it is published.

mod course;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Process, StepKind};
use crate::{
    calendar::{Timetable, deadline::Limit},
    instant::{Instant, from_local, local},
};
use course::Course;

/// One example, as a file states it. Times are those of Viet Nam's clocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    #[serde(rename = "ten")]
    pub name: String,
    /// When the dossier is received.
    #[serde(rename = "tiep_nhan")]
    pub received: DateTime,
    /// The limit of the whole, if it is not the working time that the process states.
    #[serde(rename = "thoi_han", default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What happens then.
    #[serde(rename = "dien_bien", default, skip_serializing_if = "Vec::is_empty")]
    pub happenings: Vec<Happening>,
    /// What must hold afterwards.
    #[serde(rename = "mong_doi")]
    pub expected: Expected,
}

/// Something that happens to the dossier of an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// When.
    #[serde(rename = "luc")]
    pub at: DateTime,
    /// What.
    #[serde(rename = "viec")]
    pub deed: Deed,
    /// To which step, by its number, where there is a choice.
    #[serde(rename = "den", default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What can happen in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// The step is done; the dossier goes on, or the result is issued where only the hand-over follows.
    #[serde(rename = "xong")]
    Done,
    /// It is sent back to an earlier step.
    #[serde(rename = "tra_lai")]
    SentBack,
    /// The applicant is asked for what is missing; the clock stops (NĐ 61/2018 Điều 19.4).
    #[serde(rename = "yeu_cau_bo_sung")]
    SupplementAsked,
    /// The applicant has supplied it.
    #[serde(rename = "da_bo_sung")]
    Supplemented,
    /// The applicant is to pay first; the clock stops.
    #[serde(rename = "yeu_cau_nop_tien")]
    DutyAsked,
    /// The applicant has paid.
    #[serde(rename = "da_nop_tien")]
    DutyPaid,
    /// The result is handed over.
    #[serde(rename = "tra_ket_qua")]
    HandedOver,
}

impl Deed {
    /// What people read.
    pub fn title(self) -> &'static str {
        match self {
            Deed::Done => "xong bước",
            Deed::SentBack => "trả lại",
            Deed::SupplementAsked => "yêu cầu bổ sung",
            Deed::Supplemented => "đã bổ sung",
            Deed::DutyAsked => "yêu cầu nộp tiền",
            Deed::DutyPaid => "đã nộp tiền",
            Deed::HandedOver => "trả kết quả",
        }
    }
}

/// What must hold at the end of an example; what is not stated is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    /// The step it stands at, by its number.
    #[serde(rename = "buoc", skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// When that step is due.
    #[serde(rename = "han_buoc", skip_serializing_if = "Option::is_none")]
    pub step_due: Option<DateTime>,
    /// When the whole is due.
    #[serde(rename = "han", skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime>,
    /// The state, as it is called on screen: `Đang xử lý`.
    #[serde(rename = "trang_thai", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Words of the sentence with which the last thing is refused.
    #[serde(rename = "tu_choi", skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// What came of an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// Its name.
    pub name: String,
    /// Whether everything expected holds.
    pub passed: bool,
    /// What does not, in sentences.
    pub differences: Vec<String>,
}

/// Runs `example` through `process` in the working time of `table`.
pub fn run(process: &Process, example: &Example, table: &Timetable) -> Tested {
    let differences = differences(process, example, table);
    Tested { name: example.name.clone(), passed: differences.is_empty(), differences }
}

fn differences(process: &Process, example: &Example, table: &Timetable) -> Vec<String> {
    let expected = &example.expected;
    let mut course = match Course::begin(process, example, table) {
        Ok(course) => course,
        Err(why) => return vec![why],
    };
    let mut last = from_local(example.received);
    let mut refusal = None;
    for (no, happening) in (1..).zip(&example.happenings) {
        let at = from_local(happening.at);
        if at < last {
            return vec![format!("Việc {no} ({}) xảy ra trước việc ngay trên nó.", moment(at))];
        }
        last = at;
        if let Err(why) = course.happen(happening, at) {
            let is_last = no == example.happenings.len();
            if expected.refusal.is_none() || !is_last {
                let deed = happening.deed.title();
                return vec![format!("Việc {no} ({deed}, {}) bị từ chối: {why}", moment(at))];
            }
            refusal = Some(why);
        }
    }
    let mut found = course.differences(expected);
    match (&expected.refusal, refusal) {
        (Some(words), Some(why)) if !why.to_lowercase().contains(&words.to_lowercase()) => {
            found.push(format!("Bị từ chối với lý do khác: mong đợi có “{words}”, thực tế “{why}”."));
        }
        (Some(words), None) => {
            found.push(format!("Mong đợi bị từ chối (“{words}”), nhưng việc cuối được chấp nhận."));
        }
        _ => {}
    }
    found
}

/// A moment as people write it: `8:05 2/6/2025`.
fn moment(at: Instant) -> String {
    let at = local(at);
    format!("{}:{:02} {}/{}/{}", at.hour(), at.minute(), at.day(), at.month(), at.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Calendar, WorkingHours},
        process::standard::standard,
    };

    /// Five days: 40 hours, in steps of 2, 2, 23.5, 4.5, 4.5, 2 hours; nothing special in the calendar.
    fn tested(happenings: &[(&str, Deed, Option<&str>)], expected: Expected) -> Vec<String> {
        let happening = |(at, deed, to): &(&str, Deed, Option<&str>)| Happening {
            at: at.parse().unwrap(),
            deed: *deed,
            to: to.map(str::to_owned),
        };
        let example = Example {
            name: "x".into(),
            received: "2025-06-02T08:00".parse().unwrap(),
            limit: None,
            happenings: happenings.iter().map(happening).collect(),
            expected,
        };
        let (calendar, hours) = (Calendar::new([]), WorkingHours::usual());
        run(&standard("1.001193", "x", 2_400), &example, &Timetable { calendar: &calendar, hours: &hours })
            .differences
    }

    fn at_step(step: &str) -> Expected {
        Expected { step: Some(step.into()), ..Expected::default() }
    }

    const TO_REVIEW: [(&str, Deed, Option<&str>); 3] = [
        ("2025-06-02T09:00", Deed::Done, None),
        ("2025-06-02T10:00", Deed::Done, None),
        ("2025-06-04T10:00", Deed::Done, None),
    ];

    #[test]
    fn a_dossier_goes_from_step_to_step_and_each_has_its_time() {
        assert_eq!(tested(&[], at_step("1")), Vec::<String>::new());
        // By hand: 4.5 hours from Wednesday 10:00 are 10–11 and 13–16:30; 40 hours from Monday 8:00 are five days.
        let expected = Expected {
            step_due: Some("2025-06-04T16:30".parse().unwrap()),
            due: Some("2025-06-09T08:00".parse().unwrap()),
            state: Some("Đang xử lý".into()),
            ..at_step("4")
        };
        assert_eq!(tested(&TO_REVIEW, expected.clone()), Vec::<String>::new());
        let wrong = Expected { due: Some("2025-06-10T08:00".parse().unwrap()), ..expected };
        let told = "Hạn trả kết quả: mong đợi 8:00 10/6/2025, thực tế 8:00 9/6/2025.";
        assert_eq!(tested(&TO_REVIEW, wrong), [told]);
    }

    #[test]
    fn a_supplement_stops_the_clock_and_the_limit_begins_anew() {
        // NĐ 61/2018 Điều 19.4; a second one is the leader's (Điều 11.2.c).
        let mut happenings = TO_REVIEW[..2].to_vec();
        happenings.push(("2025-06-03T10:00", Deed::SupplementAsked, None));
        happenings.push(("2025-06-16T08:00", Deed::Supplemented, None));
        let expected = Expected { due: Some("2025-06-23T08:00".parse().unwrap()), ..at_step("3") };
        assert_eq!(tested(&happenings, expected), Vec::<String>::new());
        happenings.push(("2025-06-17T08:00", Deed::SupplementAsked, None));
        let refused = Expected { refusal: Some("trình lãnh đạo".into()), ..at_step("3") };
        assert_eq!(tested(&happenings, refused), Vec::<String>::new());
        let found = tested(&happenings, at_step("3"));
        assert!(found[0].starts_with("Việc 5 (yêu cầu bổ sung"), "{found:?}");
    }

    #[test]
    fn it_is_sent_back_only_where_it_was_and_the_result_ends_it() {
        let mut happenings = TO_REVIEW.to_vec();
        happenings.push(("2025-06-04T11:00", Deed::SentBack, Some("3")));
        assert_eq!(tested(&happenings, at_step("3")), Vec::<String>::new());
        happenings.pop();
        happenings.push(("2025-06-04T11:00", Deed::SentBack, Some("6")));
        let refused = Expected { refusal: Some("không có bước".into()), ..at_step("4") };
        assert_eq!(tested(&happenings, refused), Vec::<String>::new());
        happenings.pop();
        for at in ["2025-06-04T11:00", "2025-06-04T14:00", "2025-06-04T15:00"] {
            happenings.push((at, Deed::Done, None));
        }
        let ready = Expected { state: Some("Đã có kết quả".into()), ..at_step("7") };
        assert_eq!(tested(&happenings, ready), Vec::<String>::new());
        happenings.push(("2025-06-05T09:00", Deed::HandedOver, None));
        let found = tested(&happenings, at_step("7"));
        assert_eq!(found, ["Hồ sơ đứng ở bước: mong đợi 7, thực tế không ở bước nào."]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let early = [TO_REVIEW[1], TO_REVIEW[0]];
        assert!(tested(&early, at_step("3"))[0].contains("xảy ra trước"));
        let lost = [("2025-06-02T09:00", Deed::Done, Some("9"))];
        assert!(tested(&lost, at_step("2"))[0].contains("không có bước"));
        let hopeful = Expected { refusal: Some("x".into()), ..at_step("1") };
        assert!(tested(&[], hopeful)[0].contains("được chấp nhận"));
    }
}
