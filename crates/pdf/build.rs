//! The fonts of the letters are made from npm packages; say so plainly when they are not there.

fn main() {
    let fonts = "../../web/letters";
    println!("cargo::rerun-if-changed={fonts}/Tinos_400Regular.ttf");
    if !std::path::Path::new(fonts).join("Tinos_400Regular.ttf").exists() {
        println!(
            "cargo::error=the fonts of the letters are missing: run `npm ci --prefix web && node web/build.mjs` (./run does it)"
        );
    }
}
