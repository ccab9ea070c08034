//! How long a receipt takes to set: the first of the process, a warm one alone, and how many a second all cores set
//! together. Prints that and the memory after it, as JSON for `cargo xtask bench`.
//!
//! `cargo run --release -p casework --example letter_rate`

use std::time::Instant;

use pdf::{Meta, Template, render};
use serde_json::json;

const RECEIPT: Template =
    Template { name: "receipt.typ", text: include_str!("../src/letter/receipt.typ"), layout: pdf::OFFICIAL };

/// The product's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut times: Vec<f64> = (0..500).map(one).collect::<Result<_, _>>()?;
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    let threads = std::thread::available_parallelism()?.get();
    let together = together(u32::try_from(threads)?)?;
    let memory = std::fs::read_to_string("/proc/self/status")?;
    let memory =
        memory.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default().trim().to_owned();
    let warm = times.get(times.len() / 2);
    println!(
        "{}",
        json!({ "first_ms": first, "warm_ms": warm, "threads": threads, "per_second": together, "memory": memory })
    );
    Ok(())
}

/// How many letters a second `threads` threads set, each some of its own.
fn together(threads: u32) -> Result<f64, Box<dyn std::error::Error>> {
    const EACH: u32 = 500;
    let began = Instant::now();
    std::thread::scope(|scope| {
        let set = |thread: u32| {
            for no in 0..EACH {
                one(1_000 + thread * EACH + no).map_err(|error| error.to_string())?;
            }
            Ok::<(), String>(())
        };
        let all: Vec<_> = (0..threads).map(|thread| scope.spawn(move || set(thread))).collect();
        all.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err("a thread fell".into())))
    })?;
    Ok(f64::from(threads * EACH) / began.elapsed().as_secs_f64())
}

/// Sets the receipt number `no`, with words of its own; milliseconds.
fn one(no: u32) -> Result<f64, Box<dyn std::error::Error>> {
    let party = json!({ "name": format!("Thạch Thị Sa Ri {no}"), "identity": format!("0841900{no:05}"),
        "address": format!("Ấp {no}, xã Lương Hòa"), "phone": "0900000000", "email": "" });
    let papers: Vec<_> = (1..=6)
        .map(|n| {
            json!({ "name": format!("Đơn đề nghị theo mẫu số {n} của hồ sơ {no}"), "originals": 1, "certified": 0,
                    "copies": n, "counts": format!("1 bản chính, {n} bản chụp") })
        })
        .collect();
    let facts = json!({
        "rules": "nd118-2025", "paper": "a4", "flipped": false, "note": "", "title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "year": 2026, "month": 11, "day": 24, "superior": "Ủy ban nhân dân tỉnh Vĩnh Long",
        "issuer": "Trung tâm Phục vụ hành chính công tỉnh", "issuer_words": "Trung tâm Phục vụ hành chính công tỉnh",
        "number": format!("{no:02}/TNHS"), "place": "Vĩnh Long", "date_words": "ngày 24 tháng 11 năm 2026",
        "code": format!("H61.01-261124-{no:04}"), "owner": party, "proxy": null, "papers": papers, "sets": "01",
        "limit": "10 ngày làm việc", "received": "08 giờ 30 phút, ngày 24 tháng 11 năm 2026",
        "due": "08 giờ 30 phút, ngày 08 tháng 12 năm 2026", "return_at": "Trung tâm", "book": "2026",
        "book_no": no.to_string(), "submitter": "Thạch Thị Sa Ri", "subject": "Chuyển đổi loại hình văn phòng",
        "officer": "Kim Thị Na", "lookup": "https://example.vn/tra-cuu", "qr": true,
    });
    let meta = Meta {
        ident: no.to_string(),
        made_at: (2026, 11, 24, 1, 30, 0),
        qr: format!("https://example.vn/xac-thuc/{no:024x}"),
    };
    let began = Instant::now();
    let letter = render(RECEIPT, &facts.to_string(), &meta)?;
    assert!(letter.is_archivable, "not PDF/A");
    Ok(began.elapsed().as_secs_f64() * 1e3)
}
