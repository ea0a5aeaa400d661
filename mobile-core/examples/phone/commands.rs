//! What the commands do: each a few calls of the core.

use std::io::{self, IsTerminal as _, Read as _};

use journal::measures;
use journal::record::Moment;
use mobile_core::clock::{Clock as _, SystemClock};
use mobile_core::export::{PdfForm, Silent};
use mobile_core::import::{ImportForm, ImportView};
use mobile_core::{Error, Phone, Writing};
use protocol::RecordId;
use serde_json::json;

use crate::args::{Args, Command};
use crate::given::{Enter, Entry, Format, Shared};
use crate::{arc, attached, own, readers, show};

pub async fn run(phone: &Phone, args: &Args) -> Result<(), Error> {
    let json = args.json;
    match &args.command {
        Command::Register { enter, invitation } => {
            // The link says where the server is.
            let server = invitation.as_deref().and_then(|link| link.split_once("/join#")).map(|(server, _)| server);
            let server = server.unwrap_or(&enter.server);
            let password = password(enter, true)?;
            let code = phone.register_with(server, &enter.handle, &password, invitation.as_deref()).await?;
            show::registered(&enter.handle, &code, json);
        }
        Command::SignIn(enter) => {
            phone.sign_in(&enter.server, &enter.handle, &password(enter, false)?).await?;
            show::done(&format!("Signed in as {}. Now `sync`.", enter.handle), json!({"handle": enter.handle}), json);
        }
        Command::Recover { enter, code } => {
            let code = match code {
                Some(code) => code.clone(),
                None => prompt("Recovery code: ")?,
            };
            phone.recover(&enter.server, &enter.handle, &code, &password(enter, true)?).await?;
            show::done(
                "You are back in, with the new password. All other devices were signed out.",
                json!({"handle": enter.handle}),
                json,
            );
        }
        Command::ConfirmCode { code } => {
            phone.confirm_recovery_code(&given(code.as_deref())?)?;
            show::done("The recovery code counts as kept.", json!({"recovery_kept": true}), json);
        }
        Command::Join { link, read_only: true, .. } => show::invitation(&phone.read_invitation(link).await?, json),
        Command::Join { link, name, read_only: false } => {
            let care = phone.join(link, name.as_deref()).await?;
            let words = phone.safety_words(&care.id)?;
            show::joined(&care, &words, json);
        }
        Command::SafetyWords { with } => {
            let care = match with {
                Some(care) => care.clone(),
                None => only_care(phone)?,
            };
            show::words(&phone.safety_words(&care)?, json);
        }
        Command::EndCare { with } => {
            phone.end_care(with).await?;
            show::done("Ended. They were removed at once.", json!({"ended": with}), json);
        }
        Command::Attachments { id, add, remove, save } => {
            let of = attached::of(phone, id)?;
            if let Some(file) = add {
                attached::add(phone, of, file)?;
            }
            if let Some(one) = remove {
                attached::remove(phone, of, one)?;
            }
            if let Some(folder) = save {
                attached::save(phone, of, folder).await?;
            }
            attached::show(phone, of, json)?;
        }
        Command::Care => show::care(&phone.care()?, json),
        Command::Lock { set, remove } => {
            let pin = args.pin.as_deref();
            match set {
                Some(new) => phone.set_pin(new, pin).await?,
                None if *remove => phone.remove_pin(pin.ok_or(Error::PinWrong { left: None })?).await?,
                None => {}
            }
            show::view(&phone.lock_view()?, json, |view| vec![format!("PIN: {}", view.pin)]);
        }
        Command::DeleteEverything { yes: false, .. } => {
            show::view(&phone.what_would_be_lost()?, json, |loss| vec![format!("{loss:?}"), "--yes".into()]);
        }
        Command::DeleteEverything { this_phone_only: true, .. } => {
            show::view(&phone.erase_phone()?, json, |erased| vec![format!("{erased:?}")]);
        }
        Command::DeleteEverything { password, .. } => {
            let password = own_password(password.as_deref())?;
            show::view(&phone.erase_everything(&password).await?, json, |erased| vec![format!("{erased:?}")]);
        }
        Command::LostPhone { password, new_password, code } => {
            let password = own_password(password.as_deref())?;
            let new = new_password.clone().map_or_else(|| prompt("New password: "), Ok)?;
            let code = phone.lost_phone(&password, &new, code.as_deref()).await?;
            show::done(&format!("Your new recovery code: {}", *code), json!({"recovery_code": *code}), json);
        }
        Command::WordsCompared { with } => {
            let care = with.clone().map_or_else(|| only_care(phone), Ok)?;
            phone.words_compared(&care)?;
            readers::show(phone, json)?;
        }
        Command::Readers
        | Command::ConfirmReaders
        | Command::RecentlyRemoved
        | Command::Restore { .. }
        | Command::BringAgain
        | Command::RemoveHere => readers::run(phone, &args.command, json)?,
        Command::Devices { remove, password } => {
            let remove = match remove {
                Some(device) => Some((device.as_str(), own_password(password.as_deref())?)),
                None => None,
            };
            own::devices(phone, remove, json).await?;
        }
        Command::Sync => show::status(&phone.sync().await?, json),
        Command::Status => show::status(&phone.status()?, json),
        command => offline(phone, command, json)?,
    }
    Ok(())
}

/// What needs no network.
fn offline(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Write { entry, draft } => write(phone, entry, *draft, json)?,
        Command::Edit { id, entry } => {
            let id = entry_named(phone, id)?;
            let mut writing = phone.writing(id)?;
            let text = if entry.text.is_none() && entry.is_more_than_words() { None } else { Some(words(entry)?) };
            entry.apply(&mut writing, text);
            phone.edit(id, &writing)?;
            show::entry(&phone.show(id)?, json);
        }
        Command::Drafts { finish: None } => show::drafts(&phone.drafts()?, json),
        Command::Drafts { finish: Some(id) } => {
            let id = draft_named(phone, id)?;
            show::entry(&phone.show(phone.finish_draft(id)?)?, json);
        }
        Command::Delete { id } => {
            let id = entry_named(phone, id)?;
            phone.delete(id)?;
            show::done("Deleted. With the next `sync` it is gone everywhere.", json!({"id": id}), json);
        }
        Command::List { kinds, limit, before } => {
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            let before = before.as_deref().map(|id| entry_named(phone, id)).transpose()?;
            show::entries(&phone.list(&kinds, before, *limit)?, json);
        }
        Command::Timeline => show::timeline(&phone.timeline()?, json),
        Command::Show { id } => show::entry(&phone.show(entry_named(phone, id)?)?, json),
        Command::Search { words } => show::hits(&phone.search(&words.join(" "))?, json),
        Command::Preview(Shared { id, with }) => {
            show::preview(&phone.preview(entry_named(phone, id)?, with.as_deref())?, json);
        }
        Command::Share(Shared { id, with }) => {
            let id = entry_named(phone, id)?;
            phone.share(id, with.as_deref())?;
            show::entry(&phone.show(id)?, json);
        }
        Command::TakeBack(Shared { id, with }) => {
            let id = entry_named(phone, id)?;
            let said = phone.take_back_said(id, with.as_deref())?;
            if !json {
                println!("{said}");
            }
            show::entry(&phone.show(id)?, json);
        }
        Command::Score { instrument, answers, cut } => {
            let answers = answers.iter().map(|answer| answer_read(answer)).collect::<Result<Vec<_>, _>>()?;
            show::score(&measures::score(&measures::built_in(instrument)?, &answers, *cut)?, json);
        }
        Command::Change { instrument, baseline, current } => {
            show::change(&measures::change(&measures::built_in(instrument)?, *baseline, *current)?, json);
        }
        Command::Export { out: None, format: Format::Json, .. } => {
            let mut out = io::BufWriter::new(show::Printed);
            phone.write_json(&mut out, &Silent)?;
        }
        Command::Export { out: None, .. } => {
            show::hint("Say where to: --out.");
            return Err(Error::Invalid);
        }
        Command::Export { out: Some(file), format, passphrase } => {
            let report = match format {
                Format::Json => phone.export_json_file(file, &Silent)?,
                Format::Markdown => phone.export_markdown(file, &Silent)?,
                Format::Pdf => phone.export_pdf(file, &PdfForm::default(), &Silent)?,
                Format::Archive => phone.export_archive(file, passphrase.as_deref(), &Silent)?,
            };
            let sealed = matches!(format, Format::Archive) && passphrase.is_some();
            let text = if sealed { "Exported." } else { "Exported. The file is not encrypted: keep it safe." };
            let text = format!("{text}\n{}", show::exported(&report).join("\n"));
            show::done(&text, json!({"file": file, "report": report}), json);
        }
        Command::Import { from, look, file_dates, keep_places, passphrase } => {
            let form = ImportForm {
                passphrase: passphrase.clone(),
                only_look: *look,
                keep_places: *keep_places,
                file_dates: *file_dates,
            };
            show::view(&phone.import(from, &form, &Silent)?, json, show::import);
        }
        Command::Imports { undo: None } => show::view(&phone.imports()?, json, |all| {
            let line = |one: &ImportView| format!("{}  {}  {}, {} entries", one.id, one.at, one.from, one.entries);
            all.iter().map(line).collect()
        }),
        Command::Imports { undo: Some(id) } => show::view(&phone.undo_import(id)?, json, |done| {
            vec![format!("{} removed, {} kept.", done.removed, done.kept)]
        }),
        command => arc::run(phone, command, json)?,
    }
    Ok(())
}

/// An answer, or `null`. What is no number is no answer either.
fn answer_read(answer: &str) -> Result<Option<f64>, Error> {
    match answer.trim() {
        "null" | "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| measures::Error::AnswerOutOfRange.into()),
    }
}

fn write(phone: &Phone, entry: &Entry, draft: bool, json: bool) -> Result<(), Error> {
    let mut writing = Writing::default();
    // Two taps are an entry as well: words are asked for only when there is nothing else.
    let text = if entry.text.is_none() && entry.is_more_than_words() { None } else { Some(words(entry)?) };
    entry.apply(&mut writing, text);
    if draft {
        let id = phone.save_draft(None, &writing)?;
        show::done(&format!("Draft {id}"), json!({"id": id}), json);
        return Ok(());
    }
    let now = SystemClock.now();
    let when = match &entry.at {
        Some(at) => Moment::parse(at, &now.zone).map_err(|_| Error::Invalid)?,
        None => now,
    };
    show::entry(&phone.show(phone.write_at(&writing, when)?)?, json);
    Ok(())
}

fn words(entry: &Entry) -> Result<String, Error> {
    given(entry.text.as_deref().filter(|text| *text != "-"))
}

/// What was given as an argument, or what stands on standard input.
fn given(argument: Option<&str>) -> Result<String, Error> {
    match argument {
        Some(text) => Ok(text.to_owned()),
        None => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(|_| Error::NotText)?;
            Ok(text.trim_end_matches(['\n', '\r']).to_owned())
        }
    }
}

fn own_password(password: Option<&str>) -> Result<String, Error> {
    password.map_or_else(|| prompt("Password: "), |password| Ok(password.to_owned()))
}

fn password(enter: &Enter, new: bool) -> Result<String, Error> {
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

fn prompt(question: &str) -> Result<String, Error> {
    if !io::stdin().is_terminal() {
        show::hint("Nobody can be asked here: use --password-stdin or AFTERGLOW_PASSWORD.");
        return Err(Error::Invalid);
    }
    rpassword::prompt_password(question).map_err(|_| Error::Invalid)
}

fn only_care(phone: &Phone) -> Result<String, Error> {
    let mut open = phone.care()?.into_iter().filter(|care| !care.ended);
    match (open.next(), open.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(Error::NoCare),
        (Some(_), Some(_)) => Err(Error::WhichCare),
    }
}

/// An entry by its id or, because ids are long, by the end of it.
pub fn entry_named(phone: &Phone, name: &str) -> Result<RecordId, Error> {
    named(name, || Ok(phone.list(&[], None, u32::MAX)?.into_iter().map(|entry| entry.id).collect()))
}

fn draft_named(phone: &Phone, name: &str) -> Result<RecordId, Error> {
    named(name, || Ok(phone.drafts()?.into_iter().map(|draft| draft.id).collect()))
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
