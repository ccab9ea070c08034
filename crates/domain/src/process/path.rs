//! Which step is next, and to which a dossier may be sent back.

use super::{Process, Step, StepKind};

impl Process {
    /// The step at `place`, from 0.
    pub fn step(&self, place: u16) -> Option<&Step> {
        self.steps.get(usize::from(place))
    }

    /// Where `place` may go next, the usual way first.
    pub fn next(&self, place: u16) -> Vec<u16> {
        let Some(step) = self.step(place) else { return vec![] };
        if !step.next.is_empty() {
            return step.next.clone();
        }
        let below = place.saturating_add(1);
        if self.step(below).is_some() { vec![below] } else { vec![] }
    }

    /// The hand-over step.
    pub fn return_step(&self) -> Option<u16> {
        let found = self.steps.iter().rposition(|step| step.kind == StepKind::Return)?;
        u16::try_from(found).ok()
    }

    /// Whether the result is issued at `place`: nothing but hand-over follows.
    pub fn is_last_before_return(&self, place: u16) -> bool {
        let next = self.next(place);
        let hands_over = |place: &u16| self.step(*place).is_some_and(|step| step.kind == StepKind::Return);
        !next.is_empty() && next.iter().all(hands_over)
    }

    /// The earlier steps to which `place` may be sent back, the nearest first: those through which it can have come.
    pub fn earlier(&self, place: u16) -> Vec<u16> {
        (0..place).rev().filter(|earlier| self.reachable(*earlier).contains(&place)).collect()
    }

    /// The steps that can follow `place`, at once or later, and `place` itself.
    pub fn reachable(&self, place: u16) -> Vec<u16> {
        let mut seen = vec![place];
        let mut open = vec![place];
        while let Some(place) = open.pop() {
            for next in self.next(place) {
                if self.step(next).is_some() && !seen.contains(&next) {
                    seen.push(next);
                    open.push(next);
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use crate::process::standard::standard;

    #[test]
    fn without_branches_each_step_leads_to_the_one_below() {
        let process = standard("1.001193", "Khai sinh", 2_400);
        assert_eq!(process.next(0), [1]);
        assert_eq!(process.next(6), [0u16; 0]);
        assert_eq!(process.next(99), [0u16; 0]);
        assert_eq!(process.earlier(3), [2, 1, 0]);
        assert_eq!((process.return_step(), process.is_last_before_return(5)), (Some(6), true));
        assert!(!process.is_last_before_return(4));
        assert!(!process.is_last_before_return(6), "after hand-over nothing follows");
    }

    #[test]
    fn a_dossier_goes_back_only_where_it_can_have_been() {
        let mut process = standard("1.001193", "Khai sinh", 2_400);
        // From the specialist either to the head or, where he may sign himself, straight to the clerk.
        process.steps[2].next = vec![3, 5];
        process.steps[3].next = vec![4];
        assert_eq!(process.earlier(5), [4, 3, 2, 1, 0]);
        process.steps[4].next = vec![6];
        assert_eq!(process.earlier(5), [2, 1, 0], "the head and the leader are on the other branch");
    }
}
