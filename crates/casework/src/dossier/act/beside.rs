//! Beside which field of its form a refusal is said: the summary leads there.

use domain::refusal::Refusal;

use super::super::choices::Listed;

/// The field of the form of `deed`, by its identifier on the page; the page as a whole where the refusal is about none of them.
pub fn field(refusal: &Refusal, deed: &str, listed: &[Listed]) -> String {
    let item = |name: &str| listed.iter().find(|paper| paper.name == name).map(|paper| paper.item);
    let of = match deed {
        "trinh-tu-choi" => "-tc",
        "trinh-dung" => "-dung",
        "trinh-hen-lai" => "-hl",
        "xin-loi" => "-xl",
        _ => "",
    };
    match (refusal, deed) {
        (Refusal::PaperHeld(name), _) => match item(name) {
            Some(item) => format!("xac-minh-{deed}-{item}"),
            None => format!("thieu-{deed}"),
        },
        (Refusal::PaperNotListed(_), "yeu-cau-bo-sung" | "trinh-bo-sung") => format!("can-cu-khac-{deed}"),
        (Refusal::NothingAsked, "yeu-cau-bo-sung" | "trinh-bo-sung") => format!("noi-dung-khac-{deed}"),
        (Refusal::NothingAsked | Refusal::PaperNotListed(_) | Refusal::NothingToVerify(_), _) => {
            format!("thieu-{deed}")
        }
        (Refusal::NewDueTooEarly | Refusal::NewDueTooLate, _) => format!("hen-moi{of}"),
        (Refusal::ReasonMissing, "bo-sung") => "ly-do-bo-sung".into(),
        (Refusal::ReasonMissing, "tu-choi" | "trinh-tu-choi" | "trinh-dung") => format!("ly-do{of}"),
        (Refusal::BasisMissing, _) => format!("can-cu{of}"),
        (Refusal::PartTooLong { .. }, _) => "gio-ph".into(),
        (Refusal::PartToOneself | Refusal::UnitClosed(_), "phoi-hop") => "don-vi-ph".into(),
        (Refusal::AnswerIncomplete, _) => "y-kien-ph".into(),
        (Refusal::CheckInFuture, _) => "luc-tt".into(),
        (Refusal::OutOfOrder, _) => "ly-do-nhan".into(),
        (Refusal::NotAHolder, "phan-cong") => "nguoi".into(),
        (Refusal::NotAHolder, "giao-lai") => "nguoi-gl".into(),
        (Refusal::DecisionMissing, "mo-lai") => "quyet-dinh-ml".into(),
        (Refusal::NoSuchStep, "mo-lai") => "buoc-ml".into(),
        (Refusal::NoSuchStep, "tra-lai") => "buoc".into(),
        _ => "noi-dung".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_leads_to_its_field() {
        let listed = [Listed { item: 2, name: "Giấy chứng sinh".into(), held_in: Some("H1".into()) }];
        for (refusal, deed, place) in [
            (Refusal::PaperHeld("Giấy chứng sinh".into()), "yeu-cau-bo-sung", "xac-minh-yeu-cau-bo-sung-2"),
            (Refusal::PaperNotListed("Ảnh".into()), "trinh-bo-sung", "can-cu-khac-trinh-bo-sung"),
            (Refusal::NothingAsked, "bo-sung", "thieu-bo-sung"),
            (Refusal::BasisMissing, "tu-choi", "can-cu"),
            (Refusal::BasisMissing, "trinh-dung", "can-cu-dung"),
            (Refusal::NewDueTooLate, "xin-loi", "hen-moi-xl"),
            (Refusal::ProposalWaits, "trinh-tu-choi", "noi-dung"),
        ] {
            assert_eq!(field(&refusal, deed, &listed), place, "{refusal} {deed}");
        }
    }
}
