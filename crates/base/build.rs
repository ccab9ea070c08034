//! Embeds what `web/build.mjs` made: one table of names, bytes and compressed bytes.

use std::{fmt::Write as _, fs, path::Path};

fn main() {
    // Asked when it runs, so that a copied `target` does not look in the tree it was copied from.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let dist = Path::new(&here).join("../../web/dist");
    println!("cargo::rerun-if-changed={}", dist.join("manifest.json").display());
    let Ok(manifest) = fs::read_to_string(dist.join("manifest.json")) else {
        println!(
            "cargo::error=the front-end packages are not built: run `npm ci --prefix web && npm run build --prefix web` (./run does it)"
        );
        return;
    };
    let mut table = String::from("&[\n");
    for line in manifest.lines().filter(|line| line.contains(':')) {
        let mut words = line.split('"').skip(1).step_by(2);
        let (Some(name), Some(hashed)) = (words.next(), words.next()) else { continue };
        let file = dist.join(hashed);
        let compressed = dist.join(format!("{hashed}.br"));
        let compressed = if compressed.exists() {
            format!("Some(include_bytes!({:?}))", compressed.display().to_string())
        } else {
            "None".to_owned()
        };
        let _ = writeln!(
            table,
            "Asset {{ name: {name:?}, hashed: {hashed:?}, bytes: include_bytes!({:?}), compressed: {compressed} }},",
            file.display().to_string()
        );
    }
    table.push(']');
    let out = std::env::var_os("OUT_DIR").unwrap_or_default();
    if let Err(error) = fs::write(Path::new(&out).join("assets.rs"), table) {
        println!("cargo::error=the table of assets cannot be written: {error}");
    }
}
