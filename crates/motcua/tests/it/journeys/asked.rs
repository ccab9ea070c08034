//! What the applicant is asked for: a financial duty with its last day, and what was asked by mistake.

use super::turns::{later, staff};
use crate::world::{World, at, on_each};

const DUTY: [(&str, &str); 6] = [
    ("nghia-vu-gi", "Lệ phí trước bạ"),
    ("so-phieu", "15/PCTT"),
    ("ngay-phieu", "2023-08-25"),
    ("so-tien", "1.250.000"),
    ("han-nop", "2023-09-08"),
    ("tep-nghia-vu", "file:thong-bao.pdf:%PDF-1.7 tb"),
];

/// How many dossiers the board of fees says are unpaid after their day.
async fn unpaid(world: &World) -> bool {
    let list = world.officer("trungtam").await.get("/lam-viec/giam-sat/phi/ho-so?so=qua-han-nop").await;
    list.text().contains(": 1 hồ sơ")
}

#[test]
fn a_duty_has_its_day_its_document_and_a_reminder() {
    // Domain §2.7; row C-57.
    on_each(async |world: World| {
        let now = staff(&world).await;
        let page = now.at_handler().await;
        let code = now.handler.get(&page).await.between("class=\"code\">", "<");
        let now = later(&world, "2023-08-25T08:00").await;
        let mut early = DUTY;
        early[4].1 = "2023-08-24";
        now.handler.act(&page, "nghia-vu", &early).await.says("không thể trước ngày chuyển");
        now.handler.does(&page, "nghia-vu", &DUTY).await;
        let shown = now.handler.get(&page).await;
        shown.says("1.250.000 đ").says("thứ Sáu, 8/9/2023, 23:59").says("thong-bao.pdf");
        let link = shown.text();
        let link = link
            .split("<a class=\"govuk-link\" href=\"")
            .find(|part| part.contains("thong-bao.pdf"))
            .unwrap();
        let link = link.split('"').next().unwrap().to_owned();
        assert_eq!(now.handler.get(&link).await.text(), "%PDF-1.7 tb");
        // The applicant sees number, sum and day.
        let own = world.visitor().post("/tra-cuu", &[("ma", code.as_str()), ("bon-so", "1234")]).await;
        own.says("15/PCTT").says("1.250.000 đ").says("thứ Sáu, 8/9/2023, 23:59");
        world.clock.set(at("2023-09-08T16:00"));
        assert!(!unpaid(&world).await);
        let now = later(&world, "2023-09-11T08:00").await;
        assert!(unpaid(&world).await);
        now.handler
            .get(&page)
            .await
            .says("Quá hạn nộp nghĩa vụ tài chính")
            .says("Nhắc việc")
            .hides("Quá hạn trả kết quả");
        now.handler.get("/lam-viec/phoi-hop").await.says("Nhắc việc");
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM matter WHERE state = 'open'").await, 1, "once");
        let paid = [("so-chung-tu", "BL-9"), ("ngay-nop-tien", "2023-09-11")];
        now.reception.does(&page, "da-nop-tien", &paid).await;
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM matter WHERE state = 'open'").await, 0, "nobody owes");
        assert!(!unpaid(&world).await);
        world.must_be_whole().await;
    });
}

#[test]
fn who_does_not_pay_is_stopped_by_the_leader_and_nothing_else() {
    // T24: any open dossier; T19 refuses only what is being settled.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.handler.does(&page, "nghia-vu", &DUTY).await;
        staff.handler.get(&page).await.says("trinh-dung").hides("trinh-tu-choi");
        let ground = [("ly-do-tc", "Không nộp"), ("can-cu-tc", "Điều 19")];
        staff.handler.act(&page, "trinh-tu-choi", &ground).await.says("không thể trình việc khác");
        let stop = [
            ("nguyen-nhan-dung", "ineligible"),
            ("ly-do-dung", "Không nộp lệ phí trước bạ"),
            ("can-cu-dung", "Điều 19 Nghị định 61/2018/NĐ-CP"),
        ];
        staff.handler.does(&page, "trinh-dung", &stop).await;
        staff.leader.get("/lam-viec?muc=cho-ky").await.says("-230822-0001");
        staff.leader.does(&page, "dong-y", &[]).await;
        staff.reception.get(&page).await.says("Đã dừng giải quyết").says("Không nộp lệ phí trước bạ");
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_asked_by_mistake_is_taken_back_and_the_clock_has_not_stopped() {
    on_each(async |world: World| {
        let now = staff(&world).await;
        let page = now.at_handler().await;
        let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ")];
        now.handler.does(&page, "yeu-cau-bo-sung", &ask).await;
        now.handler.act(&page, "thu-hoi-yeu-cau", &[]).await.says("Ghi lý do thu hồi.");
        now.handler.does(&page, "thu-hoi-yeu-cau", &[("ly-do-thyc", "Gửi nhầm hồ sơ")]).await;
        now.handler
            .get(&page)
            .await
            .says("Đang xử lý")
            .says("Gửi nhầm hồ sơ")
            .says("thứ Hai, 11/9/2023, 08:00");
        // The letter has gone out and counts: the next request is the leader's (row C-14).
        now.handler.act(&page, "yeu-cau-bo-sung", &ask).await.says("phải trình lãnh đạo");
        // A supplement only on the same day; a duty until it is paid, and the days meanwhile count.
        let other = now.at_handler().await;
        now.handler.does(&other, "yeu-cau-bo-sung", &ask).await;
        now.handler.does(&page, "nghia-vu", &DUTY).await;
        let now = later(&world, "2023-08-24T08:00").await;
        let reason = [("ly-do-thyc", "Được miễn")];
        now.handler.act(&other, "thu-hoi-yeu-cau", &reason).await.says("trong ngày đã gửi");
        now.reception.act(&page, "thu-hoi-yeu-cau", &reason).await.says("không có quyền");
        now.handler.does(&page, "thu-hoi-yeu-cau", &reason).await;
        now.handler.get(&page).await.says("Đang xử lý").says("thứ Hai, 11/9/2023, 08:00");
        // It is watched like any other.
        let now = later(&world, "2023-09-08T08:00").await;
        now.leader.get(&page).await.says("Phiếu xin lỗi chờ ký");
        world.must_be_whole().await;
    });
}
