//! The page after an answer to a safety item, the card that Today shows for three days, and who has seen a notice.

use journal::measures::Definition;
use journal::measures::safety::is_about_self_harm;
use journal::record::{Body, Record, SafetyEvent};
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::help::HelpView;
use crate::Error;
use crate::commit::consent;
use crate::entries::SafetyChoice;
use crate::entries::measures::{library, response};
use crate::entries::safety::care_of;
use crate::phone::Safety;
use crate::store::{drafts, pages};

/// The page that an answer to a safety item opens: before any score, whether the form is complete or not, online or
/// not.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SafetyView {
    /// The id of the event, for a choice.
    pub event: String,
    /// "You are not alone with this".
    pub title: String,
    /// The introduction.
    pub text: String,
    /// "If you might act on it, or are not sure: call now."
    pub urgent: String,
    /// Who will see the answer, and that this is not fast help. It promises only what is done.
    pub honesty: String,
    /// "I can stay safe for now", "I have told someone", "I want help now", "I do not know".
    pub choices: Vec<SafetyChoiceView>,
    /// "Let M. Osei see this answer": one for each relationship.
    pub share: Vec<ShareOffer>,
    /// The crisis plan and the numbers to call.
    pub help: HelpView,
}

/// A choice on the safety page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SafetyChoiceView {
    /// The choice to pass to `choose_safety`.
    pub choice: SafetyChoice,
    /// Its label, in the person's language.
    pub label: String,
    /// The text shown after the choice.
    pub after: String,
    /// Whether it leads to help: show the numbers at once.
    pub opens_help: bool,
}

/// A therapist with whom it could be shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ShareOffer {
    /// The id of the care relationship.
    pub care: String,
    /// "Let M. Osei see this answer".
    pub label: String,
    /// "They see it when they next open the portal. That can take days and is not fast help."
    pub detail: String,
    /// It is shared with them.
    pub shared: bool,
    /// If it is shared: "Seen by M. Osei on Tuesday, 9:10", "Not seen yet by M. Osei."
    pub seen: String,
}

/// The card that Today shows for three days after a safety answer.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SafetyCard {
    /// The event, for the safety page, sharing and dismissing.
    pub event: String,
    /// "Yesterday you marked hard thoughts. How is it now?"
    pub said: String,
    /// "My plan"; empty if there is none.
    pub plan: String,
    /// "Let M. Osei see this answer": one for each relationship.
    pub share: Vec<ShareOffer>,
    /// "I am all right for now".
    pub settle: String,
    /// "Open this again": opens the safety page of the event.
    pub open: String,
}

impl Safety<'_> {
    /// The safety page of an event.
    pub fn safety_page(self, event: RecordId) -> Result<SafetyView, Error> {
        let context = self.phone.view_context()?;
        let Record { when, body: Body::SafetyEvent(raised) } = self.phone.own_record(event)? else {
            return Err(Error::WrongKind);
        };
        let words = context.words;
        let choice = |choice: SafetyChoice, label: &str, after: &str| SafetyChoiceView {
            choice,
            label: words.say(label),
            after: words.say(after),
            opens_help: matches!(choice, SafetyChoice::HelpNow | SafetyChoice::Unsure),
        };
        let share = self.offers_of(&context, (event, when.unix_ms), &raised)?;
        let help = self.help()?;
        let text = if is_about_self_harm(&raised.instrument) { "safety-text" } else { "safety-text_other" };
        // Nobody is sent to a plan that does not exist.
        let safe = if help.no_plan.is_some() { "safety-after-safe_no_plan" } else { "safety-after-safe" };
        Ok(SafetyView {
            event: event.to_string(),
            title: words.say("safety-title"),
            text: words.say(text),
            urgent: words.say("safety-now"),
            honesty: self.honesty(&context, (event, when.unix_ms), &raised)?,
            choices: vec![
                choice(SafetyChoice::HelpNow, "safety-choice-help", "safety-after-help"),
                choice(SafetyChoice::ToldSomeone, "safety-choice-told", "safety-after-told"),
                choice(SafetyChoice::SafeNow, "safety-choice-safe", safe),
                choice(SafetyChoice::Unsure, "safety-choice-unsure", "safety-after-help"),
            ],
            share,
            help,
        })
    }

    /// The card of the newest event of the last three days that the person has not dismissed.
    pub(super) fn safety_card(self, context: &ViewContext) -> Result<Option<SafetyCard>, Error> {
        let Some(item) = self.recent_events(context.now.unix_ms)?.into_iter().next() else { return Ok(None) };
        let Body::SafetyEvent(event) = &item.record.body else { return Ok(None) };
        let words = context.words;
        let day = item.record.when.local_day();
        let key = match (day == context.today, is_about_self_harm(&event.instrument)) {
            (true, true) => "today-safety-today",
            (false, true) => "today-safety",
            (true, false) => "today-safety_other-today",
            (false, false) => "today-safety_other",
        };
        let plan = self.crisis_plan()?.map(|_| words.say("label-safety_plan"));
        Ok(Some(SafetyCard {
            event: item.id.to_string(),
            said: context.beginning(words.fill(key, &[("when", words.relative_day(day, context.today).into())])),
            plan: plan.unwrap_or_default(),
            share: self.offers_of(context, (item.id, item.record.when.unix_ms), event)?,
            settle: words.say("today-safety-settle"),
            open: words.say("today-safety-open"),
        }))
    }

    /// The newest event that these answers raised.
    pub(super) fn event_of(self, answers: RecordId) -> Result<Option<RecordId>, Error> {
        let events = self.phone.store.read(|connection| pages::about(connection, answers, &["safety_event"]))?;
        let newest = events.into_iter().rev().find(|(_, row)| {
            let record = row.content.as_ref().and_then(|content| content.to_record().ok());
            record.is_some_and(|record| matches!(&record.body, Body::SafetyEvent(event) if !event.shown.is_empty()))
        });
        Ok(newest.map(|(key, _)| key.id))
    }

    /// Who sees the answer. It promises only what will be done: the person agreed, or has shared it. Of those who have
    /// seen it [`ShareOffer::seen`] tells.
    fn honesty(
        self,
        context: &ViewContext,
        (id, raised): (RecordId, i64),
        event: &SafetyEvent,
    ) -> Result<String, Error> {
        let shared = |care: &&crate::CareView| event.shared_with.iter().any(|one| one.to_string() == care.id);
        let shared: Vec<&str> = context.care.iter().filter(shared).map(|care| care.id.as_str()).collect();
        let mut unseen = Vec::new();
        for care in &shared {
            if self.event_seen_at(care, (id, raised), event)?.is_none() {
                unseen.push((*care).to_owned());
            }
        }
        if !unseen.is_empty() {
            let readable = self.phone.readable_in(id)?;
            return Ok(context.of_readers(&unseen, &readable, "safety-waiting", "safety-shared"));
        }
        if !shared.is_empty() {
            return Ok(context.words.say("safety-nobody"));
        }
        let draft = match event.response {
            Some(id) => self.phone.store.read(|connection| drafts::get(connection, id))?,
            None => None,
        };
        let draft = draft.as_ref().and_then(|draft| response(draft).ok());
        let assignment = draft.filter(|response| response.agreed).and_then(|response| response.assignment);
        if let Some(assignment) = assignment
            && let Some(to) = self.sent_to(context, assignment)?
        {
            return Ok(context.of_those(&[to.care], "safety-assigned", &[]));
        }
        Ok(context.words.say("safety-nobody"))
    }

    /// The therapists with whom an event (id and time) can be shared, and the state for those it is shared with.
    fn offers_of(
        self,
        context: &ViewContext,
        id: (RecordId, i64),
        event: &SafetyEvent,
    ) -> Result<Vec<ShareOffer>, Error> {
        let offer = |care: &crate::CareView| {
            let shared = event.shared_with.iter().any(|one| one.to_string() == care.id);
            let seen = if shared { self.seen_text(context, &care.id, id, event)? } else { String::new() };
            Ok(ShareOffer { shared, seen, ..offer(context, &care.id, "safety-share") })
        };
        context.care.iter().map(offer).collect()
    }

    /// "Seen by M. Osei on Tuesday, 9:10", or "Not seen yet".
    fn seen_text(
        self,
        context: &ViewContext,
        care: &str,
        id: (RecordId, i64),
        event: &SafetyEvent,
    ) -> Result<String, Error> {
        let seen = self.event_seen_at(care, id, event)?;
        let care = [care.to_owned()];
        Ok(match seen {
            Some(at) => context.of_those(&care, "safety-seen", &[("when", context.relative(at).into())]),
            None => context.of_those(&care, "safety-not-seen", &[]),
        })
    }

    /// When a therapist first saw an event (id and time) or its answers. Answers that were opened before they raised this
    /// event do not count.
    fn event_seen_at(
        self,
        care: &str,
        (id, raised): (RecordId, i64),
        event: &SafetyEvent,
    ) -> Result<Option<i64>, Error> {
        let opened = event.response.map(|response| self.seen_since(care, response, raised)).transpose()?.flatten();
        Ok([self.seen_at(care, &[id])?, opened].into_iter().flatten().min())
    }

    /// When a therapist first saw one of these records, or the notice about it.
    pub(super) fn seen_at(self, care: &str, ids: &[RecordId]) -> Result<Option<i64>, Error> {
        let seen = ids.iter().map(|id| self.seen_since(care, *id, i64::MIN)).collect::<Result<Vec<_>, _>>()?;
        Ok(seen.into_iter().flatten().min())
    }

    /// When a therapist first saw a record from a time on, or the notice about it.
    fn seen_since(self, care: &str, id: RecordId, from: i64) -> Result<Option<i64>, Error> {
        let marks = self.phone.store.read(|connection| pages::about(connection, id, &["review_mark", "flag_seen"]))?;
        let here = marks.into_iter().filter(|(key, _)| key.collection.to_string() == care);
        let at = here.filter_map(|(_, row)| Some(row.content?.to_record().ok()?.when.unix_ms));
        Ok(at.filter(|at| *at >= from).min())
    }

    /// The relationship that an assignment came from, if it has not ended.
    pub(super) fn assigned_by(self, context: &ViewContext, assignment: RecordId) -> Result<Option<ShareOffer>, Error> {
        let care = self.phone.store.read(|connection| care_of(connection, assignment))?;
        Ok(care.map(|care| offer(context, &care.to_string(), "measure-share")))
    }

    /// The therapist who gets the answers to an assignment on finishing, if the person agrees. Nothing is sent without a
    /// consent in force, so nothing is promised either.
    pub(super) fn sent_to(self, context: &ViewContext, assignment: RecordId) -> Result<Option<ShareOffer>, Error> {
        let care = self.phone.store.read(|connection| match care_of(connection, assignment)? {
            Some(care) if consent::in_force(connection, care)? => Ok(Some(care)),
            _ => Ok(None),
        })?;
        Ok(care.map(|care| offer(context, &care.to_string(), "measure-share")))
    }

    /// The state of sharing of an assigned measure's answers, and the therapists with whom they can be shared if the
    /// person has not decided.
    pub(super) fn measure_sharing(
        self,
        context: &ViewContext,
        id: RecordId,
    ) -> Result<(String, Vec<ShareOffer>), Error> {
        let Body::MeasureResponse(response) = self.phone.own_record(id)?.body else { return Err(Error::WrongKind) };
        let shared: Vec<String> = response.shared_with.iter().map(ToString::to_string).collect();
        let Some(assignment) = response.assignment else { return Ok((String::new(), Vec::new())) };
        if !shared.is_empty() {
            let readable = self.phone.readable_in(id)?;
            return Ok((context.of_readers(&shared, &readable, "measure-waiting", "measure-shared"), Vec::new()));
        }
        let Some(to) = self.assigned_by(context, assignment)? else { return Ok((String::new(), Vec::new())) };
        let key = if response.kept_private { "measure-kept-private" } else { "measure-not-shared" };
        let offers = if response.kept_private { Vec::new() } else { vec![to.clone()] };
        Ok((context.of_those(&[to.care], key, &[]), offers))
    }

    /// Finished answers to assigned measures that are neither shared nor kept private.
    pub(super) fn undecided_measures(self, context: &ViewContext) -> Result<Vec<(RecordId, String)>, Error> {
        let (items, library) = self.phone.store.read(|connection| {
            Ok((crate::store::recall::items(connection, &["measure_response"], 50)?, library(connection)?))
        })?;
        let mut waiting = Vec::new();
        for item in items {
            let Body::MeasureResponse(response) = &item.record.body else { continue };
            let decided = response.kept_private || !response.shared_with.is_empty();
            let Some(assignment) = response.assignment.filter(|_| !decided) else { continue };
            if self.assigned_by(context, assignment)?.is_some() {
                let definition: Option<&Definition> = library.current(&response.instrument);
                let tag = context.words.language().tag();
                waiting.push((item.id, definition.map_or("", |one| one.title_in(tag)).to_owned()));
            }
        }
        Ok(waiting)
    }
}

pub(super) fn offer(context: &ViewContext, care: &str, label: &str) -> ShareOffer {
    let of = |key: &str| context.of_those(&[care.to_owned()], key, &[]);
    ShareOffer {
        care: care.into(),
        label: of(label),
        detail: of("safety-share-detail"),
        shared: false,
        seen: String::new(),
    }
}
