//! From settings to a running application.

use std::{io::ErrorKind, sync::Arc};

use base::{
    app::App,
    error::{Error, Result},
};
use kit::{
    clock::Clock,
    db::{Db, migrate::migrate},
};

use crate::config::Settings;

/// Opens the database, applies what it lacks, and gives the application.
pub fn open(settings: &Settings, clock: Clock) -> Result<App> {
    make_folder(settings)?;
    let db = connect(settings)?;
    let applied = migrate(&db, base::migrations::ALL, clock.now()).map_err(|error| {
        Error::fault(format!(
            "Không cập nhật được lược đồ cơ sở dữ liệu: {error}. Chạy motcua doctor để xem chi tiết."
        ))
    })?;
    if !applied.is_empty() {
        tracing::info!(?applied, "schema");
    }
    let mut app = App::open(db, settings.blobs()?, clock, &settings.public_url())?;
    app.trusted_proxies = Arc::new(settings.trusted_proxies.clone());
    app.mail = settings.mailer()?;
    app.file_limit = settings.file_limit();
    Ok(app)
}

/// Opens the database as it is.
pub fn connect(settings: &Settings) -> Result<Db> {
    Db::open(&settings.database_url(), &settings.database_options())
        .map_err(|error| Error::fault(format!("Không mở được cơ sở dữ liệu: {error}")))
}

fn make_folder(settings: &Settings) -> Result<()> {
    std::fs::create_dir_all(&settings.data).map_err(|error| {
        let what = match error.kind() {
            ErrorKind::PermissionDenied => "người dùng đang chạy motcua không có quyền ghi",
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                "đường dẫn này là một tệp, không phải thư mục"
            }
            ErrorKind::StorageFull => "ổ đĩa đã đầy",
            ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
            _ => "hệ điều hành từ chối",
        };
        let folder = settings.data.display();
        Error::fault(format!("Không dùng được thư mục dữ liệu {folder}: {what} ({error})."))
    })
}
