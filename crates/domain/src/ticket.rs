//! The hand-over of an internal process to those who configure it in the system (phiếu cấu hình quy trình điện tử): sent by
//! the agency, checked by the Centre, configured, tried by the agency, live (Quy chế 1267 Điều 3.1.a, 4.1.a; row C-10).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::UnitId,
    instant::Instant,
    people::{Actor, Role},
    refusal::Refusal,
    words::words,
};

words! {
    /// Where it stands.
    TicketState {
        /// The agency builds the process.
        Draft = "draft" "Đơn vị đang xây dựng",
        /// Sent back to the agency.
        Returned = "returned" "Bị trả lại",
        /// Sent by the agency.
        Sent = "sent" "Đã gửi, chờ Trung tâm kiểm tra",
        /// Checked by the Centre.
        Checked = "checked" "Trung tâm đã kiểm tra, chờ cấu hình",
        /// Being configured.
        Configuring = "configuring" "Đang cấu hình",
        /// Being tried by the agency.
        Testing = "testing" "Đơn vị đang chạy thử",
        /// In use.
        Live = "live" "Đã vận hành",
    }
}

impl TicketState {
    /// Whether it has come as far as `wanted` on its way.
    pub fn has_come_to(self, wanted: TicketState) -> bool {
        self >= wanted
    }
}

words! {
    /// What somebody does with it. The word stands in addresses.
    TicketDeed {
        /// The agency sends the approved process.
        Send = "gui" "Gửi quy trình để cấu hình",
        /// The Centre checked it.
        Check = "kiem-tra" "Đã kiểm tra, chuyển cấu hình",
        /// Who configures takes it.
        Configure = "cau-hinh" "Nhận cấu hình",
        /// Who configures hands it over to be tried.
        Hand = "giao-thu" "Chuyển đơn vị chạy thử",
        /// The agency accepts it.
        Accept = "van-hanh" "Chạy thử đạt, đưa vào vận hành",
        /// It goes back to the agency.
        Return = "tra-lai" "Trả lại đơn vị",
    }
}

/// A ticket as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The code of the procedure.
    pub procedure: String,
    /// Its name.
    pub name: String,
    /// The agency.
    pub unit: UnitId,
    /// The announcement it follows from.
    pub announcement: Option<Uuid>,
    /// Where it stands.
    pub state: TicketState,
    /// Since when.
    pub since: Instant,
}

/// What happened: a deed with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEvent {
    /// What was done.
    pub deed: TicketDeed,
    /// What was said: number of the approval, what was tried, what is missing.
    pub text: String,
    /// The file of the process, by its content and its name, where there is one.
    #[serde(default)]
    pub file: Option<(String, String)>,
}

impl Ticket {
    /// Whether `by` may read it: the agency, the Centre, and who configures.
    pub fn may_read(&self, by: &Actor) -> bool {
        by.oversees_procedures() || by.acts_for(self.unit)
    }

    /// Whether `by` may do `deed` now.
    pub fn may(&self, by: &Actor, deed: TicketDeed) -> bool {
        use TicketState as S;
        let (is_centre, is_keeper) =
            (by.role().is_some_and(Role::is_centre), by.role() == Some(Role::Administrator));
        let is_agency = by.acts_for(self.unit);
        match deed {
            TicketDeed::Send => is_agency && matches!(self.state, S::Draft | S::Returned),
            TicketDeed::Check => is_centre && self.state == S::Sent,
            TicketDeed::Configure => is_keeper && self.state == S::Checked,
            TicketDeed::Hand => is_keeper && self.state == S::Configuring,
            TicketDeed::Accept => is_agency && self.state == S::Testing,
            TicketDeed::Return => match self.state {
                S::Sent => is_centre,
                S::Checked | S::Configuring => is_keeper,
                S::Testing => is_agency,
                _ => false,
            },
        }
    }

    /// The ticket after `event`. Refuses who may not, words that are missing, and to go live where `process_fits` does not
    /// hold: no process is in force that adds up to the limit (rows C-08, C-10).
    pub fn after(
        &self,
        event: &TicketEvent,
        process_fits: bool,
        by: &Actor,
        at: Instant,
    ) -> Result<Ticket, Refusal> {
        if !self.may(by, event.deed) {
            return Err(Refusal::TaskNotYours);
        }
        let needs_words = matches!(event.deed, TicketDeed::Send | TicketDeed::Accept | TicketDeed::Return);
        if needs_words && event.text.trim().is_empty() {
            return Err(Refusal::NothingSaid);
        }
        let state = match event.deed {
            TicketDeed::Send => TicketState::Sent,
            TicketDeed::Check => TicketState::Checked,
            TicketDeed::Configure => TicketState::Configuring,
            TicketDeed::Hand | TicketDeed::Accept if !process_fits => return Err(Refusal::NoFittingProcess),
            TicketDeed::Hand => TicketState::Testing,
            TicketDeed::Accept => TicketState::Live,
            TicketDeed::Return => TicketState::Returned,
        };
        Ok(Ticket { state, since: at, ..self.clone() })
    }
}

#[cfg(test)]
mod tests;
