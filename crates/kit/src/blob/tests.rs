//! The same promises in a folder and in a bucket. The bucket is that of a stand-in: `cargo xtask test` starts one and
//! says where in `MOTCUA_TEST_S3`.

use super::*;
use crate::testing::TempDir;

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn bucket(endpoint: &str) -> Bucket {
    Bucket {
        name: "motcua".into(),
        endpoint: endpoint.into(),
        region: "us-east-1".into(),
        access_key: "a".into(),
        secret_key: "b".into(),
        // Each test in its own corner.
        prefix: format!("{}/", crate::hex(&crate::clock::random::<8>())),
    }
}

/// A store of each kind at hand.
fn stores(dir: &TempDir) -> Vec<Blobs> {
    let mut all = vec![Blobs::open(dir.path()).unwrap()];
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    if let Ok(endpoint) = std::env::var("MOTCUA_TEST_S3") {
        all.push(Blobs::in_bucket(&bucket(&endpoint)).unwrap());
    }
    all
}

/// Writes what is not the content under its hash.
fn damage(blobs: &Blobs, hash: &str, bytes: &[u8]) {
    let place = place(hash).unwrap();
    match blobs {
        Blobs::Folder(folder) => {
            folder.remove(&place).unwrap();
            folder.put(&[(place, bytes)]).unwrap();
        }
        Blobs::S3(s3) => {
            s3.remove(&place).unwrap();
            s3.put(&place, bytes).unwrap();
        }
    }
}

#[test]
fn the_same_file_is_kept_once_and_found_by_its_hash() {
    let dir = TempDir::new().unwrap();
    for blobs in stores(&dir) {
        let hash = blobs.put(b"abc").unwrap();
        assert_eq!(hash, ABC);
        assert_eq!(blobs.put(b"abc").unwrap(), hash);
        assert_eq!(blobs.get(&hash).unwrap(), b"abc");
        assert!(matches!(blobs.get(&"0".repeat(64)), Err(Error::Missing)));
        for wrong in ["", "../../etc/passwd", "é", &"../".repeat(22)] {
            assert!(matches!(blobs.get(wrong), Err(Error::Missing)), "{wrong}");
        }
        let large: Vec<u8> = std::iter::repeat_n(b"motcua", 1_000_000).flatten().copied().collect();
        assert_eq!(blobs.get(&blobs.put(&large).unwrap()).unwrap(), large);
        blobs.probe().unwrap();
    }
}

#[test]
fn what_is_kept_together_is_found_one_by_one() {
    let dir = TempDir::new().unwrap();
    for blobs in stores(&dir) {
        let files: [&[u8]; 4] = [b"abc", b"", b"abd", b"abc"];
        let hashes = blobs.put_all(&files).unwrap();
        assert!(hashes.iter().zip(files).all(|(hash, bytes)| blobs.get(hash).unwrap() == bytes));
        assert_eq!((&hashes[0], &hashes[3]), (&ABC.to_owned(), &ABC.to_owned()));
        assert_eq!(blobs.put_all(&[]).unwrap(), Vec::<String>::new());
    }
    let parts = fs_names(dir.path());
    assert!(parts.iter().all(|name| name.len() <= 2 || name.len() == 64), "nothing half is left: {parts:?}");
}

/// Every name below `folder`.
fn fs_names(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let below = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        let inner = if entry.path().is_dir() { fs_names(&entry.path()) } else { vec![] };
        inner.into_iter().chain([name])
    };
    entries.flat_map(below).collect()
}

#[test]
fn a_damaged_file_is_not_given_out() {
    let dir = TempDir::new().unwrap();
    for blobs in stores(&dir) {
        let hash = blobs.put(b"abc").unwrap();
        damage(&blobs, &hash, b"abd");
        assert!(matches!(blobs.get(&hash), Err(Error::Damaged(_))));
    }
}

#[test]
fn a_store_that_is_down_or_refuses_is_said_to_be_away() {
    // A port that was free just now: nobody answers there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut away = vec![Blobs::in_bucket(&bucket(&format!("http://127.0.0.1:{port}"))).unwrap()];
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    if let Ok(endpoint) = std::env::var("MOTCUA_TEST_S3") {
        let elsewhere = Bucket { name: "another-bucket".into(), ..bucket(&endpoint) };
        away.push(Blobs::in_bucket(&elsewhere).unwrap());
    }
    for blobs in away {
        let kept = blobs.put(b"abc");
        assert!(matches!(kept, Err(Error::Away(_))), "{kept:?}");
        assert!(matches!(blobs.probe(), Err(Error::Away(_))));
    }
}

#[test]
fn a_folder_that_takes_no_file_says_so() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(matches!(Blobs::open(&file.join("files")), Err(Error::Disk(_))));
}
