//! What the safety flow looks like: an open flag with a plan, a low mood, and a closed flag with its disposition. Played
//! by real phones and the real desk, as everything else in the demo practice. The people are invented.

use std::path::Path;

use casebook::between::DispositionForm;
use casebook::card::CardForm;
use mobile_core::entries::{CheckInForm, ContactForm, PlanForm, SafetyChoice};
use mobile_core::secrets::FileSecretStore;
use mobile_core::view::MeasureNext;
use mobile_core::{Phone, Setup};
use protocol::RecordId;

use crate::seed::{Error, PASSWORD, phone_home};
use crate::server::Place;
use crate::therapist::{Therapist, now};

/// The clients of these scenes: sign-in name and what they are called.
const CLIENTS: [(&str, &str); 3] = [("aspen", "Aspen"), ("rowan", "Rowan"), ("linden", "Linden")];
const HOUR_MS: f64 = 3_600_000.0;

/// Plays the scenes with one therapist's clients, and returns their sign-in names.
pub async fn scenes(
    place: &Place,
    handle: &str,
    desk: &mut Therapist,
    tell: &dyn Fn(&str),
) -> Result<Vec<String>, Error> {
    let on_desk = |error| Error::Desk(handle.to_owned(), error);
    // Who looks at marked answers is said before anybody is asked.
    let card = CardForm {
        name: crate::seed::PRACTICE.into(),
        phone: "303 555 0100".into(),
        urgent_number: "303 555 0199".into(),
        urgent_words: "Dr. Rossi is on call. If it cannot wait, go to the nearest emergency room.".into(),
        hours: "Monday to Friday, 9 to 17".into(),
        cover: "L. Brandt".into(),
        response_time: "Within one working day; not at night and not at weekends.".into(),
        aftercare: "Rest. Somebody is with you tonight. Call us if you still feel unreal tomorrow evening.".into(),
        ..CardForm::default()
    };
    for (n, (handle, name)) in CLIENTS.into_iter().enumerate() {
        let (phone, care) = join(place, handle, name, desk).await.map_err(|error| error.named(handle, &on_desk))?;
        let on_phone = |error| Error::Phone(handle.to_owned(), error);
        match n {
            0 => with_a_plan(&phone, &care).map_err(on_phone)?,
            1 => drop(low(&phone, &care).map_err(on_phone)?),
            _ => answer(&phone, &care, 1, SafetyChoice::ToldSomeone).map_err(on_phone)?,
        }
        phone.sync().await.map_err(on_phone)?;
        desk.sync().await.map_err(on_desk)?;
        if n == 0 {
            let changes = desk.book(&care).map_err(on_desk)?.save_card(&card, now()).map_err(|e| on_desk(e.into()))?;
            desk.write(&changes).map_err(on_desk)?;
        }
        let changes = desk.book(&care).map_err(on_desk)?.give_card(&care, now()).map_err(|e| on_desk(e.into()))?;
        desk.write(&changes).map_err(on_desk)?;
        if n == 2 {
            close(desk, &care).map_err(on_desk)?;
        }
        desk.sync().await.map_err(on_desk)?;
        phone.sync().await.map_err(on_phone)?;
        tell(&format!("{name} shows how the safety flow looks"));
    }
    Ok(CLIENTS.iter().map(|(handle, _)| (*handle).to_owned()).collect())
}

/// What went wrong while joining: on the phone, or on the desk.
enum Joining {
    Phone(mobile_core::Error),
    Desk(crate::therapist::Error),
}

impl Joining {
    fn named(self, handle: &str, on_desk: &dyn Fn(crate::therapist::Error) -> Error) -> Error {
        match self {
            Self::Phone(error) => Error::Phone(handle.to_owned(), error),
            Self::Desk(error) => on_desk(error),
        }
    }
}

async fn join(place: &Place, handle: &str, name: &str, desk: &mut Therapist) -> Result<(Phone, String), Joining> {
    let home = phone_home(&place.data_dir, handle);
    let phone = open(&home).map_err(Joining::Phone)?;
    let code = phone.register(&place.origin(), handle, PASSWORD).await.map_err(Joining::Phone)?;
    phone.confirm_recovery_code(&code).map_err(Joining::Phone)?;
    let link = desk.invite(name).await.map_err(Joining::Desk)?;
    let care = phone.join(&link, Some(name)).await.map_err(Joining::Phone)?.id;
    Ok((phone, care))
}

fn open(home: &Path) -> Result<Phone, mobile_core::Error> {
    let secrets = std::sync::Arc::new(FileSecretStore::new(home.join("keys")));
    Phone::open(Setup::new(home, "Demonstration phone", secrets)?)
}

/// An open flag, and the crisis plan beside it.
fn with_a_plan(phone: &Phone, care: &str) -> Result<(), mobile_core::Error> {
    let sister = ContactForm { name: "Ana".into(), phone: "303 555 0142".into(), relation: "sister".into() };
    let plan = PlanForm {
        signs: vec!["I stop answering messages.".into()],
        coping: vec!["Cold water on my wrists.".into(), "Once around the lake.".into()],
        places: vec!["The library on Harbour Street.".into()],
        people: vec![sister],
        safer: vec!["Ana keeps the lozenges for now.".into()],
        reasons: vec!["The fern, and my niece.".into()],
        ..PlanForm::default()
    };
    let plan = phone.save_crisis_plan(plan)?;
    phone.share(plan, Some(care))?;
    answer(phone, care, 2, SafetyChoice::Unsure)
}

/// A very low mood, and nothing else.
fn low(phone: &Phone, care: &str) -> Result<RecordId, mobile_core::Error> {
    let form = CheckInForm { mood: Some(0), text: "Everything is far away today.".into(), ..Default::default() };
    let id = phone.check_in(form)?;
    phone.share(id, Some(care))?;
    Ok(id)
}

/// A PHQ-9 whose ninth item is answered, shared with what it led to.
fn answer(phone: &Phone, care: &str, ninth: u32, choice: SafetyChoice) -> Result<(), mobile_core::Error> {
    let draft = phone.begin_measure("phq-9", None)?;
    for item in 0..9 {
        let value = if item == 8 { ninth } else { 1 };
        if let MeasureNext::Safety { safety, .. } = phone.answer_page(draft, item, Some(f64::from(value)))? {
            let event = safety.event.parse().map_err(|_| mobile_core::Error::NoEntry)?;
            phone.choose_safety(event, choice)?;
        }
    }
    let id = phone.finish_measure(draft)?;
    phone.share(id, Some(care))
}

/// The flag is closed with what was done.
fn close(desk: &mut Therapist, care: &str) -> Result<(), crate::therapist::Error> {
    let at = now();
    let form = DispositionForm {
        contacted_at: Some(at.unix_ms),
        how: "phone".into(),
        tries: 1,
        by: "M. Osei".into(),
        assessed_with: "interview".into(),
        ideation: "passive".into(),
        intent: "none".into(),
        behaviour: "none".into(),
        means: "no".into(),
        protective: "Wants to see the spring; her brother is with her.".into(),
        risk_level: "low".into(),
        plan_reviewed: true,
        action: "extra_contact".into(),
        next_contact_at: Some(at.unix_ms + 24.0 * HOUR_MS),
        next_dose_cleared: "prescriber_decides".into(),
        ..DispositionForm::default()
    };
    let book = desk.book(care)?;
    let changes = book.flags_seen(care, now())?;
    let flag = book.brief(care, None, now())?.flags.into_iter().find(|flag| flag.kind == "safety");
    desk.write(&changes)?;
    if let Some(id) = flag.and_then(|flag| flag.ids.into_iter().next()) {
        let changes = desk.book(care)?.close_flag(care, &id, &form, at)?;
        desk.write(&changes)?;
    }
    Ok(())
}
