//! Several people at once, and people who have no business there.

use axum::http::StatusCode;
use domain::people::Role;

use super::counter::receive;
use crate::world::{World, at, on_each};

#[test]
fn of_two_officers_the_slower_sees_the_new_state() {
    // Row C-02: one responsible person at any moment.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        let shown = reception.get(&page).await;
        let (csrf, version) =
            (shown.between("name=\"csrf\" value=\"", "\""), shown.between("name=\"ban\" value=\"", "\""));
        let fields = [("csrf", csrf.as_str()), ("ban", version.as_str())];
        let target = format!("{page}/chuyen");
        let (one, two) = tokio::join!(reception.post(&target, &fields), reception.post(&target, &fields));
        let (first, second) = if one.status == StatusCode::SEE_OTHER { (one, two) } else { (two, one) };
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.text());
        second.says("vừa được người khác cập nhật").says("Đã chuyển xử lý");
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'transferred'").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn codes_of_a_day_have_no_gap_however_many_receive_at_once() {
    // Row C-20.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let (a, b, c, d) = tokio::join!(
            receive(&reception, &[]),
            receive(&reception, &[]),
            receive(&reception, &[]),
            receive(&reception, &[])
        );
        assert_eq!([a, b, c, d].iter().collect::<std::collections::HashSet<_>>().len(), 4);
        let codes = world
            .app
            .read(|tx| {
                let rows = tx.all("SELECT code FROM filing ORDER BY code", vec![])?;
                rows.iter().map(|row| Ok(row.get::<String>(0)?)).collect::<base::error::Result<Vec<_>>>()
            })
            .await
            .unwrap();
        let numbers: Vec<&str> = codes.iter().map(|code| &code[code.len() - 4..]).collect();
        assert_eq!(numbers, ["0001", "0002", "0003", "0004"]);
    });
}

#[test]
fn who_takes_a_later_one_first_says_why() {
    // Row C-03.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let early = receive(&reception, &[]).await;
        reception.does(&early, "chuyen", &[]).await;
        world.clock.set(at("2023-08-22T16:00"));
        let late = receive(&reception, &[]).await;
        let favoured = receive(&reception, &[("uu-tien", "elderly")]).await;
        for page in [&late, &favoured] {
            reception.does(page, "chuyen", &[]).await;
        }
        let head = world.officer("truongphong").await;
        let refused = head.act(&late, "nhan-xu-ly", &[("ly-do-nhan", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Có hồ sơ đến hạn sớm hơn đang chờ.");
        head.does(&late, "nhan-xu-ly", &[("ly-do-nhan", "Cùng chủ hồ sơ")]).await;
        head.get(&late).await.says("Nhận trước: Cùng chủ hồ sơ");
        head.does(&favoured, "nhan-xu-ly", &[]).await;
    });
}

#[test]
fn nobody_sees_what_is_not_theirs() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        for (login, status) in [
            ("quantri", StatusCode::NOT_FOUND),
            ("thungan", StatusCode::NOT_FOUND),
            ("congdan", StatusCode::FORBIDDEN),
            ("trungtam", StatusCode::OK),
        ] {
            assert_eq!(world.officer(login).await.get(&page).await.status, status, "{login}");
        }
        let stranger = world.stranger(Role::Handler).await;
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
        stranger.get("/lam-viec/tra-cuu?q=thach").await.hides("Sô Phia");
        reception.get("/lam-viec/tra-cuu?q=thach+so").await.says("Sô Phia");
        reception.get("/lam-viec/tra-cuu?q=230822-0001").await.says("Sô Phia");
        // A whole code or identity number is looked up by its own index, and shows no more than parts of words do.
        let sql = "SELECT code, owner_identity FROM filing";
        let (code, identity): (String, String) = world
            .app
            .read(move |tx| {
                let row = tx.one(sql, kit::db::args![])?;
                Ok((row.get(0)?, row.get(1)?))
            })
            .await
            .unwrap();
        for q in [code.clone(), code.to_lowercase(), identity.clone(), identity.chars().take(9).collect()] {
            let target = format!("/lam-viec/tra-cuu?q={q}");
            reception.get(&target).await.says("Sô Phia");
            stranger.get(&target).await.hides("Sô Phia");
        }
        assert_eq!(world.visitor().get(&page).await.status, StatusCode::SEE_OTHER, "signed out");
    });
}

#[test]
fn a_form_without_the_sessions_token_changes_nothing() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        let answer = reception.post(&format!("{page}/chuyen"), &[("ban", "1"), ("csrf", "0")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        reception.get(&page).await.says("Đã tiếp nhận");
    });
}

#[test]
fn passwords_cannot_be_guessed_for_long() {
    on_each(async |world: World| {
        let mut statuses = vec![];
        for _ in 0..22 {
            let answer = world.visitor().post("/dang-nhap", &[("ten", "khong-co"), ("mat-khau", "x")]).await;
            statuses.push(answer.status);
        }
        assert_eq!(statuses.first(), Some(&StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    });
}

#[test]
fn the_order_of_picking_is_kept_against_the_order_of_intake() {
    // Row C-03.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let mut pages = vec![];
        for minute in ["08:00", "08:20"] {
            world.clock.set(at(&format!("2023-08-22T{minute}")));
            let page = receive(&reception, &[]).await;
            reception.does(&page, "chuyen", &[]).await;
            pages.push(page);
        }
        let head = world.officer("truongphong").await;
        head.does(&pages[1], "nhan-xu-ly", &[("ly-do-nhan", "Cùng chủ hồ sơ với việc đang làm")]).await;
        world.clock.set(at("2023-08-22T08:40"));
        head.does(&pages[0], "nhan-xu-ly", &[]).await;
        let list = head.get("/lam-viec/don-vi/thu-tu?tu=2023-08-01&den=2023-08-31&dang=csv").await;
        assert_eq!(list.kind, "text/csv; charset=utf-8");
        let lines: Vec<Vec<String>> =
            list.text().lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let orders: Vec<(&str, &str, &str)> = lines.iter().map(|c| (&*c[3], &*c[6], &*c[7])).collect();
        assert_eq!(orders, [("2", "1", "Cùng chủ hồ sơ với việc đang làm"), ("1", "2", "")]);
        head.get("/lam-viec/don-vi/thu-tu").await.says("Cùng chủ hồ sơ với việc đang làm");
        // Another unit's list is not shown to a head.
        let other = head.get("/lam-viec/don-vi/thu-tu?don-vi=H59.01&dang=csv").await;
        assert_eq!(other.text().lines().count(), 3);
    });
}
