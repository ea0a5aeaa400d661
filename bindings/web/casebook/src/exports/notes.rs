//! The file of the therapist's own notes about a client.

use journal::arc::Item;
use journal::export::{Contents, Words, markdown};
use journal::record::{Body, FlagDisposition, Moment, NoteKind, PrivateNote};
use protocol::CollectionId;

use super::{ExportFile, Inside, plain};
use crate::{Casebook, Fault, Now};

/// The parts of a note in the file: a name, which may be empty, and the text.
type Parts = Vec<(String, String)>;

impl Casebook {
    /// The therapist's own notes about a client, present or former, as Markdown in a language (BCP 47): notes, agenda
    /// items and dispositions of safety flags, with their earlier texts. No other export contains them.
    pub fn export_notes(&self, collection: &str, handle: &str, language: &str, now: Now) -> Result<ExportFile, Fault> {
        let client: CollectionId = collection.parse().map_err(|_| Fault::not_found())?;
        let (_, own) = self.own()?;
        let items = self.items(collection).map_or(&[][..], |(_, items)| items);
        let words = Words::in_language(language);
        let made: Moment = now.into();
        let mut all: Vec<&Item> = own.iter().collect();
        all.sort_by_key(|item| (item.record.when.unix_ms, item.id));
        let handle_line = handle.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = words.fill("notes_title", &[("client", &handle_line)]);
        let mut text = format!("# {title}\n\n{}\n", words.fill("made", &[("date", &made.local_date())]));
        if let Some(notice) = self.due_notice(items) {
            text.push_str(&format!("\n{}", markdown::quoted(notice)));
        }
        let mut records = 0;
        for item in all {
            let (title, parts) = match &item.record.body {
                Body::PrivateNote(note) if note.client == client => {
                    let Some(title) = note_title(words, note, items) else { continue };
                    (title, note_parts(words, note))
                }
                Body::FlagDisposition(closed) if closed.client == Some(client) => {
                    let title = words.fill("flag_closed", &[("instrument", &closed.instrument)]);
                    (title, disposed(words, closed))
                }
                _ => continue,
            };
            records += 1;
            text.push_str(&format!("\n## {} · {title}\n", item.record.when.rfc3339()));
            for (name, said) in parts {
                let name = if name.is_empty() { name } else { format!("{name}:\n") };
                text.push_str(&format!("\n{name}> {}\n", said.trim().replace('\n', "\n> ")));
            }
        }
        let name = format!("afterglow-{}-{}.notes.md", plain(handle), made.local_date());
        let contents = Inside::new(Contents { records, ..Contents::default() });
        Ok(ExportFile { name, media_type: "text/markdown".into(), text, contents })
    }
}

/// The heading of a note, with what it is about; `None` for drafts, visits and labels.
fn note_title(words: Words, note: &PrivateNote, items: &[Item]) -> Option<String> {
    let title = match note.purpose {
        NoteKind::Note => words.text("note"),
        NoteKind::Agenda => words.text("agenda"),
        _ => return None,
    };
    let about = note.about.and_then(|id| items.iter().find(|one| one.id == id));
    Some(about.map_or_else(
        || title.to_owned(),
        |one| {
            let (kind, date) = (words.code("kinds", one.record.body.kind()), one.record.when.local_date());
            words.fill("about", &[("title", title), ("kind", &kind), ("date", &date)])
        },
    ))
}

/// The text of a note, and its earlier texts with the time of their replacement.
fn note_parts(words: Words, note: &PrivateNote) -> Parts {
    let earlier = note.earlier.iter().map(|one| {
        let until = words.fill("until", &[("at", &one.until.rfc3339())]);
        (until, one.text.clone())
    });
    std::iter::once((String::new(), note.text.clone())).chain(earlier).collect()
}

/// The disposition of a flag, field by field.
fn disposed(words: Words, closed: &FlagDisposition) -> Parts {
    let at = |when: &Option<Moment>| when.as_ref().map(Moment::rfc3339).unwrap_or_default();
    let code = |group: &str, code: &str| if code.is_empty() { String::new() } else { words.code(group, code) };
    let fields = [
        ("contact", at(&closed.contacted_at)),
        ("how", code("hows", &closed.how)),
        ("by", closed.by.clone()),
        ("assessed_with", code("assessments", &closed.assessed_with)),
        ("ideation", code("ideations", &closed.ideation)),
        ("intent", code("intents", &closed.intent)),
        ("behaviour", code("behaviours", &closed.behaviour)),
        ("means", [&code("means", &closed.means)[..], &closed.means_action].join(" ")),
        ("protective", closed.protective.clone()),
        ("risk", code("risks", &closed.risk_level)),
        ("plan_reviewed", if closed.plan_reviewed { words.text("yes").into() } else { String::new() }),
        ("action", code("actions", &closed.action)),
        ("next_contact", at(&closed.next_contact_at)),
        ("next_dose", code("doses", &closed.next_dose_cleared)),
        ("note", closed.note.clone()),
        ("reopened", at(&closed.reopened)),
        ("why", closed.reopened_why.clone()),
    ];
    let named = |(name, said): (&str, String)| (words.text(name).to_owned(), said.trim().to_owned());
    fields.into_iter().map(named).filter(|(_, said)| !said.is_empty()).collect()
}
