//! The screen about the therapist: replies, assignments, the next appointment, what was read, and who has access.

use journal::arc::assignments;
use journal::export::ics;
use journal::record::{Body, Repeat, Task};
use journal::sync::{Key, Row};
use protocol::RecordId;
use serde::Serialize;

use super::choices::{self, Choice};
use super::context::AppointmentView;
use super::write::PromptView;
use crate::commit::rules;
use crate::phone::Sharing;
use crate::store::{collections, pages, recall, settings};
use crate::{CarePurpose, CareView, Error, View};

/// The screen about the therapist.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TherapistView {
    /// The relationships, ended ones included.
    pub care: Vec<AccessView>,
    /// Replies, newest first.
    pub replies: Vec<ReplyLine>,
    /// "No replies yet."; absent if there are some.
    pub no_replies: Option<String>,
    /// Assignments that are due.
    pub assigned: Vec<AssignedView>,
    /// Upcoming meetings, soonest first.
    pub appointments: Vec<AppointmentView>,
    /// The practice's information for clients, if it has written any.
    pub practice: Vec<PracticeView>,
    /// Possible purposes of a new meeting.
    pub purposes: Vec<Choice>,
    /// The kinds of entries that can be shared from now on, in the terms of the question that is asked first.
    pub shareable: Vec<Choice>,
}

/// The access of one therapist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AccessView {
    /// The care relationship of this therapist.
    pub care: CareView,
    /// The purpose of the relationship, unless it is ordinary therapy: "As a supervisor, …".
    pub purpose_text: Option<String>,
    /// "since February 12, 2026"; "ended".
    pub since_text: String,
    /// How many entries are shared with them.
    pub shared: u32,
    /// "You share 3 entries."
    pub shared_text: String,
    /// The kinds that are shared from now on, by the person's explicit choice.
    pub rule: Vec<String>,
    /// The same as a sentence, or "Nothing is shared by itself."
    pub rule_text: String,
}

/// A reply, with the entry that it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReplyLine {
    /// The id for other calls.
    pub id: String,
    /// The entry that it answers.
    pub entry: String,
    /// That entry's first words.
    pub about: String,
    /// The name of the therapist who wrote it.
    pub therapist: String,
    /// The text, as it was written.
    pub text: String,
    /// "on Thursday, 4:30 PM".
    pub when_text: String,
    /// Whether it arrived since the replies were last opened.
    pub fresh: bool,
}

/// An assignment that is due: a prompt or a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AssignedView {
    /// The id of the assignment.
    pub id: String,
    /// "M. Osei asks".
    pub said: String,
    /// The prompt, if the assignment is a prompt.
    pub prompt: Option<PromptView>,
    /// The instrument, if a measure was assigned.
    pub instrument: Option<String>,
    /// "since today"; "by tomorrow", if it is due before or after a session.
    pub due_text: String,
}

/// A practice's information for its clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PracticeView {
    /// The name to show.
    pub name: String,
    /// The phone number as the practice wrote it.
    pub phone: String,
    /// The number to call outside of its hours.
    pub urgent: String,
    /// How and when entries are read.
    pub reading_agreement: String,
    /// The clinic's advice for the hours after a session.
    pub aftercare: String,
}

impl Sharing<'_> {
    /// The screen about the therapist.
    pub fn therapist(self) -> Result<TherapistView, Error> {
        let context = self.phone.view_context()?;
        let (seen, care) = (self.replies_seen()?, self.phone.care().list()?);
        let (replies, about, tasks, cards) = self.phone.store.read(|connection| {
            let replies = pages::visible(connection, &["reply"], None, 200)?;
            let mut about = Vec::new();
            for item in replies.iter().filter_map(recall::item) {
                if let Body::Reply(reply) = &item.record.body {
                    about.extend(pages::everywhere(connection, reply.to)?.iter().filter_map(recall::item));
                }
            }
            let tasks = recall::rows(connection, &["assignment", "reflection", "measure_response"], 1_000)?;
            Ok((replies, about, tasks, recall::items(connection, &["practice_card"], 10)?))
        })?;
        let line = |row: &(Key, Row)| {
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
                when_text: context.relative(item.record.when.unix_ms),
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
            no_replies: replies.is_empty().then(|| context.words.say("replies-none")),
            replies,
            assigned: self.assigned(&context, &tasks)?,
            appointments: context.ahead(),
            practice: cards.iter().filter_map(card).collect(),
            purposes: choices::purposes(context.words),
            shareable: choices::shareable(context.words),
        })
    }

    /// An appointment as an iCalendar file (RFC 5545), for a calendar that others may see: the title is neutral, and it
    /// contains neither name nor purpose.
    ///
    /// # Errors
    /// [`Error::NoEntry`] if it is not an appointment, or care has ended.
    pub fn appointment_file(self, id: RecordId) -> Result<String, Error> {
        let known = self.phone.store.read(|connection| recall::items(connection, &["appointment"], i64::MAX))?;
        let found = known.into_iter().find(|item| item.id == id).ok_or(Error::NoEntry)?;
        let Body::Appointment(meeting) = &found.record.body else { return Err(Error::NoEntry) };
        let language = self.phone.words().language().tag();
        Ok(ics::appointment(id, &found.record.when, meeting, &self.phone.clock.now(), language))
    }

    fn assigned(self, context: &super::context::ViewContext, rows: &[(Key, Row)]) -> Result<Vec<AssignedView>, Error> {
        let (now, zone, words) = (context.now.unix_ms, context.zone.as_ref(), context.words);
        let tasks: Vec<journal::arc::Item> = rows.iter().filter_map(recall::item).collect();
        let meetings = context.plain_meetings();
        let mut assigned = Vec::new();
        for task in [Task::Prompt, Task::Measure] {
            for waiting in assignments::waiting(&tasks, task, &context.course, &meetings, now, zone) {
                let when = words.named_day(waiting.due, context.today);
                let title = waiting.task.instrument.as_deref().unwrap_or_default().to_uppercase();
                // The requesting therapist is the one who assigned it: with several relationships, the one that
                // contains it.
                let of = rows.iter().find(|(key, _)| key.id == waiting.id).map(|(key, _)| key.collection.to_string());
                let of: Vec<String> = of.into_iter().collect();
                let said = match task {
                    Task::Prompt => context.of_those(&of, "assigned-prompt", &[]),
                    Task::Measure => context.of_those(&of, "assigned-measure", &[("title", title.into())]),
                };
                // Around a session the last day is due; otherwise the first.
                let due = match waiting.task.repeat {
                    Some(Repeat::BeforeSession | Repeat::AfterSession) => "assigned-until",
                    Some(Repeat::Once | Repeat::Weeks | Repeat::FollowUp) | None => "assigned-from",
                };
                assigned.push(AssignedView {
                    id: waiting.id.to_string(),
                    said,
                    prompt: None,
                    instrument: waiting.task.instrument.clone(),
                    due_text: words.fill(due, &[("when", when.into())]),
                });
            }
        }
        let prompts = self.phone.entries().prompts_in(context, None)?;
        for one in &mut assigned {
            one.prompt = prompts.iter().find(|prompt| prompt.assignment.as_ref() == Some(&one.id)).cloned();
        }
        Ok(assigned)
    }

    /// Who has access, and how much is shared with each.
    pub fn access(self) -> Result<Vec<AccessView>, Error> {
        let (words, care) = (self.phone.words(), self.phone.care().list()?);
        let (rules, counts, ending) = self.phone.store.read(|connection| {
            let mut counts = Vec::new();
            for one in &care {
                counts.push(match one.id.parse() {
                    Ok(id) => recall::shared_into(connection, id)?,
                    Err(_) => 0,
                });
            }
            let known = collections::all(connection)?;
            let ending: Vec<String> =
                known.iter().filter(|one| one.is_ending()).map(|one| one.id.to_string()).collect();
            Ok((rules::in_force(connection)?, counts, ending))
        })?;
        let view = |(care, count): (CareView, i64)| {
            let rule = rules.iter().find(|(_, _, rule)| rule.care.to_string() == care.id);
            let kinds: Vec<String> = rule.map(|(_, _, rule)| rule.kinds.clone()).unwrap_or_default();
            let said: Vec<String> = kinds.iter().map(|kind| words.name("kinds", kind)).collect();
            let rule_text = match rule {
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
                purpose_text: purpose.map(|key| words.say(key)),
                since_text: match care.ended {
                    true if ending.contains(&care.id) => words.say("access-ending"),
                    true => words.say("access-ended"),
                    false => words.fill("access-since", &[("date", since.into())]),
                },
                shared: count as u32,
                shared_text: words.fill("access-shared", &[("count", count.into())]),
                rule: kinds,
                rule_text,
                care,
            }
        };
        Ok(care.clone().into_iter().zip(counts).map(view).collect())
    }

    /// Marks all replies as seen.
    pub fn mark_replies_seen(self) -> Result<(), Error> {
        let newest = self.phone.store.read(|connection| recall::items(connection, &["reply"], 1))?;
        let newest = newest.first().map_or(0, |item| item.record.when.unix_ms);
        self.phone.store.write(|connection| settings::set_json(connection, settings::REPLIES_SEEN, &newest))?;
        self.phone.changed(View::Today);
        self.phone.changed(View::Therapist);
        Ok(())
    }

    pub(super) fn replies_seen(self) -> Result<i64, Error> {
        let seen: Option<i64> =
            self.phone.store.read(|connection| settings::get_json(connection, settings::REPLIES_SEEN))?;
        Ok(seen.unwrap_or_default())
    }

    /// The exact preview of several entries, and the texts above it.
    pub fn share_view(self, ids: &[RecordId], care: Option<&str>) -> Result<ShareView, Error> {
        let words = self.phone.words();
        let named = self.phone.care().care_named(care)?.to_string();
        let therapist = self.phone.care().list()?.into_iter().find(|one| one.id == named).map(|one| one.therapist);
        let mut all = Vec::new();
        for id in ids {
            all.push(*id);
            all.extend(self.phone.store.read(|connection| crate::commit::with_it(connection, *id))?);
        }
        let mut previews = Vec::with_capacity(all.len());
        for id in &all {
            previews.push(match self.preview(*id, Some(&named)) {
                // Records that are shown as part of others have no lines of their own: they are shown as sealed.
                Err(Error::WrongKind) => continue,
                preview => preview?,
            });
        }
        let parts = [("therapist", therapist.unwrap_or_default().into()), ("count", (ids.len() as i64).into())];
        Ok(ShareView {
            title: words.fill("share-title", &parts),
            later_changes: words.fill("share-later-changes", &parts[..1]),
            not_watched: words.say("not_watched"),
            care: named,
            previews,
        })
    }

    /// The text that is shown before "share from now on" is chosen.
    pub fn share_rule_question(self, kinds: &[String]) -> String {
        let words = self.phone.words();
        let said: Vec<String> = kinds.iter().map(|kind| words.name("kinds", kind)).collect();
        words.fill("share-rule-ask", &[("kinds", words.row(&said).into())])
    }
}

/// A share before it is made.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct ShareView {
    /// "This is exactly what M. Osei will see: 2 entries."
    pub title: String,
    /// "If you change it later, M. Osei sees the change too. You can take it back at any time."
    pub later_changes: String,
    /// The notice that nobody reads entries live.
    pub not_watched: String,
    /// The id of the care relationship.
    pub care: String,
    /// Exactly what the therapist will see.
    pub previews: Vec<super::Preview>,
}
