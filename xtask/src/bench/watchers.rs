//! Many who watch the board of the Centre: how soon each learns what happened, and what that costs the server.

use std::{
    io::BufRead,
    net::Shutdown,
    thread,
    time::{Duration, Instant},
};

use super::{
    Figure, Outcome,
    http::Client,
    load::Measured,
    plain,
    product::{Officer, PASSWORD, Server},
    reads::Data,
};

/// How many watch.
const WATCHERS: usize = 200;
/// How many dossiers come in while they watch, one every two seconds.
const EVENTS: usize = 10;
/// From one to the next.
const PAUSE: Duration = Duration::from_secs(2);

/// Lets two hundred watch the board of the province in `data` while dossiers come in.
pub fn measure(data: &Data, figures: &mut Vec<Figure>) -> Outcome<()> {
    // Letters and forecasts are not what watching costs.
    let server = Server::without_work(data.folder, data.url.as_deref())?;
    let mut signed_in = Client::connect(&server.host)?;
    signed_in.sign_in("trungtam", PASSWORD)?;
    let mut officer = Officer::at_desk(&server, "tiepnhan")?;
    let mut lines = vec![];
    for _ in 0..WATCHERS {
        lines.push(signed_in.listen("/lam-viec/giam-sat/truc-tiep?theo=don-vi")?);
    }
    let ends = lines.iter().map(|line| line.get_ref().try_clone()).collect::<Result<Vec<_>, _>>()?;
    let (told, moments, share) = thread::scope(|scope| {
        let watching: Vec<_> = lines
            .into_iter()
            .map(|line| {
                scope.spawn(move || {
                    let lines = line.lines().map_while(Result::ok).filter(|line| line.starts_with("data:"));
                    lines.map(|_| Instant::now()).collect::<Vec<_>>()
                })
            })
            .collect();
        let watched = receive(&server, &mut officer);
        // However that went: nobody waits for ever.
        let closed: Vec<_> = ends.iter().map(|end| end.shutdown(Shutdown::Both)).collect();
        drop(closed);
        let told: Vec<Vec<Instant>> = watching.into_iter().filter_map(|one| one.join().ok()).collect();
        watched.map(|(moments, share)| (told, moments, share))
    })?;
    let mut waits = vec![];
    for (no, moment) in moments.iter().enumerate() {
        let until = moments.get(no + 1).copied().unwrap_or(*moment + PAUSE);
        for one in &told {
            let heard = one.iter().find(|heard| **heard >= *moment && **heard < until);
            let heard = heard.ok_or("somebody who watches was not told")?;
            waits.push(heard.duration_since(*moment).as_secs_f64() * 1e3);
        }
    }
    let all = Measured::of(waits, Duration::from_secs(1));
    let name = "board: from the event to the last of 200 watchers (p99)";
    figures.push(plain(name, Some(data.engine), WATCHERS, all.p99, "ms"));
    let name = "board: 200 watchers, a change every 2 s, without jobs, of a core";
    figures.push(plain(name, Some(data.engine), WATCHERS, share * 100.0, "%"));
    Ok(())
}

/// Receives dossiers, one after the other: when each was there, and how much of a core the server used meanwhile.
fn receive(server: &Server, officer: &mut Officer) -> Outcome<(Vec<Instant>, f64)> {
    thread::sleep(PAUSE);
    let (began, before) = (Instant::now(), server.seconds_used()?);
    let mut moments = vec![];
    for _ in 0..EVENTS {
        officer.receive()?;
        moments.push(Instant::now());
        thread::sleep(PAUSE);
    }
    let used = server.seconds_used()? - before;
    Ok((moments, used / began.elapsed().as_secs_f64()))
}
