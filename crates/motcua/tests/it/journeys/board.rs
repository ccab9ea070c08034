//! The board of the Centre: numbers that are the length of their lists, and that follow what happens.

use std::time::Duration;

use axum::{body::Body, http::StatusCode};
use domain::board::{Figure, Grouping};
use futures_util::StreamExt;
use kit::db::args;

use super::counter::receive;
use crate::world::{Answer, Visitor, World, at, on_each};

/// The numbers of the row `key` on the page.
fn numbers(page: &Answer, key: &str) -> Vec<usize> {
    let row = page.between(&format!("data-live-row=\"{key}\""), "</tr>");
    row.split("data-n=\"").skip(1).map(|cell| cell.split('"').next().unwrap().parse().unwrap()).collect()
}

/// The number of `figure` for everybody.
fn sum(page: &Answer, figure: Figure) -> usize {
    let place = Figure::ALL.iter().position(|known| *known == figure).unwrap();
    *numbers(page, "").get(place).unwrap()
}

/// Follows every number of the board of `grouping` to its list; all must be as long as they say.
async fn every_number_is_the_length_of_its_list(who: &Visitor<'_>, grouping: Grouping) {
    let page = who.get(&format!("/lam-viec/giam-sat?theo={}", grouping.name())).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let mut followed = 0;
    for cell in text.split("data-n=\"").skip(1) {
        let (n, rest) = cell.split_once('"').unwrap();
        let Some(link) = rest.split("href=\"").nth(1) else { continue };
        let link = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let list = who.get(&link).await;
        assert_eq!(list.status, StatusCode::OK, "{link}");
        let what = if link.contains("/phan-anh/") { "phản ánh" } else { "hồ sơ" };
        list.says(&format!(": {n} {what}</h1>"));
        assert_eq!(list.text().matches("<tr data-row>").count().to_string(), n, "{link}");
        followed += 1;
    }
    assert!(followed > 2 * Figure::ALL.len(), "{followed}");
}

#[test]
fn every_number_of_the_board_is_the_length_of_its_list() {
    // Rows C-22, C-48, C-57.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let mut pages = vec![];
        for _ in 0..4 {
            pages.push(receive(&reception, &[]).await);
        }
        for page in pages.iter().take(3) {
            reception.does(page, "chuyen", &[]).await;
        }
        let head = world.officer("truongphong").await;
        head.does(pages.first().unwrap(), "nhan-xu-ly", &[]).await;
        let centre = world.officer("trungtam").await;
        let board = centre.get("/lam-viec/giam-sat").await;
        assert_eq!(sum(&board, Figure::ReceivedToday), 4);
        assert_eq!(sum(&board, Figure::Open), 4);
        assert_eq!(sum(&board, Figure::Unassigned), 2, "two were handed over and not taken");
        for grouping in Grouping::ALL {
            every_number_is_the_length_of_its_list(&centre, *grouping).await;
        }
        // Time alone moves them: long after the due date all are late, and nobody has apologised.
        world.clock.set(at("2023-10-02T08:00"));
        let centre = world.officer("trungtam").await;
        let board = centre.get("/lam-viec/giam-sat").await;
        assert_eq!((sum(&board, Figure::ReceivedToday), sum(&board, Figure::LateMore)), (0, 4));
        assert_eq!(sum(&board, Figure::ApologyOwed), 4, "row C-51");
        centre.get("/lam-viec/giam-sat/ho-so?so=qua-han").await.says(": 4 hồ sơ</h1>");
        for grouping in Grouping::ALL {
            every_number_is_the_length_of_its_list(&centre, *grouping).await;
        }
    });
}

#[test]
fn a_head_watches_over_one_unit_and_others_over_none() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        let own = world.officer("lanhdao").await.get("/lam-viec/giam-sat").await;
        assert_eq!(sum(&own, Figure::Open), 1);
        own.says("Theo cán bộ").hides("Theo đơn vị");
        let unit: String = world
            .app
            .read(|tx| {
                let sql = "SELECT u.code FROM unit u WHERE u.id <> (SELECT settling_unit_id FROM dossier) AND u.kind = 'department'";
                Ok(tx.one(sql, args![])?.get(0)?)
            })
            .await
            .unwrap();
        let other = world.app.house().by_code(&unit).unwrap().id;
        let stranger = world.cast.of(other, domain::people::Role::Leader).first().map(|one| one.actor);
        if let Some(person) = stranger.and_then(|actor| actor.person()) {
            let other = world.officer_with(&person.to_string()).await;
            let board = other.get("/lam-viec/giam-sat").await;
            board.says("Chưa có hồ sơ nào đang mở");
            other.get("/lam-viec/giam-sat/ho-so?so=dang-giai-quyet").await.says(": 0 hồ sơ");
        }
        for login in ["tiepnhan", "chuyenvien", "quantri", "congdan"] {
            let answer = world.officer(login).await.get("/lam-viec/giam-sat").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}");
        }
        assert_eq!(world.visitor().get("/lam-viec/giam-sat").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn the_board_follows_what_happens() {
    on_each(async |world: World| {
        let centre = world.officer("trungtam").await;
        let stream = centre.open("/lam-viec/giam-sat/truc-tiep?theo=don-vi").await;
        assert_eq!(stream.status(), StatusCode::OK);
        let mut stream = Body::into_data_stream(stream.into_body());
        let mut next = async || {
            let frame = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
            String::from_utf8(frame.expect("news in time").unwrap().unwrap().to_vec()).unwrap()
        };
        let first = next().await;
        assert_eq!(first, format!("data: {{\"\":{:?}}}\n\n", [0; Figure::ALL.len()]).replace(", ", ","));
        let also = next().await;
        assert!(also.starts_with("data: {\"!\":[0,0,"), "{also}");
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        let news = next().await;
        assert!(news.starts_with("data: {") && news.contains("\"\":[1,0,1,"), "{news}");
        // A petition that nobody answered stands beside the dossiers, one click from its list.
        super::petitions::file(&world, &[]).await;
        while !next().await.contains("\"!\":[1,") {}
        let list = "/lam-viec/phan-anh/giam-sat/danh-sach?so=chua-tra-loi";
        for path in ["/lam-viec/giam-sat", "/lam-viec/giam-sat?tuong=1"] {
            centre.get(path).await.says(&format!("{list}\">1</a>"));
        }
        assert_eq!(centre.get(list).await.text().matches("<tr data-row").count(), 1);
        // Told to stop, the house waits for no watcher.
        world.app.stopping.send_replace(true);
        assert!(tokio::time::timeout(Duration::from_secs(20), stream.next()).await.unwrap().is_none());
        assert!(!page.is_empty());
    });
}
