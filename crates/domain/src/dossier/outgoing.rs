//! What goes out to the applicant, and how it reached them (domain §2.9; Quy chế 1267 Điều 4.1.d; row C-51): a letter that nobody
//! was given is not a letter.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Channel, Event};
use crate::words::words;

words! {
    /// How news reached the applicant.
    Delivery {
        /// The server of their e-mail took it.
        Email = "email" "Thư điện tử",
        /// Given into their hands.
        Counter = "counter" "Giao trực tiếp",
        /// Sent by the public postal service.
        Post = "post" "Gửi bưu chính công ích",
        /// By telephone or a message on it.
        Phone = "phone" "Gọi điện, nhắn tin",
    }
}

/// That news reached the applicant, as an officer notes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The event of the log that the news is about.
    pub seq: i64,
    /// How.
    pub way: Delivery,
    /// On which day.
    pub on: Date,
}

/// What the applicant is to be told of `event`, as a sentence that names nobody; nothing where the event is no news to them.
pub fn news(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Received { acceptance, .. } if acceptance.slip_number.is_none() => return None,
        Event::Received { .. } => "Hồ sơ đã được tiếp nhận; có giấy tiếp nhận hồ sơ và hẹn trả kết quả.",
        Event::CompletionRequested { .. } | Event::SupplementRequested { .. } => {
            "Hồ sơ cần bổ sung, hoàn thiện; có phiếu ghi rõ giấy tờ cần bổ sung và thời hạn."
        }
        Event::Reminded => "Sắp hết thời hạn bổ sung hồ sơ. Quá thời hạn đó hồ sơ sẽ được kết thúc.",
        Event::Expired { .. } => {
            "Hồ sơ đã kết thúc vì quá thời hạn bổ sung. Giấy tờ đã nộp được trả lại tại nơi nhận hồ sơ."
        }
        Event::Declined { .. } => "Hồ sơ không được tiếp nhận; có phiếu từ chối ghi rõ lý do.",
        Event::Refused { .. } => "Hồ sơ bị từ chối giải quyết; có phiếu từ chối ghi rõ lý do.",
        Event::Stopped { .. } => "Việc giải quyết hồ sơ đã dừng.",
        Event::Apologised { .. } => {
            "Hồ sơ chậm so với ngày hẹn; có phiếu xin lỗi ghi ngày hẹn trả kết quả mới."
        }
        Event::Supplemented { .. } | Event::DutyPaid { .. } => {
            "Hồ sơ được giải quyết tiếp; ngày hẹn trả kết quả đã tính lại."
        }
        Event::DutyRequired { .. } => {
            "Ông/bà cần hoàn thành nghĩa vụ tài chính; số tiền và ngày phải nộp có ở trang tra cứu."
        }
        Event::RequestCancelled { .. } => {
            "Yêu cầu gửi ông/bà lần trước đã được thu hồi; ông/bà không phải thực hiện."
        }
        Event::Reopened { .. } => {
            "Hồ sơ được mở lại để giải quyết tiếp; ngày hẹn trả kết quả mới có ở trang tra cứu."
        }
        Event::ResultIssued { .. } => "Hồ sơ đã có kết quả.",
        _ => return None,
    })
}

/// Whether the news of the event of that number was given with the event itself: at the counter the applicant stands there.
pub fn is_given_at_once(event: &Event, seq: i64) -> bool {
    let is_counter = event.filing().is_some_and(|filing| filing.channel == Channel::Counter);
    let at_intake =
        matches!(event, Event::Received { .. } | Event::CompletionRequested { .. } | Event::Declined { .. });
    is_counter && at_intake && seq == 1
}

/// Whether the authority whose head signs it answers for its reaching the applicant, not the one-stop unit.
pub fn is_of_settler(event: &Event) -> bool {
    matches!(event, Event::Apologised { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        dossier::{event::Ground, sample},
        process::StepKind,
        reaction,
    };

    #[test]
    fn every_letter_is_news_and_what_is_news_leaves_a_job() {
        // Domain §2.9; row C-51.
        let to = sample::place(6, StepKind::Return, None);
        let ground = || Ground { reason: "x".into(), basis: "Điều 17".into() };
        let received = |channel| {
            let mut filing = Box::new(sample::filing(&[0]));
            filing.channel = channel;
            let acceptance = Box::new(sample::acceptance());
            Event::Received { filing, target: sample::target(), acceptance }
        };
        let events = [
            received(Channel::Counter),
            received(Channel::Online),
            Event::Reminded,
            Event::Expired { slip_number: None, to: None },
            Event::Expired { slip_number: Some(1), to: Some(to.clone()) },
            Event::Refused { ground: ground(), slip_number: 1, to: to.clone() },
            Event::ResultIssued { result: sample::outcome(), to },
            Event::RequestCancelled { reason: "x".into() },
            Event::DutyUnpaid { pay_by: sample::now() },
            Event::ProposalRejected { reason: "x".into() },
        ];
        for event in &events {
            let jobs = reaction::to(event);
            assert_eq!(news(event).is_some(), jobs.contains(&reaction::TELL), "{event:?}");
            assert!(news(event).is_some() || !jobs.contains(&reaction::LETTER), "{event:?}");
        }
        let [counter, online, ..] = &events;
        assert!(is_given_at_once(counter, 1));
        assert!(!is_given_at_once(online, 2) && !is_given_at_once(counter, 3));
    }
}
