//! How a petition goes on: which clock an event starts, and the petition after it.

use serde::{Deserialize, Serialize};

use super::{
    Actor, Clock, Instant, Petition, PetitionClass, PetitionDeed, PetitionEvent, PetitionState, Receiver,
    Refusal, Running, UnitId, letter::Delivery,
};

/// An event with the clock that it started, as it stands in the log: a limit that is set anew later changes nothing here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// What happened.
    #[serde(flatten)]
    pub event: PetitionEvent,
    /// The clock that runs from now on, if the event started one.
    pub clock: Option<Running>,
}

/// What an event does to the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same clock goes on.
    Keep,
    /// No clock runs.
    Rest,
    /// This one starts, from then, by the hours of that unit or else of the Centre.
    Start(Clock, Instant, Option<UnitId>),
    /// No clock runs; the event itself is measured by this one, from then.
    Measure(Clock, Instant),
}

impl PetitionEvent {
    /// What it does to the clock of a petition that was received at `received_at`, if it happens at `at`.
    pub fn next(&self, received_at: Instant, at: Instant) -> Next {
        use PetitionClass as C;
        match self {
            PetitionEvent::Filed { .. } => Next::Start(Clock::Classify, received_at, None),
            PetitionEvent::Asked { .. } => Next::Measure(Clock::Ask, received_at),
            PetitionEvent::Supplied { .. } | PetitionEvent::Unjoined { .. } => {
                Next::Start(Clock::Classify, at, None)
            }
            PetitionEvent::Classified { class: C::Within, .. } => {
                Next::Start(Clock::Settle, received_at, None)
            }
            PetitionEvent::Classified { class: C::Conduct | C::Outside, .. } => {
                Next::Start(Clock::Forward, received_at, None)
            }
            PetitionEvent::Forwarded { to: Receiver::Unit(unit), .. } => {
                Next::Start(Clock::Settle, at, Some(*unit))
            }
            PetitionEvent::Answered { .. } => Next::Start(Clock::Publish, at, None),
            PetitionEvent::SentBack { .. } => Next::Start(Clock::Again, at, None),
            PetitionEvent::Delivered { .. }
            | PetitionEvent::LetterSigned { .. }
            | PetitionEvent::Undelivered { .. }
            | PetitionEvent::Overdue => Next::Keep,
            _ => Next::Rest,
        }
    }
}

impl Petition {
    /// The petition after what happened at `at`. Refuses who may not, words that are missing, an answer without its
    /// classification (row C-32), and a delivery that was not.
    pub fn after(
        this: Option<&Petition>,
        happened: &Happened,
        by: &Actor,
        at: Instant,
    ) -> Result<Petition, Refusal> {
        let Some(this) = this else {
            return match &happened.event {
                PetitionEvent::Filed { petition } if petition.title.trim().is_empty() => {
                    Err(Refusal::NothingSaid)
                }
                PetitionEvent::Filed { petition } if Petition::may_be_entered(by) => {
                    Ok(Petition { clock: happened.clock, ..(**petition).clone() })
                }
                _ => Err(Refusal::ContactNotYours),
            };
        };
        this.must_allow(&happened.event, by, at)?;
        let mut after = this.clone();
        after.turn(&happened.event, by);
        let mut measured = vec![this.clock];
        match happened.event.next(this.received_at, at) {
            Next::Keep => {}
            // Only the first question to the sender has a limit (domain §8.3).
            Next::Measure(..) => {
                after.clock = None;
                measured.push(happened.clock.filter(|_| !this.was_asked));
                after.was_asked = true;
            }
            Next::Rest | Next::Start(..) => after.clock = happened.clock,
        }
        // No limit of ours binds an authority outside.
        if after.state == PetitionState::PassedOn {
            after.clock = None;
        }
        // What is done too late stays so (row C-55: a transfer on the sixth working day is a violation).
        for running in measured.into_iter().flatten() {
            if at > running.due_at && !after.late.contains(&running.clock) {
                after.late.push(running.clock);
            }
        }
        Ok(after)
    }

    /// What somebody does with `event`; nothing where nobody does.
    fn deed(&self, event: &PetitionEvent) -> Option<PetitionDeed> {
        Some(match event {
            PetitionEvent::Filed { .. } | PetitionEvent::Overdue | PetitionEvent::Settled => return None,
            PetitionEvent::LetterSigned { .. } => PetitionDeed::Sign,
            PetitionEvent::Asked { .. } => PetitionDeed::Ask,
            PetitionEvent::Supplied { .. } => PetitionDeed::Supply,
            PetitionEvent::Classified { .. } if self.class.is_some() => PetitionDeed::Reclassify,
            PetitionEvent::Classified { .. } => PetitionDeed::Classify,
            PetitionEvent::Forwarded { .. } => PetitionDeed::Forward,
            PetitionEvent::Answered { .. } => PetitionDeed::Answer,
            PetitionEvent::SentBack { .. } => PetitionDeed::SendBack,
            PetitionEvent::Published { .. } => PetitionDeed::Publish,
            PetitionEvent::Closed { .. } => PetitionDeed::Close,
            PetitionEvent::Delivered { .. } | PetitionEvent::Undelivered { .. } => PetitionDeed::Deliver,
            PetitionEvent::Joined { .. } => PetitionDeed::Join,
            PetitionEvent::Unjoined { .. } => PetitionDeed::Unjoin,
            PetitionEvent::Withdrawn { .. } => PetitionDeed::Withdraw,
        })
    }

    /// Whether `event` may happen.
    fn must_allow(&self, event: &PetitionEvent, by: &Actor, at: Instant) -> Result<(), Refusal> {
        match event {
            PetitionEvent::Overdue | PetitionEvent::Settled => {
                let is_due = matches!(event, PetitionEvent::Settled)
                    || self.clock.is_some_and(|running| at > running.due_at);
                return if is_due { Ok(()) } else { Err(Refusal::ContactNotYours) };
            }
            // The system tells what became of the e-mail with a signed letter.
            PetitionEvent::Delivered { .. } | PetitionEvent::Undelivered { .. } if *by == Actor::System => {
                return if self.letter.is_some() { Ok(()) } else { Err(Refusal::ContactNotYours) };
            }
            _ => {}
        }
        let deed = self.deed(event).ok_or(Refusal::ContactNotYours)?;
        if !self.may(by, deed) {
            return Err(Refusal::ContactNotYours);
        }
        let said = !event.text().trim().is_empty();
        match event {
            // It has that class already.
            PetitionEvent::Classified { class, .. } if self.class == Some(*class) => {
                Err(Refusal::ContactNotYours)
            }
            PetitionEvent::Classified { class: PetitionClass::NotAccepted, .. } if !said => {
                Err(Refusal::BasisMissing)
            }
            // Who finds another class says why.
            PetitionEvent::Classified { .. } if deed == PetitionDeed::Reclassify && !said => {
                Err(Refusal::ReasonMissing)
            }
            PetitionEvent::Answered { reply } if !said || reply.basis.trim().is_empty() => {
                Err(Refusal::SettlementIncomplete)
            }
            PetitionEvent::Forwarded { to: Receiver::Outside(name), .. } if name.trim().is_empty() => {
                Err(Refusal::NoReceiver)
            }
            // An authority outside is for rules that the province may not change; conduct has a unit here.
            PetitionEvent::Forwarded { to: Receiver::Outside(_), .. }
                if self.class != Some(PetitionClass::Outside) =>
            {
                Err(Refusal::NoReceiver)
            }
            PetitionEvent::Delivered { sent_at, .. } if *sent_at > at || *sent_at < self.received_at => {
                Err(Refusal::DeliveredWhen)
            }
            PetitionEvent::Asked { .. }
            | PetitionEvent::Supplied { .. }
            | PetitionEvent::SentBack { .. }
            | PetitionEvent::Closed { .. }
            | PetitionEvent::Unjoined { .. }
            | PetitionEvent::Withdrawn { .. }
            | PetitionEvent::Undelivered { .. }
                if !said =>
            {
                Err(Refusal::NothingSaid)
            }
            _ => Ok(()),
        }
    }

    fn turn(&mut self, event: &PetitionEvent, by: &Actor) {
        use PetitionState as S;
        match event {
            PetitionEvent::Asked { .. } => self.state = S::Asked,
            PetitionEvent::Supplied { text } => {
                self.state = S::Received;
                self.content = format!("{}\n\nBổ sung: {}", self.content, text.trim());
            }
            PetitionEvent::Classified { class, ground } => {
                (self.class, self.ground) = (Some(*class), ground.trim().to_owned());
                let is_in = *class != PetitionClass::NotAccepted;
                self.state = if is_in { S::Classified } else { S::Declined };
                // Of another class it is passed on anew: who had it may not have it any more.
                self.unit = None;
                self.outside.clear();
            }
            PetitionEvent::Forwarded { to: Receiver::Unit(unit), .. } => {
                (self.state, self.unit) = (S::Forwarded, Some(*unit));
                self.outside.clear();
            }
            PetitionEvent::Forwarded { to: Receiver::Outside(name), .. } => {
                (self.state, self.unit) = (S::PassedOn, None);
                name.trim().clone_into(&mut self.outside);
            }
            PetitionEvent::Answered { reply } => {
                (self.state, self.reply) = (S::Answered, Some(reply.clone()));
            }
            // Back to who answered: a unit, an authority outside, or the Centre itself.
            PetitionEvent::SentBack { .. } => {
                self.state = match (self.unit, self.outside.is_empty()) {
                    (Some(_), _) => S::Forwarded,
                    (None, false) => S::PassedOn,
                    (None, true) => S::Classified,
                };
            }
            PetitionEvent::Published { publication } => {
                (self.state, self.publication) = (S::Published, Some(publication.clone()));
            }
            PetitionEvent::Closed { .. } | PetitionEvent::Settled => self.state = S::Closed,
            PetitionEvent::Joined { head, class } => {
                (self.state, self.head, self.class) = (S::Joined, Some(*head), Some(*class));
                // Who has the other answers; who had this one, perhaps about their own conduct, has it no more.
                self.unit = None;
                self.outside.clear();
            }
            PetitionEvent::Unjoined { .. } => {
                (self.state, self.head, self.class) = (S::Received, None, None);
                self.ground.clear();
            }
            PetitionEvent::Withdrawn { .. } => (self.state, self.publication) = (S::Closed, None),
            PetitionEvent::LetterSigned { letter } => self.letter = Some(*letter),
            PetitionEvent::Delivered { .. } => self.delivery = Some(Delivery::Arrived),
            // What arrived otherwise did arrive, unless somebody saw it come back.
            PetitionEvent::Undelivered { .. }
                if *by == Actor::System && self.delivery == Some(Delivery::Arrived) => {}
            PetitionEvent::Undelivered { .. } => self.delivery = Some(Delivery::Failed),
            PetitionEvent::Filed { .. } | PetitionEvent::Overdue => {}
        }
    }

    /// What this petition may take in: it is being settled, and is not part of another itself.
    pub fn may_lead(&self) -> bool {
        let is_open = matches!(
            self.state,
            PetitionState::Classified
                | PetitionState::Forwarded
                | PetitionState::PassedOn
                | PetitionState::Answered
        );
        is_open && self.head.is_none()
    }
}
