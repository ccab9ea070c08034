//! The life of some procedures in the demo: a decision that is late, one of yesterday, tickets on their way, boards, a round, a
//! review, an idea, and a national catalogue that says something else.

use base::{app::App, error::Result};
use domain::{
    announcement::{Announcement, Change, Item, Track},
    id::UnitId,
    improvement::{Improvement, ImprovementState},
    instant::{Instant, local_date},
    people::{Actor, Role},
    posting::{Deviation, Inspection, PlaceKind},
    review::{Finding, Proposal, ReviewEvent, ReviewItem, ReviewState, Saving},
    task::alarm::Alarms,
    ticket::{TicketDeed, TicketEvent},
};
use jiff::SignedDuration;
use kit::db::{Tx, args};
use office::{announcement, improvement, mirror, posting, review, ticket};
use uuid::Uuid;

use super::{accounts::Cast, data};

/// Who acts, and on what.
struct Play {
    now: Instant,
    home: UnitId,
    centre: Actor,
    keeper: Actor,
    handler: Actor,
    /// Code and name of procedures that the home department settles.
    procedures: Vec<(String, String)>,
}

fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

/// Plays it; nothing where the promised officers are not there.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let one = |role| cast.officers.iter().map(|officer| officer.actor).find(|by| by.role() == Some(role));
    let (Some(centre), Some(keeper), Some(handler)) =
        (one(Role::CentreSupervisor), one(Role::Administrator), one(Role::Handler))
    else {
        return Ok(());
    };
    let Some(home) = handler.unit() else { return Ok(()) };
    let (inner, now) = (app.clone(), app.now());
    app.db.write_blocking(move |tx| {
        let rows = tx.all(
            "SELECT code, name FROM procedure WHERE state = 'published' AND settling_unit_id = $1 ORDER BY code LIMIT 8",
            args![home.0],
        )?;
        let procedures = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_>>()?;
        let play = Play { now, home, centre, keeper, handler, procedures };
        play.announce(&inner, tx)?;
        play.hand_over(tx)?;
        play.post(&inner, tx)?;
        play.review(&inner, tx)?;
        play.improve(tx)
    })?;
    compare(app)
}

impl Play {
    fn announce(&self, app: &App, tx: &mut Tx) -> Result<()> {
        let item =
            |(code, name): &(String, String), change| Item { code: code.clone(), name: name.clone(), change };
        let known = self.procedures.iter();
        let amended = known.clone().take(2).map(|known| item(known, Change::Amended)).collect();
        let mut fresh =
            vec![item(&("1.999001".into(), "Cấp bản sao văn bằng từ sổ gốc".into()), Change::Added)];
        fresh.extend(known.clone().nth(7).map(|known| item(known, Change::Abolished)));
        for (number, ago, to_effect, items) in
            [("1490/QĐ-UBND", 20, 0, amended), ("1633/QĐ-UBND", 1, 10, fresh)]
        {
            let signed = self.now - days(ago);
            let decision = Announcement {
                number: number.into(),
                signed_on: local_date(signed),
                signer: "UBND tỉnh, Phó Chủ tịch".into(),
                effective_on: local_date(signed + days(to_effect)),
                track: Track::Usual,
                owner: self.home,
                items,
            };
            let at = signed + SignedDuration::from_hours(2);
            announcement::store::enter(tx, &app.house(), kit::clock::id(at), &decision, self.centre, at)?;
        }
        Ok(())
    }

    /// The first ticket comes as far as those who configure; the others wait.
    fn hand_over(&self, tx: &mut Tx) -> Result<()> {
        let row = tx.optional("SELECT id FROM ticket ORDER BY opened_at, id LIMIT 1", args![])?;
        let Some(row) = row else { return Ok(()) };
        let id: Uuid = row.get(0)?;
        let steps = [
            (TicketDeed::Send, self.handler, 14, "Quy trình đã phê duyệt tại QĐ 1402/QĐ-UBND"),
            (TicketDeed::Check, self.centre, 12, "Đủ bước, khớp thời hạn"),
            (TicketDeed::Configure, self.keeper, 9, ""),
        ];
        for (deed, by, ago, text) in steps {
            let seen = ticket::store::load(tx, id)?;
            let event = TicketEvent { deed, text: text.into(), file: None };
            ticket::store::record(tx, &seen, &event, by, self.now - days(ago))?;
        }
        Ok(())
    }

    fn post(&self, app: &App, tx: &mut Tx) -> Result<()> {
        let opened = self.now - days(70);
        for (kind, name, is_inspected) in [
            (PlaceKind::Board, "Bảng ở sảnh tầng 1", true),
            (PlaceKind::Screen, "Màn hình tra cứu ở cửa", false),
        ] {
            let place = posting::store::Place {
                id: kit::clock::id(opened),
                unit: self.home,
                kind,
                name: name.into(),
            };
            posting::store::open(tx, &place, self.handler, opened)?;
            for (code, _) in self.procedures.iter().skip(2) {
                posting::store::post(tx, &place, code, self.handler, opened)?;
            }
            if let (true, Some((code, _))) = (is_inspected, self.procedures.get(3)) {
                let deviation =
                    Deviation { procedure: code.clone(), text: "Thiếu mẫu đơn kèm theo".into() };
                let found =
                    Inspection {
                        text: "Đủ bảng, dễ đọc".into(), deviations: vec![deviation], photo: None
                    };
                posting::store::inspect(tx, &app.house(), &place, &found, self.centre, self.now - days(2))?;
            }
        }
        Ok(())
    }

    fn review(&self, app: &App, tx: &mut Tx) -> Result<()> {
        let (began, due) = (self.now - days(15), self.now + days(15));
        let plan = review::store::Plan {
            id: kit::clock::id(began),
            name: "Rà soát thủ tục trọng tâm quý IV".into(),
            decision: "QĐ 88/QĐ-UBND".into(),
            due_on: local_date(due),
        };
        let item = |(code, name): &(String, String)| ReviewItem {
            review: plan.id,
            procedure: code.clone(),
            name: name.clone(),
            unit: self.home,
            due_at: due,
            state: ReviewState::Open,
            finding: None,
            decision: None,
            alarms: Alarms::default(),
        };
        let items: Vec<ReviewItem> = self.procedures.iter().take(4).map(item).collect();
        review::store::begin(tx, &plan, &items, self.centre, began)?;
        let first = tx.optional("SELECT id FROM review_item ORDER BY procedure_code LIMIT 1", args![])?;
        let Some(first) = first else { return Ok(()) };
        let seen = review::store::load(tx, first.get(0)?)?;
        let finding = Finding {
            proposal: Proposal::Cut,
            text: "Bước lấy ý kiến phòng chuyên môn trùng với bước thẩm định; bỏ được.".into(),
            saving: Saving { days: 2, papers: 1, fee: 0 },
        };
        let event = ReviewEvent::Proposed { finding };
        review::store::record(tx, &app.house(), &seen, &event, self.handler, self.now - days(3))
    }

    fn improve(&self, tx: &mut Tx) -> Result<()> {
        let Some((code, name)) = self.procedures.first() else { return Ok(()) };
        let ideas = [
            ("Không yêu cầu bản sao giấy tờ đã số hóa", "Giấy tờ đã có trong kho dữ liệu điện tử.", true),
            ("Gộp bước vào sổ và đóng dấu", "Văn thư làm một lần cho cả lô hồ sơ.", false),
        ];
        for (title, text, is_adopted) in ideas {
            let at = self.now - days(if is_adopted { 60 } else { 4 });
            let idea = Improvement {
                title: title.into(),
                text: text.into(),
                procedure: code.clone(),
                name: name.clone(),
                unit: self.home,
                saving: Saving { days: 1, papers: 1, fee: 0 },
                state: ImprovementState::Open,
                decision: String::new(),
                effective_on: None,
            };
            let id = kit::clock::id(at);
            improvement::store::tell(tx, id, &idea, self.handler, at)?;
            if is_adopted {
                let from = local_date(self.now - days(30));
                let adopted = ImprovementState::Adopted;
                let idea = idea.decided(adopted, ("Áp dụng toàn tỉnh", Some(from)), &self.centre)?;
                let seen = improvement::store::load(tx, id)?;
                improvement::store::record(tx, &seen, &idea, self.centre, at + days(20))?;
            }
        }
        Ok(())
    }
}

/// The national catalogue: what is published here except one, one more, and another limit for three.
fn compare(app: &App) -> Result<()> {
    let published = app.db.read_blocking(|tx| {
        let rows = tx.all("SELECT code FROM procedure WHERE state = 'published' ORDER BY code", args![])?;
        rows.iter().map(|row| Ok(row.get(0)?)).collect::<Result<Vec<String>>>()
    })?;
    let code = |line: &str| {
        line.split("\"ma\":\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let is_here =
        |line: &str| code(line).is_some_and(|code| published.iter().skip(1).any(|known| *known == code));
    let limit = "\"so\":12,\"don_vi\":\"ngay_lam_viec\"";
    let (mut changed, mut more, mut lines) = (0, 1, vec![]);
    for line in data::CATALOGUE.lines() {
        if !is_here(line) {
            if more > 0 {
                more -= 1;
                lines.push(line.to_owned());
            }
        } else if changed < 3 && line.contains(limit) {
            changed += 1;
            lines.push(line.replace(limit, "\"so\":10,\"don_vi\":\"ngay_lam_viec\""));
        } else {
            lines.push(line.to_owned());
        }
    }
    let text = lines.join("\n");
    mirror::import::import_by(app, ("csdl-quoc-gia.jsonl", &text), Actor::System, false).map(drop)
}
