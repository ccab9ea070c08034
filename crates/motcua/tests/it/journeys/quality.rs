//! What is wrong with dossiers is found, all of it and nothing else, and goes when it is mended.

use axum::http::StatusCode;
use base::dossier::{load, record};
use domain::{
    dossier::{
        Event,
        event::{Ground, Request},
    },
    id::DossierId,
    people::Actor,
    quality::Defect,
};
use jiff::SignedDuration;
use kit::db::args;
use oversight::follow::catch_up;

use super::{
    counter::receive,
    turns::{Staff, later, staff},
};
use crate::world::{World, on_each};

/// Everything up to now is looked at, and what was not sure a second time.
async fn look(world: &World) {
    for _ in 0..2 {
        let now = world.app.now();
        world.clock.set(now + SignedDuration::from_mins(6));
        catch_up(&world.app).await.unwrap();
    }
}

/// The findings: code of the dossier and defect.
async fn found(world: &World) -> Vec<(String, String)> {
    let sql = "SELECT f.code, w.defect FROM finding w JOIN filing f ON f.dossier_id = w.dossier_id
         WHERE w.is_sure ORDER BY f.code, w.defect";
    let read = |tx: &mut kit::db::Tx| {
        let rows = tx.all(sql, args![])?;
        let pair = |row: &kit::db::Row| {
            let code: String = row.get(0)?;
            Ok((code.rsplit('-').next().unwrap_or_default().to_owned(), row.get(1)?))
        };
        rows.iter().map(pair).collect()
    };
    world.app.read(read).await.unwrap()
}

/// Something happens to the dossier that no command lets happen.
async fn befalls(world: &World, page: &str, event: Event) {
    let id: DossierId = page.rsplit('/').next().unwrap().parse().unwrap();
    let now = world.app.now();
    let write = move |tx: &mut kit::db::Tx| {
        let seen = load(tx, id)?;
        record(tx, &seen, &event, Actor::System, now).map(drop)
    };
    world.app.write(write).await.unwrap();
}

/// A result in a file of the store that is no longer what it was.
async fn with_result(desk: &Staff<'_>, page: &str, content: &str) {
    desk.handler.does(page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
    desk.handler.does(page, "chuyen-buoc", &[]).await;
    desk.head.does(page, "chuyen-buoc", &[]).await;
    desk.leader.does(page, "chuyen-buoc", &[]).await;
    let file = format!("file:kq.pdf:%PDF-1.7 {content}");
    let result = [("so", "12/QĐ"), ("ngay", "2023-08-23"), ("tep", file.as_str())];
    desk.clerk.does(page, "ban-hanh", &result).await;
}

/// The file in the store that has these words.
fn file_with(world: &World, words: &str) -> std::path::PathBuf {
    let mut open = vec![world.files()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else if String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).contains(words) {
                return entry.path();
            }
        }
    }
    panic!("no file says {words}")
}

#[test]
fn every_seeded_defect_is_found_and_nothing_else() {
    // Rows C-50, C-51.
    on_each(async |world: World| {
        let desk = staff(&world).await;
        let mut pages = vec![];
        for _ in 0..8 {
            pages.push(desk.at_handler().await);
        }
        let [sound, lost, broken, listless, groundless, slipless, late, sorry] = &pages[..] else {
            panic!("eight dossiers")
        };
        let desk = later(&world, "2023-08-23T09:00").await;
        for (page, content) in [(sound, "tot"), (lost, "mat-tep"), (broken, "hong-tep")] {
            with_result(&desk, page, content).await;
        }
        world.ring().await;
        look(&world).await;
        assert_eq!(found(&world).await, [], "nothing is wrong yet");
        std::fs::remove_file(file_with(&world, "mat-tep")).unwrap();
        std::fs::write(file_with(&world, "hong-tep"), "không phải tệp đó").unwrap();
        let request = Request {
            lines: vec![],
            reason: "Chưa rõ".into(),
            slip_number: 901,
            answer_by: None,
            remind_at: None,
        };
        befalls(&world, listless, Event::SupplementRequested { request, is_late: false }).await;
        let place = world.app.read(place_of(groundless)).await.unwrap();
        let ground = Ground { reason: "Không đủ điều kiện".into(), basis: " ".into() };
        befalls(&world, groundless, Event::Refused { ground, slip_number: 902, to: place }).await;
        world.ring().await;
        // The slip of its reception is lost.
        let id: DossierId = slipless.rsplit('/').next().unwrap().parse().unwrap();
        let take_slip = move |tx: &mut kit::db::Tx| {
            tx.execute("DELETE FROM letter WHERE dossier_id = $1", args![id.0])?;
            Ok(())
        };
        world.app.write(take_slip).await.unwrap();
        // Something happens to those of the files and of the slip, so that they are looked at.
        for page in [lost, broken] {
            let note = Event::CollectionReminded { note: "Đã báo".into() };
            befalls(&world, page, note).await;
        }
        desk.handler.does(slipless, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
        look(&world).await;
        let all = |found: &[(&str, Defect)]| -> Vec<(String, String)> {
            let mut all: Vec<_> =
                found.iter().map(|(code, defect)| ((*code).to_owned(), defect.name().to_owned())).collect();
            all.sort_unstable();
            all
        };
        let seeded = [
            ("0002", Defect::NoResultFile),
            ("0003", Defect::BadResultFile),
            ("0004", Defect::NoList),
            ("0005", Defect::NoGround),
            ("0006", Defect::SlipMissing),
        ];
        assert_eq!(found(&world).await, all(&seeded));
        // The due date passes: an apology is owed the same day, and one that was signed is none.
        let desk = later(&world, "2023-09-07T08:00").await;
        assert_ne!(late, sorry);
        let apologise =
            [("nguyen-nhan-xl", "load"), ("ly-do-xl", "Nhiều hồ sơ"), ("hen-moi-xl", "2023-09-14T16:00")];
        desk.leader.does(sorry, "xin-loi", &apologise).await;
        world.ring().await;
        later(&world, "2023-09-11T17:30").await;
        look(&world).await;
        let late: Vec<String> = found(&world)
            .await
            .into_iter()
            .filter(|(_, defect)| defect == Defect::NoApology.name())
            .map(|(code, _)| code)
            .collect();
        assert_eq!(late, ["0006", "0007"]);
        pages_of(&world).await;
    });
}

/// The place to which the papers of the dossier go back.
fn place_of(
    page: &str,
) -> impl Fn(&mut kit::db::Tx) -> base::error::Result<domain::dossier::Place> + Send + 'static {
    let id: DossierId = page.rsplit('/').next().unwrap().parse().unwrap();
    move |tx| {
        let seen = load(tx, id)?;
        let mut place = seen.place.clone().unwrap();
        (place.step, place.kind) = (6, domain::process::StepKind::Return);
        (place.unit, place.owner) = (seen.receiving_unit, None);
        place.role = place.kind.role();
        Ok(place)
    }
}

/// The page has the numbers, its lists the dossiers, and the register of slips what is wrong with them.
async fn pages_of(world: &World) {
    let centre = world.officer("trungtam").await;
    let page = centre.get("/lam-viec/giam-sat/chat-luong").await;
    page.says("Kiểm tra chất lượng, toàn tỉnh").says("Sổ giấy, phiếu năm 2023");
    page.says("Quá hạn, không có phiếu xin lỗi: 2");
    let list = centre.get("/lam-viec/giam-sat/chat-luong?loi=tep-ket-qua-hong").await;
    list.says("230822-0003").says("Quét, ký lại kết quả");
    assert_eq!(list.text().matches("<tr data-row>").count(), 1);
    let board = centre.get("/lam-viec/giam-sat").await;
    board.says("chat-luong?loi=tep-ket-qua-hong\">1</a>").says("chat-luong?loi=thieu-xin-loi\">2</a>");
    // Each number of a unit is the length of its list, from which something is sent.
    let text = board.text();
    let cells: Vec<&str> = text.split("<a href=\"/lam-viec/giam-sat/chat-luong?").skip(1).collect();
    let of_units: Vec<&&str> =
        cells.iter().filter(|cell| cell.split('>').next().unwrap().contains("don-vi=")).collect();
    assert_eq!(of_units.len(), Defect::ALL.len(), "one unit has something to mend");
    for cell in of_units {
        let (url, rest) = cell.split_once("\">").unwrap();
        let n = rest.split('<').next().unwrap();
        let url = url.replace("&amp;", "&").replace("&#38;", "&");
        let list = centre.get(&format!("/lam-viec/giam-sat/chat-luong?{url}")).await;
        list.says(&format!(": {n} hồ sơ</h1>"));
        assert_eq!(list.text().matches("<tr data-row>").count().to_string(), n, "{url}");
        if n != "0" {
            list.says("Kiến nghị đơn vị khắc phục").says("name=\"ho-so\"").says("value=\"de-nghi\"");
        }
    }
    world.officer("lanhdao").await.get("/lam-viec/giam-sat/chat-luong").await.says("Sở Tư pháp");
    let province = world.officer("ubndtinh").await;
    province.get("/lam-viec/giam-sat/chat-luong").await.hides("?loi=");
    for (who, path) in [("ubndtinh", "?loi=thieu-xin-loi"), ("chuyenvien", "")] {
        let path = format!("/lam-viec/giam-sat/chat-luong{path}");
        assert_eq!(world.officer(who).await.get(&path).await.status, StatusCode::FORBIDDEN, "{who}");
    }
}

#[test]
fn a_slip_in_the_making_is_no_defect() {
    on_each(async |world: World| {
        let desk = staff(&world).await;
        receive(&desk.reception, &[]).await;
        let now = world.app.now();
        world.clock.set(now + SignedDuration::from_mins(2));
        catch_up(&world.app).await.unwrap();
        let centre = world.officer("trungtam").await;
        assert_eq!(found(&world).await, []);
        assert_eq!(world.count("SELECT count(*) FROM finding").await, 1, "it is looked for again");
        world.ring().await;
        look(&world).await;
        assert_eq!(world.count("SELECT count(*) FROM finding").await, 0);
        centre.get("/lam-viec/giam-sat/chat-luong").await.says("không có");
    });
}
