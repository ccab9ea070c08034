//! Many lengths of time in little room: counts in fixed buckets, so that histograms of months, units and procedures add up.
//!
//! Lengths are whole seconds. Below 32 each has a bucket of its own; above, each doubling is cut into 32 equal buckets, so
//! that a bucket is at most 1/32 as wide as what lies in it is long. A quantile lies in the bucket of the true one: it errs
//! by less than 3.2 %.

use std::collections::BTreeMap;

/// Into how many equal buckets each doubling is cut, as a power of two.
const BITS: u32 = 5;
const PARTS: i64 = 1 << BITS;
/// Longer ones count as this long: some thirty years.
const LONGEST: i64 = (1 << 30) - 1;
/// Within a bucket a case counts as spread evenly: cases are divided into thousandths.
pub const WHOLE: i64 = 1_000;

/// Counts by bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: BTreeMap<u16, u32>,
}

/// The bucket of `length`.
fn bucket(length: i64) -> u16 {
    let length = length.clamp(0, LONGEST);
    let doublings = 63 - i64::from((length | 1).leading_zeros());
    let shift = (doublings - i64::from(BITS)).max(0);
    u16::try_from(shift * PARTS + (length >> shift)).unwrap_or(u16::MAX)
}

/// Where the bucket begins, and how wide it is.
fn edges(bucket: u16) -> (i64, i64) {
    let bucket = i64::from(bucket);
    let shift = (bucket / PARTS - 1).max(0);
    ((bucket - shift * PARTS) << shift, 1 << shift)
}

impl Histogram {
    /// Counts one more.
    pub fn add(&mut self, length: i64) {
        *self.counts.entry(bucket(length)).or_default() += 1;
    }

    /// Counts all of `other`, too.
    pub fn merge(&mut self, other: &Histogram) {
        for (bucket, count) in &other.counts {
            *self.counts.entry(*bucket).or_default() += count;
        }
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        self.counts.values().map(|count| i64::from(*count)).sum()
    }

    /// The length that `permille` of a thousand do not exceed; nothing if there are none.
    pub fn quantile(&self, permille: i64) -> Option<i64> {
        let all = self.count() * WHOLE;
        (all > 0).then(|| self.exceeded_by(all - all / 1_000 * permille))
    }

    /// How many are longer than `length`, in thousandths of a case.
    pub fn above(&self, length: i64) -> i64 {
        let part = |(known, count): (&u16, &u32)| {
            let (begin, width) = edges(*known);
            i64::from(*count) * WHOLE * (begin + width - length).clamp(0, width) / width
        };
        self.counts.iter().map(part).sum()
    }

    /// The length that so many thousandths of a case exceed.
    pub fn exceeded_by(&self, mut mass: i64) -> i64 {
        for (bucket, count) in self.counts.iter().rev() {
            let (begin, width) = edges(*bucket);
            let here = i64::from(*count) * WHOLE;
            if mass <= here {
                return begin + width - (mass.max(0) * width + here / 2) / here;
            }
            mass -= here;
        }
        0
    }

    /// As it is stored: for each bucket that is not empty its number and its count, two and four bytes, lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let pair = |(bucket, count): (&u16, &u32)| {
            let mut bytes = bucket.to_be_bytes().to_vec();
            bytes.extend(count.to_be_bytes());
            bytes
        };
        self.counts.iter().flat_map(pair).collect()
    }

    /// The histogram that was stored so.
    pub fn of_bytes(bytes: &[u8]) -> Histogram {
        let pair = |pair: &[u8]| {
            let (bucket, count) = pair.split_first_chunk()?;
            Some((u16::from_be_bytes(*bucket), u32::from_be_bytes(count.try_into().ok()?)))
        };
        Histogram { counts: bytes.chunks_exact(6).filter_map(pair).collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(lengths: &[i64]) -> Histogram {
        let mut histogram = Histogram::default();
        for length in lengths {
            histogram.add(*length);
        }
        histogram
    }

    #[test]
    fn the_buckets_lie_side_by_side_without_a_gap() {
        let mut begins = 0;
        for number in 0..=bucket(LONGEST) {
            let (begin, width) = edges(number);
            assert_eq!(begin, begins);
            assert_eq!((bucket(begin), bucket(begin + width - 1)), (number, number));
            begins = begin + width;
        }
        assert_eq!(begins, LONGEST + 1);
    }

    #[test]
    fn of_nothing_there_is_no_quantile() {
        assert_eq!(of(&[]).quantile(500), None);
        assert!(of(&[28_800]).quantile(900).is_some_and(|length| length.abs_diff(28_800) * 32 < 28_800));
    }

    proptest! {
        #[test]
        fn a_quantile_errs_by_less_than_one_in_thirty_two(
            mut lengths in prop::collection::vec(0..20_000_000i64, 1..300), permille in 1..1_000i64
        ) {
            let found = of(&lengths).quantile(permille).unwrap();
            lengths.sort_unstable();
            // The true one lies between two neighbours by rank.
            let rank = i64::try_from(lengths.len()).unwrap() * permille;
            let place = |rank: i64| usize::try_from((rank / 1_000).clamp(0, i64::try_from(lengths.len()).unwrap() - 1)).unwrap();
            let (low, high) = (lengths[place(rank - 1_000)], lengths[place(rank)]);
            prop_assert!(found * 32 >= low * 31 - 32 && found * 32 <= high * 33 + 64, "{low} {found} {high}");
        }

        #[test]
        fn parts_add_up_to_the_whole_and_are_stored_as_they_are(
            a in prop::collection::vec(0..9_000_000i64, 0..60), b in prop::collection::vec(0..9_000_000i64, 0..60)
        ) {
            let mut sum = of(&a);
            sum.merge(&of(&b));
            prop_assert_eq!(&sum, &of(&[a, b].concat()));
            prop_assert_eq!(Histogram::of_bytes(&sum.to_bytes()), sum);
        }

        #[test]
        fn what_exceeds_a_length_and_the_length_so_exceeded_agree(
            lengths in prop::collection::vec(1..9_000_000i64, 1..60), at in 1..9_000_000i64
        ) {
            let histogram = of(&lengths);
            let above = histogram.above(at);
            let longest = lengths.iter().max().unwrap();
            if above > 0 && at > *lengths.iter().min().unwrap() {
                prop_assert_eq!(histogram.above(histogram.exceeded_by(above)).abs_diff(above) <= 40, true);
            }
            prop_assert!(histogram.above(longest * 33 / 32 + 1) == 0);
        }
    }
}
