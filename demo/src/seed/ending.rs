//! The end of care: a client is discharged, or handed over to a colleague.

use std::collections::BTreeMap;

use casebook::card::CardForm;
use desk::care::Inviting;
use jiff::Timestamp;

use super::client::Client;
use super::{Error, desk as at_desk};
use crate::sample::Ending;
use crate::therapist::{Therapist, now};

/// Ends the care of a client as the file specifies.
pub(super) async fn end(
    desks: &mut BTreeMap<String, Therapist>,
    client: &Client,
    card: Option<&CardForm>,
    time: Timestamp,
) -> Result<(), Error> {
    let Some(ending) = &client.persona.ends else { return Ok(()) };
    if let Ending::HandedOver { to, note, .. } = ending
        && let Some(colleague) = desks.get_mut(to)
    {
        change_therapist(colleague, to, client, note, card, time).await?;
    }
    let handle = &client.persona.therapist.handle;
    if let Some(desk) = desks.get_mut(handle) {
        desk.end_care(&client.care).await.map_err(|error| Error::Desk(handle.clone(), error))?;
    }
    client.phone.sync().run().await.map_err(|error| Error::Phone(client.persona.handle.clone(), error))?;
    Ok(())
}

/// The client joins the colleague's invitation and shares the earlier entries.
async fn change_therapist(
    colleague: &mut Therapist,
    handle: &str,
    client: &Client,
    note: &str,
    card: Option<&CardForm>,
    time: Timestamp,
) -> Result<(), Error> {
    let on_desk = |error| Error::Desk(handle.to_owned(), error);
    let on_phone = |error| Error::Phone(client.persona.handle.clone(), error);
    let phone = &client.phone;
    let link = colleague.invite_for(&client.name, Inviting::Handover).await.map_err(on_desk)?;
    let care = phone.care().join(&link, Some(&client.name)).await.map_err(on_phone)?.id;
    let shared = phone.sharing().shared_with(&client.care).map_err(on_phone)?;
    phone.sharing().share_several(&shared, Some(&care)).map_err(on_phone)?;
    phone.sync().run().await.map_err(on_phone)?;
    colleague.sync().await.map_err(on_desk)?;

    at_desk::send_card(colleague, &care, card).map_err(on_desk)?;
    // Entries from before the handover were read together; the latest ones are new to the colleague.
    let mut read: Vec<String> = at_desk::entries(client).map(|(_, id)| id).collect();
    read.truncate(read.len().saturating_sub(2));
    colleague.mark(&care, &read, true, now()).map_err(on_desk)?;
    if !note.is_empty() {
        let changes = colleague.casebook(&care).and_then(|book| Ok(book.note(&care, None, None, note, now())?));
        colleague.write(&changes.map_err(on_desk)?).map_err(on_desk)?;
    }
    if let Some(form) = client.persona.next_meeting(time)? {
        at_desk::schedule(colleague, &care, &form, None).map_err(on_desk)?;
    }
    colleague.sync().await.map_err(on_desk)
}
