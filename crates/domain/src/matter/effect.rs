//! What happened after somebody was urged (Quy chế 1267 Điều 4.1.d; rows C-35, C-48): each number of the report is a question to the
//! register.

use crate::words::words;

/// Within how many working days after the urge a result is its quick effect.
pub const SOON_DAYS: i64 = 3;

words! {
    /// What became of an urge. The word stands in addresses.
    Effect {
        /// The first answer came in time.
        InTime = "dung-han" "Trả lời đúng hạn",
        /// The first answer came after the first deadline.
        Late = "muon" "Trả lời muộn",
        /// Nobody answered.
        Silent = "chua" "Chưa trả lời",
        /// The dossier has its result since, within [`SOON_DAYS`].
        Soon = "xong-som" "Hồ sơ xong trong 3 ngày làm việc",
        /// The dossier has its result since.
        Settled = "da-xong" "Hồ sơ đã xong sau đôn đốc",
        /// The dossier has no result yet.
        Unsettled = "con-do" "Hồ sơ còn dở",
    }
}

/// The one in the middle of `values`; of an even number the lower of the two. Nothing if there is none.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_one_of_the_values() {
        for (values, median_of) in
            [(vec![], None), (vec![7], Some(7)), (vec![9, 1], Some(1)), (vec![5, 100, 1], Some(5))]
        {
            assert_eq!(median(values.clone()), median_of, "{values:?}");
        }
        assert!(Effect::Soon.title().contains(&SOON_DAYS.to_string()));
    }
}
