//! The entries in their order, as people read them.

use journal::record::Body;
use protocol::RecordId;

use super::Progress;
use super::progress::told;
use crate::attach::AttachmentView;
use crate::store::records;
use crate::view::EntryView;
use crate::{Error, Phone, view};

const PAGE: i64 = 200;
const KINDS: [&str; 9] = [
    "reflection",
    "check_in",
    "intention",
    "goal",
    "concern",
    "step",
    "measure_response",
    "appointment",
    "dosing_session",
];

/// One entry as it is told.
pub(super) struct Told {
    pub id: RecordId,
    /// `YYYY-MM-DD`, local.
    pub date: String,
    /// RFC 3339.
    pub at: String,
    pub unix_ms: i64,
    /// `Reflection`, `Session 2`.
    pub title: String,
    /// What was measured, chosen, tapped: name and value.
    pub facts: Vec<(String, String)>,
    pub text: String,
    /// The therapist's answers: when, and the words.
    pub replies: Vec<(String, String)>,
    pub attachments: Vec<AttachmentView>,
    pub mood: Option<u8>,
    pub kind: String,
    pub themes: Vec<String>,
}

impl Phone {
    /// Tells every entry, oldest first.
    pub(super) fn tell(
        &self,
        progress: &dyn Progress,
        each: &mut dyn FnMut(Told) -> Result<(), Error>,
    ) -> Result<u32, Error> {
        let all = self.store.read(records::count)?;
        let (mut done, mut after) = (0, None);
        loop {
            let rows = self.store.read(|connection| records::after(connection, after, PAGE))?;
            let Some((at, key, _)) = rows.last() else { return Ok(done) };
            after = Some((*at, key.id));
            let mut told_now: Vec<Told> = Vec::new();
            let ids: Vec<RecordId> = rows
                .iter()
                .filter(|(_, _, content)| KINDS.contains(&content.kind()) && content.kind() != "dosing_session")
                .map(|(_, key, _)| key.id)
                .collect();
            for entry in self.lay_out_all(&ids)? {
                let Ok(id) = entry.id.parse() else { continue };
                let attachments =
                    if rows.iter().any(|(_, key, content)| key.id == id && content.0.contains_key("attachments")) {
                        self.attachments(id)?
                    } else {
                        Vec::new()
                    };
                told_now.push(of_entry(id, entry, attachments));
            }
            for (_, key, content) in &rows {
                if let Ok(record) = content.to_record()
                    && let Body::DosingSession(session) = record.body
                {
                    told_now.push(of_session(key.id, &record.when, session));
                }
            }
            told_now.sort_by_key(|told| (told.unix_ms, told.id));
            for one in told_now {
                each(one)?;
                done += 1;
            }
            told(progress, done.min(all), all)?;
        }
    }

    fn lay_out_all(&self, ids: &[RecordId]) -> Result<Vec<EntryView>, Error> {
        let scene = self.scene()?;
        Ok(self.store.read(|connection| {
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                rows.extend(view::visible_of(connection, *id)?);
            }
            view::entries(connection, &scene, &rows)
        })?)
    }
}

fn of_entry(id: RecordId, entry: EntryView, attachments: Vec<AttachmentView>) -> Told {
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            facts.push((name.to_owned(), value));
        }
    };
    fact("mood", entry.mood.map(|mood| format!("{mood} of 10")).unwrap_or_default());
    for figure in entry.figures.iter().filter(|figure| figure.name != "mood") {
        fact(&figure.name.replace('_', " "), format!("{} of 10", figure.value));
    }
    fact("feeling", entry.states.join(", "));
    fact("themes", entry.themes.join(", "));
    if let Some(measure) = &entry.measure {
        fact("measure", measure.instrument.to_uppercase());
        fact("answered", format!("{} of {}", measure.answered, measure.items));
    }
    fact("done on", entry.done_on.join(", "));
    fact("for", entry.purpose.clone().unwrap_or_default());
    let title = match entry.kind.as_str() {
        "check_in" => "Check-in",
        "intention" => "Intention",
        "goal" => "Goal",
        "concern" => "Concern",
        "step" => "Step",
        "measure_response" => "Measure",
        "appointment" => "Appointment",
        _ => "Reflection",
    };
    Told {
        id,
        date: entry.date,
        at: entry.at,
        unix_ms: entry.unix_ms,
        title: title.into(),
        facts,
        text: entry.text,
        replies: entry.replies.into_iter().map(|reply| (reply.at, reply.text)).collect(),
        attachments,
        mood: entry.mood,
        kind: entry.kind,
        themes: entry.themes,
    }
}

fn of_session(id: RecordId, when: &journal::record::Moment, session: journal::record::DosingSession) -> Told {
    let mut facts: Vec<(String, String)> = Vec::new();
    let setting = &session.setting;
    let dose = session.dose_mg.map(|dose| format!("{dose} mg, as recorded")).unwrap_or_default();
    for (name, value) in [
        ("route", session.route.replace('_', " ")),
        ("dose", dose),
        ("duration", session.duration_min.map(|minutes| format!("{minutes} min")).unwrap_or_default()),
        ("place", setting.place.clone()),
        ("light", setting.light.clone()),
        ("music", setting.music.clone()),
        ("companions", setting.companions.clone()),
        ("support", session.support.clone()),
        ("qualities", session.qualities.join(", ").replace('_', " ")),
    ] {
        if !value.is_empty() {
            facts.push((name.into(), value));
        }
    }
    let words = [session.first_words, session.notes, session.helped, session.hindered];
    let text = words.iter().filter(|words| !words.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    Told {
        id,
        date: when.local_date(),
        at: when.rfc3339(),
        unix_ms: when.unix_ms,
        title: format!("Session {}", session.number),
        facts,
        text,
        replies: Vec::new(),
        attachments: Vec::new(),
        mood: None,
        kind: "dosing_session".into(),
        themes: Vec::new(),
    }
}
