//! Campaigns and training in the demo: of the Centre, of a department and of some communes, in the last two months.

use base::{app::App, error::Result};
use domain::{
    campaign::{Campaign, CampaignChannel, CampaignKind},
    instant::local_date,
    people::{Actor, Role},
};
use jiff::ToSpan;
use kit::clock;
use office::campaign::store;

use super::accounts::Cast;

/// Kind, channel, content, place, days ago, how many days, whom it reached.
type Story = (CampaignKind, CampaignChannel, &'static str, &'static str, i64, i64, i64);

/// Each is told by the next who receives.
const STORIES: [Story; 6] = [
    (
        CampaignKind::Campaign,
        CampaignChannel::Stand,
        "Đăng ký tài khoản, nộp hồ sơ trực tuyến",
        "Sảnh Trung tâm",
        40,
        5,
        320,
    ),
    (
        CampaignKind::Campaign,
        CampaignChannel::Loudspeaker,
        "Nộp hồ sơ hộ tịch trực tuyến",
        "Các khóm, ấp trên địa bàn",
        55,
        3,
        1_850,
    ),
    (
        CampaignKind::Training,
        CampaignChannel::Class,
        "Hướng dẫn nộp trực tuyến cho tổ công nghệ số cộng đồng",
        "Hội trường UBND",
        34,
        1,
        42,
    ),
    (CampaignKind::Campaign, CampaignChannel::Home, "Chứng thực bản sao điện tử", "Khóm 2", 20, 2, 96),
    (
        CampaignKind::Campaign,
        CampaignChannel::Social,
        "Gửi, nhận hồ sơ qua bưu chính công ích",
        "Nhóm Zalo các khóm",
        12,
        1,
        2_400,
    ),
    (
        CampaignKind::Campaign,
        CampaignChannel::Meeting,
        "Thanh toán phí, lệ phí trực tuyến",
        "Nhà văn hóa ấp 3",
        6,
        1,
        58,
    ),
];

/// Plays it.
pub fn play(app: &App, cast: &Cast) -> Result<()> {
    let of = |by: &Actor| by.role() == Some(Role::Receptionist);
    let mut tellers: Vec<Actor> = cast.officers.iter().map(|officer| officer.actor).filter(of).collect();
    tellers.dedup_by_key(|by| by.unit());
    let now = app.now();
    app.db.write_blocking(move |tx| {
        let today = local_date(now);
        for (by, (kind, channel, content, place, ago, days, reach)) in tellers.iter().zip(STORIES) {
            let first_day = today.saturating_sub(ago.days());
            let campaign = Campaign {
                kind,
                channel,
                content: content.into(),
                place: place.into(),
                first_day,
                last_day: first_day.saturating_add((days - 1).days()),
                reach,
                file: None,
            };
            store::enter(tx, clock::id(now), &campaign, *by, now)?;
        }
        Ok(())
    })
}
