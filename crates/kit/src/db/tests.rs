//! What the door promises, on both engines.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use super::*;
use crate::testing::{TestDb, count, databases};

const SCHEMA: &[migrate::Migration] = &[(
    "0001",
    "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT NOT NULL, extra JSONB, at TIMESTAMPTZ, day DATE, ok BOOLEAN,
         key UUID, raw BYTEA);",
)];

const MORE: &[migrate::Migration] = &[SCHEMA[0], ("0002", "CREATE TABLE other (id BIGINT PRIMARY KEY);")];
const EDITED: &[migrate::Migration] = &[("0001", "CREATE TABLE item (id BIGINT);")];
const BROKEN: &[migrate::Migration] = &[
    SCHEMA[0],
    MORE[1],
    ("0003", "CREATE TABLE third (id BIGINT PRIMARY KEY); SELECT nonsense FROM nowhere;"),
];

fn each(test: impl Fn(&TestDb)) {
    for db in databases(SCHEMA) {
        test(&db);
    }
}

fn put(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute("INSERT INTO item (id, name) VALUES ($1, $2)", args![id, "x"]).map(drop)
}

#[test]
fn a_refusal_undoes_the_work() {
    each(|t| {
        let done = t.db.write_blocking(|tx| {
            put(tx, 1)?;
            Err::<(), _>(Error::Stale)
        });
        assert!(matches!(done, Err(Error::Stale)));
        assert_eq!(count(&t.db, "item"), 0);
    });
}

#[test]
fn arguments_go_by_their_number() {
    each(|t| {
        let got = t.db.read_blocking(|tx| {
            let row = tx.one("SELECT $2 || $1 || $2", args!["b", "a"])?;
            row.get::<String>(0)
        });
        assert_eq!(got.unwrap(), "aba");
    });
}

#[test]
fn every_kind_of_value_comes_back_as_it_went() {
    each(|t| {
        let at: jiff::Timestamp = "2023-08-22T07:30:00.123456Z".parse().unwrap();
        let day = jiff::civil::date(1999, 2, 28);
        let key = uuid::Uuid::from_u128(7);
        let row = t.db.write_blocking(move |tx| {
            tx.execute(
                "INSERT INTO item (id, name, extra, at, day, ok, key, raw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                args![1i64, "Thạch", serde_json::json!({"a": [1]}), at, day, true, key, vec![0u8, 255]],
            )?;
            tx.one("SELECT id, name, extra, at, day, ok, key, raw FROM item WHERE key = $1 AND at <= $2", args![key, at])
        });
        let row = row.unwrap();
        assert_eq!(row.get::<i64>(0).unwrap(), 1);
        assert_eq!(row.get::<Option<String>>(1).unwrap().as_deref(), Some("Thạch"));
        assert_eq!(row.get::<serde_json::Value>(2).unwrap(), serde_json::json!({"a": [1]}));
        assert_eq!(row.get::<jiff::Timestamp>(3).unwrap(), at);
        assert_eq!(row.get::<jiff::civil::Date>(4).unwrap(), day);
        assert!(row.get::<bool>(5).unwrap());
        assert_eq!(row.get::<uuid::Uuid>(6).unwrap(), key);
        assert_eq!(row.get::<Vec<u8>>(7).unwrap(), [0, 255]);
        assert!(row.get::<i64>(1).is_err() && row.get::<i64>(99).is_err());
    });
}

#[test]
fn instants_sort_as_they_follow_each_other() {
    each(|t| {
        for (i, at) in
            (0i64..).zip(["2023-01-01T00:00:00Z", "2023-01-01T00:00:00.5Z", "2022-12-31T23:59:59.999999Z"])
        {
            let at: jiff::Timestamp = at.parse().unwrap();
            t.db.write_blocking(move |tx| {
                tx.execute("INSERT INTO item (id, name, at) VALUES ($1, '', $2)", args![i, at])
            })
            .unwrap();
        }
        let ids = t.db.read_blocking(|tx| {
            tx.all("SELECT id FROM item ORDER BY at", args![])?
                .iter()
                .map(|row| row.get::<i64>(0))
                .collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(ids.unwrap(), [2, 0, 1]);
    });
}

#[test]
fn what_comes_later_comes_in_order_and_all_or_nothing() {
    each(|t| {
        t.db.write_blocking(|tx| {
            tx.later("INSERT INTO item (id, name) VALUES (1, 'a')", args![]);
            tx.later("UPDATE item SET name = name || $1", args!["b"]);
            let seen: String = tx.one("SELECT name FROM item", args![])?.get(0)?;
            assert_eq!(seen, "ab", "an answer sees what was asked for before it");
            tx.later("UPDATE item SET name = name || 'c'", args![]);
            Ok::<_, Error>(())
        })
        .unwrap();
        let done = t.db.write_blocking(|tx| {
            tx.later("INSERT INTO item (id, name) VALUES (2, 'x')", args![]);
            tx.later("INSERT INTO item (id, name) VALUES (1, 'twice')", args![]);
            tx.later("INSERT INTO item (id, name) VALUES (3, 'x')", args![]);
            Ok::<_, Error>(())
        });
        assert!(
            matches!(&done, Err(Error::Duplicate { constraint }) if constraint.contains("item")),
            "{done:?}"
        );
        assert_eq!(count(&t.db, "item"), 1, "nothing of a failed lot stays");
    });
}

#[test]
fn a_panic_loses_neither_the_connection_nor_the_others() {
    each(|t| {
        for _ in 0..20 {
            let done = t.db.write_blocking(|tx| {
                put(tx, 1)?;
                assert_ne!(count_here(tx)?, 1, "on purpose");
                Ok::<_, Error>(())
            });
            assert!(matches!(done, Err(Error::Panicked)));
        }
        t.db.write_blocking(|tx| put(tx, 2)).unwrap();
        assert_eq!(count(&t.db, "item"), 1);
    });
}

fn count_here(tx: &mut Tx) -> Result<i64, Error> {
    tx.one("SELECT count(*) FROM item", args![])?.get(0)
}

#[test]
fn a_read_sees_one_snapshot_and_changes_nothing() {
    each(|t| {
        let writer = t.db.clone();
        let counts = t.db.read_blocking(move |tx| {
            let before = count_here(tx)?;
            writer.write_blocking(|tx| put(tx, 1))?;
            Ok::<_, Error>((before, count_here(tx)?))
        });
        assert_eq!(counts.unwrap(), (0, 0));
        assert!(t.db.read_blocking(|tx| put(tx, 5)).is_err());
        assert_eq!(count(&t.db, "item"), 1);
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_writers_only_those_that_fail_are_undone() {
    for t in databases(SCHEMA) {
        let tasks: Vec<_> = (0..200i64)
            .map(|id| {
                let db = t.db.clone();
                tokio::spawn(async move {
                    db.write(move |tx| {
                        put(tx, id)?;
                        match id % 10 {
                            3 => Err(Error::Stale),
                            7 => panic!("on purpose"),
                            _ => Ok(()),
                        }
                    })
                    .await
                })
            })
            .collect();
        let mut ok = 0;
        for task in tasks {
            ok += i64::from(task.await.unwrap().is_ok());
        }
        let left: i64 = t.db.read(count_here).await.unwrap();
        assert_eq!((ok, left), (160, 160));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_increment_is_lost() {
    for t in databases(SCHEMA) {
        t.db.write(|tx| put(tx, 0)).await.unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (db, runs) = (t.db.clone(), Arc::clone(&runs));
                tokio::spawn(async move {
                    db.write(move |tx| {
                        runs.fetch_add(1, Ordering::Relaxed);
                        if tx.dialect() == Dialect::Postgres {
                            tx.script("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")?;
                        }
                        let seen: String = tx.one("SELECT name FROM item WHERE id = 0", args![])?.get(0)?;
                        tx.execute("UPDATE item SET name = $1 WHERE id = 0", args![format!("{seen}x")])?;
                        Ok::<_, Error>(())
                    })
                    .await
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += usize::from(task.await.unwrap().is_ok());
        }
        let name: String = t.db.read(|tx| tx.one("SELECT name FROM item", args![])?.get(0)).await.unwrap();
        assert_eq!(name.len(), done + 1, "as many marks as writers that were told so");
        assert!(done >= 5 && runs.load(Ordering::Relaxed) >= 20, "{done}");
    }
}

#[test]
fn a_server_that_went_away_is_found_again() {
    for t in databases(SCHEMA).into_iter().filter(|t| t.db.dialect() == Dialect::Postgres) {
        t.db.write_blocking(|tx| put(tx, 1)).unwrap();
        let killed = t.db.write_blocking(|tx| {
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            tx.all(sql, args![]).map(|rows| rows.len())
        });
        killed.unwrap();
        for id in 2..20 {
            t.db.write_blocking(move |tx| put(tx, id)).unwrap();
        }
        assert_eq!(count(&t.db, "item"), 19);
    }
}

#[test]
fn migrations_are_applied_once_and_never_edited() {
    each(|t| {
        let now = jiff::Timestamp::UNIX_EPOCH;
        assert_eq!(migrate::migrate(&t.db, SCHEMA, now).unwrap(), Vec::<&str>::new());
        assert_eq!(migrate::migrate(&t.db, MORE, now).unwrap(), ["0002"]);
        assert!(
            matches!(migrate::migrate(&t.db, EDITED, now), Err(Error::Migration(why)) if why.contains("0001"))
        );
        assert!(migrate::migrate(&t.db, BROKEN, now).is_err());
        assert!(
            t.db.read_blocking(|tx| tx.all("SELECT * FROM third", args![])).is_err(),
            "all of it or nothing"
        );
    });
}

#[test]
fn an_address_that_is_neither_is_not_taken_for_a_file() {
    for url in ["motcua.db", "mysql://x", "", "postgres:x"] {
        assert!(matches!(Db::open(url, &Options::default()), Err(Error::Address)), "{url}");
    }
    let gone = Db::open("postgres://127.0.0.1:1/x", &Options::default());
    assert!(matches!(gone, Err(Error::Unreachable(_))));
}

#[test]
fn what_was_acknowledged_is_there_after_opening_again() {
    each(|t| {
        t.db.write_blocking(|tx| put(tx, 1)).unwrap();
        let again = Db::open(&t.url, &Options { connections: 1, cache_kib: 512 }).unwrap();
        assert_eq!(count(&again, "item"), 1);
    });
}
