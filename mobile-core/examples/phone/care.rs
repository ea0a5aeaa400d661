//! Care relationships: join, compare safety words, list readers, replies, consents.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use mobile_core::view::{ReaderView, ReadersView, RemovedView};
use mobile_core::{Error, Phone, store};
use serde_json::json;

use crate::input::{entry_named, named, only_care};
use crate::show;

/// Commands about therapists and readers.
#[derive(Subcommand)]
pub enum Command {
    /// Accept a therapist's invitation.
    Join {
        /// What the QR code holds: http://…/join#….
        link: String,
        /// Your name, as this therapist sees it.
        #[arg(long)]
        name: Option<String>,
        /// Only show who invites.
        #[arg(long)]
        read_only: bool,
    },
    /// List care relationships.
    Care,
    /// End a relationship: the therapist is removed at once and reads nothing more.
    EndCare {
        /// The care relationship: an id of `care`.
        #[arg(long, value_name = "CARE")]
        with: String,
    },
    /// Show the safety words to compare with your therapist.
    SafetyWords {
        /// The care relationship, if there are several: an id of `care`.
        #[arg(long)]
        with: Option<String>,
    },
    /// Record that you compared the safety words and found them equal.
    WordsCompared {
        /// The care relationship, if there are several: an id of `care`.
        #[arg(long)]
        with: Option<String>,
    },
    /// Show who can read what you share, and whether it was verified.
    Readers,
    /// Confirm the readers on a new phone. Nothing is shared from it before.
    ConfirmReaders,
    /// List what therapists wrote and the server no longer has.
    RecentlyRemoved,
    /// Save removed text as a private entry.
    Restore {
        /// An id of `recently-removed`, or the end of it.
        id: String,
    },
    /// Push missing records to the server again.
    BringAgain,
    /// Delete missing records here as well.
    RemoveHere,
    /// Show replies, assignments and the next appointments.
    Replies,
    /// Save an appointment for a calendar: an iCalendar file with a neutral title.
    Calendar {
        /// The file to write.
        file: PathBuf,
        /// An id of `replies`, or the end of it; the next appointment if left out.
        #[arg(long)]
        id: Option<String>,
    },
    /// List consents, or agree to one.
    Consent {
        /// journal, sharing.
        purpose: Option<String>,
        /// The care relationship, for sharing.
        #[arg(long)]
        with: Option<String>,
        /// Withdraw the consent.
        #[arg(long)]
        withdraw: bool,
    },
}

pub async fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Join { link, read_only: true, .. } => {
            show::invitation(&phone.care().read_invitation(link).await?, json)
        }
        Command::Join { link, name, read_only: false } => {
            let care = phone.care().join(link, name.as_deref()).await?;
            let words = phone.care().safety_words(&care.id)?;
            show::joined(&care, &words, json);
        }
        Command::SafetyWords { with } => {
            let care = match with {
                Some(care) => care.clone(),
                None => only_care(phone)?,
            };
            show::words(&phone.care().safety_words(&care)?, json);
        }
        Command::EndCare { with } => {
            phone.care().end_care(with).await?;
            show::done("Ended. The therapist was removed at once.", json!({"ended": with}), json);
        }
        Command::Care => show::care(&phone.care().list()?, json),
        Command::WordsCompared { with } => {
            let care = with.clone().map_or_else(|| only_care(phone), Ok)?;
            phone.care().words_compared(&care)?;
            show_readers(phone, json)?;
        }
        Command::Readers => show_readers(phone, json)?,
        Command::ConfirmReaders => {
            phone.care().confirm_readers()?;
            show_readers(phone, json)?;
        }
        Command::BringAgain => {
            phone.care().push_missing()?;
            show_readers(phone, json)?;
        }
        Command::RemoveHere => {
            phone.care().delete_missing()?;
            show_readers(phone, json)?;
        }
        Command::RecentlyRemoved => removed(phone, json)?,
        Command::Restore { id } => {
            let all = || Ok(phone.care().recently_removed()?.into_iter().map(|one| one.id).collect());
            let kept = phone.care().restore_removed(named(id, all)?)?;
            show::entry(&phone.pages().show(entry_named(phone, &kept.to_string())?)?, json);
        }
        Command::Replies => replies(phone, json)?,
        Command::Calendar { file, id } => calendar(phone, file, id.as_deref(), json)?,
        Command::Consent { purpose, with, withdraw } => {
            consent(phone, purpose.as_deref(), with.as_deref(), *withdraw, json)?
        }
    }
    Ok(())
}

fn replies(phone: &Phone, json: bool) -> Result<(), Error> {
    show::view(&phone.sharing().therapist()?, json, |view| {
        let replies = view.replies.iter().map(|one| format!("{}  {}: {}", one.when_text, one.therapist, one.text));
        let assigned = view.assigned.iter().map(|one| format!("{} ({})", one.said, one.due_text));
        let meetings = view.appointments.iter().map(|one| one.said.clone());
        let none = view.no_replies.clone().into_iter();
        replies.chain(none).chain(assigned).chain(meetings).collect()
    });
    phone.sharing().mark_replies_seen()?;
    Ok(())
}

fn calendar(phone: &Phone, file: &Path, id: Option<&str>, json: bool) -> Result<(), Error> {
    let all: Vec<String> = phone.sharing().therapist()?.appointments.into_iter().map(|one| one.id).collect();
    let id = match id {
        Some(id) => named(id, || Ok(all.clone()))?,
        None => named(all.first().ok_or(Error::NoEntry)?, || Ok(Vec::new()))?,
    };
    std::fs::write(file, phone.sharing().appointment_file(id)?).map_err(|_| Error::Store(store::Error::Io))?;
    show::done("Saved.", json!({"saved": file}), json);
    Ok(())
}

fn consent(phone: &Phone, purpose: Option<&str>, with: Option<&str>, withdraw: bool, json: bool) -> Result<(), Error> {
    match purpose {
        Some(purpose) if withdraw => phone.sharing().withdraw_consent(purpose, with)?,
        Some(purpose) => drop(phone.sharing().agree(purpose, with)?),
        None => {}
    }
    show::view(&json!({"consents": phone.sharing().consents()?}), json, |_| Vec::new());
    if !json {
        for one in phone.sharing().consents()? {
            println!("{}  {}\n{}", one.wording.title, one.said, one.wording.text);
        }
    }
    Ok(())
}

/// "Who can read this".
fn show_readers(phone: &Phone, json: bool) -> Result<(), Error> {
    show::view(&phone.care().readers()?, json, lines);
    Ok(())
}

fn lines(view: &ReadersView) -> Vec<String> {
    let head = view
        .question
        .iter()
        .chain([&view.checked])
        .chain(&view.restored_text)
        .chain(&view.renewed_text)
        .chain(&view.alarms)
        .cloned();
    head.chain(view.readers.iter().flat_map(reader)).collect()
}

fn reader(one: &ReaderView) -> Vec<String> {
    let head = format!("{}  {} · {} · {}", one.care, one.name, one.since_text, one.key_text);
    std::iter::once(head).chain(one.alarms.iter().map(|alarm| format!("  ! {alarm}"))).collect()
}

fn removed(phone: &Phone, json: bool) -> Result<(), Error> {
    let all = phone.care().recently_removed()?;
    let line = |one: &RemovedView| format!("{}  {}: {}", one.id, one.name, one.text);
    show::view(&json!({ "removed": all }), json, |_| all.iter().map(line).collect());
    Ok(())
}
