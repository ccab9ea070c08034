//! The demo's history: the same seed tells the same story, on either database.

use kit::{
    db::{Row, args},
    testing::{TestDb, databases},
};
use motcua::demo::{Profile, history};

use crate::world::World;

/// What happened, to whom, when and by which role; identifiers are drawn anew each time.
fn story(db: TestDb, seed: u64) -> Vec<(String, String, String, Option<String>)> {
    std::thread::spawn(move || {
        let world = World::of(db, Profile::TraVinh2023, "2023-08-22T08:00");
        history::play(&world.app, &world.cast, 40, seed).unwrap();
        let line = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let sql = "SELECT CAST(e.at AS TEXT), f.owner_name, e.kind, e.role FROM event e JOIN filing f ON f.dossier_id = e.stream_id
                   ORDER BY e.at, f.owner_name, e.seq";
        let read = move |tx: &mut kit::db::Tx| tx.all(sql, args![])?.iter().map(line).collect::<Result<Vec<_>, kit::db::Error>>();
        world.app.db.read_blocking(read).unwrap()
    })
    .join()
    .unwrap()
}

fn on_each_database(seed: u64) -> Vec<Vec<(String, String, String, Option<String>)>> {
    databases(base::migrations::ALL).into_iter().map(|db| story(db, seed)).collect()
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let (once, again, other) = (on_each_database(7), on_each_database(7), on_each_database(8));
    for ((once, again), other) in once.iter().zip(&again).zip(&other) {
        assert!(once.len() > 100, "{}", once.len());
        assert_eq!(once, again);
        assert_ne!(once, other);
    }
}
