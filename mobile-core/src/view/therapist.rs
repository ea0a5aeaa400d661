//! The therapist's screen: replies, what is assigned, the next meeting, who has read what; and who has access at all.

use journal::arc::assignments;
use journal::record::{Body, Task};
use protocol::RecordId;
use serde::Serialize;

use super::choices::{self, Choice};
use super::entry::EntryView;
use super::scene::AppointmentView;
use super::write::PromptView;
use crate::entries::rules;
use crate::store::{pages, recall, settings};
use crate::{CarePurpose, CareView, Error, Phone, View};

/// The therapist's screen.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TherapistView {
    /// The relationships, ended ones included.
    pub care: Vec<AccessView>,
    /// Replies, newest first.
    pub replies: Vec<ReplyLine>,
    /// "No replies yet."; absent when there are some.
    pub no_replies: Option<String>,
    /// What is assigned and waits.
    pub assigned: Vec<AssignedView>,
    /// The meetings that lie ahead, soonest first.
    pub appointments: Vec<AppointmentView>,
    /// What the practice wants to be known, if it said so.
    pub practice: Vec<PracticeView>,
    /// What a new meeting may be for.
    pub purposes: Vec<Choice>,
    /// The kinds of entries that can be shared from now on, in the words of the question that is asked before.
    pub shareable: Vec<Choice>,
}

/// Who can read what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AccessView {
    /// The relationship.
    pub care: CareView,
    /// What they are there for, when it is not simply to be one's therapist: "As a supervisor, …".
    pub purpose_said: Option<String>,
    /// "since February 12, 2026"; "ended".
    pub since_said: String,
    /// How many entries are shared with them.
    pub shared: u32,
    /// "3 entries are shared."
    pub shared_said: String,
    /// What is shared from now on, by the person's explicit choice: kinds.
    pub rule: Vec<String>,
    /// That, or "Nothing is shared by itself."
    pub rule_said: String,
}

/// A reply, with what it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReplyLine {
    /// Names it.
    pub id: String,
    /// The entry that it answers.
    pub entry: String,
    /// That entry's first words.
    pub about: String,
    /// Whose it is.
    pub therapist: String,
    /// The words.
    pub text: String,
    /// "on Thursday, 4:30 PM".
    pub when_said: String,
    /// It came since the replies were last looked at.
    pub fresh: bool,
}

/// Something that is assigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AssignedView {
    /// The assignment.
    pub id: String,
    /// "M. Osei asks".
    pub said: String,
    /// For a prompt.
    pub prompt: Option<PromptView>,
    /// For a measure.
    pub instrument: Option<String>,
    /// "until tomorrow".
    pub due_said: String,
}

/// What a practice wants its clients to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PracticeView {
    /// Its name.
    pub name: String,
    /// Its number.
    pub phone: String,
    /// Whom to call outside of its hours.
    pub urgent: String,
    /// How and when entries are read.
    pub reading_agreement: String,
    /// What the clinic says about the hours after a session.
    pub aftercare: String,
}

impl Phone {
    /// The therapist's screen.
    pub fn therapist(&self) -> Result<TherapistView, Error> {
        let scene = self.scene()?;
        let (seen, care) = (self.replies_seen()?, self.care()?);
        let (replies, about, tasks, cards) = self.store.read(|connection| {
            let replies = pages::visible(connection, &["reply"], None, 200)?;
            let mut about = Vec::new();
            for item in replies.iter().filter_map(recall::item) {
                if let Body::Reply(reply) = &item.record.body {
                    about.extend(pages::everywhere(connection, reply.to)?.iter().filter_map(recall::item));
                }
            }
            let tasks = recall::items(connection, &["assignment", "reflection", "measure_response"], 1_000)?;
            Ok((replies, about, tasks, recall::items(connection, &["practice_card"], 10)?))
        })?;
        let line = |row: &(journal::sync::Key, journal::sync::Row)| {
            let item = recall::item(row)?;
            let Body::Reply(reply) = &item.record.body else { return None };
            let whose = care.iter().find(|care| care.id == row.0.collection.to_string());
            let first = about.iter().find(|entry| entry.id == reply.to).and_then(super::steps::first_words);
            Some(ReplyLine {
                id: item.id.to_string(),
                entry: reply.to.to_string(),
                about: first.unwrap_or_default(),
                therapist: whose.map(|care| care.therapist.clone()).unwrap_or_default(),
                text: reply.text.clone(),
                when_said: scene.near(item.record.when.unix_ms),
                fresh: item.record.when.unix_ms > seen,
            })
        };
        let replies: Vec<ReplyLine> = replies.iter().filter_map(line).collect();
        let card = |item: &journal::arc::Item| match item.record.body.clone() {
            Body::PracticeCard(card) => Some(PracticeView {
                name: card.name,
                phone: card.phone,
                urgent: card.urgent,
                reading_agreement: card.reading_agreement,
                aftercare: card.aftercare,
            }),
            _ => None,
        };
        Ok(TherapistView {
            care: self.access()?,
            no_replies: replies.is_empty().then(|| scene.words.say("replies-none")),
            replies,
            assigned: self.assigned(&scene, &tasks)?,
            appointments: scene.ahead(),
            practice: cards.iter().filter_map(card).collect(),
            purposes: choices::purposes(scene.words),
            shareable: choices::shareable(scene.words),
        })
    }

    fn assigned(&self, scene: &super::scene::Scene, tasks: &[journal::arc::Item]) -> Result<Vec<AssignedView>, Error> {
        let (now, zone, words) = (scene.now.unix_ms, scene.zone.as_ref(), scene.words);
        let meetings = scene.plain_meetings();
        let mut assigned = Vec::new();
        for task in [Task::Prompt, Task::Measure] {
            for waiting in assignments::waiting(tasks, task, &scene.course, &meetings, now, zone) {
                let when = words.near_day(waiting.due, scene.today);
                let title = waiting.task.instrument.as_deref().unwrap_or_default().to_uppercase();
                let said = match task {
                    Task::Prompt => scene.of_therapist("assigned-prompt", &[]),
                    Task::Measure => scene.of_therapist("assigned-measure", &[("title", title.into())]),
                };
                assigned.push(AssignedView {
                    id: waiting.id.to_string(),
                    said,
                    prompt: None,
                    instrument: waiting.task.instrument.clone(),
                    due_said: words.fill("assigned-due", &[("when", when.into())]),
                });
            }
        }
        let prompts = self.prompts_in(scene, None)?;
        for one in &mut assigned {
            one.prompt = prompts.iter().find(|prompt| prompt.assignment.as_ref() == Some(&one.id)).cloned();
        }
        Ok(assigned)
    }

    /// Who has access, and to how much.
    pub fn access(&self) -> Result<Vec<AccessView>, Error> {
        let (words, care) = (self.words(), self.care()?);
        let (rules, counts) = self.store.read(|connection| {
            let mut counts = Vec::new();
            for one in &care {
                counts.push(match one.id.parse() {
                    Ok(id) => recall::shared_into(connection, id)?,
                    Err(_) => 0,
                });
            }
            Ok((rules::in_force(connection)?, counts))
        })?;
        let view = |(care, count): (CareView, i64)| {
            let rule = rules.iter().find(|(_, _, rule)| rule.care.to_string() == care.id);
            let kinds: Vec<String> = rule.map(|(_, _, rule)| rule.kinds.clone()).unwrap_or_default();
            let said: Vec<String> = kinds.iter().map(|kind| words.name("kinds", kind)).collect();
            let rule_said = match rule {
                Some((_, record, _)) => words.fill(
                    "share-rule-on",
                    &[
                        ("therapist", care.therapist.as_str().into()),
                        ("kinds", words.row(&said).into()),
                        ("when", words.date(record.when.local_day()).into()),
                    ],
                ),
                None => words.say("share-rule-off"),
            };
            let since = words.date(care.since.div_euclid(86_400_000));
            let purpose = match care.purpose {
                CarePurpose::Care => None,
                CarePurpose::Handover => Some("care-handover"),
                CarePurpose::Supervision => Some("care-supervision"),
            };
            AccessView {
                purpose_said: purpose.map(|key| words.say(key)),
                since_said: match care.ended {
                    true => words.say("access-ended"),
                    false => words.fill("access-since", &[("date", since.into())]),
                },
                shared: count as u32,
                shared_said: words.fill("access-shared", &[("count", count.into())]),
                rule: kinds,
                rule_said,
                care,
            }
        };
        Ok(care.clone().into_iter().zip(counts).map(view).collect())
    }

    /// The person has looked at the replies: none is new any more.
    pub fn mark_replies_seen(&self) -> Result<(), Error> {
        let newest = self.store.read(|connection| recall::items(connection, &["reply"], 1))?;
        let newest = newest.first().map_or(0, |item| item.record.when.unix_ms);
        self.store.write(|connection| settings::set_json(connection, settings::REPLIES_SEEN, &newest))?;
        self.changed(View::Today);
        self.changed(View::Therapist);
        Ok(())
    }

    pub(super) fn replies_seen(&self) -> Result<i64, Error> {
        let seen: Option<i64> = self.store.read(|connection| settings::get_json(connection, settings::REPLIES_SEEN))?;
        Ok(seen.unwrap_or_default())
    }

    /// What a share of several entries would show, each exactly, and what is said above them.
    pub fn share_view(&self, ids: &[RecordId], care: Option<&str>) -> Result<ShareView, Error> {
        let words = self.words();
        let named = self.care_named(care)?.to_string();
        let therapist = self.care()?.into_iter().find(|one| one.id == named).map(|one| one.therapist);
        let mut all = Vec::new();
        for id in ids {
            all.push(*id);
            all.extend(self.store.read(|connection| Ok(crate::entries::sharing::with_it(connection, *id)))??);
        }
        let mut previews = Vec::with_capacity(all.len());
        for id in &all {
            previews.push(match self.preview(*id, Some(&named)) {
                // What is folded into others has no lines of its own: it is shown as it is sealed.
                Err(Error::WrongKind) => continue,
                preview => preview?,
            });
        }
        let parts = [("therapist", therapist.unwrap_or_default().into()), ("count", (ids.len() as i64).into())];
        Ok(ShareView {
            title: words.fill("share-title", &parts),
            later_changes: words.say("share-later-changes"),
            not_watched: words.say("not_watched"),
            care: named,
            previews,
        })
    }

    /// Takes an entry back, and says plainly what that means now.
    pub fn take_back_said(&self, id: RecordId, care: Option<&str>) -> Result<String, Error> {
        let scene = self.scene()?;
        let record = self.own_record(id)?;
        let alone = matches!(record.body, Body::SafetyEvent(_));
        let (shared, read_at) = match alone {
            // An event has no lines of its own: who reads it reads the notice.
            true => (record.to_payload().shared_with().iter().map(ToString::to_string).collect(), None),
            false => {
                let before: EntryView = self.show(id)?;
                (before.shared_with, before.read_at)
            }
        };
        let from: Vec<String> = care.map_or(shared, |care| vec![care.to_owned()]);
        // The therapist may have seen the notice about a safety answer without opening the answers.
        let with_it = self.store.read(|connection| Ok(crate::entries::sharing::with_it(connection, id)))??;
        let notices = [with_it, if alone { vec![id] } else { Vec::new() }].concat();
        let noticed = from.iter().map(|care| self.seen_at(care, &notices)).collect::<Result<Vec<_>, _>>()?;
        let noticed = noticed.into_iter().flatten().min();
        self.take_back(id, care)?;
        Ok(match (read_at, noticed) {
            (None, Some(at)) if !alone => {
                scene.of_those(&from, "take-back-noticed", &[("when", scene.near(at).into())])
            }
            (None, Some(at)) => scene.of_those(&from, "take-back-read", &[("when", scene.near(at).into())]),
            (Some(at), _) => scene.of_those(&from, "take-back-read", &[("when", scene.near(at).into())]),
            (None, None) => scene.of_those(&from, "take-back-unread", &[]),
        })
    }

    /// What is said before "share from now on" is chosen.
    pub fn share_rule_question(&self, kinds: &[String]) -> String {
        let words = self.words();
        let said: Vec<String> = kinds.iter().map(|kind| words.name("kinds", kind)).collect();
        words.fill("share-rule-ask", &[("kinds", words.row(&said).into())])
    }
}

/// A share before it is made.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct ShareView {
    /// "This is exactly what M. Osei will see: 2 entries."
    pub title: String,
    /// "Later changes to it are shared as well. You can take it back at any time."
    pub later_changes: String,
    /// Nobody is watching.
    pub not_watched: String,
    /// The relationship.
    pub care: String,
    /// Exactly what the therapist will see.
    pub previews: Vec<crate::entries::Preview>,
}
