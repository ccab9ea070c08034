//! Which steps of two versions of a process correspond, so that a step put in between does not make all below it differ.

use super::Step;
use crate::text::fold;

/// The steps of two versions beside each other, in order: a step that only one of them has stands alone.
pub fn beside<'a>(before: &'a [Step], after: &'a [Step]) -> Vec<(Option<&'a Step>, Option<&'a Step>)> {
    let width = after.len() + 1;
    // best[i * width + j]: how well the steps from `i` of the one and from `j` of the other can be matched.
    let mut best = vec![0u32; (before.len() + 1) * width];
    let at = |best: &[u32], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or_default();
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            let alone = at(&best, i + 1, j).max(at(&best, i, j + 1));
            let together = match likeness(old, new) {
                0 => 0,
                like => like + at(&best, i + 1, j + 1),
            };
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = alone.max(together);
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, vec![]);
    while let (Some(old), Some(new)) = (before.get(i), after.get(j)) {
        let like = likeness(old, new);
        if like > 0 && at(&best, i, j) == like + at(&best, i + 1, j + 1) {
            pairs.push((Some(old), Some(new)));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i, j) == at(&best, i + 1, j) {
            pairs.push((Some(old), None));
            i += 1;
        } else {
            pairs.push((None, Some(new)));
            j += 1;
        }
    }
    pairs.extend(before.iter().skip(i).map(|step| (Some(step), None)));
    pairs.extend(after.iter().skip(j).map(|step| (None, Some(step))));
    pairs
}

/// How much speaks for it that both are the same step; 0 if they are not.
fn likeness(old: &Step, new: &Step) -> u32 {
    if old.kind != new.kind {
        return u32::from(fold(&old.content) == fold(&new.content) && !old.content.is_empty());
    }
    4 + 4 * u32::from(fold(&old.content) == fold(&new.content))
        + 2 * u32::from(fold(&old.owner) == fold(&new.owner))
        + u32::from(old.no == new.no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{StepKind, standard::standard};

    fn told(before: &[Step], after: &[Step]) -> Vec<(Option<String>, Option<String>)> {
        let pairs = beside(before, after).into_iter();
        pairs.map(|(old, new)| (old.map(|step| step.no.clone()), new.map(|step| step.no.clone()))).collect()
    }

    #[test]
    fn a_step_put_in_between_stands_alone_and_the_others_stay_together() {
        let before = standard("1.001193", "x", 2_400).steps;
        let mut after = before.clone();
        let mut opinion = before[2].clone();
        (opinion.kind, opinion.content) = (StepKind::Opinion, "Xin ý kiến".into());
        after.insert(3, opinion);
        for (place, step) in after.iter_mut().enumerate() {
            step.no = (place + 1).to_string();
        }
        let pairs = told(&before, &after);
        let alone: Vec<_> = pairs.iter().filter(|(old, _)| old.is_none()).collect();
        assert_eq!(alone, [&(None, Some("4".to_owned()))]);
        assert_eq!(pairs.last(), Some(&(Some("7".into()), Some("8".into()))));
    }

    #[test]
    fn a_step_that_is_gone_stands_alone_too() {
        let before = standard("1.001193", "x", 2_400).steps;
        let mut after = before.clone();
        after.remove(3);
        assert_eq!(told(&before, &after)[3], (Some("4".into()), None));
        assert_eq!(told(&before, &[]).len(), 7);
        assert_eq!(told(&[], &before).len(), 7);
    }
}
