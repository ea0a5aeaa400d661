//! The binary carries the portal's files: it is built again when they are.

use std::path::Path;

fn main() {
    // Without the folder, cargo would take it for changed every time.
    let _ = std::fs::create_dir_all(Path::new("portal/build"));
    println!("cargo:rerun-if-changed=portal/build");
    println!("cargo:rerun-if-changed=../migrations");
}
