//! What people are told by e-mail: urging and what climbs, the digest of each day, and what cannot be sent.

use axum::http::StatusCode;
use kit::testing::smtp::{Mood, StandIn};
use oversight::board::watch::Watch;

use super::{counter::receive, ladder::held};
use crate::world::{Visitor, World, at, on_each};

/// Gives the person signed in an address, with every kind of letter.
pub async fn address(who: &Visitor<'_>, email: &str) {
    let all = [("viec", "thu"), ("email", email), ("don-doc", "1"), ("hom-nay", "1")];
    who.does("/tai-khoan", "", &all).await;
}

/// The letters taken so far for that address.
pub fn letters(stand_in: &StandIn, to: &str) -> Vec<String> {
    stand_in.taken().into_iter().filter(|mail| mail.to == to).map(|mail| mail.text).collect()
}

/// The number beside `title` on the page "Việc hôm nay".
async fn number(who: &Visitor<'_>, url: &str) -> String {
    let page = who.get("/lam-viec/hom-nay").await;
    page.between(&format!("href=\"{url}\" aria-label=\""), "\"").rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn who_is_reminded_urged_or_above_is_told_by_letter_and_no_letter_names_the_applicant() {
    // Điều 3.2.c, 4.1.d; rows C-22, C-48. Due on Monday 11/9/2023 at 8:00.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        let page = held(&world).await;
        for (login, email) in [
            ("chuyenvien", "cv@stp.vn"),
            ("truongphong", "tp@stp.vn"),
            ("lanhdao", "ld@stp.vn"),
            ("giamdoc", "gd@tt.vn"),
        ] {
            address(&world.officer(login).await, email).await;
        }
        world.clock.set(at("2023-09-08T08:00"));
        world.ring().await;
        let reminded = letters(&stand_in, "cv@stp.vn");
        assert_eq!(reminded.len(), 1);
        assert!(reminded[0].contains("Nhắc việc") && reminded[0].contains("http://x/lam-viec/phoi-hop/"));
        assert_eq!(stand_in.taken().len(), 1, "a reminder is for one person");
        world.clock.set(at("2023-09-11T08:30"));
        world.ring().await;
        assert_eq!(letters(&stand_in, "cv@stp.vn").len(), 2);
        assert_eq!(letters(&stand_in, "tp@stp.vn").len(), 1, "the head of the division");
        assert_eq!(letters(&stand_in, "ld@stp.vn").len(), 0);
        // Nobody answers: the head again, the leader, then the director of the Centre.
        world.clock.set(at("2023-09-12T09:00"));
        world.ring().await;
        assert!(letters(&stand_in, "tp@stp.vn")[1].contains("Quá hạn trả lời: đôn đốc"));
        assert_eq!(letters(&stand_in, "ld@stp.vn").len(), 0);
        world.clock.set(at("2023-09-13T09:00"));
        world.ring().await;
        assert!(letters(&stand_in, "ld@stp.vn")[0].contains("Quá hạn trả lời: đôn đốc"));
        world.clock.set(at("2023-09-14T09:00"));
        world.ring().await;
        assert_eq!(letters(&stand_in, "gd@tt.vn").len(), 1);
        let owner = world
            .app
            .read(|tx| Ok(tx.one("SELECT owner_name FROM filing", vec![])?.get::<String>(0)?))
            .await
            .unwrap();
        assert!(stand_in.taken().iter().all(|mail| !mail.text.contains(&owner)));
        // Who does not want them gets none, and sees everything in the system.
        let handler = world.officer("chuyenvien").await;
        handler.does("/tai-khoan", "", &[("viec", "thu"), ("email", "cv@stp.vn")]).await;
        let head = world.officer("truongphong").await;
        let dossier = page.rsplit('/').next().unwrap();
        let form = format!("/lam-viec/phoi-hop/moi?loai=nhac&ho-so={dossier}");
        let ma = head.get(&form).await.between("name=\"ma\" value=\"", "\"");
        let csrf = head.get(&form).await.between("name=\"csrf\" value=\"", "\"");
        let fields =
            [("csrf", csrf.as_str()), ("ma", &ma), ("loai", "nhac"), ("ho-so", dossier), ("noi-dung", "Gấp")];
        assert_eq!(head.post("/lam-viec/phoi-hop/moi", &fields).await.status, StatusCode::SEE_OTHER);
        world.ring().await;
        assert_eq!(letters(&stand_in, "cv@stp.vn").len(), 2);
        handler.get("/lam-viec/phoi-hop").await.says("Nhắc việc");
        world.must_be_whole().await;
    });
}

#[test]
fn the_digest_comes_once_each_working_day_with_the_numbers_of_the_page() {
    // Row C-22: at the start of every working day of the unit, once, even if the server was down then.
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        let page = held(&world).await;
        let (handler, centre) = (world.officer("chuyenvien").await, world.officer("trungtam").await);
        address(&handler, "cv@stp.vn").await;
        address(&centre, "gs@tt.vn").await;
        address(&world.officer("tiepnhan").await, "tn@tt.vn").await;
        let morning = async |time: &str| {
            world.clock.set(at(time));
            oversight::digest::send::look(&world.app, &Watch::default()).await.unwrap();
            world.ring().await;
        };
        let digests = |to: &str| {
            let all = letters(&stand_in, to).into_iter();
            all.filter(|text| text.contains("/lam-viec/hom-nay")).collect::<Vec<_>>()
        };
        morning("2023-08-23T08:00").await;
        assert_eq!(digests("cv@stp.vn"), Vec::<String>::new(), "an empty one is not sent");
        // Thursday: due on the second working day from now. Twice looked, sent once.
        morning("2023-09-07T06:30").await;
        assert_eq!(digests("cv@stp.vn").len(), 0, "before the day begins");
        for time in ["2023-09-07T09:10", "2023-09-07T09:11", "2023-09-07T14:00"] {
            morning(time).await;
        }
        let sent = digests("cv@stp.vn");
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("đến hạn trong 3 ngày làm việc tới: 1"), "{}", sent[0]);
        assert!(digests("gs@tt.vn")[0].contains("trong 3 ngày làm việc tới: 1"));
        assert_eq!(digests("tn@tt.vn").len(), 0, "the receptionist holds nothing");
        // The page says the same, and each number is the length of its list.
        let soon = "/lam-viec/giam-sat/ho-so?so=3-ngay";
        for login in ["chuyenvien", "truongphong", "trungtam"] {
            let who = world.officer(login).await;
            assert_eq!(number(&who, soon).await, "1", "{login}");
            who.get(soon).await.says(": 1 hồ sơ");
        }
        let reception = world.officer("tiepnhan").await;
        assert_eq!(number(&reception, soon).await, "0");
        reception.get(soon).await.says(": 0 hồ sơ").hides(page.rsplit('/').next().unwrap());
        // On a day off and in the evening nothing is sent; on Monday it is late.
        morning("2023-09-09T09:00").await;
        morning("2023-09-08T18:00").await;
        assert_eq!(digests("cv@stp.vn").len(), 1);
        morning("2023-09-11T08:30").await;
        let sent = digests("cv@stp.vn");
        assert_eq!(sent.len(), 2);
        assert!(sent[1].contains("Hồ sơ quá hạn: 1"), "{}", sent[1]);
        let handler = world.officer("chuyenvien").await;
        let waits = number(&handler, "/lam-viec/phoi-hop").await;
        let list = handler.get("/lam-viec/phoi-hop").await.text();
        assert_eq!(list.matches("<tr data-row>").count().to_string(), waits);
        // Who keeps the system has tasks and sees no dossier; the province sees numbers only.
        for (login, status) in [("quantri", StatusCode::OK), ("ubndtinh", StatusCode::FORBIDDEN)] {
            let who = world.officer(login).await;
            assert_eq!(who.get("/lam-viec/hom-nay").await.status, status);
            assert_eq!(who.get(soon).await.status, StatusCode::FORBIDDEN);
        }
    });
}

#[test]
fn a_digest_that_was_put_off_until_the_day_was_over_is_not_sent() {
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        held(&world).await;
        address(&world.officer("chuyenvien").await, "cv@stp.vn").await;
        for (mood, time) in [(Mood::Defer, "2023-09-07T08:00"), (Mood::Accept, "2023-09-07T18:00")] {
            stand_in.set(mood);
            world.clock.set(at(time));
            oversight::digest::send::look(&world.app, &Watch::default()).await.unwrap();
            world.ring().await;
        }
        assert_eq!(letters(&stand_in, "cv@stp.vn").len(), 0);
        assert_eq!(world.count("SELECT count(*) FROM notice WHERE state = 'void'").await, 1);
    });
}

#[test]
fn what_cannot_be_sent_is_tried_for_a_day_and_then_shown_to_the_administrator() {
    on_each(async |world: World| {
        let stand_in = StandIn::start();
        let world = world.with_mail(&stand_in.server());
        held(&world).await;
        let handler = world.officer("chuyenvien").await;
        let refused = handler.act("/tai-khoan", "", &[("viec", "thu"), ("email", "cv@stp")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Địa chỉ thư không đúng.").says("value=\"cv@stp\"");
        address(&handler, "cv@stp.vn").await;
        // The server asks to come again, then does not answer, then takes it: once.
        world.clock.set(at("2023-09-08T08:00"));
        stand_in.set(Mood::Defer);
        world.ring().await;
        let list = world.officer("quantri").await.get("/quan-tri/thu-dien-tu").await;
        list.says("Chờ gửi").says("đã thử 1 lần").says("come again later").hides("H59");
        world.clock.set(at("2023-09-08T08:05"));
        stand_in.set(Mood::HangUp);
        world.ring().await;
        world.clock.set(at("2023-09-08T08:30"));
        stand_in.set(Mood::Accept);
        world.ring().await;
        assert_eq!(letters(&stand_in, "cv@stp.vn").len(), 1);
        world.officer("quantri").await.get("/quan-tri/thu-dien-tu").await.says("Mọi thư đã gửi xong.");
        // What is refused for good is not tried again by itself.
        stand_in.set(Mood::Refuse);
        world.clock.set(at("2023-09-11T08:30"));
        world.ring().await;
        world.clock.set(at("2023-09-11T12:00"));
        world.ring().await;
        let administrator = world.officer("quantri").await;
        let list = administrator.get("/quan-tri/thu-dien-tu").await;
        list.says("Không gửi được").says("đã thử 1 lần").says("no such mailbox");
        let id = list.between("name=\"thu\" value=\"", "\"");
        let handler = world.officer("chuyenvien").await;
        assert_eq!(handler.get("/quan-tri/thu-dien-tu").await.status, StatusCode::FORBIDDEN);
        stand_in.set(Mood::Accept);
        administrator.does("/quan-tri/thu-dien-tu", "", &[("thu", &id)]).await;
        // Already asked for: once more asks for nothing, and it is sent once.
        administrator.does("/quan-tri/thu-dien-tu", "", &[("viec", "tat-ca")]).await;
        world.ring().await;
        assert_eq!(letters(&stand_in, "cv@stp.vn").len(), 2);
        assert_eq!(world.count("SELECT count(*) FROM notice WHERE state = 'sent' AND body <> ''").await, 0);
        // A page that was opened before the address was changed does not change it back.
        let csrf = handler.get("/tai-khoan").await.between("name=\"csrf\" value=\"", "\"");
        let stale = [("csrf", csrf.as_str()), ("viec", "thu"), ("ban", "cu@stp.vn"), ("email", "x@stp.vn")];
        assert_eq!(handler.post("/tai-khoan", &stale).await.status, StatusCode::CONFLICT);
    });
}

#[test]
fn without_a_mail_server_everything_is_in_the_system_and_nothing_waits_to_be_sent() {
    on_each(async |world: World| {
        let page = receive(&world.officer("tiepnhan").await, &[]).await;
        world.officer("tiepnhan").await.does(&page, "chuyen", &[]).await;
        address(&world.officer("truongphong").await, "tp@stp.vn").await;
        world.clock.set(at("2023-10-02T08:30"));
        oversight::digest::send::look(&world.app, &Watch::default()).await.unwrap();
        world.ring().await;
        assert_eq!(world.count("SELECT count(*) FROM notice").await, 0);
        let head = world.officer("truongphong").await;
        assert_eq!(number(&head, "/lam-viec/giam-sat/ho-so?so=qua-han").await, "1");
        world.officer("quantri").await.get("/quan-tri/thu-dien-tu").await.says("Chưa cấu hình máy chủ thư");
    });
}
