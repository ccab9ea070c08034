//! A small province: the units of the regulation, a few real procedures, the demo's people, and a clock that stands at
//! 8 o'clock on the day of Decision 1267.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
};
use base::app::App;
use domain::{
    id::UnitId,
    instant::{Instant, from_local},
    people::Role,
};
use kit::{
    blob::Blobs,
    clock::Clock,
    testing::{TestDb, databases},
};
use motcua::demo::{self, Profile, accounts::Cast};
use tower::ServiceExt;

/// Settled by Sở Tư pháp, where the demo's officers work, and may be filed online.
pub const BY_DEPARTMENT: &str = "1.001216";
/// Settled by a commune.
pub const BY_COMMUNE: &str = "2.000950";
/// Settled by a commune within a working day.
pub const AT_ONCE: &str = "1.010386";

/// The province.
pub struct World {
    pub app: App,
    pub clock: Clock,
    pub cast: Cast,
    router: Router,
    // Dropped last: the database and its folder.
    db: TestDb,
}

/// A moment of the story.
pub fn at(text: &str) -> Instant {
    from_local(text.parse().unwrap())
}

/// Runs a story on each database at hand.
pub fn on_each<F: Future<Output = ()>>(story: impl Fn(World) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    for db in databases(base::migrations::ALL) {
        let world = std::thread::spawn(move || World::new(db)).join().unwrap();
        runtime.block_on(story(world));
    }
}

impl World {
    fn new(db: TestDb) -> World {
        World::of(db, Profile::TraVinh2023, "2023-08-22T08:00")
    }

    /// Another province, at another time.
    pub fn of(db: TestDb, profile: Profile, now: &str) -> World {
        let clock = Clock::at(at(now));
        let blobs = Blobs::open(&db.dir.path().join("files")).unwrap();
        let app = App::open(db.db.clone(), blobs, clock.clone(), "http://x").unwrap();
        let lines: Vec<&str> = demo::data::CATALOGUE
            .lines()
            .filter(|line| {
                [BY_DEPARTMENT, BY_COMMUNE, AT_ONCE]
                    .iter()
                    .any(|code| line.contains(&format!("\"ma\":\"{code}\"")))
            })
            .collect();
        demo::set_up(&app, profile, &lines.join("\n")).unwrap();
        let cast = demo::accounts::open(&app).unwrap();
        World { router: motcua::serve::router(app.clone(), 64 * 1024 * 1024), app, clock, cast, db }
    }

    /// The same province with a mail server.
    pub fn with_mail(mut self, server: &kit::mail::Server) -> World {
        self.app.mail = Some(kit::mail::Mailer::new(server).unwrap());
        self.router = motcua::serve::router(self.app.clone(), 64 * 1024 * 1024);
        self
    }

    /// Sends a request; the answer.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Somebody with a browser.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor { world: self, cookie: String::new() }
    }

    /// Somebody with a browser who chose a language.
    pub async fn reader(&self, lang: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        let answer = visitor.post("/ngon-ngu", &[("tieng", lang), ("ve", "/")]).await;
        answer.cookie.split(';').next().unwrap().clone_into(&mut visitor.cookie);
        visitor
    }

    /// Somebody with a browser, signed in.
    pub async fn officer(&self, login: &str) -> Visitor<'_> {
        let mut visitor = self.visitor();
        let answer =
            visitor.post("/dang-nhap", &[("ten", login), ("mat-khau", demo::accounts::PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in");
        visitor.keep(&answer);
        visitor
    }

    /// Does the jobs that are due: letters, and what dates bring about.
    pub async fn ring(&self) {
        let jobs = motcua::serve::jobs(&self.app);
        while jobs.round(&self.app.db, &self.clock).await.unwrap() > 0 {}
        let dead = self.count("SELECT count(*) FROM job WHERE last_error IS NOT NULL").await;
        assert_eq!(dead, 0, "a job failed");
    }

    /// Somebody with `role` in the unit of that identifier, signed in.
    pub async fn officer_of(&self, unit: &str, role: Role) -> Visitor<'_> {
        let unit = UnitId(unit.parse().unwrap());
        let found = self.cast.of(unit, role).first().and_then(|officer| officer.actor.person());
        self.officer_with(&found.unwrap().to_string()).await
    }

    /// Somebody with `role` in a ward that has no part in the story, signed in.
    pub async fn stranger(&self, role: Role) -> Visitor<'_> {
        let in_ward = |unit: UnitId| self.app.house().unit(unit).unwrap().name().contains("phường");
        let is_meant =
            |actor: &domain::people::Actor| actor.role() == Some(role) && in_ward(actor.unit().unwrap());
        let found = self.cast.officers.iter().find(|officer| is_meant(&officer.actor));
        self.officer_with(&found.unwrap().actor.person().unwrap().to_string()).await
    }

    /// The person of that identifier, signed in.
    pub async fn officer_with(&self, person: &str) -> Visitor<'_> {
        let id: uuid::Uuid = person.parse().unwrap();
        let sql = "SELECT login FROM person WHERE id = $1";
        let login: String = self.app.read(move |tx| Ok(tx.one(sql, vec![id.into()])?.get(0)?)).await.unwrap();
        self.officer(&login).await
    }

    /// How many rows a question has.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.app.read(move |tx| Ok(tx.one(sql, vec![])?.get(0)?)).await.unwrap()
    }

    /// Where the files are kept.
    pub fn files(&self) -> std::path::PathBuf {
        self.db.dir.path().join("files")
    }

    /// Nothing in the log is missing or changed.
    pub async fn must_be_whole(&self) {
        let found = self.app.read(base::audit::verify).await.unwrap();
        assert_eq!(found.faults, Vec::<String>::new());
        assert!(found.lines > 100);
    }
}

/// A person with a browser.
#[derive(Clone)]
pub struct Visitor<'w> {
    world: &'w World,
    cookie: String,
}

/// What the browser got.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookie: String,
    pub kind: String,
    pub cache: String,
    pub vary: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The page as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What stands between `before` and `after`, the first time.
    pub fn between(&self, before: &str, after: &str) -> String {
        let text = self.text();
        let start = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
        let rest = &text[start..];
        rest[..rest.find(after).unwrap()].to_owned()
    }

    /// The page must say `words`.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "does not say “{words}” ({}): {}", self.status, self.text());
        self
    }

    /// The page must not say `words`.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "says “{words}”");
        self
    }
}

impl Visitor<'_> {
    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header(header::COOKIE, &self.cookie).body(body).unwrap();
        let response = self.world.send(request).await;
        let get = |name| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, cookie, kind) =
            (get(header::LOCATION), get(header::SET_COOKIE), get(header::CONTENT_TYPE));
        let vary: Vec<_> = response.headers().get_all(header::VARY).iter().collect();
        let vary = vary.iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ");
        let cache = get(header::CACHE_CONTROL);
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, location, cookie, kind, cache, vary, body }
    }

    /// Keeps the cookie of an answer, as a browser does.
    pub fn keep(&mut self, answer: &Answer) {
        answer.cookie.split(';').next().unwrap().clone_into(&mut self.cookie);
    }

    /// Opens what may go on for ever.
    pub async fn open(&self, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=EDGE");
        let mut body = String::new();
        for (name, value) in fields {
            match value.strip_prefix("file:") {
                None => body.push_str(&format!(
                    "--EDGE\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )),
                Some(file) => {
                    let (file, content) = file.split_once(':').unwrap();
                    body.push_str(&format!(
                        "--EDGE\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{content}\r\n"
                    ));
                }
            }
        }
        body.push_str("--EDGE--\r\n");
        self.send(request, Body::from(body)).await
    }

    /// Opens the page at `path`, and sends its form to `path/deed` with what every form carries.
    pub async fn act(&self, path: &str, deed: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
        let csrf = page.between("name=\"csrf\" value=\"", "\"");
        let version = if page.text().contains("name=\"ban\"") {
            page.between("name=\"ban\" value=\"", "\"")
        } else {
            String::new()
        };
        let mut all = vec![("csrf", csrf.as_str()), ("ban", version.as_str())];
        all.extend_from_slice(fields);
        let target = if deed.is_empty() { path.to_owned() } else { format!("{path}/{deed}") };
        self.post(&target, &all).await
    }

    /// As [`Visitor::act`], and it must be done.
    pub async fn does<'a>(
        &'a self,
        path: &'a str,
        deed: &'a str,
        fields: &'a [(&'a str, &'a str)],
    ) -> Answer {
        let answer = self.act(path, deed, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{deed}: {}", answer.text());
        answer
    }
}
