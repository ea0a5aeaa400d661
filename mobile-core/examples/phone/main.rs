//! A phone in a terminal: a thin user of the public core, for demos, tests and integrators.
//!
//! ```text
//! cargo run -p mobile-core --example phone -- --home /tmp/wren register wren
//! cargo run -p mobile-core --example phone -- --home /tmp/wren write "It rained, and I did not mind." --mood 6
//! cargo run -p mobile-core --example phone -- --home /tmp/wren join 'http://localhost:8087/join#…'
//! cargo run -p mobile-core --example phone -- --home /tmp/wren share <id>
//! cargo run -p mobile-core --example phone -- --home /tmp/wren sync
//! ```
//!
//! Everything but `register`, `sign-in`, `recover`, `join` and `sync` works with the server off. With `--json` every
//! command prints one JSON document; errors are `{"error": {"code", "sentence"}}` on standard error. Exit codes: 0 done,
//! 1 told (the same call will fail again), 2 usage, 3 sign in first, 75 try again later.
#![allow(clippy::print_stdout)] // It is a terminal program: printing is what it does.

/// Prints a line; who reads the first ten lines and closes the pipe has seen enough.
macro_rules! println {
    ($($part:tt)*) => { $crate::show::line(&format!($($part)*)) };
}

mod arc;
mod args;
mod attached;
mod commands;
mod given;
mod measures;
mod own;
mod readers;
mod show;

use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use mobile_core::messages::Language;
use mobile_core::secrets::FileSecretStore;
use mobile_core::{Error, Phone, Setup};
use protocol::problem::Advice;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = args::Args::parse();
    let mut language = args.lang.as_deref().and_then(Language::of_tag).unwrap_or_default();
    match run(&args, &mut language).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            show::error(&error, language, args.json);
            ExitCode::from(match error.advice() {
                Advice::Retry => 75,
                Advice::SignIn => 3,
                Advice::Upgrade | Advice::Tell => 1,
            })
        }
    }
}

/// Runs the command; `language` becomes the one that the journal speaks.
async fn run(args: &args::Args, language: &mut Language) -> Result<(), Error> {
    let home = args.home();
    let _alone = alone(&home)?;
    let secrets = Arc::new(FileSecretStore::new(home.join("keys")));
    let phone = Phone::open(Setup::new(&home, &args.device, secrets)?)?;
    let environment = std::env::var("LANG").unwrap_or_default();
    phone.set_platform(environment.split('.').next().unwrap_or_default());
    phone.speak(args.lang.as_deref().and_then(Language::of_tag));
    *language = phone.language();
    // What helps in a crisis is there without the PIN; so is asking how the lock stands.
    let open = matches!(
        args.command,
        args::Command::HelpNow { .. }
            | args::Command::Harm
            | args::Command::Score { .. }
            | args::Command::Change { .. }
    );
    if let Some(pin) = args.pin.as_deref().filter(|_| phone.is_locked() && !open) {
        phone.unlock(pin).await?;
    }
    if let Some(salvaged) = phone.salvaged() {
        show::salvaged(salvaged);
    }
    commands::run(&phone, args).await
}

/// A phone runs its app once; in a terminal two commands may meet. The second waits for the first.
fn alone(home: &Path) -> Result<File, Error> {
    let io = |_| Error::Store(mobile_core::store::Error::Io);
    fs::create_dir_all(home).map_err(io)?;
    let file = File::create(home.join("phone.lock")).map_err(io)?;
    file.lock().map_err(io)?;
    Ok(file)
}
