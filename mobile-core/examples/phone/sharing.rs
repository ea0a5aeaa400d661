//! Sharing: preview, share, take back, share from now on.

use clap::Subcommand;
use mobile_core::{Error, Phone};
use protocol::RecordId;
use serde_json::json;

use crate::given::Shared;
use crate::input::entry_named;
use crate::show;

/// Commands about sharing.
#[derive(Subcommand)]
pub enum Command {
    /// Show exactly what the therapist would see.
    Preview(Shared),
    /// Share an entry with your therapist.
    Share(Shared),
    /// Stop sharing an entry.
    TakeBack(Shared),
    /// Share several entries at once.
    ShareSeveral {
        /// Their ids, or the ends of them.
        #[arg(required = true)]
        ids: Vec<String>,
        /// The care relationship, if there are several.
        #[arg(long)]
        with: Option<String>,
        /// Only show what would be shared.
        #[arg(long)]
        preview: bool,
    },
    /// Share with a therapist everything that is shared with another one, active or ended.
    BringAlong {
        /// The relationship to copy from: an id of `care`.
        #[arg(long, value_name = "CARE")]
        from: String,
        /// The relationship to share with: an id of `care`.
        #[arg(long, value_name = "CARE")]
        with: String,
        /// The clinic's records of sessions as well.
        #[arg(long)]
        sessions: bool,
        /// Only show what would be shared.
        #[arg(long)]
        preview: bool,
    },
    /// Show who has access, or share kinds from now on.
    Access {
        /// Share new entries of these kinds from now on.
        #[arg(long, value_delimiter = ',', value_name = "KINDS")]
        share: Vec<String>,
        /// Stop sharing new entries automatically.
        #[arg(long)]
        stop: bool,
        /// The care relationship, if there are several.
        #[arg(long)]
        with: Option<String>,
    },
}

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Preview(Shared { id, with }) => {
            show::preview(&phone.sharing().preview(entry_named(phone, id)?, with.as_deref())?, json);
        }
        Command::Share(Shared { id, with }) => {
            let id = entry_named(phone, id)?;
            phone.sharing().share(id, with.as_deref())?;
            show::entry(&phone.pages().show(id)?, json);
        }
        Command::TakeBack(Shared { id, with }) => {
            let id = entry_named(phone, id)?;
            let said = phone.sharing().take_back_text(id, with.as_deref())?;
            if !json {
                println!("{said}");
            }
            show::entry(&phone.pages().show(id)?, json);
        }
        Command::Access { share, stop, with } => {
            if *stop {
                phone.sharing().stop_sharing_from_now_on(with.as_deref())?;
            } else if !share.is_empty() {
                phone.sharing().share_from_now_on(share, with.as_deref())?;
            }
            show::view(&json!({"access": phone.sharing().access()?}), json, |_| Vec::new());
            if !json {
                for one in phone.sharing().access()? {
                    println!("{}  {}  {} {}", one.care.therapist, one.since_text, one.shared_text, one.rule_text);
                }
            }
        }
        Command::ShareSeveral { ids, with, preview } => {
            let ids = ids.iter().map(|id| entry_named(phone, id)).collect::<Result<Vec<_>, _>>()?;
            share(phone, &ids, with.as_deref(), *preview, json)?;
        }
        Command::BringAlong { from, with, sessions, preview } => {
            let mut ids = phone.sharing().shared_with(from)?;
            if *sessions {
                ids.extend(phone.sharing().session_records(from)?);
            }
            share(phone, &ids, Some(with), *preview, json)?;
        }
    }
    Ok(())
}

/// Shares several entries, or shows a preview of that.
fn share(phone: &Phone, ids: &[RecordId], with: Option<&str>, preview: bool, json: bool) -> Result<(), Error> {
    if !preview {
        phone.sharing().share_several(ids, with)?;
    }
    show::view(&phone.sharing().share_view(ids, with)?, json, |view| {
        let lines = view.previews.iter().map(|one| format!("  {}  {}", one.entry.date, one.entry.line));
        [vec![view.title.clone()], lines.collect(), vec![view.later_changes.clone()]].concat()
    });
    Ok(())
}
