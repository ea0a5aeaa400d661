//! `make run`: starts the server, fills a demo practice through real phones, says how to look at it, and serves until
//! Ctrl-C.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use demo::sample::Sample;
use demo::seed::{self, Made, PASSWORD};
use demo::server::{self, Place};

/// A demo practice to look at.
#[derive(Parser)]
struct Options {
    /// The portal's port on this machine.
    #[arg(long, default_value_t = 8087)]
    portal_port: u16,
    /// Where the server and the phones keep their data.
    #[arg(long, default_value = "./data")]
    data_dir: PathBuf,
    /// Whose journeys are played.
    #[arg(long, default_value = "demo/data/sample-journeys.json")]
    sample: PathBuf,
    /// The server's program.
    #[arg(long, default_value = "target/debug/afterglow")]
    server_bin: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("demo: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), seed::Error> {
    let sample = Sample::read(&options.sample)?;
    let place = Place { program: options.server_bin, data_dir: options.data_dir.clone(), port: options.portal_port };
    let found = Made::find(&place.data_dir)?;
    if found.is_none() {
        // Before the server writes its first file: a folder with a database and without this is not ours.
        Made { ready: false, therapists: vec![], clients: vec![] }.save(&place.data_dir)?;
    }
    say("demo: starting the server");
    let child = place.serve().await?;
    let made = match found {
        Some(made) => Ok(made),
        None => seed::practice(&place, &sample, &|line| say(&format!("demo: {line}"))).await,
    };
    let made = match made {
        Ok(made) => made,
        Err(error) => {
            server::stop(child).await;
            return Err(error);
        }
    };
    closing_words(&place, &made);
    until_asked_to_stop().await;
    say("demo: stopping; the data stays");
    server::stop(child).await;
    Ok(())
}

fn closing_words(place: &Place, made: &Made) {
    // Built together with the server, as `make run` does, it is there; alone, cargo would build a part of it again.
    let built = place.program.with_file_name("examples").join("phone");
    let phone = match built.is_file() {
        true => built.display().to_string(),
        false => "cargo run -q -p mobile-core --example phone --".to_owned(),
    };
    let origin = place.origin();
    let therapists = made.therapists.join(" or ");
    say("");
    say("Afterglow is running.");
    say(&format!("  Portal:      {origin}"));
    say(&format!("  Therapist:   {therapists}, password {PASSWORD}"));
    if let Some(client) = made.clients.first() {
        let home = seed::phone_home(&place.data_dir, client);
        say(&format!("  A phone:     {phone} --home {} list", home.display()));
        say(&format!("  Its second:  {phone} --home /tmp/{client}-2 sign-in {client} --server {origin}"));
        say(&format!("               (password {PASSWORD}; then sync, write, share …)"));
    }
    say(&format!("  A new one:   {phone} --home /tmp/new register your-name --server {origin}"));
    say("               then, in the portal: Invite, and join '<link>' on that phone");
    say("Ctrl-C ends it; the data stays.");
}

async fn until_asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

/// Plain lines, with or without a terminal.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody reads any more: the server still runs.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
