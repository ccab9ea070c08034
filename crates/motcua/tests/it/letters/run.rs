//! `motcua letters file`: everything that is owed, once, however often it is broken off.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use casework::letter::run::{Run, file_all};
use domain::id::UnitId;
use kit::{db::args, testing::TempDir};

use super::story::{Office, filing, received};
use crate::{
    operate::motcua,
    world::{World, at, on_each},
};

const MANY: u32 = 70;

async fn office(world: World) -> Office {
    let office = Office::over(world, at("2023-08-22T08:00")).await;
    for no in 1..=MANY {
        office.begin(&received(&office, filing(), office.target.clone(), no), office.reception).await;
    }
    office
}

/// A run on two threads, away from the threads that wait for the database.
async fn run(office: &Office, unit: Option<UnitId>) -> Run {
    let app = office.world.app.clone();
    tokio::task::spawn_blocking(move || file_all(&app, unit, 2, &|_| {})).await.unwrap().unwrap()
}

#[test]
fn a_second_run_files_nothing() {
    on_each(async |world: World| {
        let office = office(world).await;
        let other = run(&office, Some(UnitId(uuid::Uuid::nil()))).await;
        assert_eq!((other.found, other.filed), (0, 0), "nothing is owed in a unit that has nothing");
        let first = run(&office, Some(office.target.receiving_unit)).await;
        assert_eq!((first.found, first.filed, first.failed), (70, 70, 0), "{first:?}");
        let before = office.world.count("SELECT count(*) FROM letter").await;
        let second = run(&office, None).await;
        assert_eq!((second.found, second.filed), (0, 0), "{second:?}");
        assert_eq!(before, office.world.count("SELECT count(*) FROM letter").await);
        // The jobs that were left behind find it done.
        office.world.ring().await;
        assert_eq!(before, office.world.count("SELECT count(*) FROM letter").await);
    });
}

/// What the binary says of the run, as JSON.
fn said(dir: &TempDir) -> serde_json::Value {
    let done = motcua(dir).args(["--data", "d", "letters", "file", "--json"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    said.get("run").unwrap().clone()
}

#[test]
fn a_run_that_was_killed_goes_on() {
    let dir = TempDir::new().unwrap();
    let made =
        motcua(&dir).args(["--data", "d", "demo", "--no-serve", "--dossiers", "200"]).status().unwrap();
    assert!(made.success());
    let mut begun = motcua(&dir);
    begun.args(["--data", "d", "letters", "file"]).stderr(Stdio::piped()).stdout(Stdio::null());
    let mut begun = begun.spawn().unwrap();
    // It says how far it is as soon as something is filed; then it is killed.
    let line = BufReader::new(begun.stderr.take().unwrap()).lines().map_while(Result::ok);
    let line = line.into_iter().find(|line| line.contains("mỗi giây")).unwrap_or_default();
    assert!(line.contains("còn khoảng"), "{line}");
    begun.kill().unwrap();
    begun.wait().unwrap();
    let count = || {
        let database = kit::db::Db::open(
            &format!("sqlite:{}", dir.path().join("d/motcua.db").display()),
            &kit::db::Options::default(),
        );
        let sql = "SELECT count(*), count(DISTINCT number || form || unit_id || rules) FROM letter";
        let counted = database.unwrap().read_blocking(move |tx| {
            let row = tx.one(sql, args![])?;
            Ok::<(i64, i64), kit::db::Error>((row.get(0)?, row.get(1)?))
        });
        counted.unwrap()
    };
    let (before, _) = count();
    let rest = said(&dir);
    let (after, different) = count();
    assert!(before > 0 && after > before, "{before} of {after}");
    assert_eq!(rest["filed"], after - before, "only what was not there: {rest}");
    assert_eq!(after, different);
    let again = said(&dir);
    assert_eq!((&again["found"], &again["filed"]), (&0.into(), &0.into()), "{again}");
}
