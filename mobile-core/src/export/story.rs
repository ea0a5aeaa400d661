//! The entries in reading order, in the language of the phone: the common source of Markdown and PDF.

use std::collections::BTreeMap;

use journal::arc::{Item, Recorded, sessions};
use journal::record::{Body, DosingSession, Moment};
use protocol::RecordId;

use super::Progress;
use super::progress::report_progress;
use crate::attach::AttachmentView;
use crate::commit::rules::KINDS;
use crate::messages::Catalogue;
use crate::phone::Transfer;
use crate::store::{pages, recall};
use crate::view::{EntryView, ReplyView};
use crate::{Error, view};

/// Thumbnails are in the records: a hundred of them are a few megabytes.
const PAGE: i64 = 100;

/// One entry in reading order.
pub(super) struct StoryEntry {
    pub id: RecordId,
    /// The local date, as `YYYY-MM-DD`.
    pub date: String,
    /// The time, as RFC 3339 with the author's UTC offset.
    pub at: String,
    pub unix_ms: i64,
    /// The heading, such as "Reflection" or "Session 2".
    pub title: String,
    /// Measured, chosen and tapped values: name and value.
    pub facts: Vec<(String, String)>,
    pub text: String,
    /// The therapist's replies: a heading with the date, and the text.
    pub replies: Vec<(String, String)>,
    pub attachments: Vec<AttachmentView>,
    pub mood: Option<u8>,
    pub kind: String,
    pub themes: Vec<String>,
}

impl Transfer<'_> {
    /// Visits every entry, oldest first.
    pub(super) fn each_entry(
        self,
        progress: &dyn Progress,
        each: &mut dyn FnMut(StoryEntry) -> Result<(), Error>,
    ) -> Result<u32, Error> {
        let words = self.phone.words();
        let all = self.phone.store.read(pages::count)?;
        let recorded = self.phone.store.read(|connection| recall::items(connection, &["dosing_session"], i64::MAX))?;
        let sessions: BTreeMap<RecordId, Item> =
            sessions(&recorded).iter().map(Recorded::whole).map(|item| (item.id, item)).collect();
        let (mut done, mut after) = (0, None);
        loop {
            let rows = self.phone.store.read(|connection| pages::after(connection, after, PAGE))?;
            let Some((at, key, _)) = rows.last() else { return Ok(done) };
            after = Some((*at, key.id));
            let mut page: Vec<StoryEntry> = Vec::new();
            let ids: Vec<RecordId> = rows
                .iter()
                .filter(|(_, _, content)| KINDS.contains(&content.kind()) && content.kind() != "dosing_session")
                .map(|(_, key, _)| key.id)
                .collect();
            for entry in self.lay_out_all(&ids)? {
                let Ok(id) = entry.id.parse() else { continue };
                let attachments =
                    if rows.iter().any(|(_, key, content)| key.id == id && !content.attachments().is_empty()) {
                        self.phone.attachments().of_entry(id)?
                    } else {
                        Vec::new()
                    };
                page.push(of_entry(words, id, entry, attachments));
            }
            for item in rows.iter().filter_map(|(_, key, _)| sessions.get(&key.id)) {
                if let Body::DosingSession(session) = &item.record.body {
                    page.push(of_session(words, item.id, &item.record.when, session.clone()));
                }
            }
            page.sort_by_key(|entry| (entry.unix_ms, entry.id));
            for one in page {
                report_progress(progress, done.min(all), all)?;
                each(one)?;
                done += 1;
            }
            report_progress(progress, done.min(all), all)?;
        }
    }

    fn lay_out_all(self, ids: &[RecordId]) -> Result<Vec<EntryView>, Error> {
        let context = self.phone.view_context()?;
        Ok(self.phone.store.read(|connection| {
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.extend(view::visible_of(connection, *id)?);
            }
            view::entries(connection, &context, &rows)
        })?)
    }
}

fn of_entry(words: &Catalogue, id: RecordId, entry: EntryView, attachments: Vec<AttachmentView>) -> StoryEntry {
    let mut facts = Facts::default();
    let of_ten = |value: i64| words.fill("export-of-ten", &[("value", value.into())]);
    if entry.figures.iter().all(|figure| figure.name != "mood") {
        facts.add(words.say("label-mood"), entry.mood.map(|mood| of_ten(mood.into())).unwrap_or_default());
    }
    for figure in entry.figures {
        facts.add(figure.label, of_ten(figure.value));
    }
    facts.add(words.say("label-feelings"), entry.states_text.join(", "));
    facts.add(words.say("label-themes"), entry.themes_text.join(", "));
    facts.add(words.say("label-effects"), entry.effects_text.join("; "));
    if let Some(measure) = &entry.measure {
        let parts = [("answered", measure.answered.into()), ("items", measure.items.into())];
        let answered = words.fill("export-answered", &parts);
        facts.add(measure.instrument.to_uppercase(), answered);
    }
    facts.add(words.say("export-done-on"), entry.done_on.join(", "));
    facts.add(words.say("export-for"), entry.purpose.map(|one| words.name("purpose", &one)).unwrap_or_default());
    let answer = |reply: ReplyView| {
        let day = reply.at.split('T').next().unwrap_or_default();
        (words.fill("export-answer", &[("date", day.into())]), reply.text)
    };
    StoryEntry {
        id,
        date: entry.date,
        at: entry.at,
        unix_ms: entry.unix_ms,
        title: entry.kind_text,
        facts: facts.0,
        text: entry.text,
        replies: entry.replies.into_iter().map(answer).collect(),
        attachments,
        mood: entry.mood,
        kind: entry.kind,
        themes: entry.themes,
    }
}

fn of_session(words: &Catalogue, id: RecordId, when: &Moment, session: DosingSession) -> StoryEntry {
    let text = session.words();
    let mut facts = Facts::default();
    let setting = session.setting;
    facts.add(words.say("label-route"), words.name("route", &session.route));
    let dose = session.dose_mg.map(|dose| words.fill("export-milligrams", &[("dose", words.number(dose).into())]));
    facts.add(words.say("label-dose"), dose.unwrap_or_default());
    facts.add(words.say("label-duration"), session.duration_min.map(|min| min.to_string()).unwrap_or_default());
    for (part, text) in [
        ("place", setting.place),
        ("light", setting.light),
        ("music", setting.music),
        ("companions", setting.companions),
    ] {
        facts.add(words.name("setting", part), text);
    }
    facts.add(words.say("label-support"), words.name("support", &session.support));
    let qualities: Vec<String> = session.qualities.iter().map(|word| words.name("quality", word)).collect();
    facts.add(words.say("label-qualities"), qualities.join(", "));
    StoryEntry {
        id,
        date: when.local_date(),
        at: when.rfc3339(),
        unix_ms: when.unix_ms,
        title: words.fill("session-title", &[("number", i64::from(session.number).into())]),
        facts: facts.0,
        text,
        replies: Vec::new(),
        attachments: Vec::new(),
        mood: None,
        kind: "dosing_session".into(),
        themes: Vec::new(),
    }
}

/// Measured, chosen and tapped values; empty ones are left out.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn add(&mut self, name: String, value: String) {
        if !value.is_empty() {
            self.0.push((name, value));
        }
    }
}
