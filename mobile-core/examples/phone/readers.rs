//! Who can read what is shared, and what the server no longer has.

use mobile_core::view::{ReaderView, ReadersView, RemovedView};
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::args::Command;
use crate::commands::{entry_named, named};
use crate::show as print;

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::ConfirmReaders => phone.confirm_readers()?,
        Command::BringAgain => phone.bring_again()?,
        Command::RemoveHere => phone.remove_here()?,
        Command::RecentlyRemoved => return removed(phone, json),
        Command::Restore { id } => {
            let all = || Ok(phone.recently_removed()?.into_iter().map(|one| one.id).collect());
            let kept = phone.restore_removed(named(id, all)?)?;
            print::entry(&phone.show(entry_named(phone, &kept.to_string())?)?, json);
            return Ok(());
        }
        _ => {}
    }
    show(phone, json)
}

/// "Who can read this".
pub fn show(phone: &Phone, json: bool) -> Result<(), Error> {
    print::view(&phone.readers()?, json, lines);
    Ok(())
}

fn lines(view: &ReadersView) -> Vec<String> {
    let head = view
        .question
        .iter()
        .chain([&view.checked])
        .chain(&view.restored_said)
        .chain(&view.renewed_said)
        .chain(&view.alarms)
        .cloned();
    head.chain(view.readers.iter().flat_map(reader)).collect()
}

fn reader(one: &ReaderView) -> Vec<String> {
    let head = format!("{}  {} · {} · {}", one.care, one.name, one.since_said, one.key_said);
    std::iter::once(head).chain(one.alarms.iter().map(|alarm| format!("  ! {alarm}"))).collect()
}

fn removed(phone: &Phone, json: bool) -> Result<(), Error> {
    let all = phone.recently_removed()?;
    let line = |one: &RemovedView| format!("{}  {}: {}", one.id, one.name, one.text);
    print::view(&json!({ "removed": all }), json, |_| all.iter().map(line).collect());
    Ok(())
}
