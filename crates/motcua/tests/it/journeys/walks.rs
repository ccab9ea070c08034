//! The walk-throughs of domain Appendix B that need more than one desk: online and back, by post, across units, across a
//! change of the procedure and of the units; and what applicants do without an account.

use axum::http::StatusCode;
use domain::{org::UnitKind, people::Role};
use jiff::civil::date;

use super::{
    browser::{form, set, with},
    counter::{APPLICANT, receive},
    online::file,
    turns::{has_letter, later, staff},
};
use crate::world::{Answer, BY_COMMUNE, BY_DEPARTMENT, Visitor, World, on_each};

const PDF: &str = "file:x.pdf:%PDF-1.7 x";

/// Files online; the code that the applicant is given.
async fn filed(world: &World) -> String {
    let done = file(world, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    world.visitor().get(&done.location).await.between("class=\"code\">", "<")
}

/// What the applicant does at the page of the dossier, with the proof.
async fn applicant(world: &World, deed: &str, code: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("ma", code), ("bon-so", "1234")];
    all.extend_from_slice(fields);
    world.visitor().post(&format!("/tra-cuu{deed}"), &all).await
}

/// The page of the dossier that waits at the reception desk.
async fn waiting(reception: &Visitor<'_>) -> String {
    let list = reception.get("/lam-viec?muc=cho-nhan").await;
    format!("/lam-viec/ho-so/{}", list.between("/lam-viec/ho-so/", "\""))
}

#[test]
fn completed_online_before_acceptance_settled_early_and_returned_online() {
    // Walk-through 2; NĐ 61/2018 Điều 17.1.a, 20.4.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let code = filed(&world).await;
        let page = waiting(&staff.reception).await;
        staff.reception.does(&page, "bo-sung", &[("thieu", "1"), ("ly-do-bo-sung", "Bản chụp mờ")]).await;
        has_letter(&staff.reception, &page, "Mẫu 02").await;
        // The applicant is told what is missing and by when, and sends it: all of it, at once.
        let shown = applicant(&world, "", &code, &[]).await;
        shown.says("còn thiếu 1 giấy tờ").says("Bản chụp mờ").says("Hạn bổ sung:");
        let nothing = applicant(&world, "/bo-sung", &code, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        nothing.says("Chưa có:");
        // Nothing is promised before it is accepted.
        let sent = applicant(&world, "/bo-sung", &code, &[("bs-0", PDF)]).await;
        sent.says("Đã nhận giấy tờ hoàn thiện.").hides("ngày hẹn mới");
        applicant(&world, "", &code, &[]).await.says("Chờ tiếp nhận").hides("còn thiếu");
        // Checked again and accepted: the time runs from now, not from the first filing.
        let staff = later(&world, "2023-08-23T08:00").await;
        staff.reception.does(&page, "tiep-nhan", &[]).await;
        staff.reception.get(&page).await.says("-230823-0001").says("thứ Ba, 12/9/2023, 08:00").says("x.pdf");
        staff.to_handler(&page).await;
        let staff = later(&world, "2023-08-25T09:00").await;
        staff.to_result(&page).await;
        // Early: the applicant is told (T26), and gets the file.
        staff.reception.does(&page, "bao-nhan", &[("noi-dung-bn", "Gửi thư điện tử")]).await;
        applicant(&world, "", &code, &[]).await.says("Đã có kết quả");
        let taken =
            [("nguoi-nhan", "Kim Thị Mẫu"), ("giay-to-nguoi-nhan", "Tài khoản điện tử"), ("cach", "online")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        applicant(&world, "", &code, &[]).await.says("Đã trả kết quả").hides("Quá hạn");
        world.must_be_whole().await;
    });
}

#[test]
fn by_post_with_a_paper_missing_and_brought_back_after_two_invitations() {
    // Walk-through 3; QĐ 45/2016, TT 17/2017 Điều 5.2.h.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let mut fields = APPLICANT.to_vec();
        fields.retain(|(name, _)| *name != "kenh" && *name != "cach");
        fields.extend([("kenh", "post"), ("cach", "post"), ("co", "0"), ("chinh-0", "1")]);
        fields.extend([("thieu", "1"), ("viec", "bo-sung"), ("ly-do", "Phong bì thiếu một giấy tờ")]);
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let done = staff.reception.does(&path, "", &fields).await;
        let id = done.location.split("xong=").nth(1).unwrap().to_owned();
        let page = format!("/lam-viec/ho-so/{id}");
        has_letter(&staff.reception, &page, "Mẫu 02").await;
        // The rest comes by post, too; then it is accepted like any other.
        let staff = later(&world, "2023-08-28T08:00").await;
        let shown = staff.reception.get(&page).await.text();
        let asked = shown.matches("name=\"so-ban-").count();
        let names: Vec<String> = (0..asked).map(|no| format!("so-ban-{no}")).collect();
        let sheets: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        staff.reception.does(&page, "nhan-bo-sung", &sheets).await;
        staff.reception.does(&page, "tiep-nhan", &[]).await;
        staff.reception.get(&page).await.says("Bưu chính công ích").says("-230828-0001");
        staff.to_handler(&page).await;
        staff.to_result(&page).await;
        // Two invitations fail; the postal service brings it back; it waits at the desk.
        let back =
            [("loai-bn", "buu-chinh"), ("noi-dung-bn", "Hai lần mời nhận không gặp, bưu chính trả lại")];
        staff.reception.does(&page, "bao-nhan", &back).await;
        staff.reception.get(&page).await.says("Hai lần mời nhận không gặp").says("Đã có kết quả");
        staff.reception.get("/lam-viec/tra-ket-qua").await.says("-230828-0001");
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'post_returned'").await, 1);
        let taken =
            [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        staff.reception.get("/lam-viec/tra-ket-qua").await.hides("-230828-0001");
        world.must_be_whole().await;
    });
}

#[test]
fn filed_at_one_desk_settled_by_another_unit_and_returned_at_the_desk() {
    // Walk-through 10: phi địa giới (NĐ 107/2021; NĐ 118/2025 Điều 14).
    on_each(async |world: World| {
        let house = world.app.house();
        let communes: Vec<_> = house
            .of_kind(UnitKind::Commune)
            .into_iter()
            .filter(|unit| world.cast.settles(unit.id))
            .map(|unit| (unit.id.to_string(), unit.name().to_owned()))
            .collect();
        let centre = world.cast.centre.unwrap().to_string();
        let (settler, name) = &communes[1];
        for desk in [&centre, &communes[0].0] {
            let reception = world.officer_of(desk, Role::Receptionist).await;
            let path = format!("/lam-viec/tiep-nhan/{BY_COMMUNE}");
            let text = reception.get(&path).await.text();
            let items: Vec<String> =
                (0..text.matches("name=\"co\"").count()).map(|n| n.to_string()).collect();
            let counts: Vec<String> = items.iter().map(|n| format!("chinh-{n}")).collect();
            let mut fields = APPLICANT.to_vec();
            fields.extend(items.iter().map(|n| ("co", n.as_str())));
            fields.extend(counts.iter().map(|n| (n.as_str(), "1")));
            fields.extend([("viec", "tiep-nhan"), ("co-quan", settler)]);
            let done = reception.does(&path, "", &fields).await;
            let page = format!("/lam-viec/ho-so/{}", done.location.split("xong=").nth(1).unwrap());
            reception.does(&page, "chuyen", &[]).await;
            let person = {
                let unit = domain::id::UnitId(settler.parse().unwrap());
                world.cast.of(unit, Role::Handler)[0].actor.person().unwrap().to_string()
            };
            let (head, handler) =
                (world.officer_of(settler, Role::DivisionHead).await, world.officer_with(&person).await);
            // The commune where it was filed hands it over and has no part in the settling.
            let stranger = world.officer_of(&communes[0].0, Role::Handler).await;
            assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND, "not of {name}");
            head.does(&page, "phan-cong", &[("nguoi", &person)]).await;
            handler.does(&page, "du-thao", &[("y-kien", "Đủ điều kiện")]).await;
            handler.does(&page, "chuyen-buoc", &[]).await;
            head.does(&page, "chuyen-buoc", &[]).await;
            world.officer_of(settler, Role::Leader).await.does(&page, "chuyen-buoc", &[]).await;
            let result = [("so", "7/GXN"), ("ngay", "2023-08-22"), ("tep", PDF)];
            world.officer_of(settler, Role::Clerk).await.does(&page, "ban-hanh", &result).await;
            // Returned where it was filed, not by whoever settled it.
            let theirs = world.officer_of(settler, Role::Receptionist).await;
            assert_eq!(theirs.get(&page).await.status, StatusCode::NOT_FOUND);
            let taken = [("nguoi-nhan", "Thạch"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
            reception.does(&page, "tra-ket-qua", &taken).await;
            reception.get(&page).await.says("Đã trả kết quả");
        }
        world.must_be_whole().await;
    });
}

/// Publishes another version of the procedure: twice the time, and the second paper under another name.
async fn publish_another_version(world: &World) {
    let (app, now) = (world.app.clone(), world.clock.now());
    world
        .app
        .write(move |tx| {
            let by = domain::people::Actor::System;
            let old = app.versions.published(tx, BY_DEPARTMENT)?;
            let mut content = old.content.clone();
            for way in &mut content.channels {
                if let Some(limit) = &mut way.limit {
                    limit.amount = limit.amount.map(|amount| amount * 2);
                    limit.is_confirmed = true;
                }
            }
            let paper = content.cases.first_mut().and_then(|case| case.papers.get_mut(1));
            paper.unwrap().name = "Giấy tờ của bản mới".into();
            office::catalogue::store::put(tx, &content, &app.house(), by, now)?;
            let row = tx.one(
                "SELECT id FROM procedure WHERE code = $1 AND state = 'draft'",
                kit::db::args![BY_DEPARTMENT],
            )?;
            let id = domain::id::ProcedureVersionId(row.get(0)?);
            office::catalogue::store::publish(tx, id, by, now)
        })
        .await
        .unwrap();
}

#[test]
fn a_dossier_keeps_the_version_it_was_received_under() {
    // Walk-through 14; NĐ 63/2010 Điều 13–15.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let code = filed(&world).await;
        let waits = waiting(&staff.reception).await;
        publish_another_version(&world).await;
        // The open dossier: its papers, and after a supplement its own twelve days.
        let staff = later(&world, "2023-08-23T08:00").await;
        staff.handler.get(&page).await.hides("Giấy tờ của bản mới").says("thứ Hai, 11/9/2023, 08:00");
        staff.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "Mờ")]).await;
        staff.handler.get(&page).await.hides("Giấy tờ của bản mới");
        staff.reception.does(&page, "nhan-bo-sung", &[("bs-0", PDF)]).await;
        staff.handler.get(&page).await.says("thứ Ba, 12/9/2023, 08:00");
        staff.to_result(&page).await;
        // What was filed before keeps its version, too, though it is accepted after.
        staff.reception.get(&waits).await.hides("Giấy tờ của bản mới");
        staff.reception.does(&waits, "tiep-nhan", &[]).await;
        staff.reception.get(&waits).await.says("thứ Ba, 12/9/2023, 08:00");
        applicant(&world, "", &code, &[]).await.says("Đã tiếp nhận");
        // A new one comes under the new version, once there is a process for it: twenty-four days.
        let admin = world.officer("quantri").await;
        let made = admin.does("/quan-tri/quy-trinh/moi", "", &[("thu-tuc", BY_DEPARTMENT)]).await.location;
        super::life::approve(&admin, &made).await;
        let new = receive(&staff.reception, &[]).await;
        staff.reception.get(&new).await.says("Giấy tờ của bản mới").says("thứ Năm, 28/9/2023, 08:00");
        world.must_be_whole().await;
    });
}

#[test]
fn what_was_filed_for_a_procedure_that_is_gone_is_declined() {
    // NĐ 63/2010 Điều 14: abolished between filing and acceptance.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        filed(&world).await;
        let now = world.clock.now();
        world
            .app
            .write(move |tx| {
                let row = tx.one(
                    "SELECT id FROM procedure WHERE code = $1 AND state = 'published'",
                    kit::db::args![BY_DEPARTMENT],
                )?;
                let id = domain::id::ProcedureVersionId(row.get(0)?);
                office::catalogue::store::retire(tx, id, domain::people::Actor::System, now)
            })
            .await
            .unwrap();
        let page = waiting(&staff.reception).await;
        let refused = staff.reception.act(&page, "tiep-nhan", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("chưa được công bố hoặc đã bị bãi bỏ");
        let ground =
            [("ly-do", "Thủ tục đã bị bãi bỏ"), ("can-cu", "Điều 14 khoản 2 Nghị định 63/2010/NĐ-CP")];
        staff.reception.does(&page, "tu-choi", &ground).await;
        has_letter(&staff.reception, &page, "Mẫu 03").await;
    });
}

#[test]
fn a_dissolved_unit_goes_on_with_its_open_dossiers_under_its_old_name() {
    // Walk-through 15; row C-01.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let unit = {
            let house = world.app.house();
            let all = house.of_kind(UnitKind::Department);
            all.into_iter().find(|unit| unit.name() == "Sở Tư pháp").unwrap().id
        };
        let admin = world.officer("quantri").await;
        let editor = format!("/quan-tri/don-vi/{unit}");
        let mut fields = form(&admin.get(&editor).await.text(), "<form method=\"post\" class=\"editor\"");
        set(&mut fields, "het-ngay", "2023-08-31");
        set(&mut fields, "ke-thua", "H59.03");
        assert_eq!(admin.post(&editor, &with(&fields, "")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.app.house().unit(unit).unwrap().active_to, Some(date(2023, 8, 31)));

        // Nothing new for it, at the desk or online.
        let staff = later(&world, "2023-09-05T08:00").await;
        let mut new = APPLICANT.to_vec();
        new.extend(["0", "1", "2", "3"].map(|item| ("co", item)));
        new.extend(["chinh-0", "chinh-1", "chinh-2", "chinh-3"].map(|name| (name, "1")));
        new.push(("viec", "tiep-nhan"));
        let path = format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}");
        let refused = staff.reception.act(&path, "", &new).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("“Sở Tư pháp” không còn hoạt động");
        let online = file(&world, &[]).await;
        assert_eq!(online.status, StatusCode::UNPROCESSABLE_ENTITY);
        online.says("không còn hoạt động");
        assert_eq!(world.count("SELECT count(*) FROM dossier").await, 1);

        // The open one is settled by the same people under the old name, and returned.
        staff.handler.get(&page).await.says("Sở Tư pháp");
        staff.to_result(&page).await;
        let taken =
            [("nguoi-nhan", "Thạch Thị Sô Phia"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        let code = staff.reception.get(&page).await.between("data-copy=\"", "\"");
        applicant(&world, "", &code, &[]).await.says("Sở Tư pháp").says("Đã trả kết quả");
        world.must_be_whole().await;
    });
}

#[test]
fn the_applicant_answers_a_supplement_online_and_gets_a_new_appointment() {
    // T17, T18; NĐ 61/2018 Điều 19.4.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let code = staff.reception.get(&page).await.between("data-copy=\"", "\"");
        staff.handler.does(&page, "yeu-cau-bo-sung", &[("thieu-yc", "1"), ("ly-do-yc", "Mờ")]).await;
        let staff = later(&world, "2023-08-28T08:00").await;
        applicant(&world, "", &code, &[]).await.says("Nộp bổ sung trực tuyến").hides("Hẹn trả kết quả</dt>");
        // With a wrong proof nothing is taken in.
        let wrong = [("ma", code.as_str()), ("bon-so", "9999"), ("bs-0", PDF)];
        assert_eq!(world.visitor().post("/tra-cuu/bo-sung", &wrong).await.status, StatusCode::NOT_FOUND);
        let without = [("ma", code.as_str()), ("bs-0", PDF)];
        assert_eq!(world.visitor().post("/tra-cuu/bo-sung", &without).await.status, StatusCode::NOT_FOUND);
        let done = applicant(&world, "/bo-sung", &code, &[("bs-0", PDF)]).await;
        done.says("Đã nhận hồ sơ bổ sung.").says("thứ Sáu, 15/9/2023, 08:00");
        staff.handler.get(&page).await.says("x.pdf").says("Người nộp").says("Đang xử lý");
        has_letter(&staff.handler, &page, "Mẫu 01").await;
        // The same form again: there is nothing to answer any more.
        let again = applicant(&world, "/bo-sung", &code, &[("bs-0", PDF)]).await;
        assert_ne!(again.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", again.text());
        assert_eq!(world.count("SELECT count(*) FROM event WHERE kind = 'supplemented'").await, 1);
        world.must_be_whole().await;
    });
}

#[test]
fn the_applicant_withdraws_online_and_not_after_the_result() {
    // T24; TT 03/2025 Điều 7.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        let code = staff.reception.get(&page).await.between("data-copy=\"", "\"");
        let reason = [("ly-do", "Không còn nhu cầu")];
        let wrong = [("ma", code.as_str()), ("bon-so", "0000"), ("ly-do", "x")];
        assert_eq!(world.visitor().post("/tra-cuu/rut", &wrong).await.status, StatusCode::NOT_FOUND);
        applicant(&world, "/rut", &code, &[]).await.says("Cần ghi rõ lý do.");
        applicant(&world, "/rut", &code, &reason)
            .await
            .says("Đã ghi nhận việc rút hồ sơ.")
            .says("Đã rút hồ sơ");
        staff.handler.get(&page).await.says("Không còn nhu cầu");
        staff.reception.get("/lam-viec/tra-ket-qua").await.says("-230822-0001");
        let twice = applicant(&world, "/rut", &code, &reason).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", twice.text());

        let other = staff.at_handler().await;
        staff.to_result(&other).await;
        let code = staff.reception.get(&other).await.between("data-copy=\"", "\"");
        applicant(&world, "", &code, &[]).await.hides("/tra-cuu/rut");
        let late = applicant(&world, "/rut", &code, &reason).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.says("Hồ sơ đã có kết quả, không rút được nữa.");
        world.must_be_whole().await;
    });
}

#[test]
fn a_letter_is_downloaded_with_code_and_proof_and_not_without() {
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = receive(&staff.reception, &[]).await;
        let code = staff.reception.get(&page).await.between("data-copy=\"", "\"");
        let shown = applicant(&world, "", &code, &[]).await;
        shown.says("Giấy, phiếu đã phát hành");
        let seq = shown.between("name=\"thu\" value=\"", "\"");
        let letter = applicant(&world, "/thu", &code, &[("thu", &seq)]).await;
        assert_eq!((letter.status, letter.kind.as_str()), (StatusCode::OK, "application/pdf"));
        assert!(letter.body.starts_with(b"%PDF"));
        for (code, proof, seq) in [
            (code.as_str(), "9999", seq.as_str()),
            (code.as_str(), "", seq.as_str()),
            ("H59.01-230822-9999", "1234", seq.as_str()),
            (code.as_str(), "1234", "99"),
            (code.as_str(), "1234", "x"),
        ] {
            let fields = [("ma", code), ("bon-so", proof), ("thu", seq)];
            let refused = world.visitor().post("/tra-cuu/thu", &fields).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{code} {proof} {seq}");
            refused.hides("%PDF");
        }
        // Nobody guesses four digits: the dossier is shut after some tries, whoever asks.
        let mut last = StatusCode::OK;
        for guess in 0..25 {
            let guess = format!("{guess:04}");
            let fields = [("ma", code.as_str()), ("bon-so", guess.as_str()), ("thu", seq.as_str())];
            last = world.visitor().post("/tra-cuu/thu", &fields).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn what_is_sent_back_after_reopening_goes_to_who_did_it_then() {
    // T29: the second time another colleague did the step.
    on_each(async |world: World| {
        let staff = staff(&world).await;
        let page = staff.at_handler().await;
        staff.to_result(&page).await;
        let taken = [("nguoi-nhan", "Thạch"), ("giay-to-nguoi-nhan", "CCCD"), ("cach", "counter")];
        staff.reception.does(&page, "tra-ket-qua", &taken).await;
        let mut reopen = vec![
            ("nguyen-nhan-ml", "correction"),
            ("ly-do-ml", "Sai họ tên"),
            ("hen-ml", "2023-08-25T16:00"),
            ("buoc-ml", "6"),
        ];
        staff.leader.act(&page, "mo-lai", &reopen).await.says("Quy trình không có bước này.");
        reopen.pop();
        reopen.push(("buoc-ml", "2"));
        staff.leader.does(&page, "mo-lai", &reopen).await;
        let home = world.cast.officers.iter().find(|officer| {
            officer.actor.role() == Some(Role::Handler)
                && officer.actor.unit().is_some_and(|unit| world.app.house().unit_name(unit) == "Sở Tư pháp")
        });
        let home = home.and_then(|officer| officer.actor.unit()).unwrap();
        let other = world.cast.of(home, Role::Handler).last().and_then(|officer| officer.actor.person());
        let other = world.officer_with(&other.unwrap().to_string()).await;
        other.does(&page, "nhan-xu-ly", &[]).await;
        other.does(&page, "du-thao", &[("y-kien", "Đã sửa họ tên")]).await;
        other.does(&page, "chuyen-buoc", &[]).await;
        staff.head.does(&page, "tra-lai", &[("buoc", "2"), ("ly-do-tra", "Còn sai")]).await;
        other.get("/lam-viec").await.says("-230822-0001");
        staff.handler.get("/lam-viec").await.hides("-230822-0001");
        world.must_be_whole().await;
    });
}
