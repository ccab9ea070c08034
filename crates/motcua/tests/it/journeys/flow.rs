//! Where time is lost, which paths dossiers take, and what will be late: kept up from the log, and the same made anew.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kit::db::args;
use oversight::follow::{catch_up, forget};

use super::turns::{later, staff};
use crate::world::{World, at, on_each};

/// The follower does what it has to do, with everything up to now visible.
pub async fn follow(world: &World) {
    let now = world.app.now();
    world.clock.set(now + SignedDuration::from_mins(2));
    catch_up(&world.app).await.unwrap();
}

/// Every row of the tables that are kept of the log, as text.
async fn kept(world: &World) -> Vec<String> {
    let tables = [
        "step_fact ORDER BY dossier_id, no",
        "step_month ORDER BY procedure_code, unit_id, step, kind, month",
        "passage_month ORDER BY procedure_code, month, from_unit_id, from_step, from_kind, to_unit_id, to_step, to_kind",
        "asked ORDER BY dossier_id, no",
        "work_month ORDER BY month, unit_id, person_id, kind, complexity, procedure_code",
        "filed_week ORDER BY week, unit_id",
        "work_taken ORDER BY dossier_id",
        "route_fact ORDER BY dossier_id",
    ];
    let read = move |tx: &mut kit::db::Tx| {
        let mut all = vec![];
        for table in tables {
            for row in tx.all(&format!("SELECT * FROM {table}"), args![])? {
                all.push(format!("{table} {row:?}"));
            }
        }
        Ok(all)
    };
    world.app.read(read).await.unwrap()
}

/// Two dossiers: one goes straight through, one comes back from the review and then stays with the handler.
pub async fn two_dossiers(world: &World) -> String {
    let desk = staff(world).await;
    let straight = desk.at_handler().await;
    let returned = desk.at_handler().await;
    let desk = later(world, "2023-08-23T09:00").await;
    desk.to_result(&straight).await;
    desk.handler.does(&returned, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
    desk.handler.does(&returned, "chuyen-buoc", &[]).await;
    let back = [("ly-do-tra", "Thiếu căn cứ"), ("buoc", "2")];
    desk.head.does(&returned, "tra-lai", &back).await;
    returned
}

#[test]
fn where_time_is_lost_is_kept_up_from_the_log_and_the_same_when_made_anew() {
    on_each(async |world: World| {
        follow(&world).await;
        two_dossiers(&world).await;
        // In the middle of things, and again later: only what is new is added.
        follow(&world).await;
        let half = world.count("SELECT CAST(sum(stays) AS BIGINT) FROM step_month").await;
        let desk = later(&world, "2023-08-24T10:00").await;
        let third = desk.at_handler().await;
        follow(&world).await;
        // Done in one batch, undone in the next.
        desk.handler.does(&third, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        desk.handler.does(&third, "chuyen-buoc", &[]).await;
        follow(&world).await;
        desk.handler.does(&third, "hoan-tac", &[("ly-do-ht", "Nhầm hồ sơ")]).await;
        follow(&world).await;
        let desk = later(&world, "2023-08-25T10:00").await;
        desk.to_result(&third).await;
        follow(&world).await;
        assert!(world.count("SELECT CAST(sum(stays) AS BIGINT) FROM step_month").await > half);
        let before = kept(&world).await;
        let facts = world.count("SELECT count(*) FROM step_fact WHERE left_at IS NOT NULL").await;
        let stays = world.count("SELECT CAST(sum(stays) AS BIGINT) FROM step_month").await;
        assert_eq!((facts, facts > 10), (stays, true));
        let deeds = world.count("SELECT CAST(sum(deeds) AS BIGINT) FROM work_month").await;
        assert!(deeds > 10, "{deeds}");
        let forget = |tx: &mut kit::db::Tx| {
            forget(tx);
            Ok(())
        };
        world.app.write(forget).await.unwrap();
        assert_eq!(world.count("SELECT count(*) FROM step_fact").await, 0);
        catch_up(&world.app).await.unwrap();
        assert_eq!(kept(&world).await, before);
        catch_up(&world.app).await.unwrap();
        assert_eq!(kept(&world).await, before, "nothing is counted twice");
    });
}

#[test]
fn the_centre_sees_where_time_is_lost_and_the_paths_dossiers_take() {
    on_each(async |world: World| {
        two_dossiers(&world).await;
        follow(&world).await;
        let centre = world.officer("trungtam").await;
        let page = centre.get("/lam-viec/diem-nghen").await;
        assert_eq!(page.status, StatusCode::OK);
        page.says("Điểm nghẽn, toàn tỉnh")
            .says("Thẩm định, xử lý")
            .says("Sở Tư pháp")
            .says("So với kỳ trước");
        // From the number to the dossiers that are there now.
        let link = page
            .between("/lam-viec/diem-nghen/ho-so?thu-tuc=", "\"")
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let list = centre.get(&format!("/lam-viec/diem-nghen/ho-so?thu-tuc={link}")).await;
        assert_eq!((list.status, list.text().matches("<tr data-row>").count()), (StatusCode::OK, 1));
        list.says("230822-0002").says("Ở đây từ").hides("230822-0001");
        let map = page.between("/lam-viec/diem-nghen/duong-di?thu-tuc=", "\"");
        let map = centre.get(&format!("/lam-viec/diem-nghen/duong-di?thu-tuc={map}")).await;
        map.says("<svg").says("trả lại").says("stroke-dasharray").says("Bắt đầu");
        // Nothing of months in which nothing ended.
        centre.get("/lam-viec/diem-nghen?tu=2023-01&den=2023-02").await.says("Chưa có bước nào kết thúc");
        // A head sees the own unit alone, the province no single dossier, others nothing.
        let head = world.officer("lanhdao").await;
        head.get("/lam-viec/diem-nghen").await.says("Điểm nghẽn, Sở Tư pháp").hides("name=\"don-vi\"");
        let province = world.officer("ubndtinh").await;
        province.get("/lam-viec/diem-nghen").await.says("toàn tỉnh").hides("/lam-viec/diem-nghen/ho-so");
        for (who, path) in [
            ("ubndtinh", "/lam-viec/diem-nghen/ho-so?thu-tuc=x"),
            ("ubndtinh", "/lam-viec/giam-sat/se-tre"),
            ("chuyenvien", "/lam-viec/diem-nghen"),
            ("chuyenvien", "/lam-viec/giam-sat/se-tre"),
            ("tiepnhan", "/lam-viec/diem-nghen/duong-di?thu-tuc=x"),
        ] {
            assert_eq!(
                world.officer(who).await.get(path).await.status,
                StatusCode::FORBIDDEN,
                "{who} {path}"
            );
        }
    });
}

#[test]
fn whole_routes_are_told_with_their_share_and_each_leads_to_its_dossiers() {
    on_each(async |world: World| {
        let taken = [("nguoi-nhan", "Thạch Thị Sa Ri"), ("giay-to-nguoi-nhan", "084090000017")];
        let returned = two_dossiers(&world).await;
        let desk = later(&world, "2023-08-24T09:00").await;
        let straight = desk.at_handler().await;
        desk.to_result(&straight).await;
        desk.to_result(&returned).await;
        for (page, what) in [(&straight, "straight"), (&returned, "sent back")] {
            let given = desk.reception.act(page, "tra-ket-qua", &taken).await;
            assert_eq!(given.status, StatusCode::SEE_OTHER, "{what}: {}", given.text());
        }
        // The first of the two has its result, and waits: it is not over.
        follow(&world).await;
        let centre = world.officer("trungtam").await;
        let page = centre.get("/lam-viec/diem-nghen").await;
        let path =
            format!("/lam-viec/diem-nghen/duong-di?thu-tuc={}", page.between("duong-di?thu-tuc=", "\""));
        let map = centre.get(&path).await;
        map.says("Đường trọn vẹn").says("50,0 %").says("trong số 2 hồ sơ");
        let text = map.text().replace("&#38;", "&").replace("&amp;", "&");
        let links: Vec<&str> = text.split("href=\"").filter_map(|part| part.split('"').next()).collect();
        let links: Vec<&str> = links.into_iter().filter(|link| link.contains("duong-di/ho-so?")).collect();
        assert_eq!(links.len(), 2);
        let mut back = 0;
        for link in links {
            let list = centre.get(link).await;
            assert_eq!(
                list.text().matches("<tr data-row>").count(),
                1,
                "the number is the length of its list"
            );
            list.says("<b>1</b> hồ sơ").says("Đã trả kết quả");
            back += list.text().matches("trả lại</span>").count();
        }
        assert_eq!(back, 1, "one was sent back once");
        // The province sees numbers and no dossiers.
        world.officer("ubndtinh").await.get(&path).await.says("50,0 %").hides("duong-di/ho-so?");
        let other =
            centre.get("/lam-viec/diem-nghen/duong-di/ho-so?thu-tuc=x&duong=0+receive%3Ereturned").await;
        other.says("Không có hồ sơ nào đi đường này");
    });
}

/// Gives every open dossier a past of `count` cases that each took `days` working days from any step on.
async fn past(world: &World, count: i64, days: i64) {
    let mut history = domain::flow::histogram::Histogram::default();
    (0..count).for_each(|_| history.add(days * 28_800));
    let bytes = history.to_bytes();
    let write = move |tx: &mut kit::db::Tx| {
        tx.execute("UPDATE step_month SET remains = $1", args![bytes.clone()])?;
        Ok(())
    };
    world.app.write(write).await.unwrap();
}

#[test]
fn who_will_be_late_is_listed_before_it_is() {
    on_each(async |world: World| {
        let page = two_dossiers(&world).await;
        follow(&world).await;
        let centre = world.officer("trungtam").await;
        centre.get("/lam-viec/giam-sat/se-tre").await.says("Sẽ trễ: 0 hồ sơ");
        // Twelve working days are allowed; forty such dossiers took twenty.
        past(&world, 40, 20).await;
        world.clock.set(at("2023-08-25T08:00"));
        catch_up(&world.app).await.unwrap();
        let centre = world.officer("trungtam").await;
        let list = centre.get("/lam-viec/giam-sat/se-tre").await;
        list.says("Sẽ trễ: 1 hồ sơ").says("230822-0002").says("100 %").says("Dự báo xong");
        world.officer("lanhdao").await.get("/lam-viec/giam-sat/se-tre").await.says("Sẽ trễ: 1 hồ sơ");
        // The list of the board says it, too: row C-48, what will be late is urged in time.
        let board = centre.get("/lam-viec/giam-sat/ho-so?so=dang-giai-quyet").await;
        board.says("Dự báo xong").says("khả năng trễ 100 %");
        // Whoever works on it reads it with its interval, on its page and in the lists.
        let handler = world.officer("chuyenvien").await;
        for path in [page.as_str(), "/lam-viec", "/lam-viec/don-vi"] {
            handler.get(path).await.says("9 trong 10 trường hợp trong khoảng").says("khả năng trễ 100 %.");
        }
        // While the applicant is waited for nobody knows.
        let desk = staff(&world).await;
        let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ")];
        desk.handler.does(&page, "yeu-cau-bo-sung", &ask).await;
        follow(&world).await;
        centre.get("/lam-viec/giam-sat/se-tre").await.says("Sẽ trễ: 0 hồ sơ");
        desk.handler.get(&page).await.hides("9 trong 10 trường hợp");
    });
}

#[test]
fn what_is_late_already_is_not_said_to_be_likely_late() {
    on_each(async |world: World| {
        two_dossiers(&world).await;
        follow(&world).await;
        past(&world, 40, 20).await;
        let list = "/lam-viec/giam-sat/ho-so?so=dang-giai-quyet";
        world.clock.set(at("2023-08-25T08:00"));
        catch_up(&world.app).await.unwrap();
        world.officer("trungtam").await.get(list).await.says("khả năng trễ 100 %");
        world.clock.set(at("2023-09-11T08:00"));
        world.officer("trungtam").await.get(list).await.says("quá hạn").hides("khả năng trễ");
    });
}
