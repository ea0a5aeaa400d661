//! The file of the therapist's own notes about a client.

use journal::arc::Item;
use journal::export::{Contents, markdown};
use journal::record::{Body, FlagDisposition, Moment, NoteKind};
use protocol::CollectionId;

use super::{ExportFile, Inside, plain};
use crate::{Casebook, Fault, Now};

impl Casebook {
    /// The therapist's own notes about a client, present or former, as Markdown: notes, agenda items and dispositions
    /// of safety flags, with their earlier texts. No other export contains them.
    pub fn export_notes(&self, collection: &str, handle: &str, now: Now) -> Result<ExportFile, Fault> {
        let client: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        let (_, own) = self.own()?;
        let items = self.items(collection).map_or(&[][..], |(_, items)| items);
        let made: Moment = now.into();
        let mut all: Vec<&Item> = own.iter().collect();
        all.sort_by_key(|item| (item.record.when.unix_ms, item.id));
        let handle_line = handle.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text = format!("# Own notes about {handle_line}\n\nMade {} with Afterglow.\n", made.local_date());
        if let Some(notice) = self.due_notice(items) {
            text.push_str(&format!("\n{}", markdown::quoted(notice)));
        }
        let mut records = 0;
        for item in all {
            let (title, parts) = match &item.record.body {
                Body::PrivateNote(note) if note.client == client => {
                    let Some(title) = note_title(note.purpose) else { continue };
                    let about = note.about.and_then(|id| items.iter().find(|one| one.id == id));
                    let about = about.map(|one| {
                        format!(
                            ", about {} of {}",
                            one.record.body.kind().replace('_', " "),
                            one.record.when.local_date()
                        )
                    });
                    let earlier = note.earlier.iter().map(|one| (format!("Until {}", one.until.rfc3339()), &one.text));
                    let now = std::iter::once((String::new(), &note.text));
                    let parts: Vec<(String, String)> =
                        now.chain(earlier).map(|(at, text)| (at, text.clone())).collect();
                    (format!("{title}{}", about.unwrap_or_default()), parts)
                }
                Body::FlagDisposition(closed) if closed.client == Some(client) => {
                    (format!("Safety flag in {}, closed", closed.instrument), disposed(closed))
                }
                _ => continue,
            };
            records += 1;
            text.push_str(&format!("\n## {} · {title}\n", item.record.when.rfc3339()));
            for (name, words) in parts {
                let name = if name.is_empty() { name } else { format!("{name}:\n") };
                text.push_str(&format!("\n{name}> {}\n", words.trim().replace('\n', "\n> ")));
            }
        }
        let name = format!("afterglow-{}-{}.notes.md", plain(handle), made.local_date());
        let contents = Inside::new(Contents { records, ..Contents::default() });
        Ok(ExportFile { name, media_type: "text/markdown".into(), text, contents })
    }
}

/// The heading of a note in the file of the own notes; `None` for drafts, visits and labels.
fn note_title(purpose: NoteKind) -> Option<&'static str> {
    match purpose {
        NoteKind::Note => Some("Note"),
        NoteKind::Agenda => Some("For the session"),
        _ => None,
    }
}

/// The disposition of a flag, field by field.
fn disposed(closed: &FlagDisposition) -> Vec<(String, String)> {
    let at = |when: &Option<Moment>| when.as_ref().map(Moment::rfc3339).unwrap_or_default();
    let code = |code: &str| code.replace('_', " ");
    let fields = [
        ("Flag raised", at(&closed.flagged_at)),
        ("Contact", at(&closed.contacted_at)),
        ("How", code(&closed.how)),
        ("Attempts", if closed.tries > 0 { closed.tries.to_string() } else { String::new() }),
        ("By", closed.by.clone()),
        ("Assessed with", code(&closed.assessed_with)),
        ("Ideation", code(&closed.ideation)),
        ("Intent", closed.intent.clone()),
        ("Behavior", code(&closed.behaviour)),
        ("Access to means", [&closed.means[..], &closed.means_action].join(" ")),
        ("Protective factors", closed.protective.clone()),
        ("Risk", closed.risk_level.clone()),
        ("Plan reviewed", if closed.plan_reviewed { "yes".into() } else { String::new() }),
        ("Action", code(&closed.action)),
        ("Next contact", at(&closed.next_contact_at)),
        ("Next dose cleared", code(&closed.next_dose_cleared)),
        ("Note", closed.note.clone()),
        ("Opened again", at(&closed.reopened)),
        ("Why", closed.reopened_why.clone()),
    ];
    let named = |(name, words): (&str, String)| (name.to_owned(), words.trim().to_owned());
    fields.into_iter().map(named).filter(|(_, words)| !words.is_empty()).collect()
}
