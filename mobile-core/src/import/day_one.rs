//! Day One's JSON export: a zip with one document for each journal, and `photos/`, `audios/`, `videos/`, `pdfs/` beside them.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::dates::{self, Zone};
use super::entry::Entry;
use super::items::{self, Ended};
use super::look::{Look, has};
use super::markdown::{self, Target};
use super::names::{Names, stem};
use super::source::Source;
use super::take::ImportRun;
use super::{Format, Why};
use crate::Error;

/// Fields that are converted, or that describe the device and not the entry.
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
/// The lists of files, and the folder of each.
const MEDIA: [(&str, &str); 4] =
    [("photos", "photos"), ("audios", "audios"), ("videos", "videos"), ("pdfAttachments", "pdfs")];

pub(super) struct DayOne;

impl Format for DayOne {
    fn name(&self) -> &'static str {
        "day_one"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        look.documents(|head| {
            let entries = head.contains("\"entries\":[") && !has(head, "schemaVersion");
            let ours = ["creationDate", "uuid", "text", "richText"].iter().any(|member| has(head, member));
            head.starts_with('{') && entries && (has(head, "metadata") || ours)
        })
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        documents.iter().try_for_each(|name| import(taking, source, name, documents.len() > 1))
    }
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str, several: bool) -> Result<(), Error> {
    let names = source.names().clone();
    let mut place = 0_u32;
    // Entries with files wait: the files are read from the same archive, after the document.
    let mut waiting: Vec<Entry> = Vec::new();
    let ended = match source.document(name)? {
        Ok(bytes) => items::each(bytes, &["entries"], &mut |_, item| {
            place += 1;
            let item_name = format!("{name}, entry {place}");
            let (entry, said) = match items::object(item) {
                Ok(read) => read,
                Err(why) => {
                    taking.leave_out(&item_name, why);
                    return Ok(());
                }
            };
            let Some((ms, offset)) = date(&entry, &taking.zone) else {
                taking.found_and_left(&item_name, Why::NoDate);
                return Ok(());
            };
            let mut read = read(&entry, &names, taking.form.keep_places);
            read.missing.iter_mut().for_each(|media| *media = format!("{item_name}, {media}"));
            read.item = item_name;
            read.ms = ms;
            read.zone = zone(&entry).unwrap_or(offset);
            read.identity.push(if read.source.is_empty() {
                entry.get("text").and_then(Value::as_str).unwrap_or_default().into()
            } else {
                entry.get("uuid").and_then(Value::as_str).unwrap_or_default().into()
            });
            read.said.extend(said);
            let journal = stem(name);
            if let Some((_, rest)) = &mut read.extra {
                rest.insert("journal".into(), journal.into());
            }
            if several {
                read.themes.push(journal.to_lowercase());
            }
            if read.files.is_empty() {
                return taking.words(read);
            }
            waiting.push(read);
            Ok(())
        })?,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    if ended == Ended::Broken {
        taking.leave_out(&format!("{name}, after entry {place}"), Why::CutOff);
    }
    waiting.into_iter().try_for_each(|entry| taking.entry(source, entry))
}

fn date(entry: &Map<String, Value>, own: &str) -> Option<(i64, Zone)> {
    let written = entry.get("creationDate")?;
    let epoch = || Some((dates::of_epoch(&items::whole(written)?.to_string())?, Zone::Own));
    written.as_str().and_then(|text| dates::instant(text, own)).or_else(epoch)
}

/// The zone of the entry, or of its place.
fn zone(entry: &Map<String, Value>) -> Option<Zone> {
    let said = |value: Option<&Value>| {
        value.and_then(Value::as_str).map(str::trim).filter(|zone| !zone.is_empty()).map(String::from)
    };
    let place = entry.get("location").and_then(|place| place.get("timeZoneName"));
    said(entry.get("timeZone")).or_else(|| said(place)).map(Zone::Named)
}

fn read(entry: &Map<String, Value>, names: &Names, keep_places: bool) -> Entry {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let tags = entry.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let kept = |name: &String| {
        !NOT_KEPT.contains(&name.as_str())
            && !name.starts_with("creationDevice")
            && (keep_places || !PLACES.contains(&name.as_str()))
    };
    let mut rest: Map<String, Value> =
        entry.iter().filter(|(name, _)| kept(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
    if let Some(zone) = entry.get("timeZone").filter(|zone| zone.is_string()) {
        rest.insert("timeZone".into(), zone.clone());
    }
    let media = media(entry, names);
    let mut words = match text("text") {
        written if written.trim().is_empty() => rich(text("richText")),
        written => plain(written, &media.by_id),
    };
    for said in media.said.iter().filter(|said| !words.contains(said.as_str())).cloned().collect::<Vec<_>>() {
        words = format!("{words}\n\n{said}");
    }
    let changed: Option<jiff::Timestamp> = text("modifiedDate").parse().ok();
    Entry {
        text: words,
        themes: tags.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        missing: unlisted(text("text"), &media.by_id),
        files: media.files,
        source: Some(text("uuid"))
            .filter(|uuid| !uuid.is_empty())
            .map(|uuid| format!("dayone:{uuid}"))
            .unwrap_or_default(),
        identity: vec![b"dayone".to_vec()],
        extra: Some(("dayone", rest)),
        changed: changed.map(|at| at.as_millisecond()),
        ..Entry::default()
    }
}

#[derive(Default)]
struct Media {
    /// In the order in which the entry shows them.
    files: Vec<String>,
    by_id: BTreeMap<String, String>,
    /// Captions and transcriptions.
    said: Vec<String>,
}

fn media(entry: &Map<String, Value>, names: &Names) -> Media {
    let mut found: Vec<(u64, String)> = Vec::new();
    let mut said = Vec::new();
    let mut by_id = BTreeMap::new();
    for (list, folder) in MEDIA {
        let items = entry.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (n, item) in items.iter().enumerate() {
            let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
            let md5 = text("md5").to_lowercase();
            let order = item.get("orderInEntry").and_then(Value::as_u64).unwrap_or(n as u64);
            let ending = if text("type").is_empty() { text("format") } else { text("type") };
            let by_name = (!md5.is_empty()).then(|| names.by_stem(&md5)).flatten();
            let by_id_name = || names.by_stem(text("identifier")).filter(|_| !text("identifier").is_empty());
            let name = by_name.or_else(by_id_name).map_or_else(|| format!("{folder}/{md5}.{ending}"), String::from);
            by_id.insert(text("identifier").to_uppercase(), name.clone());
            found.push((order, name));
            let words = ["caption", "title", "transcription", "transcript"].map(text);
            said.extend(words.map(str::trim).into_iter().filter(|words| !words.is_empty()).map(String::from));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    Media { files: found.into_iter().map(|(_, name)| name).collect(), by_id, said }
}

/// The text of rich text, for entries without plain text: lines with their headings, lists and check marks, tables, and
/// URLs of embedded content.
fn rich(json: &str) -> String {
    if json.trim().is_empty() {
        return String::new();
    }
    // Damaged rich text is kept as it is: its words are in it.
    let Ok((rich, _)) = items::read(json.as_bytes()) else { return json.trim().to_owned() };
    let mut out = String::new();
    let contents = rich.get("contents").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for part in contents {
        let text = part.get("text").and_then(Value::as_str).unwrap_or_default();
        if !text.is_empty() {
            let attributes = &part["attributes"];
            if out.is_empty() || out.ends_with('\n') {
                out += &line_start(&attributes["line"]);
            }
            match attributes["linkURL"].as_str().filter(|url| *url != text.trim()) {
                Some(url) => out += &format!("[{text}]({url})"),
                None => out += text,
            }
        }
        for embedded in part["embeddedObjects"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let line = match embedded["type"].as_str().unwrap_or_default() {
                "table" => table(embedded),
                "horizontalLineRule" | "horizontalRuleLine" => "---".into(),
                _ => embedded["url"].as_str().unwrap_or_default().to_owned(),
            };
            if !line.is_empty() {
                let begins = out.is_empty() || out.ends_with('\n');
                out += &format!("{}{}\n", if begins { "" } else { "\n" }, line.trim_end());
            }
        }
    }
    out.trim().to_owned()
}

/// The prefix of a line that is a heading, a list item or a quotation.
fn line_start(line: &Value) -> String {
    let number = |name: &str| line[name].as_u64().and_then(|number| usize::try_from(number).ok());
    let quote = if line["quote"] == true { "> " } else { "" };
    let indent = "  ".repeat(number("indentLevel").unwrap_or(1).saturating_sub(1).min(16));
    let list = match line["listStyle"].as_str().unwrap_or_default() {
        "bulleted" => "- ".into(),
        "numbered" => format!("{}. ", number("listIndex").unwrap_or(1)),
        "checkbox" if line["checked"] == true => "- [x] ".into(),
        "checkbox" => "- [ ] ".into(),
        _ => number("header").map(|depth| format!("{} ", "#".repeat(depth.clamp(1, 6)))).unwrap_or_default(),
    };
    format!("{quote}{indent}{list}")
}

fn table(table: &Value) -> String {
    if let Some(written) = table["markdown"].as_str() {
        return written.to_owned();
    }
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let cell = |cell: &Value| -> String {
        list(&cell["content"]).iter().filter_map(|part| Some(part.get("text")?.as_str()?.to_owned())).collect()
    };
    let row = |row: &Value| format!("| {} |", list(row).iter().map(cell).collect::<Vec<_>>().join(" | "));
    list(&table["rows"]).iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The text without links to photos, with the URLs of embedded content, and without the backslashes that Day One puts
/// before punctuation.
fn plain(text: &str, media: &BTreeMap<String, String>) -> String {
    let words = markdown::read_with(text, &|target, shown| match target.split_once(':') {
        Some(("dayone-moment", id)) if shown => Target::File(media.get(&last(id)).cloned().unwrap_or_default()),
        Some(("dayone-external", address)) => {
            address.rsplit('/').next().and_then(decoded).map_or(Target::Text, Target::Address)
        }
        _ => Target::Text,
    });
    let bare = |line: &&str| !line.trim().starts_with("dayone-moment:") || line.trim().contains(char::is_whitespace);
    let lines: Vec<&str> = words.text.lines().filter(bare).collect();
    unescaped(&lines.join("\n")).trim().to_owned()
}

/// Media that a text shows and the lists of its entry do not name: an export without photos, or a kind of its own.
fn unlisted(text: &str, media: &BTreeMap<String, String>) -> Vec<String> {
    const SCHEME: &str = "dayone-moment:";
    let is_of_id = |sign: char| sign.is_ascii_alphanumeric() || "/-_".contains(sign);
    let ids: BTreeSet<&str> =
        text.split(SCHEME).skip(1).filter_map(|rest| rest.split(|sign: char| !is_of_id(sign)).next()).collect();
    let is_unknown = |id: &&str| !last(id).is_empty() && !media.contains_key(&last(id)) && !media.contains_key("");
    ids.into_iter().filter(is_unknown).map(|id| format!("{SCHEME}{id}")).collect()
}

fn last(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_uppercase()
}

fn decoded(base64: &str) -> Option<String> {
    let trimmed = base64.trim_end_matches('=');
    let bytes = URL_SAFE_NO_PAD.decode(trimmed).or_else(|_| STANDARD.decode(base64)).ok()?;
    String::from_utf8(bytes).ok()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match signs.peek() {
            Some(next) if sign == '\\' && next.is_ascii_punctuation() => plain.extend(signs.next()),
            _ => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let media = [("AB12".to_owned(), "photos/x.png".to_owned())].into_iter().collect();
        plain(text, &media)
    }

    #[test]
    fn words_come_without_links_and_backslashes() {
        let text = "# A day\n\n![](dayone-moment://AB12)\n\nIt rained\\. 3 \\* 4 \\- done\\! \\\\o/\n\n![](dayone-moment:/audio/X)";
        assert_eq!(words(text), "# A day\n\nIt rained. 3 * 4 - done! \\o/");
        assert_eq!(
            words("C:\\dir and ![](dayone-moment://never closed"),
            "C:\\dir and ![](dayone-moment://never closed"
        );
        assert_eq!(
            words(
                "A ![Moon over the lake](dayone-moment://AB12) B\n\ndayone-moment://AB12\n\n![](dayone-external:/video/aHR0cHM6Ly9leGFtcGxlLm9yZy92)"
            ),
            "A Moon over the lake B\n\n\nhttps://example.org/v"
        );
        assert_eq!(rich(r#"{"contents":[{"text":"One "},{"embeddedObjects":[]},{"text":"two"}]}"#), "One two");
        assert_eq!(rich(r#"{"contents":[{"text":"half \ud83d emoji"}]}"#), "half \u{fffd} emoji");
        assert_eq!(
            (rich(r#"{"contents":[{"text":"cut"#).as_str(), rich(" ")),
            (r#"{"contents":[{"text":"cut"#, String::new())
        );
        let lines = r#"{"contents":[
            {"attributes":{"line":{"header":1}},"text":"A day\n"},
            {"embeddedObjects":[{"type":"photo","identifier":"AB12"}]},
            {"attributes":{"line":{"listStyle":"checkbox","checked":true}},"text":"water \\o/\n"},
            {"attributes":{"line":{"listStyle":"bulleted","indentLevel":2}},"text":"still"},{"attributes":{"bold":true},"text":" here\n"},
            {"attributes":{"line":{"quote":true},"linkURL":"https://else.example"},"text":"said"},
            {"embeddedObjects":[{"type":"table","rows":[[{"content":[{"text":"a"}]},{"content":[{"text":"b"}]}]]}]},
            {"embeddedObjects":[{"type":"externalVideo","url":"https://else.example/v"}]}]}"#;
        assert_eq!(
            rich(lines),
            "# A day\n- [x] water \\o/\n  - still here\n> [said](https://else.example)\n| a | b |\nhttps://else.example/v"
        );
    }
}
