//! `make run`: starts the server, fills a demo practice through real phones, prints how to use it, and serves until
//! Ctrl-C.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use demo::sample::Sample;
use demo::seed::{self, DemoState, PASSWORD};
use demo::server::{self, ServerConfig};

/// Runs a demo practice.
#[derive(Parser)]
struct Options {
    /// The port of the portal on this machine.
    #[arg(long, default_value_t = 8087)]
    portal_port: u16,
    /// The folder for the data of the server and the phones.
    #[arg(long, default_value = "./data")]
    data_dir: PathBuf,
    /// The file of sample journeys.
    #[arg(long, default_value = "demo/data/practice.json")]
    sample: PathBuf,
    /// The path of the server's program.
    #[arg(long, default_value = "target/debug/afterglow")]
    server_bin: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_line(&format!("demo: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), seed::Error> {
    let sample = Sample::read(&options.sample)?;
    let config =
        ServerConfig { program: options.server_bin, data_dir: options.data_dir.clone(), port: options.portal_port };
    let found = DemoState::find(&config.data_dir)?;
    if found.is_none() {
        // Written before the server creates its first file: a folder with a database but without this file is not a
        // demo's.
        DemoState { ready: false, therapists: vec![], owner: None, clients: vec![] }.save(&config.data_dir)?;
    }
    print_line("demo: starting the server");
    let child = config.serve().await?;
    let made = match found {
        Some(made) => Ok(made),
        None => seed::practice(&config, &sample, &|line| print_line(&format!("demo: {line}"))).await,
    };
    let made = match made {
        Ok(made) => made,
        Err(error) => {
            server::stop(child).await;
            return Err(error);
        }
    };
    print_instructions(&config, &made);
    wait_for_stop_signal().await;
    print_line("demo: stopping; the data stays");
    server::stop(child).await;
    Ok(())
}

fn print_instructions(config: &ServerConfig, made: &DemoState) {
    // `make run` builds the example together with the server. Otherwise cargo runs it, which may rebuild some crates.
    let built = config.program.with_file_name("examples").join("phone");
    let phone = match built.is_file() {
        true => built.display().to_string(),
        false => "cargo run -q -p mobile-core --example phone --".to_owned(),
    };
    let origin = config.origin();
    let therapists = made.therapists.join(" or ");
    print_line("");
    print_line("Afterglow is running.");
    print_line(&format!("  Portal:      {origin}"));
    print_line(&format!("  Therapist:   {therapists}, password {PASSWORD}"));
    if let Some(owner) = &made.owner {
        print_line(&format!("  The owner:   {owner}, the same password"));
    }
    if let Some(client) = made.clients.first() {
        let home = seed::phone_home(&config.data_dir, client);
        print_line(&format!("  A phone:     {phone} --home {} list", home.display()));
        print_line(&format!("  Its second:  {phone} --home /tmp/{client}-2 sign-in {client} --server {origin}"));
        print_line(&format!("               (password {PASSWORD}; then sync, write, share …)"));
    }
    print_line(&format!("  A new one:   {phone} --home /tmp/new register your-name --server {origin}"));
    print_line("               then, in the portal: Invite, and join '<link>' on that phone");
    print_line("Ctrl-C ends it; the data stays.");
}

async fn wait_for_stop_signal() {
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

/// Prints plain lines, with or without a terminal.
fn print_line(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed stdout must not stop the server.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
