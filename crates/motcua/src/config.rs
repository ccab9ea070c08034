//! The configuration: what every key means, what it is when nobody says, and what does not hold together.
//! `motcua.toml.example` is the reference; where a value comes from is decided in [`layer`].

pub mod layer;

use std::{net::IpAddr, path::PathBuf, str::FromStr};

use base::{
    error::{Error, Result},
    texts::own,
};
use domain::rules::Reading;
use kit::{
    blob::{Blobs, Bucket},
    db::Options,
    mail::{Mailer, Server, Tls},
};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// How the system runs here. Not `Debug`: it holds secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The folder of the embedded database and of the files.
    pub data: PathBuf,
    /// The address of the database; empty for the embedded one in the folder.
    pub database: String,
    /// Connections that read (SQLite), or all of them (PostgreSQL).
    pub database_connections: u32,
    /// Memory for each connection's page cache (SQLite), in MB.
    pub database_cache_mb: u32,
    /// Where the web server listens.
    pub listen: String,
    /// The address under which people reach the system; empty for `http://` and `listen`.
    pub public_url: String,
    /// The largest request, in MB: some files of a dossier together.
    pub request_limit_mb: u32,
    /// The largest single file, in MB.
    pub file_limit_mb: u32,
    /// The proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "addresses")]
    pub trusted_proxies: Vec<IpAddr>,
    /// The folder of the house's own wording of the public pages; empty for none.
    pub texts_dir: PathBuf,
    /// What is logged.
    pub log: String,
    /// Where files are kept.
    pub files: Files,
    /// Through which server e-mail is sent.
    pub mail: Mail,
    /// How Nghị định 61/2018 is read where it leaves something open.
    pub nd61_2018: Reading,
    /// How Nghị định 118/2025 is read.
    pub nd118_2025: Reading,
}

/// Where files are kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// In which kind of store.
    pub kind: Kind,
    /// The bucket.
    pub bucket: String,
    /// The address of the store; empty for Amazon's of the region.
    pub endpoint: String,
    /// The region, as the store calls it.
    pub region: String,
    /// The public half of the key.
    pub access_key: String,
    /// The secret half of the key.
    pub secret_key: String,
    /// What every name in the bucket begins with.
    pub prefix: String,
}

/// The kinds of stores for files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The folder `files` in the data folder.
    #[default]
    Folder,
    /// A store that speaks S3.
    S3,
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Kind, D::Error> {
        match String::deserialize(from)?.as_str() {
            "folder" => Ok(Kind::Folder),
            "s3" => Ok(Kind::S3),
            other => Err(D::Error::custom(format!("“{other}” không phải là \"folder\" hoặc \"s3\""))),
        }
    }
}

/// Through which server e-mail is sent.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its name; empty for no e-mail.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected: `none`, `starttls` or `tls`.
    pub security: String,
    /// Who signs in there; empty for nobody.
    pub user: String,
    /// With which password.
    pub password: String,
    /// The sender.
    pub from: String,
}

impl Mail {
    fn tls(&self) -> Option<Tls> {
        let known = [("none", Tls::None), ("starttls", Tls::StartTls), ("tls", Tls::Implicit)];
        known.into_iter().find(|(word, _)| *word == self.security).map(|(_, tls)| tls)
    }

    /// Who sends; nobody if no server is named.
    fn mailer(&self) -> Option<std::result::Result<Mailer, kit::mail::Error>> {
        let tls = self.tls().filter(|_| !self.host.is_empty())?;
        Some(Mailer::new(&Server {
            host: self.host.clone(),
            port: self.port,
            tls,
            user: self.user.clone(),
            password: self.password.clone(),
            from: self.from.clone(),
        }))
    }
}

fn addresses<'de, D: Deserializer<'de>>(from: D) -> std::result::Result<Vec<IpAddr>, D::Error> {
    let one = |text: &String| {
        IpAddr::from_str(text).map_err(|_| D::Error::custom(format!("“{text}” không phải là địa chỉ IP")))
    };
    Vec::<String>::deserialize(from)?.iter().map(one).collect()
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            data: "motcua-data".into(),
            database: String::new(),
            database_connections: 8,
            database_cache_mb: 8,
            listen: "127.0.0.1:8080".into(),
            public_url: String::new(),
            request_limit_mb: 64,
            file_limit_mb: 20,
            trusted_proxies: vec![],
            texts_dir: PathBuf::new(),
            log: "info".into(),
            files: Files { region: "us-east-1".into(), ..Files::default() },
            mail: Mail { port: 587, security: "starttls".into(), ..Mail::default() },
            nd61_2018: Reading::USUAL,
            nd118_2025: Reading::USUAL,
        }
    }
}

const MB: usize = 1024 * 1024;

impl Settings {
    /// The address of the database.
    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            format!("sqlite:{}", self.data.join("motcua.db").display())
        } else {
            self.database.clone()
        }
    }

    /// The file of the embedded database, if that is the one in use.
    pub fn database_file(&self) -> Option<PathBuf> {
        self.database_url().strip_prefix("sqlite:").map(PathBuf::from)
    }

    /// The address under which people reach the system.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() { format!("http://{}", self.listen) } else { self.public_url.clone() }
    }

    /// How the database is opened.
    pub fn database_options(&self) -> Options {
        let connections = usize::try_from(self.database_connections).unwrap_or(1);
        Options { connections, cache_kib: self.database_cache_mb.saturating_mul(1024) }
    }

    /// The largest request, in bytes.
    pub fn request_limit(&self) -> usize {
        usize::try_from(self.request_limit_mb).unwrap_or(usize::MAX).saturating_mul(MB)
    }

    /// The largest single file, in bytes.
    pub fn file_limit(&self) -> usize {
        usize::try_from(self.file_limit_mb).unwrap_or(usize::MAX).saturating_mul(MB)
    }

    /// Opens the store of files.
    pub fn blobs(&self) -> Result<Blobs> {
        let files = &self.files;
        let opened = match files.kind {
            Kind::Folder => Blobs::open(&self.data.join("files")),
            Kind::S3 => Blobs::in_bucket(&Bucket {
                name: files.bucket.clone(),
                endpoint: files.endpoint.clone(),
                region: files.region.clone(),
                access_key: files.access_key.clone(),
                secret_key: files.secret_key.clone(),
                prefix: files.prefix.clone(),
            }),
        };
        opened.map_err(|error| Error::fault(format!("Không mở được kho tệp: {error}")))
    }

    /// Who sends e-mail; nobody where no server is named.
    pub fn mailer(&self) -> Result<Option<Mailer>> {
        let opened = self.mail.mailer().transpose();
        opened.map_err(|error| Error::fault(format!("Không dùng được máy chủ thư: {error}")))
    }

    /// What does not hold, each as a sentence that names its key.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.conflicts();
        faults.extend(own::faults(&self.texts_dir).iter().map(|fault| format!("texts_dir: {fault}")));
        faults
    }

    fn conflicts(&self) -> Vec<String> {
        let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        let port =
            self.listen.rsplit_once(':').map(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
        let is_database =
            ["sqlite:", "postgres://", "postgresql://"].iter().any(|start| self.database.starts_with(start));
        let s3 = self.files.kind == Kind::S3;
        let mail = &self.mail;
        let holds = [
            (port == Some(true), "listen: phải có dạng ĐỊA_CHỈ:CỔNG, ví dụ 127.0.0.1:8080."),
            (
                self.public_url.is_empty() || is_web(&self.public_url),
                "public_url: phải bắt đầu bằng http:// hoặc https://.",
            ),
            (
                self.database.is_empty() || is_database,
                "database: phải bắt đầu bằng sqlite: hoặc postgres://.",
            ),
            (
                self.file_limit_mb <= self.request_limit_mb,
                "file_limit_mb: không được lớn hơn request_limit_mb.",
            ),
            (
                tracing_subscriber::EnvFilter::try_new(&self.log).is_ok(),
                "log: không phải là bộ lọc nhật ký, ví dụ info hoặc warn,motcua=debug.",
            ),
            (!s3 || !self.files.bucket.is_empty(), "files.bucket: phải có khi files.kind = \"s3\"."),
            (
                !s3 || !(self.files.access_key.is_empty() || self.files.secret_key.is_empty()),
                "files.access_key, files.secret_key: phải có khi files.kind = \"s3\".",
            ),
            (
                self.files.endpoint.is_empty() || is_web(&self.files.endpoint),
                "files.endpoint: phải bắt đầu bằng http:// hoặc https://.",
            ),
            (mail.tls().is_some(), "mail.security: phải là \"none\", \"starttls\" hoặc \"tls\"."),
            (
                mail.host.is_empty() || self.mail.mailer().is_none_or(|mailer| mailer.is_ok()),
                "mail.from: phải là một địa chỉ thư, ví dụ \"Một cửa <motcua@tinh.gov.vn>\".",
            ),
            (
                mail.password.is_empty() || mail.security != "none",
                "mail.password: không gửi mật khẩu qua đường truyền không mã hóa; đặt mail.security.",
            ),
            (
                [self.nd61_2018, self.nd118_2025]
                    .iter()
                    .all(|read| read.reminder_days < read.completion_days),
                "reminder_days: phải ít hơn completion_days (nd61_2018, nd118_2025).",
            ),
        ];
        holds.iter().filter(|(holds, _)| !holds).map(|(_, sentence)| (*sentence).to_owned()).collect()
    }
}

#[cfg(test)]
mod tests;
