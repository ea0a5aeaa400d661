//! The therapist's actions for a client at the desk, at the times in the file.

use std::collections::BTreeMap;

use casebook::card::CardForm;
use jiff::Timestamp;
use journal::record::Body;
use protocol::RecordId;

use super::Error;
use super::client::Client;
use crate::sample::Fate;
use crate::sample::Purpose;
use crate::sample::acts::Deed;
use crate::sample::deeds::{Agreed, Noted};
use crate::therapist::{self, Therapist, at, now};

/// The result of the desk, and inside it that of the sample.
type Done = Result<Result<(), Error>, therapist::Error>;

/// Gives the practice card, and records agreements.
pub(super) fn agree(desk: &mut Therapist, client: &Client, card: Option<&CardForm>, time: Timestamp) -> Done {
    send_card(desk, &client.care, card)?;
    let agreed = match client.persona.agreed(time) {
        Ok(agreed) => agreed,
        Err(error) => return Ok(Err(error.into())),
    };
    for (when, one) in agreed {
        let (care, when) = (&client.care, at(when));
        match one {
            Agreed::Meeting(form, kept) => schedule(desk, care, &form, kept)?,
            Agreed::Session(form) => {
                let changes = desk.casebook(care)?.session(care, None, &form, when)?;
                desk.write(&changes)?;
            }
            Agreed::Clinic(form, sheet) => {
                let changes = desk.casebook(care)?.save_sheet(care, form, None, &sheet, "en", when)?;
                desk.write(&changes)?;
            }
            Agreed::Assignment(form) => {
                let changes = desk.casebook(care)?.assign(care, None, &form, when)?;
                desk.write(&changes)?;
            }
            Agreed::Promise(text, kept) => {
                let changes = desk.casebook(care)?.promise(care, None, &text, when)?;
                let made = desk.write(&changes)?;
                if let Some((kept, made)) = kept.zip(made.first()) {
                    let changes = desk.casebook(care)?.keep_promise(care, made, true, at(kept))?;
                    desk.write(&changes)?;
                }
            }
        }
    }
    Ok(Ok(()))
}

/// Saves the practice card if the therapist has none, and gives it to a client.
pub(super) fn send_card(desk: &mut Therapist, care: &str, card: Option<&CardForm>) -> Result<(), therapist::Error> {
    let Some(card) = card else { return Ok(()) };
    let book = desk.casebook(care)?;
    if book.card().name.is_empty() {
        // The numbers were checked today.
        let card = CardForm { numbers_checked_at: Some(now().unix_ms), ..card.clone() };
        let changes = book.save_card(&card, now())?;
        desk.write(&changes)?;
    }
    let changes = desk.casebook(care)?.send_card(care, now())?;
    desk.write(&changes)?;
    Ok(())
}

/// Creates an appointment, and records whether it took place.
pub(super) fn schedule(
    desk: &mut Therapist,
    care: &str,
    form: &casebook::plan::MeetingForm,
    kept: Option<bool>,
) -> Result<(), therapist::Error> {
    let when = at(Timestamp::from_millisecond(form.at as i64).unwrap_or_default());
    let changes = desk.casebook(care)?.schedule(care, None, form, when)?;
    let made = desk.write(&changes)?;
    if let Some(id) = made.first().filter(|_| kept.is_some()) {
        let changes = desk.casebook(care)?.settle(care, id, kept, false)?;
        desk.write(&changes)?;
    }
    Ok(())
}

/// The assignments of a client by instrument.
pub(super) fn assigned(desk: &mut Therapist, care: &str) -> Result<BTreeMap<String, RecordId>, therapist::Error> {
    let plan = desk.casebook(care)?.plan(care)?;
    let of_instrument =
        plan.assignments.into_iter().filter_map(|one| Some((one.form.instrument?, one.id.parse().ok()?)));
    Ok(of_instrument.collect())
}

/// Opens, reviews and replies; keeps notes; closes flags.
pub(super) fn note(desk: &mut Therapist, client: &Client, time: Timestamp) -> Done {
    let care = &client.care;
    for (id, act) in &client.written {
        let entry = [id.to_string()];
        let answers = &act.answered;
        if let Some(read) = answers.read {
            desk.mark(care, &entry, false, at(read))?;
        }
        if let Some(reviewed) = answers.reviewed {
            desk.mark(care, &entry, true, at(reviewed))?;
        }
        if let Some((time, text)) = &answers.reply {
            desk.reply(care, &entry[0], text, at(*time))?;
        }
    }
    let noted = match client.persona.noted(time) {
        Ok(noted) => noted,
        Err(error) => return Ok(Err(error.into())),
    };
    for (when, one) in noted {
        match one {
            Noted::Read => {
                let before = entries(client).filter(|(written, _)| *written < when.as_millisecond());
                let before: Vec<String> = before.map(|(_, id)| id).collect();
                desk.mark(care, &before, true, at(when))?;
            }
            Noted::CloseFlags(form) => close_flags(desk, care, &form, when)?,
            Noted::Note(purpose, entry, text) => {
                let about = entry.and_then(|name| named(client, &name));
                let (book, about) = (desk.casebook(care)?, about.as_deref());
                let changes = match (purpose, about) {
                    (Purpose::Agenda, _) => book.agenda(care, None, about, &text, at(when))?,
                    (Purpose::ReplyDraft, Some(entry)) => book.draft(care, entry, &text, at(when))?,
                    _ => book.note(care, None, about, &text, at(when))?,
                };
                desk.write(&changes)?;
            }
        }
    }
    Ok(Ok(()))
}

fn named(client: &Client, name: &str) -> Option<String> {
    let found = client.written.iter().find(|(_, act)| act.name.as_deref() == Some(name));
    found.map(|(id, _)| id.to_string())
}

/// The reviewable entries of a client, oldest first: time and id.
pub(super) fn entries(client: &Client) -> impl Iterator<Item = (i64, String)> {
    let entries = client.written.iter().filter(|(_, act)| act.fate == Fate::Shared && is_entry(&act.deed));
    entries.map(|(id, act)| (act.when.unix_ms, id.to_string()))
}

fn is_entry(deed: &Deed) -> bool {
    match deed {
        Deed::Write(body) => !matches!(body, Body::Series(_) | Body::DosingSession(_) | Body::Appointment(_)),
        Deed::Answer(..) => true,
        Deed::Plan(_) => false,
    }
}

/// Closes the flags that were raised before a time, with a disposition.
fn close_flags(
    desk: &mut Therapist,
    care: &str,
    form: &casebook::dispositions::DispositionForm,
    time: Timestamp,
) -> Result<(), therapist::Error> {
    let when = || at(time);
    let changes = desk.casebook(care)?.flags_seen(care, when())?;
    desk.write(&changes)?;
    let flags = desk.casebook(care)?.brief(care, None, now())?.flags;
    let open = flags.into_iter().filter(|flag| flag.kind == "safety" && flag.open && flag.at < time.as_millisecond());
    for id in open.filter_map(|flag| flag.ids.into_iter().next()) {
        let changes = desk.casebook(care)?.close_flag(care, &id, form, when())?;
        desk.write(&changes)?;
    }
    Ok(())
}
