//! Day One's JSON export: a zip with a document a journal, and `photos/`, `audios/`, `pdfs/` beside them.

use std::collections::BTreeMap;

use journal::record::{Record, Reflection};
use journal::sync::Key;
use serde_json::{Map, Value};

use super::Why;
use super::items::{self, Ended};
use super::source::{MOST_DOCUMENT, Opened, Source};
use super::take::{self, Coming, Taking, by_stem};
use crate::Error;
use crate::attach::media_type;

/// What is taken over in another form, or is about the device and not about the entry.
const NOT_KEPT: [&str; 12] = [
    "uuid",
    "creationDate",
    "timeZone",
    "text",
    "richText",
    "tags",
    "photos",
    "audios",
    "videos",
    "pdfAttachments",
    "creationDevice",
    "userActivity",
];
const PLACES: [&str; 2] = ["location", "weather"];

pub(super) fn import(taking: &mut Taking<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let private = taking.private()?;
    let files = by_stem(source);
    let mut place = 0_u32;
    // An entry waits for its files: they are read from the same archive, after the document.
    let mut waiting: Vec<(Key, Reflection, journal::record::Moment, String, Vec<String>)> = Vec::new();
    let keep_places = taking.form.keep_places;
    let ended = match source.read(name, MOST_DOCUMENT)? {
        Opened::Bytes(bytes) => items::each(bytes, &["entries"], &mut |_, entry| {
            place += 1;
            let item = format!("{name}, entry {place}");
            let Value::Object(entry) = entry else {
                taking.leave_out(&item, Why::Unreadable);
                return Ok(());
            };
            let Some(ms) = date(&entry) else {
                taking.report.found += 1;
                taking.leave_out(&item, Why::NoDate);
                return Ok(());
            };
            let text = entry.get("text").and_then(Value::as_str).unwrap_or_default();
            let uuid = entry.get("uuid").and_then(Value::as_str).unwrap_or_default();
            let identity = if uuid.is_empty() { text } else { uuid };
            let key = Key { collection: private, id: take::id(ms, &[b"dayone", identity.as_bytes()]) };
            let media = media(&entry, &files);
            if text.trim().is_empty() && media.is_empty() {
                taking.report.found += 1;
                taking.leave_out(&item, Why::Empty);
                return Ok(());
            }
            if !taking.found(&key, false)? {
                return Ok(());
            }
            let zone = entry.get("timeZone").and_then(Value::as_str);
            let Some(when) = taking.moment(ms, zone) else {
                taking.leave_out(&item, Why::NoDate);
                return Ok(());
            };
            let reflection = reflection(&entry, text, uuid, keep_places);
            if media.is_empty() {
                // Written at once: only entries with files have to wait.
                let payload = Record { when, body: reflection.into() }.to_payload();
                taking.take(Coming { key, payload, draft: false }, &item)
            } else {
                waiting.push((key, reflection, when, item, media));
                Ok(())
            }
        })?,
        Opened::TooLarge => return Err(Error::ArchiveTooLarge),
        Opened::Missing => return Err(Error::NotAnArchive),
    };
    if matches!(ended, Ended::Broken) {
        taking.leave_out(&format!("{name}, after entry {place}"), Why::Unreadable);
    }
    for (key, reflection, when, item, media) in waiting {
        let mut attachments = Vec::new();
        for file in media {
            let Some(kind) = media_type(&file) else {
                let why = if source.has(&file) { Why::Kind } else { Why::Missing };
                taking.leave_out(&file, why);
                continue;
            };
            attachments.extend(taking.attachment(source, &file, kind, None)?);
        }
        let mut payload = Record { when, body: reflection.into() }.to_payload();
        if !attachments.is_empty() {
            payload.0.insert("attachments".into(), attachments.into());
        }
        taking.take(Coming { key, payload, draft: false }, &item)?;
    }
    Ok(())
}

fn date(entry: &Map<String, Value>) -> Option<i64> {
    let at: jiff::Timestamp = entry.get("creationDate")?.as_str()?.parse().ok()?;
    Some(at.as_millisecond())
}

fn reflection(entry: &Map<String, Value>, text: &str, uuid: &str, keep_places: bool) -> Reflection {
    let tags = entry.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let kept = |name: &String| {
        !NOT_KEPT.contains(&name.as_str())
            && !name.starts_with("creationDevice")
            && (keep_places || !PLACES.contains(&name.as_str()))
    };
    let rest: Map<String, Value> =
        entry.iter().filter(|(name, _)| kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
    let mut reflection = Reflection {
        text: plain(text),
        themes: tags.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        source: (!uuid.is_empty()).then(|| format!("dayone:{uuid}")),
        ..Reflection::default()
    };
    if !rest.is_empty() {
        reflection.extra.insert("dayone".into(), Value::Object(rest));
    }
    reflection
}

/// The names of an entry's files, in their order.
fn media(entry: &Map<String, Value>, files: &BTreeMap<String, String>) -> Vec<String> {
    let mut found: Vec<(u64, String)> = Vec::new();
    for (list, folder) in [("photos", "photos"), ("audios", "audios"), ("videos", "videos"), ("pdfAttachments", "pdfs")]
    {
        let items = entry.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (n, item) in items.iter().enumerate() {
            let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
            let md5 = text("md5").to_lowercase();
            let order = item.get("orderInEntry").and_then(Value::as_u64).unwrap_or(n as u64);
            let ending = if text("type").is_empty() { text("format") } else { text("type") };
            let name = files.get(&md5).cloned().unwrap_or_else(|| format!("{folder}/{md5}.{ending}"));
            found.push((order, name));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, name)| name).collect()
}

/// The words without links to photos, and without the backslashes that Day One puts before punctuation.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("![](dayone-moment:") {
        out.push_str(&rest[..at]);
        let link = &rest[at..];
        match link.find(')') {
            Some(end) => rest = &link[end + 1..],
            None => {
                rest = link;
                break;
            }
        }
    }
    out.push_str(rest);
    let mut plain = String::with_capacity(out.len());
    let mut signs = out.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\\' && signs.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        plain.push(sign);
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_without_links_and_backslashes() {
        let text =
            "# A day\n\n![](dayone-moment://AB12)\n\nIt rained\\. 3 \\* 4 \\- done\\!\n![](dayone-moment:/audio/X)";
        assert_eq!(plain(text), "# A day\n\n\n\nIt rained. 3 * 4 - done!");
        assert_eq!(
            plain("C:\\dir and ![](dayone-moment://never closed"),
            "C:\\dir and ![](dayone-moment://never closed"
        );
    }
}
