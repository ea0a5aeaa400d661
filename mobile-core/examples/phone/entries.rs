//! Entries: write, edit, drafts, find, versions, attachments.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use journal::record::Moment;
use mobile_core::clock::{Clock as _, SystemClock};
use mobile_core::entries::Keep;
use mobile_core::view::{JourneyFilter, JourneyRow};
use mobile_core::{Error, Phone, Writing};
use serde_json::json;

use crate::given::{Entry, KeepChoice};
use crate::input::{draft_named, entry_named, named, text_or_stdin};
use crate::{attached, show};

/// Commands about entries.
#[derive(Subcommand)]
pub enum Command {
    /// Write an entry.
    Write {
        #[command(flatten)]
        entry: Entry,
        /// Save it as a draft.
        #[arg(long)]
        draft: bool,
    },
    /// Edit an entry: options that are given replace the fields.
    Edit {
        /// The entry's id, or the end of it.
        id: String,
        #[command(flatten)]
        entry: Entry,
    },
    /// List drafts, or finish one.
    Drafts {
        /// The draft to finish: it becomes the entry.
        #[arg(long, value_name = "ID")]
        finish: Option<String>,
    },
    /// Delete an entry with its shared copies.
    Delete {
        /// The entry's id, or the end of it.
        id: String,
    },
    /// List entries, newest first.
    List {
        /// Only these kinds: reflection, check_in, intention, step, measure_response, appointment.
        #[arg(long, value_delimiter = ',')]
        kinds: Vec<String>,
        /// The maximum number.
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Continue after this entry.
        #[arg(long, value_name = "ID")]
        before: Option<String>,
    },
    /// Show the timeline: sessions, and the entries between them.
    Timeline,
    /// Show one entry.
    Show {
        /// The entry's id, or the end of it.
        id: String,
    },
    /// Find entries by their words; the last word may be unfinished.
    Search {
        /// The text.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// List prompts for now, the best first.
    Prompts {
        /// Prefer this lens: insight, emotion, imagery, body, relationship, perspective.
        #[arg(long)]
        lens: Option<String>,
        /// Skip this prompt for a while.
        #[arg(long, value_name = "ID")]
        skip: Option<String>,
    },
    /// List, add, remove or save the attachments of an entry or a draft.
    Attachments {
        /// The entry's id, or the end of it.
        id: String,
        /// A file to attach; `sync` uploads it.
        #[arg(long, value_name = "FILE")]
        add: Option<PathBuf>,
        /// The attachment to remove.
        #[arg(long, value_name = "ID")]
        remove: Option<String>,
        /// Save all into this folder; missing ones are downloaded.
        #[arg(long, value_name = "DIR")]
        save: Option<PathBuf>,
    },
    /// Mark an entry with "I want to talk about this".
    Talk {
        /// The entry's id, or the end of it.
        id: String,
        /// Remove the mark.
        #[arg(long)]
        undo: bool,
    },
    /// List the versions of an entry, or restore one.
    History {
        /// The entry's id, or the end of it.
        id: String,
        /// The version to restore.
        #[arg(long, value_name = "ID")]
        restore: Option<String>,
    },
    /// List conflicts between two phones, or resolve one.
    Resolve {
        /// The entry's id, or the end of it.
        id: Option<String>,
        /// standing, other, both.
        #[arg(long)]
        keep: Option<KeepChoice>,
        /// The field; every field if absent.
        #[arg(long)]
        field: Option<String>,
    },
    /// Show the journey, page by page.
    Journey {
        /// The maximum number.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Continue after this entry.
        #[arg(long, value_name = "ID")]
        before: Option<String>,
        /// Only with this theme.
        #[arg(long)]
        theme: Option<String>,
    },
    /// Show trends, recurring themes, and memories of this day.
    LookBack {
        /// The number of days.
        #[arg(long, default_value_t = 60)]
        days: u32,
    },
}

pub async fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Attachments { id, add, remove, save } => {
            attachments(phone, id, add.as_deref(), remove.as_deref(), save.as_deref(), json).await?
        }
        Command::Write { entry, draft } => write(phone, entry, *draft, json)?,
        Command::Edit { id, entry } => edit(phone, id, entry, json)?,
        Command::Drafts { finish: None } => show::drafts(&phone.entries().drafts()?, json),
        Command::Drafts { finish: Some(id) } => {
            let id = draft_named(phone, id)?;
            show::entry(&phone.pages().show(phone.entries().finish_draft(id)?)?, json);
        }
        Command::Delete { id } => {
            let id = entry_named(phone, id)?;
            phone.entries().delete(id)?;
            show::done("Deleted. The next `sync` deletes it everywhere.", json!({"id": id}), json);
        }
        Command::List { kinds, limit, before } => {
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            let before = before.as_deref().map(|id| entry_named(phone, id)).transpose()?;
            show::entries(&phone.pages().list(&kinds, before, *limit)?, json);
        }
        Command::Timeline => show::timeline(&phone.pages().timeline()?, json),
        Command::Show { id } => show::entry(&phone.pages().show(entry_named(phone, id)?)?, json),
        Command::Search { words } => show::hits(&phone.pages().search(&words.join(" "))?, json),
        Command::Prompts { lens, skip } => {
            if let Some(prompt) = skip {
                phone.entries().skip_prompt(prompt)?;
            }
            show::view(&phone.entries().prompts(lens.as_deref())?, json, |prompts| {
                prompts.iter().map(|one| format!("{}  {}  {}", one.id, one.text, one.source_text)).collect()
            });
        }
        Command::Talk { id, undo } => {
            let id = entry_named(phone, id)?;
            phone.sharing().mark_to_talk(id, !undo)?;
            show::entry(&phone.pages().show(id)?, json);
        }
        Command::History { id, restore } => history(phone, id, restore.as_deref(), json)?,
        Command::Resolve { id, keep, field } => resolve(phone, id.as_deref(), *keep, field.as_deref(), json)?,
        Command::LookBack { days } => look_back(phone, *days, json)?,
        Command::Journey { limit, before, theme } => journey(phone, *limit, before.as_deref(), theme.as_deref(), json)?,
    }
    Ok(())
}

async fn attachments(
    phone: &Phone,
    id: &str,
    add: Option<&Path>,
    remove: Option<&str>,
    save: Option<&Path>,
    json: bool,
) -> Result<(), Error> {
    let of = attached::of(phone, id)?;
    if let Some(file) = add {
        attached::add(phone, of, file)?;
    }
    if let Some(one) = remove {
        attached::remove(phone, of, one)?;
    }
    if let Some(folder) = save {
        attached::save(phone, of, folder).await?;
    }
    attached::show(phone, of, json)
}

fn edit(phone: &Phone, id: &str, entry: &Entry, json: bool) -> Result<(), Error> {
    let id = entry_named(phone, id)?;
    let mut writing = phone.entries().writing(id)?;
    let text = if entry.text.is_none() && entry.has_more_than_text() { None } else { Some(words(entry)?) };
    entry.apply(&mut writing, text);
    phone.entries().edit(id, &writing)?;
    show::entry(&phone.pages().show(id)?, json);
    Ok(())
}

fn history(phone: &Phone, id: &str, restore: Option<&str>, json: bool) -> Result<(), Error> {
    let id = entry_named(phone, id)?;
    let versions = || -> Result<Vec<String>, Error> {
        Ok(phone.entries().history(id)?.into_iter().filter_map(|version| version.id).collect())
    };
    if let Some(version) = restore {
        phone.entries().restore(id, named(version, versions)?)?;
    }
    show::view(&json!({"versions": phone.entries().history(id)?}), json, |_| Vec::new());
    if !json {
        for version in phone.entries().history(id)? {
            println!("{}  {}  {}", version.id.unwrap_or_default(), version.when_text, version.text);
        }
    }
    Ok(())
}

fn journey(phone: &Phone, limit: u32, before: Option<&str>, theme: Option<&str>, json: bool) -> Result<(), Error> {
    let filter = JourneyFilter { theme: theme.map(str::to_owned), ..JourneyFilter::default() };
    let before = before.map(|id| entry_named(phone, id)).transpose()?;
    show::view(&phone.pages().journey(&filter, before, limit)?, json, |page| {
        let line = |row: &JourneyRow| match row {
            JourneyRow::Session { title, date, .. } => format!("── {title} · {date}"),
            JourneyRow::Entry { entry, place } => {
                format!("{}  {}  {}  {}", entry.id, entry.when_text, place.said, entry.line)
            }
        };
        page.rows.iter().map(line).collect()
    });
    Ok(())
}

fn look_back(phone: &Phone, days: u32, json: bool) -> Result<(), Error> {
    show::view(&phone.pages().look_back(days)?, json, |view| {
        let trends = view.trends.iter().map(|trend| format!("{} ({})", trend.caption, trend.said));
        let themes = view.themes.iter().chain(&view.words).map(|one| format!("  {}: {}", one.label, one.said));
        let memories = view.on_this_day.iter().map(|one| format!("{}: {}", one.said, one.text));
        trends.chain(themes).chain(memories).chain(view.nothing.clone()).collect()
    });
    Ok(())
}

fn write(phone: &Phone, entry: &Entry, draft: bool, json: bool) -> Result<(), Error> {
    let mut writing = Writing::default();
    // Two taps are an entry as well: a text is required only if nothing else was entered.
    let text = if entry.text.is_none() && entry.has_more_than_text() { None } else { Some(words(entry)?) };
    entry.apply(&mut writing, text);
    if draft {
        let id = phone.entries().save_draft(None, &writing)?;
        show::done(&format!("Draft {id}"), json!({"id": id}), json);
        return Ok(());
    }
    let now = SystemClock.now();
    let when = match &entry.at {
        Some(at) => Moment::parse(at, &now.zone).map_err(|_| Error::Invalid)?,
        None => now,
    };
    show::entry(&phone.pages().show(phone.entries().write_at(&writing, when)?)?, json);
    Ok(())
}

fn words(entry: &Entry) -> Result<String, Error> {
    text_or_stdin(entry.text.as_deref().filter(|text| *text != "-"))
}

fn resolve(
    phone: &Phone,
    id: Option<&str>,
    keep: Option<KeepChoice>,
    field: Option<&str>,
    json: bool,
) -> Result<(), Error> {
    if let (Some(id), Some(keep)) = (id, keep) {
        let id = entry_named(phone, id)?;
        let keep = match keep {
            KeepChoice::Standing => Keep::Standing,
            KeepChoice::Other => Keep::Other,
            KeepChoice::Both => Keep::Both,
        };
        let conflicts = phone.entries().conflicts()?;
        let conflict = conflicts.iter().find(|one| one.entry.id == id.to_string()).ok_or(Error::NoConflict)?;
        let mut fields: Vec<&str> = conflict.fields.iter().map(|one| one.field.as_str()).collect();
        fields.dedup();
        for name in fields.into_iter().filter(|name| field.is_none_or(|field| field == *name)) {
            phone.entries().resolve(id, name, keep)?;
        }
        show::entry(&phone.pages().show(id)?, json);
        return Ok(());
    }
    let mut conflicts = phone.entries().conflicts()?;
    if let Some(id) = id {
        let id = entry_named(phone, id)?.to_string();
        conflicts.retain(|one| one.entry.id == id);
        if conflicts.is_empty() {
            return Err(Error::NoConflict);
        }
    }
    show::view(&json!({"conflicts": conflicts}), json, |_| {
        let lines = conflicts.iter().flat_map(|one| {
            let fields =
                one.fields.iter().map(|field| format!("  {}: {} | {}", field.label, field.standing, field.other));
            std::iter::once(format!("{}  {}", one.entry.id, one.title)).chain(fields)
        });
        lines.collect()
    });
    Ok(())
}
