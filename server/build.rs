//! The binary embeds the portal's files, and is built again when they change.

use std::path::Path;

fn main() {
    // Without the folder, cargo would take it for changed every time.
    let _ = std::fs::create_dir_all(Path::new("portal/build"));
    println!("cargo:rerun-if-changed=portal/build");
    println!("cargo:rerun-if-changed=../migrations");
}
