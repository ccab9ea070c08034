//! The layers of the configuration, and that its reference is true.

use kit::testing::TempDir;

use super::{
    Kind, Settings,
    layer::{Said, defaults, flatten, load},
};

fn file(text: &str) -> (TempDir, Said) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.toml");
    std::fs::write(&path, text).unwrap();
    (dir, Said { file: Some(path.display().to_string()), ..Said::default() })
}

fn refusal(text: &str) -> String {
    load(&file(text).1).err().unwrap().to_string()
}

#[test]
fn the_reference_names_every_key_with_its_default() {
    let mut written = vec![];
    flatten("", include_str!("../../../../motcua.toml.example").parse().unwrap(), &mut written);
    written.sort_by(|a, b| a.0.cmp(&b.0));
    let mut known = defaults().unwrap();
    known.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(written, known);
}

#[test]
fn the_command_line_wins_over_the_environment_over_the_file_over_the_default() {
    let (_dir, mut said) =
        file("listen = \"1.1.1.1:1\"\ndata = \"d\"\npublic_url = \"https://a\"\n[files]\nkind = \"s3\"\n");
    let environment = [
        ("MOTCUA_LISTEN", "2.2.2.2:2"),
        ("MOTCUA_DATA", "e"),
        ("MOTCUA_FILES_SECRET_KEY", "giấu"),
        ("MOTCUA_TRUSTED_PROXIES", "10.0.0.1, ::1"),
        ("MOTCUA_DATABASE_CONNECTIONS", "3"),
        ("MOTCUA_PORT", "tcp://10.0.0.1"),
        ("MOTCUA_TEST_S3", "x"),
    ];
    said.environment = environment.map(|(name, value)| (name.into(), value.into())).into();
    said.command_line =
        vec![("listen", "3.3.3.3:3".into()), ("database", "postgres://a:b@c/d?password=b".into())];
    let loaded = load(&said).unwrap();
    let settings = &loaded.settings;
    assert_eq!(settings.listen, "3.3.3.3:3");
    assert_eq!(settings.data.to_str(), Some("e"));
    assert_eq!(settings.public_url, "https://a");
    assert_eq!(settings.log, "info");
    assert!(settings.files.kind == Kind::S3);
    assert_eq!(settings.trusted_proxies.len(), 2);
    assert_eq!(settings.database_connections, 3);
    assert_eq!(loaded.strangers, ["MOTCUA_PORT"]);
    let told = loaded.lines().join("\n") + &loaded.json().to_string();
    assert!(told.contains("listen = \"3.3.3.3:3\"  # dòng lệnh"), "{told}");
    assert!(told.contains("postgres://a:***@c/d?password=***"), "{told}");
    assert!(!told.contains("giấu") && !told.contains(":b@"), "{told}");
}

#[test]
fn a_wrong_key_or_value_is_refused_by_its_name() {
    assert!(refusal("[files]\nbukket = \"a\"\n").contains("Không có khóa cấu hình “files.bukket”"));
    assert!(refusal("files = 1\n").contains("“files”"));
    assert!(refusal("[listen]\na = 1\n").contains("“listen.a”"));
    assert!(refusal("listen = 1\n").contains("Khóa “listen” phải là chuỗi"));
    assert!(refusal("request_limit_mb = 0\n").contains("“request_limit_mb” phải là số nguyên"));
    assert!(
        refusal("trusted_proxies = [\"proxy\"]\n")
            .contains("“proxy” không phải là địa chỉ IP (khóa trusted_proxies).")
    );
    assert!(
        refusal("[files]\nkind = \"disk\"\n")
            .contains("“disk” không phải là \"folder\" hoặc \"s3\" (khóa files.kind).")
    );
    assert!(refusal("listen = \n").contains("không phải là TOML hợp lệ"));
    let missing = Said { file: Some("khong-co.toml".into()), ..Said::default() };
    assert!(load(&missing).err().unwrap().to_string().contains("khong-co.toml"));
}

#[test]
fn what_does_not_hold_together_is_said_all_at_once() {
    assert_eq!(Settings::default().faults(), Vec::<String>::new());
    let mut wrong = Settings {
        listen: "8080".into(),
        public_url: "motcua.vn".into(),
        database: "mysql://x".into(),
        file_limit_mb: 100,
        log: "a=b=c".into(),
        texts_dir: "khong/co".into(),
        ..Settings::default()
    };
    wrong.files.kind = Kind::S3;
    wrong.files.endpoint = "kho:9000".into();
    let keys: Vec<String> =
        wrong.faults().iter().map(|fault| fault.split(':').next().unwrap().to_owned()).collect();
    let expected = [
        "listen",
        "public_url",
        "database",
        "file_limit_mb",
        "log",
        "files.bucket",
        "files.access_key, files.secret_key",
        "files.endpoint",
        "texts_dir",
    ];
    assert_eq!(keys, expected);
}
