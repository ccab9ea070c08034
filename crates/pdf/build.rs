//! Fonts come from npm packages; say so plainly when they are not there.

fn main() {
    let fonts = "../../web/node_modules/@expo-google-fonts";
    println!("cargo::rerun-if-changed={fonts}/tinos/package.json");
    if !std::path::Path::new(fonts).join("tinos/400Regular/Tinos_400Regular.ttf").exists() {
        println!(
            "cargo::error=the fonts of the letters are missing: run `npm ci --prefix web` (./run does it)"
        );
    }
}
