//! The numbers of a month: fixed by the director of the Centre, confirmed by the heads of the agencies.

use axum::http::StatusCode;

use super::{counter::receive, turns};
use crate::world::{World, at, on_each};

const NUMBERS: &str = "/lam-viec/so-lieu-thang";

#[test]
fn the_numbers_of_a_month_are_fixed_and_who_does_not_confirm_them_is_named() {
    // Điều 6.2; row C-63.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        for _ in 0..2 {
            let dossier = receive(&reception, &[]).await;
            reception.does(&dossier, "chuyen", &[]).await;
        }
        let director = world.officer("giamdoc").await;
        director.get(NUMBERS).await.says("chưa chốt số liệu tháng 7/2023");
        world.clock.set(at("2023-09-05T08:00"));
        let director = world.officer("giamdoc").await;
        director.get(&format!("{NUMBERS}?thang=2023-09")).await.says("tháng 8/2023");
        world.officer("trungtam").await.get(NUMBERS).await.says("chưa chốt").hides("Chốt số liệu tháng");
        for _ in 0..2 {
            let fixed = director.get(NUMBERS).await;
            if fixed.text().contains("/chot") {
                director.does(NUMBERS, "chot", &[("thang", "2023-08")]).await;
            }
        }
        let again = director.get("/lam-viec/chan-chinh/moi").await.between("name=\"csrf\" value=\"", "\"");
        let twice =
            director.post(&format!("{NUMBERS}/chot"), &[("csrf", &again), ("thang", "2023-08")]).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER, "fixed once");
        let early =
            director.post(&format!("{NUMBERS}/chot"), &[("csrf", &again), ("thang", "2023-09")]).await;
        early.says("Chỉ chốt số liệu của tháng đã kết thúc");
        assert_eq!(world.count("SELECT count(*) FROM data_confirmation").await, 1);
        director
            .get(NUMBERS)
            .await
            .says("Sở Tư pháp")
            .says("<td class=\"num\">2</td><td class=\"num\">0</td>");

        // What happens later does not move them; the head alone answers, and an objection has its reason.
        let reception = world.officer("tiepnhan").await;
        receive(&reception, &[]).await;
        let leader = world.officer("lanhdao").await;
        world
            .officer("chuyenvien")
            .await
            .get(NUMBERS)
            .await
            .says("Chờ xác nhận")
            .hides("Thủ trưởng đơn vị xác nhận");
        let own = leader.get(NUMBERS).await.between(&format!("action=\"{NUMBERS}/"), "\"");
        let target = format!("{NUMBERS}/{own}");
        let csrf = leader.get(NUMBERS).await.between("name=\"csrf\" value=\"", "\"");
        let ban = leader.get(NUMBERS).await.between("name=\"ban\" value=\"", "\"");
        let base = [("csrf", csrf.as_str()), ("thang", "2023-08"), ("ban", ban.as_str())];
        let silent = leader.post(&target, &[base.as_slice(), &[("viec", "objected")]].concat()).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        silent.says("Ghi rõ số nào chưa đúng");
        let objection = [("viec", "objected"), ("ly-do", "Thiếu một hồ sơ nộp ngày 31/8")];
        let said = leader.post(&target, &[base.as_slice(), &objection].concat()).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
        director.get(NUMBERS).await.says("Không thống nhất").says("Thiếu một hồ sơ nộp ngày 31/8");
        let twice = leader.post(&target, &[base.as_slice(), &objection].concat()).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER, "a double click");
        let yes = [base.as_slice(), &[("viec", "confirmed")]].concat();
        assert_eq!(leader.post(&target, &yes).await.status, StatusCode::CONFLICT, "an older page");
        let ban = leader.get(NUMBERS).await.between("name=\"ban\" value=\"", "\"");
        let yes = [("csrf", csrf.as_str()), ("ban", ban.as_str()), ("viec", "confirmed")];
        assert_eq!(leader.post(&target, &yes).await.status, StatusCode::SEE_OTHER);
        leader
            .get(NUMBERS)
            .await
            .says("Đã xác nhận")
            .hides("Thủ trưởng đơn vị xác nhận")
            .says("<td class=\"num\">2</td>");
        let again = leader.post(&target, &yes).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
        assert!(again.location.ends_with("thang=2023-08"), "the month is that of the numbers");
        leader.post(&target, &[base.as_slice(), &objection].concat()).await.says("không làm được việc đó");

        // September: nobody says anything within five working days.
        world.clock.set(at("2023-10-02T08:00"));
        world.officer("giamdoc").await.does(NUMBERS, "chot", &[("thang", "2023-09")]).await;
        world.clock.set(at("2023-10-09T07:30"));
        world.officer("trungtam").await.get(NUMBERS).await.hides("Quá hạn, chưa xác nhận");
        world.clock.set(at("2023-10-09T08:30"));
        let named = world.officer("trungtam").await.get(NUMBERS).await;
        assert!(named.between("Quá hạn, chưa xác nhận</span>", "</p>").contains("Sở Tư pháp"));
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
    });
}

#[test]
fn what_ended_without_a_result_was_not_settled_in_time() {
    // Điều 6.2; row C-63.
    on_each(async |world: World| {
        let staff = turns::staff(&world).await;
        let (withdrawn, late) = (staff.at_handler().await, staff.at_handler().await);
        staff.reception.does(&withdrawn, "rut", &[("ly-do-rut", "Đổi ý")]).await;
        // Received on 22/8/2023, due on 11/9/2023.
        let staff = turns::later(&world, "2023-09-13T08:00").await;
        staff.to_result(&late).await;
        for (today, month, row) in [
            // Received, on time, late, ended otherwise, open.
            ("2023-10-02T08:00", "2023-08", ["2", "0", "0", "1", "1"]),
            ("2023-10-02T08:05", "2023-09", ["0", "0", "1", "0", "0"]),
        ] {
            world.clock.set(at(today));
            let director = world.officer("giamdoc").await;
            let page = format!("{NUMBERS}?thang={month}");
            let csrf = director.get(&page).await.between("name=\"csrf\" value=\"", "\"");
            let fixed = [("csrf", csrf.as_str()), ("thang", month)];
            let fixed = director.post(&format!("{NUMBERS}/chot"), &fixed).await;
            assert_eq!(fixed.status, StatusCode::SEE_OTHER, "{}", fixed.text());
            let row = row.map(|n| format!("<td class=\"num\">{n}</td>")).concat();
            director.get(&page).await.says("Sở Tư pháp").says(&row);
        }
    });
}
