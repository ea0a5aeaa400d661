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
//! 1 failed (the same call will fail again), 2 usage, 3 sign in first, 75 try again later.
#![allow(clippy::print_stdout)] // It is a terminal program: printing is what it does.

/// Prints a line. A closed pipe ends the program without an error.
macro_rules! println {
    ($($part:tt)*) => { $crate::show::line(&format!($($part)*)) };
}

mod account;
mod arc;
mod args;
mod attached;
mod care;
mod effects;
mod entries;
mod given;
mod input;
mod measures;
mod sharing;
mod show;
mod steps;
mod transfer;

use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use args::{Args, Command};
use clap::Parser as _;
use mobile_core::messages::Language;
use mobile_core::secrets::FileSecretStore;
use mobile_core::{Error, Phone, Setup};
use protocol::problem::Advice;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
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

/// Runs the command; `language` becomes the language of the journal.
async fn run(args: &Args, language: &mut Language) -> Result<(), Error> {
    let home = args.home();
    let _lock = lock_home(&home)?;
    let secrets = Arc::new(FileSecretStore::new(home.join("keys")));
    let phone = Phone::open(Setup::new(&home, &args.device, secrets)?)?;
    let environment = std::env::var("LANG").unwrap_or_default();
    phone.settings().set_platform(environment.split('.').next().unwrap_or_default());
    phone.settings().override_language(args.lang.as_deref().and_then(Language::of_tag));
    *language = phone.language();
    // Help in a crisis and scoring need no journal, so they need no PIN.
    let needs_journal = !matches!(
        args.command,
        Command::Measures(
            measures::Command::HelpNow { .. }
                | measures::Command::Harm
                | measures::Command::Score { .. }
                | measures::Command::Change { .. }
        )
    );
    if let Some(pin) = args.pin.as_deref().filter(|_| needs_journal && phone.app_lock().is_locked()) {
        phone.app_lock().unlock(pin).await?;
    }
    if let Some(salvaged) = phone.salvaged() {
        show::salvaged(salvaged);
    }
    let json = args.json;
    match &args.command {
        Command::Account(command) => account::run(&phone, command, args.pin.as_deref(), json).await?,
        Command::Entries(command) => entries::run(&phone, command, json).await?,
        Command::Arc(command) => arc::run(&phone, command, json)?,
        Command::Measures(command) => measures::run(&phone, command, json)?,
        Command::Care(command) => care::run(&phone, command, json).await?,
        Command::Sharing(command) => sharing::run(&phone, command, json)?,
        Command::Transfer(command) => transfer::run(&phone, command, json)?,
        Command::Sync => show::status(&phone.sync().run().await?, json),
        Command::Status => show::status(&phone.sync().status()?, json),
    }
    Ok(())
}

/// Locks the home folder: a second command waits until the first has finished.
fn lock_home(home: &Path) -> Result<File, Error> {
    let io = |_| Error::Store(mobile_core::store::Error::Io);
    fs::create_dir_all(home).map_err(io)?;
    let file = File::create(home.join("phone.lock")).map_err(io)?;
    file.lock().map_err(io)?;
    Ok(file)
}
