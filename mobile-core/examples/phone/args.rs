//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::{account, arc, care, entries, measures, sharing, transfer};

/// Afterglow's phone, in a terminal.
#[derive(Parser)]
#[command(name = "phone", version)]
pub struct Args {
    /// Folder of the encrypted journal [default: .afterglow-phone in the home folder].
    #[arg(long, global = true, env = "AFTERGLOW_HOME", value_name = "DIR")]
    home: Option<PathBuf>,
    /// Print one JSON document instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// The name of this phone in the list of devices.
    #[arg(long, global = true, env = "AFTERGLOW_DEVICE", default_value = "Terminal phone", value_name = "NAME")]
    pub device: String,
    /// The PIN of a locked journal, meant for the environment.
    #[arg(long, global = true, env = "AFTERGLOW_PIN", hide_env_values = true, value_name = "PIN")]
    pub pin: Option<String>,
    /// The language: `en`, `de` [default: the saved setting, else the environment].
    #[arg(long, global = true, value_name = "TAG")]
    pub lang: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    pub fn home(&self) -> PathBuf {
        self.home.clone().unwrap_or_else(|| std::env::home_dir().unwrap_or_default().join(".afterglow-phone"))
    }
}

/// The commands, by subject.
#[derive(Subcommand)]
pub enum Command {
    #[command(flatten)]
    Account(account::Command),
    #[command(flatten)]
    Entries(entries::Command),
    #[command(flatten)]
    Arc(arc::Command),
    #[command(flatten)]
    Measures(measures::Command),
    #[command(flatten)]
    Care(care::Command),
    #[command(flatten)]
    Sharing(sharing::Command),
    #[command(flatten)]
    Transfer(transfer::Command),
    /// Push local changes and pull new ones.
    Sync,
    /// Show whether everything is synced, and if not, why.
    Status,
}
