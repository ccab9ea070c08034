//! A letter of urging: drafted from a question at a moment, signed, answered, followed.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::people::Role;

use super::counter::receive;
use crate::world::{Visitor, World, at, on_each};

const LETTERS: &str = "/lam-viec/don-doc";

/// The identifiers of the dossiers at `pages`.
fn ids(pages: &[String]) -> BTreeSet<String> {
    pages.iter().map(|page| page.rsplit('/').next().unwrap().to_owned()).collect()
}

/// The identifiers of the dossiers that the only letter lists.
async fn listed(world: &World) -> BTreeSet<String> {
    let rows = world.app.read(|tx| Ok(tx.all("SELECT dossier_id FROM urge_item", vec![])?)).await.unwrap();
    rows.iter().map(|row| row.get::<uuid::Uuid>(0).unwrap().to_string()).collect()
}

/// Drafts a letter to the first unit of the list; its page.
async fn draft(who: &Visitor<'_>) -> String {
    let list = who.get(LETTERS).await;
    let (id, unit) =
        (list.between("name=\"ma\" value=\"", "\""), list.between("name=\"don-vi\" value=\"", "\""));
    let fields = [("ma", id.as_str()), ("don-vi", unit.as_str())];
    let drafted = who.does(LETTERS, "", &fields).await;
    // A double click drafts one.
    assert_eq!(who.does(LETTERS, "", &fields).await.location, drafted.location);
    drafted.location
}

/// Two dossiers that are due on Monday 11/9/2023; beside them one that is settled and one that waits for its applicant.
async fn four(world: &World) -> Vec<String> {
    let reception = world.officer("tiepnhan").await;
    let mut pages = vec![];
    for _ in 0..2 {
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        pages.push(page);
    }
    let settled = receive(&reception, &[]).await;
    reception.does(&settled, "chuyen", &[]).await;
    super::ladder::settle(world, &settled).await;
    let waiting = super::ladder::held(world).await;
    let ask = [("thieu-yc", "1"), ("ly-do-yc", "Bản sao mờ, không đọc được")];
    world.officer("chuyenvien").await.does(&waiting, "yeu-cau-bo-sung", &ask).await;
    pages
}

/// The letter at `letter` reaches the agency as a matter with its list, and others do not see it; the matter and the file.
async fn reaches(world: &World, letter: &str) -> (String, Vec<u8>) {
    let id = letter.rsplit('/').next().unwrap();
    let leader = world.officer("lanhdao").await;
    leader.get("/lam-viec/phoi-hop").await.says("Công văn đôn đốc số 01/TTPVHCC-GS: 2 hồ sơ");
    let matter = leader.get(letter).await.between("href=\"/lam-viec/phoi-hop/", "\">Trả lời");
    let matter = format!("/lam-viec/phoi-hop/{}", matter.rsplit('/').next().unwrap());
    leader.get(&matter).await.says(&format!("{LETTERS}/{id}/cong-van")).says("thứ Tư, 13/9/2023");
    let kept = leader.get(&format!("{letter}/cong-van")).await;
    assert!(kept.body.starts_with(b"%PDF"));
    let stranger = world.stranger(Role::Leader).await;
    for path in [letter.to_owned(), format!("{letter}/cong-van")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(world.officer("lanhdao").await.get(LETTERS).await.status, StatusCode::FORBIDDEN);
    (matter, kept.body)
}

#[test]
fn a_letter_lists_exactly_what_its_question_found_and_is_answered_in_time() {
    // Row C-48; Điều 4.1.d. Two dossiers are late; one is settled, one waits for its applicant, one is due in many days.
    on_each(async |world: World| {
        let pages = four(&world).await;
        world.clock.set(at("2023-09-07T09:00"));
        let centre = world.officer("trungtam").await;
        centre.get(LETTERS).await.says("Không đơn vị nào có hồ sơ quá hạn");
        // Due on Monday: on Friday they are due within a working day.
        world.clock.set(at("2023-09-08T09:00"));
        let centre = world.officer("trungtam").await;
        centre.get(LETTERS).await.says("Sở Tư pháp");
        let reception = world.officer("tiepnhan").await;
        let later = receive(&reception, &[]).await;
        reception.does(&later, "chuyen", &[]).await;
        world.clock.set(at("2023-09-11T09:00"));
        let centre = world.officer("trungtam").await;
        let letter = draft(&centre).await;
        let shown = centre.get(&letter).await;
        shown.says("2 hồ sơ trong văn bản").says("Còn quá hạn: 2").says("Chờ Giám đốc Trung tâm ký");
        assert_eq!(listed(&world).await, ids(&pages), "not {later}, nor what is settled or waits");
        assert_eq!(world.count("SELECT count(*) FROM urge_letter").await, 1);
        // The agency sees nothing of a draft, and only the director signs.
        assert_eq!(world.officer("lanhdao").await.get(&letter).await.status, StatusCode::NOT_FOUND);
        assert_eq!(centre.act(&letter, "ky", &[]).await.status, StatusCode::FORBIDDEN);
        let preview = centre.get(&format!("{letter}/cong-van")).await;
        assert_eq!((preview.status, preview.kind.as_str()), (StatusCode::OK, "application/pdf"));

        let director = world.officer("giamdoc").await;
        let csrf = director.get(&letter).await.between("name=\"csrf\" value=\"", "\"");
        let other = director.post(&format!("{letter}/ky"), &[("csrf", &csrf), ("ban", "1")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "another draft than was looked at");
        director.does(&letter, "ky", &[]).await;
        let again = director.post(&format!("{letter}/ky"), &[("csrf", &csrf)]).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "signed once");
        assert_eq!(
            director.post(&format!("{letter}/bo"), &[("csrf", &csrf)]).await.status,
            StatusCode::CONFLICT
        );
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM urge_letter WHERE file_hash IS NOT NULL").await, 1);
        director.get(&letter).await.says("01/TTPVHCC-GS").says("Đã ký và gửi");
        let proof: String =
            world.app.read(|tx| Ok(tx.one("SELECT proof FROM urge_letter", vec![])?.get(0)?)).await.unwrap();
        let shown = world.visitor().get(&format!("/xac-thuc/{proof}")).await;
        shown.says("01/TTPVHCC-GS").says("Công văn đôn đốc");

        let (matter, kept) = reaches(&world, &letter).await;

        // One is settled, one is not; the list stays as it was.
        super::ladder::settle(&world, &pages[0]).await;
        world.clock.set(at("2023-09-12T09:00"));
        let director = world.officer("giamdoc").await;
        director.get(&letter).await.says("Đã giải quyết: 1").says("Còn quá hạn: 1");
        let answer = [("noi-dung", "Đã xong một hồ sơ"), ("nguyen-nhan", "verification")];
        world.officer("lanhdao").await.does(&matter, "tra-loi", &answer).await;
        director.get(&matter).await.says("Đã trả lời").says("Đã xong một hồ sơ");
        let same = world.officer("lanhdao").await.get(&format!("{letter}/cong-van")).await;
        assert_eq!(same.body, kept, "what was sent is what is shown");
        world.must_be_whole().await;
    });
}

#[test]
fn letters_are_numbered_without_a_gap_though_drafts_are_thrown_away() {
    // NĐ 30/2020: each letter its number in the book of the year.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        world.clock.set(at("2023-10-02T09:00"));
        let director = world.officer("giamdoc").await;
        // Nobody writes into the log of a dossier by naming it as the letter's own.
        let list = director.get(LETTERS).await;
        let (dossier, unit) =
            (page.rsplit('/').next().unwrap(), list.between("name=\"don-vi\" value=\"", "\""));
        let foreign = director.act(LETTERS, "", &[("ma", dossier), ("don-vi", unit.as_str())]).await;
        assert_eq!(foreign.status, StatusCode::CONFLICT);
        assert_eq!(world.count("SELECT count(*) FROM urge_letter").await, 0);
        for number in ["01", "02"] {
            let thrown = draft(&director).await;
            director.does(&thrown, "bo", &[]).await;
            assert_eq!(director.get(&thrown).await.status, StatusCode::NOT_FOUND);
            let letter = draft(&director).await;
            director.does(&letter, "ky", &[]).await;
            director.get(&letter).await.says(&format!("{number}/TTPVHCC-GS"));
        }
        assert_eq!(world.count("SELECT count(*) FROM matter WHERE dossier_id IS NULL").await, 2);
        // The figures of yesterday are not signed.
        let old = draft(&director).await;
        world.clock.set(at("2023-10-03T09:00"));
        let director = world.officer("giamdoc").await;
        let refused = director.act(&old, "ky", &[]).await;
        refused.says("Số liệu của dự thảo này không phải của hôm nay");
        director.get(&old).await.says("Dự thảo");
        director.does(&old, "bo", &[]).await;
        // Nor is a letter of which nothing is left.
        let done = draft(&director).await;
        super::ladder::settle(&world, &page).await;
        director.act(&done, "ky", &[]).await.says("đã giải quyết xong, không còn gì để đôn đốc");
        world.must_be_whole().await;
    });
}
