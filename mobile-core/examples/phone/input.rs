//! The input of a command besides its arguments: passwords, standard input, and records by the end of their id.

use std::io::{self, IsTerminal as _, Read as _};

use mobile_core::{Error, Phone};
use protocol::RecordId;

use crate::given::Enter;
use crate::show;

/// An argument or, without one, standard input.
pub fn text_or_stdin(argument: Option<&str>) -> Result<String, Error> {
    match argument {
        Some(text) => Ok(text.to_owned()),
        None => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(|_| Error::NotText)?;
            Ok(text.trim_end_matches(['\n', '\r']).to_owned())
        }
    }
}

pub fn own_password(password: Option<&str>) -> Result<String, Error> {
    password.map_or_else(|| prompt("Password: "), |password| Ok(password.to_owned()))
}

pub fn password(enter: &Enter, new: bool) -> Result<String, Error> {
    if enter.password_stdin {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map_err(|_| Error::NotText)?;
        return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
    }
    match &enter.password {
        Some(password) => Ok(password.clone()),
        None => prompt(if new { "New password: " } else { "Password: " }),
    }
}

pub fn prompt(question: &str) -> Result<String, Error> {
    if !io::stdin().is_terminal() {
        show::hint("No terminal to ask for the password: use --password-stdin or AFTERGLOW_PASSWORD.");
        return Err(Error::Invalid);
    }
    rpassword::prompt_password(question).map_err(|_| Error::Invalid)
}

pub fn only_care(phone: &Phone) -> Result<String, Error> {
    let mut open = phone.care().list()?.into_iter().filter(|care| !care.ended);
    match (open.next(), open.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(Error::NoCare),
        (Some(_), Some(_)) => Err(Error::WhichCare),
    }
}

/// An entry by its id or, because ids are long, by the end of it.
pub fn entry_named(phone: &Phone, name: &str) -> Result<RecordId, Error> {
    named(name, || Ok(phone.pages().list(&[], None, u32::MAX)?.into_iter().map(|entry| entry.id).collect()))
}

pub fn draft_named(phone: &Phone, name: &str) -> Result<RecordId, Error> {
    named(name, || Ok(phone.entries().drafts()?.into_iter().map(|draft| draft.id).collect()))
}

pub fn named(name: &str, all: impl Fn() -> Result<Vec<String>, Error>) -> Result<RecordId, Error> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let ids = all()?;
    let mut found = ids.iter().filter(|id| name.len() >= 4 && id.ends_with(name));
    match (found.next(), found.next()) {
        (Some(only), None) => only.parse().map_err(|_| Error::NoEntry),
        _ => Err(Error::NoEntry),
    }
}
