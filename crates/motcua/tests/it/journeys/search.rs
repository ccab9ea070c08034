//! Somebody at the counter remembers half a name: what is found by it, and by whom.

use domain::people::Role;

use super::counter::receive;
use crate::world::{World, at, on_each};

/// Two dossiers whose applicants share a word, and a third.
async fn three(world: &World) {
    let reception = world.officer("tiepnhan").await;
    for (name, identity) in [
        ("Thạch Thị Sô Phia", "084199001234"),
        ("Kim Thị Đa Ra", "084199005678"),
        ("Nguyễn Văn Sô", "084099004321"),
    ] {
        receive(&reception, &[("ho-ten", name), ("so-dinh-danh", identity)]).await;
        world.clock.set(at("2023-08-22T09:00"));
    }
}

#[test]
fn a_dossier_is_found_by_words_beginnings_and_ends() {
    on_each(async |world: World| {
        three(&world).await;
        let reception = world.officer("tiepnhan").await;
        let stranger = world.stranger(Role::Receptionist).await;
        // SQLite's table follows somewhat behind: the same is found before and after.
        for _ in 0..2 {
            for (words, found, others) in [
                ("thach+thi", "Sô Phia", vec!["Đa Ra", "Văn Sô"]),
                ("thi", "Sô Phia", vec!["Văn Sô"]),
                ("phia+so", "Sô Phia", vec!["Đa Ra", "Văn Sô"]),
                ("da+ra", "Đa Ra", vec!["Sô Phia"]),
                // Nobody is called so: the last word is a beginning.
                ("thach+phi", "Sô Phia", vec!["Đa Ra", "Văn Sô"]),
                ("0841990056", "Đa Ra", vec!["Sô Phia"]),
                // A whole word goes before a beginning.
                ("so", "Văn Sô", vec!["Đa Ra"]),
                ("084199005678", "Đa Ra", vec!["Sô Phia"]),
                ("5678", "Đa Ra", vec!["Sô Phia", "Văn Sô"]),
                ("230822-0002", "Đa Ra", vec!["Sô Phia", "Văn Sô"]),
                ("230822-0003+nguyen", "Văn Sô", vec!["Đa Ra"]),
            ] {
                let target = format!("/lam-viec/tra-cuu?q={words}");
                let page = reception.get(&target).await;
                assert!(page.text().contains(found), "{words} on {:?}", world.app.db.dialect());
                for other in others {
                    assert!(!page.text().contains(other), "{words} finds {other}");
                }
                stranger.get(&target).await.says("Không tìm thấy hồ sơ nào").hides(found);
            }
            for nothing in ["xyz", "t", "thach+nguyen", "%25", "%22", "a*+OR+b", "'", "u%26%26"] {
                reception
                    .get(&format!("/lam-viec/tra-cuu?q={nothing}"))
                    .await
                    .says("Không tìm thấy hồ sơ nào");
            }
            casework::dossier::search::follow(&world.app).await.unwrap();
        }
    });
}

#[test]
fn of_very_many_that_match_the_newest_are_shown() {
    on_each(async |world: World| {
        three(&world).await;
        casework::dossier::search::follow(&world.app).await.unwrap();
        // The same filing two thousand times, by hand: what is asked for is a question of number.
        world
            .app
            .write(move |tx| {
                for no in 100..2_300_i64 {
                    let id = kit::clock::id(at("2023-08-22T10:00") + jiff::SignedDuration::from_secs(no));
                    tx.later(
                        "INSERT INTO dossier (id, version, state, procedure_id, receiving_unit_id, settling_unit_id,
                             has_priority, has_draft, head, needs_leader)
                         SELECT $1, $2, state, procedure_id, receiving_unit_id, settling_unit_id, has_priority,
                             has_draft, head, needs_leader
                         FROM dossier WHERE version < 100 LIMIT 1",
                        kit::db::args![id, no],
                    );
                    tx.later(
                        "INSERT INTO filing (dossier_id, code, receiving_unit_id, settling_unit_id, owner_name,
                             owner_identity, last_four, folded, body, filed_at, is_late_entry)
                         SELECT $1, code || $2, receiving_unit_id, settling_unit_id, owner_name, owner_identity,
                             last_four, folded, body, filed_at, is_late_entry
                         FROM filing WHERE owner_name = 'Kim Thị Đa Ra' AND code LIKE '%-0002'",
                        kit::db::args![id, no.to_string()],
                    );
                }
                Ok(())
            })
            .await
            .unwrap();
        casework::dossier::search::follow(&world.app).await.unwrap();
        let reception = world.officer("tiepnhan").await;
        let page = reception.get("/lam-viec/tra-cuu?q=kim+thi").await;
        assert_eq!(page.text().matches("data-row").count(), 50);
        page.says("-00022299").says("-00022250").hides("-00022249");
    });
}
