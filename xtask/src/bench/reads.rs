//! Reading among very many dossiers: the worklist, the search, the page of one dossier.
//!
//! A history of [`BASE`] dossiers is played by the product; the rest are copies of its rows, made by the database, with
//! codes and identity numbers of their own.

use std::{fs, path::Path, process::Command, time::Instant};

use rusqlite::Connection;

use super::{
    Figure, Outcome, Rounds, TURN,
    http::Client,
    load, plain, product,
    product::{Server, between},
    wait_for_quiet, watchers,
};
use crate::postgres::Postgres;

/// Dossiers with a history of their own.
const BASE: u32 = 10_000;
/// How many read at once.
const READERS: usize = 8;

/// What one page of an officer's list asks the database.
const WORKLIST: [&str; 3] = [
    "SELECT d.id, f.code, p.name, f.owner_name, d.state, d.step_kind, o.name, d.step_since, d.step_due_at, d.due_at,
            d.received_at, d.has_priority, d.urgent_at, d.step_unit_id
     FROM dossier d JOIN filing f ON f.dossier_id = d.id JOIN procedure p ON p.id = d.procedure_id
     LEFT JOIN person o ON o.id = d.step_owner_id
     WHERE d.step_owner_id = {person} AND d.urgent_at IS NOT NULL ORDER BY d.urgent_at, d.id LIMIT 50",
    "SELECT count(*) FROM (SELECT 1 AS n FROM dossier d WHERE d.step_owner_id = {person} AND d.urgent_at IS NOT NULL
        LIMIT 1000) AS found",
    "SELECT count(*) FROM (SELECT 1 AS n FROM dossier d WHERE d.step_owner_id IS NULL AND d.step_unit_id = {unit}
        AND d.step_role = 'handler' AND d.urgent_at IS NOT NULL LIMIT 1000) AS found",
];

/// Either database, as the bench itself sees it.
pub enum Side<'p> {
    /// The file of the embedded one.
    Sqlite(Connection),
    /// The server.
    Postgres(&'p Postgres),
}

impl Side<'_> {
    /// The first column of each row.
    fn column(&self, sql: &str) -> Outcome<Vec<String>> {
        match self {
            Side::Sqlite(connection) => {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map([], |row| row.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            Side::Postgres(postgres) => Ok(postgres.sql(sql)?.lines().map(str::to_owned).collect()),
        }
    }

    fn run(&self, sql: &str) -> Outcome<()> {
        match self {
            Side::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Side::Postgres(postgres) => postgres.sql(sql).map(drop),
        }
    }

    /// The identifier in `column` of `sql`'s only row, as a literal of the engine.
    fn literal(&self, column: &str, rest: &str) -> Outcome<String> {
        let sql = match self {
            Side::Sqlite(_) => format!("SELECT 'x''' || hex({column}) || '''' {rest}"),
            Side::Postgres(_) => format!("SELECT '''' || {column} || '''::uuid' {rest}"),
        };
        self.column(&sql)?.into_iter().next().ok_or_else(|| "no such row".into())
    }

    /// Copies the dossiers of the history until there are `times` as many as at first.
    fn multiply(&self, from: u32, to: u32) -> Outcome<()> {
        let (series, identifier, code) = match self {
            Side::Sqlite(_) => (
                format!(
                    "(WITH RECURSIVE s (k) AS (SELECT {from} UNION ALL SELECT k + 1 FROM s WHERE k < {to} - 1)
                      SELECT k FROM s)"
                ),
                "unhex(substr(hex(d.id), 1, 12) || hex(randomblob(10)))",
                "printf('%06d', c.k)",
            ),
            Side::Postgres(_) => (
                format!("(SELECT k FROM generate_series({from}, {to} - 1) k)"),
                "(substr(d.id::text, 1, 14) || substr(gen_random_uuid()::text, 15))::uuid",
                "lpad(c.k::text, 6, '0')",
            ),
        };
        let dossier = "version, state, procedure_id, process_id, rules, receiving_unit_id, settling_unit_id, has_priority,
            submitted_at, received_at, due_at, step, step_kind, step_unit_id, step_role, step_owner_id, step_since,
            step_due_at, urgent_at, has_draft, settled_at, closed_at, head, turns, needs_leader";
        self.run(&format!(
            "CREATE TABLE IF NOT EXISTS bench_base AS SELECT id FROM dossier;
             DROP TABLE IF EXISTS bench_copy;
             CREATE TABLE bench_copy AS
                 SELECT d.id AS old, {identifier} AS new, s.k AS k FROM bench_base d CROSS JOIN {series} s;
             BEGIN;
             INSERT INTO dossier (id, {dossier})
                 SELECT c.new, {dossier} FROM bench_copy c JOIN dossier d ON d.id = c.old;
             INSERT INTO filing (dossier_id, code, receiving_unit_id, settling_unit_id, owner_name, owner_identity,
                     last_four, folded, body, filed_at, is_late_entry)
                 SELECT c.new, f.code || {code}, f.receiving_unit_id, f.settling_unit_id, f.owner_name,
                     substr(f.owner_identity, 1, 6) || {code}, substr({code}, 3),
                     replace(replace(f.folded, coalesce(lower(f.code), ''), coalesce(lower(f.code), '') || {code}), f.owner_identity,
                             substr(f.owner_identity, 1, 6) || {code}), f.body, f.filed_at, f.is_late_entry
                 FROM bench_copy c JOIN filing f ON f.dossier_id = c.old;
             COMMIT;"
        ))?;
        self.run(match self {
            Side::Sqlite(_) => {
                "INSERT INTO filing_search (filing_search) VALUES ('delete-all');
                 INSERT INTO filing_search (rowid, words) SELECT no, words FROM filing;
                 UPDATE filing_indexed SET no = (SELECT max(no) FROM filing);
                 ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);"
            }
            Side::Postgres(_) => "VACUUM ANALYZE",
        })
    }
}

/// Where the product's data is.
pub struct Data<'d> {
    /// Its folder.
    pub folder: &'d Path,
    /// Its database, if it is not in the folder.
    pub url: Option<String>,
    /// The engine's name.
    pub engine: &'static str,
    /// How the bench sees it.
    pub side: Side<'d>,
}

/// Makes the history, and measures at each of `scales` (dossiers, rising).
pub fn measure(data: &Data, scales: &[u32], rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let mut there = 1;
    for scale in scales {
        let times = scale / BASE;
        if times > there {
            eprintln!("{} dossiers on {} …", scale, data.engine);
            data.side.multiply(there, times)?;
            there = times;
        }
        let server = Server::start(data.folder, data.url.as_deref())?;
        worklist(data, &server, *scale, rounds, figures)?;
        if *scale == 1_000_000 {
            search(data, &server, rounds, figures)?;
            dossier_page(data, &server, rounds, figures)?;
            board(data, &server, rounds, figures)?;
            bottlenecks(data, &server, rounds, figures)?;
            drop(server);
            watchers::measure(data, figures)?;
        }
    }
    Ok(())
}

/// Makes the history that is then copied.
pub fn history(folder: &Path, url: Option<&str>) -> Outcome<()> {
    product::fill(folder, url, BASE)
}

fn readers(server: &Server, login: &str) -> Outcome<Vec<Client>> {
    // One session: who signs in again and again is held off.
    let mut first = Client::connect(&server.host)?;
    first.sign_in(login, product::PASSWORD)?;
    let mut readers = (1..READERS).map(|_| first.beside()).collect::<Outcome<Vec<_>>>()?;
    readers.push(first);
    Ok(readers)
}

fn worklist(
    data: &Data,
    server: &Server,
    scale: u32,
    rounds: usize,
    figures: &mut Vec<Figure>,
) -> Outcome<()> {
    let who = "FROM person p JOIN assignment a ON a.person_id = p.id WHERE p.login = 'chuyenvien'";
    let (person, unit) = (data.side.literal("p.id", who)?, data.side.literal("a.unit_id", who)?);
    let bare = WORKLIST.map(|sql| sql.replace("{person}", &person).replace("{unit}", &unit));
    let mut readers = readers(server, "chuyenvien")?;
    let page = |reader: &mut Client| reader.get("/lam-viec").map(|_| true);
    load::run(&mut readers, 0.5, page)?;
    let mut figure = Rounds::default();
    for _ in 0..rounds {
        wait_for_quiet()?;
        let measured = load::run(&mut readers, TURN, page)?;
        figure.add(measured, bare_rate(data, &bare)?);
    }
    figures.push(figure.figure(&format!("worklist page, {scale} dossiers"), data.engine, READERS));
    Ok(())
}

/// How often the questions of one page are answered without the page.
fn bare_rate(data: &Data, questions: &[String]) -> Outcome<f64> {
    match &data.side {
        Side::Sqlite(_) => {
            let mut connections = (0..READERS)
                .map(|_| Ok(Connection::open(data.folder.join("motcua.db"))?))
                .collect::<Outcome<Vec<Connection>>>()?;
            let ask = |connection: &mut Connection| {
                for sql in questions {
                    let mut statement = connection.prepare_cached(sql)?;
                    let mut rows = statement.query([])?;
                    while let Some(row) = rows.next()? {
                        std::hint::black_box(row.get_ref(0)?);
                    }
                }
                Ok(true)
            };
            Ok(load::run(&mut connections, TURN, ask)?.rate)
        }
        Side::Postgres(postgres) => {
            let script = data.folder.join("worklist.sql");
            let text: Vec<String> =
                questions.iter().map(|sql| format!("{};", sql.replace('\n', " "))).collect();
            fs::write(&script, text.join("\n"))?;
            postgres.pgbench(&script, READERS, TURN)
        }
    }
}

/// Words as people type them: a whole name, its last two words, a whole code, its last two parts, an identity number.
fn search(data: &Data, server: &Server, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let filings = data.side.column(
        "SELECT f.code || '|' || f.folded FROM filing f JOIN bench_base b ON b.id = f.dossier_id
         WHERE f.code IS NOT NULL LIMIT 400",
    )?;
    let mut wanted = vec![];
    for (no, filing) in filings.iter().enumerate() {
        let Some((code, folded)) = filing.split_once('|') else { continue };
        let parts: Vec<&str> = code.split(['.', '-']).collect();
        let words: Vec<&str> = folded.split(' ').skip(parts.len()).collect();
        let Some((identity, name)) = words.split_last() else { continue };
        let end = |words: &[&str]| words.get(words.len().saturating_sub(2)..).unwrap_or_default().join("+");
        wanted.push(match no % 5 {
            0 => name.join("+"),
            1 => end(name),
            2 => code.to_owned(),
            3 => end(&parts),
            _ => (*identity).to_owned(),
        });
    }
    for (who, login) in [("a receptionist", "tiepnhan"), ("the centre", "trungtam")] {
        let mut readers: Vec<(Client, usize)> = readers(server, login)?.into_iter().zip(0..).collect();
        let find = |(reader, no): &mut (Client, usize)| {
            let words = wanted.get(*no % wanted.len()).map_or("", String::as_str);
            *no += READERS + 1;
            reader.get(&format!("/lam-viec/tra-cuu?q={words}")).map(|_| true)
        };
        load::run(&mut readers, 0.5, find)?;
        let mut figure = Rounds::default();
        for _ in 0..rounds {
            wait_for_quiet()?;
            figure.add(load::run(&mut readers, TURN, find)?, f64::NAN);
        }
        let name = format!("search by {who}, 1000000 dossiers");
        figures.push(figure.figure(&name, data.engine, READERS));
    }
    Ok(())
}

/// The page of one dossier against a file of about its size from the same server.
fn dossier_page(data: &Data, server: &Server, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let id = match data.side {
        Side::Sqlite(_) => "lower(hex(b.id))",
        Side::Postgres(_) => "b.id",
    };
    let ids = data.side.column(&format!("SELECT {id} FROM bench_base b LIMIT 500"))?;
    let mut readers: Vec<(Client, usize)> = readers(server, "trungtam")?.into_iter().zip(0..).collect();
    let page = |(reader, no): &mut (Client, usize)| {
        let id = ids.get(*no % ids.len()).map_or("", String::as_str);
        *no += READERS + 1;
        reader.get(&format!("/lam-viec/ho-so/{id}")).map(|_| true)
    };
    let (first, _) = readers.first_mut().ok_or("no reader")?;
    let home = String::from_utf8(first.get("/")?)?;
    let style = between(&home, "rel=\"stylesheet\" href=\"", "\"").ok_or("no style sheet")?.to_owned();
    let size = first.get(&format!("/lam-viec/ho-so/{}", ids.first().ok_or("no dossier")?))?.len();
    let file_size = first.get(&style)?.len();
    eprintln!("a dossier's page has {size} bytes, the file beside it {file_size}");
    load::run(&mut readers, 0.5, page)?;
    let mut figure = Rounds::default();
    for _ in 0..rounds {
        wait_for_quiet()?;
        let measured = load::run(&mut readers, TURN, page)?;
        let file = load::run(&mut readers, TURN, |(reader, _)| reader.get(&style).map(|_| true))?;
        figure.add(measured, file.rate);
    }
    figures.push(figure.figure("page of a dossier (ceiling: a static file)", data.engine, READERS));
    Ok(())
}

/// The board of the Centre: its first reader after the start, who waits for the whole to be read, and those after.
fn board(data: &Data, server: &Server, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let open = data.side.column("SELECT '' || count(*) FROM dossier WHERE settled_at IS NULL")?;
    eprintln!("{} dossiers are open", open.first().map_or("no", String::as_str));
    let mut readers = readers(server, "trungtam")?;
    let page = |reader: &mut Client| reader.get("/lam-viec/giam-sat").map(|_| true);
    let began = Instant::now();
    page(readers.first_mut().ok_or("no reader")?)?;
    let first = began.elapsed().as_secs_f64() * 1e3;
    figures.push(plain("board, the first after the start", Some(data.engine), 1, first, "ms"));
    figures.push(plain("resident memory with the board", Some(data.engine), 1, server.memory()?, "MiB"));
    let mut figure = Rounds::default();
    for _ in 0..rounds {
        wait_for_quiet()?;
        figure.add(load::run(readers.get_mut(..1).ok_or("no reader")?, TURN, page)?, f64::NAN);
    }
    figures.push(figure.figure("board, 1000000 dossiers", data.engine, 1));
    Ok(())
}

/// The bottlenecks and the paths of a procedure. Copies of dossiers have no log; so the rows that are kept of the log are
/// copied: as many units as there are times the dossiers, each with the months of the history.
fn bottlenecks(data: &Data, server: &Server, rounds: usize, figures: &mut Vec<Figure>) -> Outcome<()> {
    let count = |table: &str| data.side.column(&format!("SELECT '' || count(*) FROM {table}"));
    let (series, unit, dossier) = match data.side {
        Side::Sqlite(_) => (
            "(WITH RECURSIVE s (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM s WHERE k < 99) SELECT k FROM s)",
            "unhex(printf('%032X', s.k * 100000 + u.no))",
            "randomblob(16)",
        ),
        Side::Postgres(_) => (
            "(SELECT k FROM generate_series(1, 99) k)",
            "lpad(to_hex(s.k * 100000 + u.no), 32, '0')::uuid",
            "gen_random_uuid()",
        ),
    };
    let copied =
        "procedure_code, step, kind, month, stays, waiting, working, stopped, waits, works, lengths, remains";
    let route = "procedure_code, month, settling_unit_id, route, seconds, is_late";
    data.side.run(&format!(
        "CREATE TABLE bench_unit AS SELECT unit_id AS id, row_number() OVER (ORDER BY unit_id) AS no
             FROM (SELECT DISTINCT unit_id FROM step_month) AS units;
         INSERT INTO step_month (unit_id, {copied}) SELECT {unit}, {copied}
             FROM step_month m JOIN bench_unit u ON u.id = m.unit_id CROSS JOIN {series} s;
         INSERT INTO route_fact (dossier_id, {route}) SELECT {dossier}, {route} FROM route_fact r CROSS JOIN {series} s"
    ))?;
    eprintln!("{:?} rows of months from {:?} lines of the log", count("step_month")?, count("event")?);
    let code =
        "SELECT procedure_code FROM step_month GROUP BY procedure_code ORDER BY sum(stays) DESC LIMIT 1";
    let code = data.side.column(code)?.into_iter().next().ok_or("no procedure")?;
    let mut readers = readers(server, "trungtam")?;
    for (name, path) in [
        ("bottlenecks", "/lam-viec/diem-nghen".to_owned()),
        ("paths of a procedure", format!("/lam-viec/diem-nghen/duong-di?thu-tuc={code}")),
    ] {
        let page = |reader: &mut Client| reader.get(&path).map(|_| true);
        let mut figure = Rounds::default();
        for _ in 0..rounds {
            wait_for_quiet()?;
            figure.add(load::run(readers.get_mut(..1).ok_or("no reader")?, TURN, page)?, f64::NAN);
        }
        figures.push(figure.figure(&format!("{name}, months of 100 times the history"), data.engine, 1));
    }
    Ok(())
}

/// What an example of the workspace prints.
pub fn example(package: &str, name: &str) -> Outcome<String> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--package", package, "--example", name])
        .output()?;
    Ok(String::from_utf8(output.stdout)?)
}
