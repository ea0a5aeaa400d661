//! Photos and voice notes in the terminal.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use mobile_core::attach::media_type;
use mobile_core::{Error, NewAttachment, Phone, store};
use protocol::RecordId;
use serde_json::json;

use crate::input::{entry_named, named};
use crate::show;

/// An entry, or a draft.
pub fn of(phone: &Phone, name: &str) -> Result<RecordId, Error> {
    let drafts = || Ok(phone.entries().drafts()?.into_iter().map(|draft| draft.id).collect());
    named(name, drafts).or_else(|_| entry_named(phone, name))
}

pub fn add(phone: &Phone, to: RecordId, file: &Path) -> Result<(), Error> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let media_type = media_type(&name).unwrap_or("application/octet-stream").into();
    let about = NewAttachment { media_type, name, ..NewAttachment::default() };
    phone.attachments().attach(to, &mut File::open(file).map_err(unreachable)?, &about).map(drop)
}

pub fn remove(phone: &Phone, from: RecordId, name: &str) -> Result<(), Error> {
    let all = phone.attachments().of_entry(from)?;
    let one = all.iter().find(|one| one.id.ends_with(name)).ok_or(Error::NoEntry)?;
    phone.attachments().remove_attachment(from, one.id.parse().map_err(|_| Error::NoEntry)?)
}

/// Writes them into a folder, under their own names where these are names and nothing more.
pub async fn save(phone: &Phone, of: RecordId, folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(unreachable)?;
    for one in phone.attachments().of_entry(of)? {
        let id = one.id.parse().map_err(|_| Error::NoEntry)?;
        if !one.here {
            phone.attachments().fetch_attachment(of, id).await?;
        }
        let name = Path::new(&one.name).file_name().and_then(|name| name.to_str()).unwrap_or("attachment");
        let mut file = File::create(folder.join(format!("{} {name}", one.id))).map_err(unreachable)?;
        io::copy(&mut phone.attachments().open_attachment(of, id)?, &mut file).map_err(unreachable)?;
    }
    Ok(())
}

pub fn show(phone: &Phone, of: RecordId, as_json: bool) -> Result<(), Error> {
    let all = phone.attachments().of_entry(of)?;
    let value = all.iter().map(
        |one| json!({"id": one.id, "name": one.name, "media_type": one.media_type, "size": one.size, "here": one.here}),
    );
    let lines = all.iter().map(|one| {
        let place = if one.here { "" } else { "  (not on this phone)" };
        format!("{}  {}  {}  {} bytes{place}", one.id, one.media_type, one.name, one.size)
    });
    show::done(&lines.collect::<Vec<_>>().join("\n"), value.collect(), as_json);
    Ok(())
}

fn unreachable(_: io::Error) -> Error {
    Error::Store(store::Error::Io)
}
