//! Units that end, procedures that are incomplete, imports that come twice, a log that somebody changed.

use axum::http::StatusCode;
use domain::org::UnitKind;
use kit::db::args;
use motcua::demo::data;

use super::counter::receive;
use crate::world::{BY_DEPARTMENT, World, at, on_each};

#[test]
fn a_unit_that_has_ended_receives_nothing_and_its_old_dossiers_still_open() {
    // Row C-01.
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        world.clock.set(at("2025-07-01T08:00"));
        let reception = world.officer("tiepnhan").await;
        reception.get(&page).await.says("-230822-0001");
        let mut fields = super::counter::APPLICANT.to_vec();
        fields.extend([("co", "0"), ("chinh-0", "1"), ("viec", "tiep-nhan")]);
        let refused = reception.act(&format!("/lam-viec/tiep-nhan/{BY_DEPARTMENT}"), "", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("không còn hoạt động");
    });
}

#[test]
fn importing_twice_changes_nothing() {
    on_each(async |world: World| {
        let app = world.app.clone();
        let reports = tokio::task::spawn_blocking(move || {
            let again =
                |name: &str, text: &str| office::org::import::import(&app, name, text, false).unwrap();
            let units: Vec<_> = data::units(motcua::demo::Profile::TraVinh2023)
                .iter()
                .map(|(name, text)| again(name, text))
                .collect();
            let processes = office::process::import::import(&app, "p", data::PROCESSES, false).unwrap();
            let days = office::calendar::import(&app, "c", data::DAYS_OFF, false).unwrap();
            [units, vec![processes, days]].concat()
        });
        for report in reports.await.unwrap() {
            assert_eq!((report.added, report.changed), (0, 0), "{}", report.kind);
            assert_eq!(report.rows, report.unchanged + report.refused.len(), "{}", report.kind);
        }
    });
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    on_each(async |world: World| {
        let app = world.app.clone();
        let before = world.count("SELECT count(*) FROM event").await;
        let (dry, wet, twice) = tokio::task::spawn_blocking(move || {
            let lines: Vec<&str> = data::CATALOGUE.lines().take(40).collect();
            let import =
                |is_dry| office::catalogue::import::import(&app, "x", &lines.join("\n"), is_dry).unwrap();
            (import(true), import(false), import(false))
        })
        .await
        .unwrap();
        assert_eq!(dry, wet);
        assert!(wet.added > 30 && wet.rows == wet.added + wet.changed + wet.unchanged + wet.refused.len());
        assert_eq!((twice.added, twice.changed), (0, 0));
        assert!(world.count("SELECT count(*) FROM event").await > before);
    });
}

#[test]
fn what_is_incomplete_is_not_published_and_each_gap_is_named() {
    // Row C-42.
    on_each(async |world: World| {
        let app = world.app.clone();
        tokio::task::spawn_blocking(move || {
            let text = r#"{"ma":"1.999999","ten":"Thiếu đủ thứ","cach_thuc":[{"hinh_thuc":"truc_tiep","thoi_han":{"so":1,"don_vi":null}}]}"#;
            office::catalogue::import::import(&app, "x", text, false).unwrap();
        })
        .await
        .unwrap();
        let admin = world.officer("quantri").await;
        let list = admin.get("/quan-tri/thu-tuc?trang-thai=draft&q=1.999999").await;
        list.says("Thiếu đối tượng thực hiện.").says("cần chọn đơn vị");
        let target = list.between("data-open href=\"/quan-tri/thu-tuc/", "\"");
        let refused = admin
            .post(
                &format!("/quan-tri/thu-tuc/{target}"),
                &[("csrf", &list.between("name=\"csrf\" value=\"", "\"")), ("viec", "cong-bo")],
            )
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Thiếu đối tượng thực hiện.");
    });
}

#[test]
fn a_procedure_out_of_force_is_received_no_more_and_its_dossiers_go_on() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        let admin = world.officer("quantri").await;
        let list = admin.get(&format!("/quan-tri/thu-tuc?trang-thai=published&q={BY_DEPARTMENT}")).await;
        let target = list.between("data-open href=\"/quan-tri/thu-tuc/", "\"");
        let csrf = list.between("name=\"csrf\" value=\"", "\"");
        let done =
            admin.post(&format!("/quan-tri/thu-tuc/{target}"), &[("csrf", &csrf), ("viec", "bai-bo")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let gone = world.visitor().get(&format!("/thu-tuc/{BY_DEPARTMENT}")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        reception.does(&page, "chuyen", &[]).await;
    });
}

#[test]
fn a_change_to_the_past_is_found() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        receive(&reception, &[]).await;
        world.must_be_whole().await;
        let change = |sql: &'static str| world.app.write(move |tx| Ok(tx.execute(sql, args![])?));
        change("UPDATE event SET body = '{}' WHERE kind = 'received'").await.unwrap();
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults.len(), 1, "{:?}", found.faults);
        assert!(found.faults[0].contains("đã bị sửa"));
        change("DELETE FROM event WHERE kind = 'received'").await.unwrap();
        let found = world.app.read(base::audit::verify).await.unwrap();
        assert!(found.faults[0].contains("không khớp với nhật ký"), "{:?}", found.faults);
    });
}

#[test]
fn the_row_of_a_dossier_is_the_fold_of_its_log() {
    on_each(async |world: World| {
        let reception = world.officer("tiepnhan").await;
        let page = receive(&reception, &[]).await;
        reception.does(&page, "chuyen", &[]).await;
        let id = page.rsplit('/').next().unwrap().parse().unwrap();
        let (row, events) = world
            .app
            .read(move |tx| Ok((base::dossier::load(tx, id)?, casework::dossier::timeline::events(tx, id)?)))
            .await
            .unwrap();
        let mut folded: Option<domain::dossier::Dossier> = None;
        for (line, event) in events {
            folded = Some(match folded {
                None => domain::dossier::Dossier::begin(id, &event, line.at).unwrap(),
                Some(before) => before.after(&event, line.by, line.at).unwrap(),
            });
        }
        assert_eq!(folded.as_ref(), Some(&*row));
    });
}

#[test]
fn the_house_has_the_units_of_the_regulation() {
    on_each(async |world: World| {
        let house = world.app.house();
        assert_eq!(house.of_kind(UnitKind::District).len(), 9);
        assert_eq!(house.of_kind(UnitKind::Commune).len(), 106);
        assert_eq!(house.of_kind(UnitKind::Centre).len(), 1);
    });
}
