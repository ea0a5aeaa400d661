//! Generates the bindings through which other languages call the core.
//!
//! `bindgen uniffi` reads a built library of `mobile-core` and writes Kotlin or Swift; `bindgen web` reads the desk as
//! built for wasm32 and writes the module with its JavaScript and TypeScript. Generated files are never committed.
//!
//! Layout: [`uniffi`] and [`web`] are one generator each, [`swift`] and [`kotlin`] are the additions of the packages to
//! uniffi's output by the [`rules`], [`codes`] and [`ids`] of both; this file is the command line.

mod codes;
mod ids;
mod kotlin;
mod rules;
mod swift;
mod uniffi;
mod web;

use anyhow::Result;
use camino::Utf8PathBuf;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(version, about = "Generates Kotlin, Swift and TypeScript from the built core")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write Kotlin or Swift for a built library of mobile-core
    Uniffi {
        /// The built library (libmobile_core.so, .dylib or .a)
        library: Utf8PathBuf,
        #[arg(long, value_enum)]
        language: uniffi::Language,
        #[arg(long)]
        out_dir: Utf8PathBuf,
    },
    /// Write the WebAssembly module with its JavaScript and TypeScript
    Web {
        /// The desk as cargo built it (desk.wasm), not stripped
        module: Utf8PathBuf,
        #[arg(long, value_enum)]
        target: web::Target,
        #[arg(long)]
        out_dir: Utf8PathBuf,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Uniffi { library, language, out_dir } => uniffi::generate(library, language, out_dir),
        Command::Web { module, target, out_dir } => web::generate(&module, target, &out_dir),
    }
}
