//! Jobs on both databases: done once, again when they fail, by another when their worker dies.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::testing::{count, databases};

const SCHEMA: &[crate::db::migrate::Migration] = &[
    ("0000", include_str!("../../../../migrations/0000_kit.sql")),
    ("0024", include_str!("../../../../migrations/0024_job.sql")),
];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

#[test]
fn a_job_is_done_once_and_only_if_its_transaction_was() {
    for t in databases(SCHEMA) {
        let refused = t.db.write_blocking(|tx| {
            enqueue(tx, "count", &serde_json::json!({}), at(0));
            Err::<(), _>(Error::Stale)
        });
        assert!(refused.is_err());
        t.db.write_blocking(|tx| {
            enqueue(tx, "count", &serde_json::json!({}), at(0));
            Ok::<_, Error>(())
        })
        .unwrap();
        let done = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&done);
        let jobs = Jobs::default().with("count", move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
            async { Ok(()) }
        });
        let clock = Clock::at(at(10));
        assert_eq!(run(jobs.round(&t.db, &clock)).unwrap(), 1);
        assert_eq!(run(jobs.round(&t.db, &clock)).unwrap(), 0);
        assert_eq!((done.load(Ordering::Relaxed), count(&t.db, "job")), (1, 0));
    }
}

#[test]
fn a_job_that_fails_is_tried_again_later_and_in_the_end_left_for_a_person() {
    for t in databases(SCHEMA) {
        t.db.write_blocking(|tx| {
            enqueue(tx, "fail", &serde_json::json!({}), at(0));
            Ok::<_, Error>(())
        })
        .unwrap();
        let jobs = Jobs::default().with("fail", |_| async { Err("không được".into()) });
        let clock = Clock::at(at(1));
        assert_eq!(run(jobs.round(&t.db, &clock)).unwrap(), 1);
        assert_eq!(run(jobs.round(&t.db, &clock)).unwrap(), 0, "not at once");
        for day in 1..20 {
            clock.set(at(day * 86_400));
            run(jobs.round(&t.db, &clock)).unwrap();
        }
        let row =
            t.db.read_blocking(|tx| tx.one("SELECT state, attempts, last_error FROM job", args![])).unwrap();
        assert_eq!(row.get::<String>(0).unwrap(), "dead");
        assert_eq!(row.get::<i64>(1).unwrap(), ATTEMPTS);
        assert_eq!(row.get::<String>(2).unwrap(), "không được");
        let late = at(30 * 86_400);
        assert_eq!(t.db.write_blocking(move |tx| revive(tx, late)).unwrap(), 1);
        assert_eq!(t.db.write_blocking(move |tx| claim(tx, late)).unwrap().len(), 1, "a person had a look");
    }
}

#[test]
fn a_job_whose_worker_died_is_taken_by_another_and_finished_by_it_alone() {
    for t in databases(SCHEMA) {
        t.db.write_blocking(|tx| {
            enqueue(tx, "x", &serde_json::json!({"n": 1}), at(0));
            Ok::<_, Error>(())
        })
        .unwrap();
        let take = |second| t.db.write_blocking(move |tx| claim(tx, at(second))).unwrap();
        let first = take(1).remove(0);
        assert!(take(60).is_empty(), "leased");
        let second = take(200).remove(0);
        assert_eq!((first.id, second.attempt), (second.id, 2));
        t.db.write_blocking(move |tx| finish(tx, &first)).unwrap();
        assert_eq!(count(&t.db, "job"), 1, "the late one does not finish what another has taken");
        t.db.write_blocking(move |tx| finish(tx, &second)).unwrap();
        assert_eq!(count(&t.db, "job"), 0);
    }
}

#[test]
fn the_same_about_the_same_thing_waits_once_for_each_moment() {
    for t in databases(SCHEMA) {
        let (one, other) = (clock::id(at(1)), clock::id(at(2)));
        let leave = move |kind, about, second| {
            let left = move |tx: &mut Tx| {
                enqueue_once(tx, (kind, about), &serde_json::json!({}), at(second));
                Ok::<_, Error>(())
            };
            t.db.write_blocking(left).unwrap();
            count(&t.db, "job")
        };
        assert_eq!((leave("look", one, 9), leave("look", one, 9)), (1, 1));
        assert_eq!((leave("look", one, 10), leave("look", other, 9), leave("ring", one, 9)), (2, 3, 4));
    }
}

#[test]
fn what_waits_for_others_has_a_loop_of_its_own_and_holds_nobody_up() {
    for t in databases(SCHEMA) {
        t.db.write_blocking(|tx| {
            (0..2).for_each(|_| enqueue(tx, "slow", &serde_json::json!({}), at(0)));
            (0..2).for_each(|_| enqueue(tx, "quick", &serde_json::json!({}), at(1)));
            Ok::<_, Error>(())
        })
        .unwrap();
        let jobs = Jobs::default().with("quick", |_| async { Ok(()) }).with("slow", |_| async { Ok(()) });
        let clock = Clock::at(at(10));
        let quick = jobs.clone().except("slow");
        assert_eq!(run(quick.round(&t.db, &clock)).unwrap(), 2);
        assert_eq!(run(quick.round(&t.db, &clock)).unwrap(), 0);
        let slow = jobs.only("slow");
        for left in [1, 1, 0] {
            assert_eq!(run(slow.round(&t.db, &clock)).unwrap(), left, "one at a time");
        }
    }
}

#[test]
fn what_costs_less_together_is_done_together_and_each_has_its_own_outcome() {
    for t in databases(SCHEMA) {
        t.db.write_blocking(|tx| {
            for n in 0..3 {
                enqueue(tx, "letter", &serde_json::json!({ "n": n }), at(0));
                enqueue(tx, "other", &serde_json::json!({}), at(0));
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        let calls = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&calls);
        let jobs = Jobs::default().with("other", |_| async { Ok(()) }).with_together("letter", move |jobs| {
            counter.fetch_add(1, Ordering::Relaxed);
            let one = |job: &Job| if job.payload["n"] == 1 { Err("hỏng".into()) } else { Ok(()) };
            let outcomes = jobs.iter().map(one).collect();
            async { outcomes }
        });
        assert_eq!(run(jobs.round(&t.db, &Clock::at(at(1)))).unwrap(), 6);
        assert_eq!(
            (calls.load(Ordering::Relaxed), count(&t.db, "job")),
            (1, 1),
            "the one that failed is left"
        );
    }
}

#[test]
fn a_worker_that_is_told_to_stop_finishes_one_job_and_gives_the_others_back() {
    for t in databases(SCHEMA) {
        t.db.write_blocking(|tx| {
            (0..3).for_each(|_| enqueue(tx, "stop", &serde_json::json!({}), at(0)));
            Ok::<_, Error>(())
        })
        .unwrap();
        let (stop, stopped) = watch::channel(false);
        let jobs = Jobs::default().with("stop", move |_| {
            stop.send_replace(true);
            async { Ok(()) }
        });
        run(jobs.work(t.db.clone(), Clock::at(at(1)), stopped));
        let left = t.db.write_blocking(|tx| claim(tx, at(1))).unwrap();
        assert_eq!(left.iter().map(|job| job.attempt).collect::<Vec<_>>(), [1, 1], "as if never taken");
    }
}
