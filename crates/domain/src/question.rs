//! Questions and answers: somebody asks, a unit drafts, its leader approves, the Centre publishes what others may ask too
//! (hỏi đáp; Quy chế 1267 Điều 3.3; TT 01/2018 Điều 16.2.đ; row C-34).

use serde::{Deserialize, Serialize};

use crate::{
    id::{QuestionId, UnitId},
    instant::Instant,
    people::Actor,
    petition::{
        Running,
        right::{Right, of},
        sender::Publication,
    },
    refusal::Refusal,
    words::words,
};

words! {
    /// Where it stands.
    QuestionState {
        /// The Centre is to assign or answer it.
        Asked = "asked" "Chờ phân công",
        /// A unit drafts.
        Assigned = "assigned" "Đơn vị đang soạn trả lời",
        /// The leader is to approve.
        Drafted = "drafted" "Chờ lãnh đạo duyệt",
        /// Answered to who asked.
        Answered = "answered" "Đã trả lời",
        /// For everybody to read.
        Published = "published" "Đã trả lời, công khai",
        /// Not answered: it says nothing, or was asked twice.
        Declined = "declined" "Không trả lời",
    }
}

words! {
    /// What somebody may do with a question. The word stands in addresses.
    QuestionDeed {
        /// Give it to a unit.
        Assign = "phan-cong" "Phân công đơn vị",
        /// Answer with an earlier answer.
        Reuse = "dung-lai" "Trả lời bằng câu đã công khai",
        /// Draft an answer.
        Draft = "soan" "Trình dự thảo trả lời",
        /// Send the draft back.
        Return = "tra-lai" "Trả lại dự thảo",
        /// Approve it: it is answered.
        Approve = "duyet" "Duyệt, trả lời người hỏi",
        /// Publish it.
        Publish = "cong-khai" "Công khai",
        /// Put another answer in place of the published one.
        Correct = "dinh-chinh" "Đính chính câu trả lời",
        /// Take back what everybody could read.
        Withdraw = "rut-cong-khai" "Rút công khai",
        /// Not answer it: spam, the same again, no question.
        Decline = "khong-tra-loi" "Không trả lời",
    }
}

/// A question as it stands. Who asked is kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its code: `HD-2023-00001`.
    pub code: String,
    /// In a line.
    pub title: String,
    /// In full.
    pub content: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// Where it stands.
    pub state: QuestionState,
    /// The unit that answers.
    pub unit: Option<UnitId>,
    /// The draft or the answer; empty before.
    pub answer: String,
    /// The published answer that it was answered with, if it was.
    pub reused: Option<QuestionId>,
    /// What everybody reads.
    pub publication: Option<Publication>,
    /// When what everybody reads was corrected last; the log keeps what it said before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Instant>,
    /// Why it is not answered; empty where it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ground: String,
    /// By when it is to be answered.
    pub clock: Option<Running>,
    /// It was not answered in time.
    pub is_late: bool,
}

/// What happens to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum QuestionEvent {
    /// Asked.
    Asked {
        /// How it begins.
        question: Box<Question>,
    },
    /// Given to a unit.
    Assigned {
        /// Which.
        to: UnitId,
        /// With which words.
        text: String,
    },
    /// Answered with an earlier answer.
    Reused {
        /// The question that was answered before.
        from: QuestionId,
        /// Its answer.
        text: String,
    },
    /// A draft is to be approved.
    Drafted {
        /// The draft.
        text: String,
    },
    /// The draft is not enough.
    Returned {
        /// What is missing.
        text: String,
    },
    /// Approved, and with that answered.
    Approved {
        /// The answer as the leader left it.
        text: String,
    },
    /// Everybody may read it.
    Published {
        /// What they read.
        publication: Publication,
    },
    /// What everybody reads is another now.
    Corrected {
        /// What they read.
        publication: Publication,
        /// Why.
        text: String,
    },
    /// What everybody could read is taken back.
    Withdrawn {
        /// Why.
        text: String,
    },
    /// It is not answered.
    Declined {
        /// Why.
        text: String,
    },
    /// Its limit ended.
    Overdue,
}

impl QuestionEvent {
    /// The word stored in the log, and what people read.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self {
            QuestionEvent::Asked { .. } => ("question_asked", "Gửi câu hỏi"),
            QuestionEvent::Assigned { .. } => ("question_assigned", "Phân công"),
            QuestionEvent::Reused { .. } => ("question_reused", "Trả lời bằng câu đã công khai"),
            QuestionEvent::Drafted { .. } => ("question_drafted", "Trình dự thảo"),
            QuestionEvent::Returned { .. } => ("question_returned", "Trả lại dự thảo"),
            QuestionEvent::Approved { .. } => ("question_approved", "Duyệt, trả lời"),
            QuestionEvent::Published { .. } => ("question_published", "Công khai"),
            QuestionEvent::Corrected { .. } => ("question_corrected", "Đính chính"),
            QuestionEvent::Withdrawn { .. } => ("question_withdrawn", "Rút công khai"),
            QuestionEvent::Declined { .. } => ("question_declined", "Không trả lời"),
            QuestionEvent::Overdue => ("question_overdue", "Quá hạn"),
        }
    }

    /// What somebody does with it; nothing where nobody does.
    fn deed(&self) -> Option<QuestionDeed> {
        Some(match self {
            QuestionEvent::Asked { .. } | QuestionEvent::Overdue => return None,
            QuestionEvent::Assigned { .. } => QuestionDeed::Assign,
            QuestionEvent::Reused { .. } => QuestionDeed::Reuse,
            QuestionEvent::Drafted { .. } => QuestionDeed::Draft,
            QuestionEvent::Returned { .. } => QuestionDeed::Return,
            QuestionEvent::Approved { .. } => QuestionDeed::Approve,
            QuestionEvent::Published { .. } => QuestionDeed::Publish,
            QuestionEvent::Corrected { .. } => QuestionDeed::Correct,
            QuestionEvent::Withdrawn { .. } => QuestionDeed::Withdraw,
            QuestionEvent::Declined { .. } => QuestionDeed::Decline,
        })
    }

    /// What was said with it.
    pub fn text(&self) -> &str {
        match self {
            QuestionEvent::Assigned { text, .. }
            | QuestionEvent::Reused { text, .. }
            | QuestionEvent::Drafted { text }
            | QuestionEvent::Returned { text }
            | QuestionEvent::Corrected { text, .. }
            | QuestionEvent::Withdrawn { text }
            | QuestionEvent::Declined { text }
            | QuestionEvent::Approved { text } => text,
            QuestionEvent::Asked { .. } | QuestionEvent::Published { .. } | QuestionEvent::Overdue => "",
        }
    }
}

impl Question {
    fn is_with(&self, by: &Actor, right: Right) -> bool {
        self.unit.is_some() && by.unit() == self.unit && of(by, right)
    }

    /// Whether `by` may read it: the Centre, and the unit that answers.
    pub fn may_read(&self, by: &Actor) -> bool {
        of(by, Right::Desk) || self.is_with(by, Right::Answer)
    }

    /// Whether `by` may do `deed` now.
    pub fn may(&self, by: &Actor, deed: QuestionDeed) -> bool {
        use QuestionDeed as D;
        use QuestionState as S;
        let is_desk = of(by, Right::Desk);
        match deed {
            D::Assign | D::Reuse => is_desk && matches!(self.state, S::Asked | S::Assigned),
            D::Draft => self.is_with(by, Right::Answer) && self.state == S::Assigned,
            D::Return => self.is_with(by, Right::Approve) && self.state == S::Drafted,
            D::Approve => self.is_with(by, Right::Approve) && self.state == S::Drafted,
            // An answer taken from the published ones is public already.
            D::Publish => is_desk && self.state == S::Answered && self.reused.is_none(),
            D::Correct | D::Withdraw => is_desk && self.state == S::Published,
            D::Decline => is_desk && matches!(self.state, S::Asked | S::Assigned),
        }
    }

    /// The question after `event` at `at`. Refuses who may not and words that are missing.
    pub fn after(
        this: Option<&Question>,
        event: &QuestionEvent,
        by: &Actor,
        at: Instant,
    ) -> Result<Question, Refusal> {
        use QuestionState as S;
        let Some(this) = this else {
            return match event {
                QuestionEvent::Asked { question } if question.title.trim().is_empty() => {
                    Err(Refusal::NothingSaid)
                }
                QuestionEvent::Asked { question } => Ok((**question).clone()),
                _ => Err(Refusal::ContactNotYours),
            };
        };
        let mut after = this.clone();
        if matches!(event, QuestionEvent::Overdue) {
            let is_due = this.clock.is_some_and(|running| at > running.due_at);
            after.is_late = true;
            return if is_due { Ok(after) } else { Err(Refusal::ContactNotYours) };
        }
        let deed = event.deed().ok_or(Refusal::ContactNotYours)?;
        if !this.may(by, deed) {
            return Err(Refusal::ContactNotYours);
        }
        // Assigning needs no words; what is published has them.
        let needs_words = !matches!(deed, QuestionDeed::Assign | QuestionDeed::Publish);
        if needs_words && event.text().trim().is_empty() {
            return Err(Refusal::NothingSaid);
        }
        let text = event.text().trim().to_owned();
        match event {
            QuestionEvent::Assigned { to, .. } => (after.state, after.unit) = (S::Assigned, Some(*to)),
            QuestionEvent::Reused { from, .. } => {
                (after.state, after.answer, after.reused) = (S::Answered, text, Some(*from));
            }
            QuestionEvent::Drafted { .. } => (after.state, after.answer) = (S::Drafted, text),
            QuestionEvent::Returned { .. } => after.state = S::Assigned,
            QuestionEvent::Approved { .. } => (after.state, after.answer) = (S::Answered, text),
            QuestionEvent::Published { publication } => {
                (after.state, after.publication) = (S::Published, Some(publication.clone()));
            }
            QuestionEvent::Corrected { publication, .. } => {
                // Who asked reads the same as everybody.
                publication.answer().clone_into(&mut after.answer);
                (after.publication, after.corrected_at) = (Some(publication.clone()), Some(at));
            }
            QuestionEvent::Withdrawn { .. } => {
                (after.state, after.publication, after.corrected_at) = (S::Answered, None, None);
            }
            QuestionEvent::Declined { .. } => {
                (after.state, after.ground) = (S::Declined, text);
            }
            QuestionEvent::Asked { .. } | QuestionEvent::Overdue => {}
        }
        if matches!(after.state, S::Answered | S::Declined) {
            let in_time = this.clock.is_none_or(|running| at <= running.due_at);
            (after.clock, after.is_late) = (None, this.is_late || !in_time);
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests;
