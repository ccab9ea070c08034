//! What is put before the leader by the forms of the page: a stop, a new day of return; taken back; and what becomes overdue
//! without either.

use super::turns::{has_letter, later, staff};
use crate::world::{World, on_each};

#[test]
fn a_stop_is_proposed_taken_back_proposed_again_and_agreed() {
    // T24; Appendix A.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let stop = [("nguyen-nhan-dung", "duplicate"), ("ly-do-dung", "Trùng hồ sơ đã nhận sáng nay")];
        staff.handler.act(&page, "trinh-dung", &stop).await.says("căn cứ pháp lý");
        let mut stop = stop.to_vec();
        stop.push(("can-cu-dung", "Điều 17 khoản 1 Nghị định 61/2018/NĐ-CP"));
        staff.handler.does(&page, "trinh-dung", &stop).await;
        staff.leader.get(&page).await.says("Chờ lãnh đạo quyết định").says("Trùng với hồ sơ khác");
        // The proposer takes it back; nobody else does.
        staff.head.act(&page, "hoan-tac", &[("ly-do-ht", "x")]).await.says("không có quyền");
        staff.handler.does(&page, "hoan-tac", &[("ly-do-ht", "Trình nhầm hồ sơ")]).await;
        let shown = staff.leader.get(&page).await;
        shown.hides("Chờ lãnh đạo quyết định").says("Trình nhầm hồ sơ").says("Đang xử lý");
        staff.leader.get("/lam-viec?muc=cho-ky").await.hides("-230822-0001");
        staff.handler.does(&page, "trinh-dung", &stop).await;
        staff.leader.does(&page, "dong-y", &[]).await;
        staff.handler.get(&page).await.says("Đã dừng giải quyết").says("Trùng hồ sơ đã nhận sáng nay");
        let taken = [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD")];
        staff.reception.does(&page, "tra-ho-so", &taken).await;
        world.must_be_whole().await;
    });
}

#[test]
fn an_officer_proposes_a_new_day_and_the_leader_signs_the_letter() {
    // NĐ 61/2018 Điều 19.9; row C-49. Due 11/9/2023 08:00.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let day = |when: &'static str| {
            [("nguyen-nhan-hl", "verification"), ("ly-do-hl", "Chờ thẩm tra thực địa"), ("hen-moi-hl", when)]
        };
        let staff = later(&world, "2023-09-07T08:00").await;
        staff.handler.act(&page, "trinh-hen-lai", &day("2023-09-11T08:00")).await.says("sau ngày hẹn cũ");
        staff.handler.does(&page, "trinh-hen-lai", &day("2023-09-15T16:00")).await;
        let shown = staff.leader.get(&page).await;
        shown.says("Xin lỗi và hẹn lại ngày trả").says("thứ Sáu, 15/9/2023, 16:00");
        shown.says("Hẹn trả: <b>thứ Hai, 11/9/2023, 08:00</b>");
        staff.leader.does(&page, "dong-y", &[]).await;
        staff.handler.get(&page).await.says("Hẹn trả: <b>thứ Sáu, 15/9/2023, 16:00</b>").hides("báo muộn");
        has_letter(&staff.leader, &page, "Mẫu 04").await;
        let staff = later(&world, "2023-09-11T09:00").await;
        staff.leader.get(&page).await.hides("Quá hạn trả kết quả");
        world.must_be_whole().await;
    });
}

#[test]
fn what_becomes_overdue_without_a_letter_has_its_cause_recorded() {
    // Rows C-49, C-51; Điều 4.1.d: the whole way of a late dossier, with its letter in the end.
    on_each(async |world: World| {
        let now = staff(&world).await;
        let page = now.at_handler().await;
        let reason = [("nguyen-nhan-qh", "staff"), ("ly-do-qh", "Hai người nghỉ ốm dài ngày")];
        now.handler.act(&page, "nguyen-nhan", &reason).await.says("không có quyền");
        let now = later(&world, "2023-09-11T08:30").await;
        let owed = async |world: &World, who: &str| {
            let list = world.officer(who).await.get("/lam-viec/giam-sat/ho-so?so=no-xin-loi").await;
            list.text().contains(": 1 hồ sơ")
        };
        assert!(owed(&world, "trungtam").await);
        now.handler.get(&page).await.says("Quá hạn, chưa ghi nguyên nhân");
        now.reception.act(&page, "nguyen-nhan", &reason).await.says("không có quyền");
        now.handler.act(&page, "nguyen-nhan", &reason[..1]).await.says("Ghi cụ thể nguyên nhân.");
        now.handler.does(&page, "nguyen-nhan", &reason).await;
        let shown = now.leader.get(&page).await;
        shown.says("Thiếu người xử lý: Hai người nghỉ ốm dài ngày").hides("chưa ghi nguyên nhân");
        let now = later(&world, "2023-09-11T08:45").await;
        assert!(!owed(&world, "trungtam").await, "a recorded reason stands for the letter on the board");
        // The letter is still the leader's to sign; afterwards the dossier is handed over like any other.
        now.leader.get(&page).await.says("Phiếu xin lỗi chờ ký");
        let sign = [
            ("nguyen-nhan-xl", "staff"),
            ("ly-do-xl", "Thiếu người xử lý"),
            ("hen-moi-xl", "2023-09-13T16:00"),
        ];
        now.leader.does(&page, "xin-loi", &sign).await;
        has_letter(&now.leader, &page, "Mẫu 04").await;
        now.leader.get(&page).await.says("báo muộn").says("ngày hẹn cũ giữ nguyên");
        now.to_result(&page).await;
        let taken = [("nguoi-nhan", "Thạch"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        now.reception.does(&page, "tra-ket-qua", &taken).await;
        world.must_be_whole().await;
    });
}

#[test]
fn a_dossier_opened_again_has_a_day_of_its_own_and_a_letter_in_time() {
    // NĐ 61/2018 Điều 21.1, 19.9.
    on_each(async |world: World| {
        let now = staff(&world).await;
        let page = now.at_handler().await;
        now.to_result(&page).await;
        let taken = [("nguoi-nhan", "Thạch"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        now.reception.does(&page, "tra-ket-qua", &taken).await;
        let reopen = |when: &'static str| {
            [("nguyen-nhan-ml", "correction"), ("ly-do-ml", "Sai họ tên"), ("buoc-ml", "2"), ("hen-ml", when)]
        };
        // In the past, at night, on a Sunday.
        for wrong in ["2023-08-21T16:00", "2023-08-25T22:00", "2023-08-27T09:00"] {
            now.leader.act(&page, "mo-lai", &reopen(wrong)).await.says("trong giờ làm việc");
        }
        now.leader.does(&page, "mo-lai", &reopen("2023-08-25T16:00")).await;
        let shown = now.leader.get(&page).await;
        shown.says("hẹn trả theo quyết định mở lại hồ sơ: thứ Sáu, 25/8/2023, 16:00");
        let code = shown.between("class=\"code\">", "<");
        let own = world.visitor().post("/tra-cuu", &[("ma", code.as_str()), ("bon-so", "1234")]).await;
        own.says("Hồ sơ được mở lại; ngày hẹn trả mới: thứ Sáu, 25/8/2023, 16:00.");
        // The letter is drafted on the working day before, not when it is late already.
        let now = later(&world, "2023-08-24T08:00").await;
        now.leader.get(&page).await.says("Phiếu xin lỗi chờ ký").hides("Quá hạn trả kết quả");
        world.must_be_whole().await;
    });
}
