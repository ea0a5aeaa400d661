//! A folder, or a zip, of Markdown and text files: an entry each, or one a day for files that hold many.
//!
//! When it was stands at the head (`date:`), in the name (`2024-03-05 …`) or in the folders (`2024/03/05.md`). When the
//! file was changed last is taken only if the person agrees: a copy has the time of the copying.

use super::dates::{self, Order, Zone};
use super::days;
use super::entry::Entry;
use super::front::{self, Front};
use super::look::Look;
use super::markdown;
use super::names::{ending, stem};
use super::source::{MOST_TEXT, Source};
use super::take::Taking;
use super::{Format, Said, Why, encoding};
use crate::Error;

/// Of the files that are read.
pub(super) const ENDINGS: [&str; 6] = ["md", "markdown", "mdown", "mkd", "txt", "text"];

pub(super) struct Texts;

impl Format for Texts {
    fn name(&self) -> &'static str {
        "texts"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let noise = |name: &String| look.names.is_graph_noise(name);
        look.names.ending_in(&ENDINGS).into_iter().filter(|name| !noise(name)).collect()
    }

    fn import(&self, taking: &mut Taking<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        let order = dates::order(documents.iter().map(String::as_str));
        let mut ours = 0;
        for name in documents {
            let text = match source.whole(name, MOST_TEXT)?.and_then(|bytes| encoding::read(&bytes)) {
                Ok(text) => text,
                Err(why) => {
                    taking.leave_out(name, why);
                    continue;
                }
            };
            if let Some(days) = days::read(&text.text) {
                many(taking, source, name, &days, text.said)?;
                continue;
            }
            let (front, body) = front::read(&text.text);
            if front.is_ours(body) {
                ours += 1;
                taking.leave_out(name, Why::OurMarkdown);
                continue;
            }
            one(taking, source, name, &front, body, order, text.said)?;
        }
        // All of it is ours: the archive is what brings it back.
        if ours > 0 && ours == documents.len() { Err(Error::OurMarkdown) } else { Ok(()) }
    }
}

fn one(
    taking: &mut Taking<'_>,
    source: &mut Source,
    name: &str,
    front: &Front,
    body: &str,
    order: Order,
    said: Option<Said>,
) -> Result<(), Error> {
    let graph = front::graph_properties(body);
    let words = markdown::read(body, name, source.names());
    let mut title = front.one("title").unwrap_or_default().to_owned();
    if words.text.trim().is_empty() && words.files.is_empty() && title.is_empty() {
        title = words_of_name(name, order);
    }
    let mut said: Vec<Said> = said.into_iter().collect();
    let written = front
        .dates()
        .chain(graph.dates())
        .find_map(|date| dates::find(date, order))
        .or_else(|| dates::of_name(name, order));
    let nothing = words.text.trim().is_empty() && title.is_empty() && words.files.is_empty();
    let (ms, zone) = match written.and_then(|written| Some((written, written.instant(&taking.zone)?))) {
        Some((written, instant)) => {
            said.extend(written.guessed.then_some(Said::DateGuessed));
            instant
        }
        None if nothing => (0, Zone::Own),
        None => match source.modified(name).filter(|_| taking.form.file_dates) {
            Some(ms) => {
                said.push(Said::DateOfFile);
                (ms, Zone::Own)
            }
            None => {
                taking.found_and_left(name, Why::NoDate);
                return Ok(());
            }
        },
    };
    for missing in &words.missing {
        taking.leave_out(missing, Why::Missing);
    }
    let mut themes = front.tags();
    themes.extend(graph.tags());
    let identity = [b"text", name.as_bytes(), body.as_bytes()].map(<[u8]>::to_vec).to_vec();
    taking.entry(
        source,
        Entry {
            item: name.into(),
            ms,
            zone,
            identity,
            title,
            text: words.text,
            themes,
            mood: front.mood(),
            files: words.files,
            source: format!("file:{name}"),
            extra: Some(("front", front.rest(taking.form.keep_places))),
            said,
            ..Entry::default()
        },
    )
}

/// What a file's name says besides its date: all there is, where a file is nothing but its name.
fn words_of_name(name: &str, order: Order) -> String {
    let stem = stem(name);
    if dates::find(stem, order).is_none() {
        return String::new();
    }
    // The date stands first or last.
    let is_date = |sign: char| sign.is_ascii_digit() || "-_. ,:".contains(sign);
    let words = stem.trim_matches(is_date).trim();
    let letters = words.chars().filter(|sign| sign.is_alphabetic()).count();
    // A month's name or a weekday's alone are the date.
    if letters > 0 && words.contains(' ') { words.to_owned() } else { String::new() }
}

fn many(
    taking: &mut Taking<'_>,
    source: &mut Source,
    name: &str,
    days: &[days::Day<'_>],
    said: Option<Said>,
) -> Result<(), Error> {
    for (n, day) in days.iter().enumerate() {
        let item = format!("{name}, entry {}", n + 1);
        let Some((ms, zone)) = day.written.instant(&taking.zone) else {
            taking.found_and_left(&item, Why::NoDate);
            continue;
        };
        let words = markdown::read(day.text, name, source.names());
        let places = ["Location", "Weather", "Ort", "Wetter"];
        let rest = day
            .facts
            .iter()
            .filter(|(name, _)| taking.form.keep_places || !places.contains(name))
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect();
        debug_assert!(ENDINGS.contains(&ending(name).as_str()));
        let made = Entry {
            item,
            ms,
            zone,
            identity: [b"text", day.text.as_bytes()].map(<[u8]>::to_vec).to_vec(),
            text: words.text,
            files: words.files,
            source: format!("file:{name}"),
            extra: Some(("front", rest)),
            said: said.filter(|_| n == 0).into_iter().collect(),
            ..Entry::default()
        };
        taking.entry(source, made)?;
    }
    Ok(())
}
