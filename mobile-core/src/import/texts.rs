//! A folder, or a zip, of Markdown and text files: an entry each.
//!
//! When it was stands at the head (`date:`), in the name (`2024-03-05 …`), or is when the file was changed last. What
//! our own Markdown export wrote at the head (id, mood, themes) is read again.

use journal::record::{Record, Reflection};
use journal::sync::Key;
use protocol::RecordId;
use serde_json::Value;
use std::io::Read as _;

use super::Why;
use super::source::{MOST_TEXT, Opened, Source};
use super::take::{self, Coming, Taking};
use crate::Error;
use crate::attach::media_type;

pub(super) fn import(taking: &mut Taking<'_>, source: &mut Source) -> Result<(), Error> {
    let private = taking.private()?;
    let names: Vec<String> = source.names().filter(|name| is_text(name)).map(String::from).collect();
    for name in names {
        let mut bytes = Vec::new();
        match source.read(&name, MOST_TEXT)? {
            Opened::Bytes(mut file) => {
                if file.read_to_end(&mut bytes).is_err() {
                    drop(file);
                    taking.leave_out(&name, Why::Unreadable);
                    continue;
                }
            }
            Opened::TooLarge => {
                taking.leave_out(&name, Why::TooLarge);
                continue;
            }
            Opened::Missing => continue,
        }
        let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) else {
            taking.leave_out(&name, Why::Unreadable);
            continue;
        };
        let (head, body) = head(text);
        let (body, links) = without_links(body, &name);
        if body.trim().is_empty() && links.iter().all(|link| !source.has(link)) {
            taking.report.found += 1;
            taking.leave_out(&name, Why::Empty);
            continue;
        }
        let now = taking.phone.clock.now();
        let Some(ms) = when(&head, &name, &now.zone).or_else(|| source.modified(&name)) else {
            taking.report.found += 1;
            taking.leave_out(&name, Why::NoDate);
            continue;
        };
        let own: Option<RecordId> = value(&head, "id").and_then(|id| id.parse().ok());
        let id = own.unwrap_or_else(|| take::id(ms, &[b"text", name.as_bytes(), text.as_bytes()]));
        let key = Key { collection: private, id };
        if !taking.found(&key, false)? {
            continue;
        }
        let Some(at) = taking.moment(ms, None) else {
            taking.leave_out(&name, Why::NoDate);
            continue;
        };
        let mut attachments: Vec<Value> = Vec::new();
        for link in links {
            match (source.has(&link), media_type(&link)) {
                (true, Some(kind)) => attachments.extend(taking.attachment(source, &link, kind, None)?),
                (true, None) => taking.leave_out(&link, Why::Kind),
                (false, _) => taking.leave_out(&link, Why::Missing),
            }
        }
        let reflection = Reflection {
            text: body.trim().to_owned(),
            mood: value(&head, "mood").and_then(|mood| mood.parse().ok()).filter(|mood| *mood <= 10),
            themes: value(&head, "themes").or_else(|| value(&head, "tags")).map(list).unwrap_or_default(),
            source: Some(format!("file:{name}")),
            ..Reflection::default()
        };
        let mut payload = Record { when: at, body: reflection.into() }.to_payload();
        if !attachments.is_empty() {
            payload.0.insert("attachments".into(), attachments.into());
        }
        taking.take(Coming { key, payload, draft: false }, &name)?;
    }
    Ok(())
}

fn is_text(name: &str) -> bool {
    let name = name.to_lowercase();
    [".md", ".markdown", ".txt"].iter().any(|ending| name.ends_with(ending)) && !name.ends_with("readme.txt")
}

/// The lines between `---` at the beginning, and the rest.
fn head(text: &str) -> (Vec<(String, String)>, &str) {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return (Vec::new(), text);
    };
    let Some(end) = rest.find("\n---") else { return (Vec::new(), text) };
    let lines = rest[..end].lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_lowercase(), value.trim().trim_matches(['"', '\'']).to_owned()))
    });
    let body = rest[end + 4..].trim_start_matches('-');
    (lines.collect(), body)
}

fn value<'a>(head: &'a [(String, String)], name: &str) -> Option<&'a str> {
    head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn list(text: &str) -> Vec<String> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    inner.split(',').map(|one| one.trim().trim_matches(['"', '\'']).to_owned()).filter(|one| !one.is_empty()).collect()
}

/// When it was, by the head or by the file's name.
fn when(head: &[(String, String)], name: &str, zone: &str) -> Option<i64> {
    let said = value(head, "date").or_else(|| value(head, "created"));
    if let Some(said) = said {
        if let Ok(at) = said.parse::<jiff::Timestamp>() {
            return Some(at.as_millisecond());
        }
        if let Some(at) = local(said, zone) {
            return Some(at);
        }
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    local(last.get(..10)?, zone)
}

/// A local date, or date and time; a date alone means its noon.
fn local(text: &str, zone: &str) -> Option<i64> {
    let tz = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = match text.replace(' ', "T").parse::<jiff::civil::DateTime>() {
        Ok(at) if text.len() > 10 => at,
        _ => text.get(..10)?.parse::<jiff::civil::Date>().ok()?.at(12, 0, 0, 0),
    };
    Some(at.to_zoned(tz).ok()?.timestamp().as_millisecond())
}

/// The words without links to pictures, and the files that these name, as the source knows them.
fn without_links(text: &str, name: &str) -> (String, Vec<String>) {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(text.len());
    let mut links = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("![") {
        let link = &rest[at..];
        let target = link.find("](").and_then(|open| Some((open + 2, open + 2 + link[open + 2..].find(')')?)));
        match target {
            Some((from, to)) if !link[from..to].contains("://") && !link[from..to].contains('\n') => {
                out.push_str(&rest[..at]);
                links.extend(within(folder, &link[from..to]));
                rest = &link[to + 1..];
            }
            _ => {
                out.push_str(&rest[..at + 2]);
                rest = &link[2..];
            }
        }
    }
    out.push_str(rest);
    (out, links)
}

/// A relative path as a name of the source; `None` for one that leads out of it.
fn within(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let path = path.trim().replace("%20", " ");
    if path.starts_with('/') {
        return None;
    }
    let path: Vec<String> = path.split('/').map(String::from).collect();
    let mut owned: Vec<String> = parts.drain(..).map(String::from).collect();
    for part in path {
        match part.as_str() {
            "" | "." => {}
            ".." => drop(owned.pop()?),
            _ => owned.push(part),
        }
    }
    Some(owned.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_it_was_is_read_from_head_and_name() {
        let head = |date: &str| vec![("date".to_owned(), date.to_owned())];
        let at = |head: &[(String, String)], name| when(head, name, "Europe/Berlin");
        let noon = Some(1_709_636_400_000);
        assert_eq!(at(&head("2024-03-05"), "x.md"), noon);
        assert_eq!(at(&head("2024-03-05T12:00:00+01:00"), "x.md"), noon);
        assert_eq!(at(&head("2024-03-05 12:00"), "x.md"), noon);
        assert_eq!(at(&[], "notes/2024-03-05 rain.txt"), noon);
        assert_eq!(at(&[], "rain.txt"), None);
        assert_eq!(at(&head("soon"), "é.txt"), None);
    }

    #[test]
    fn links_stay_within_the_folder() {
        let (text, links) =
            without_links("a ![x](pictures/one%20two.png) b ![y](https://else.example/z.png)", "d/e.md");
        assert_eq!(
            (text.as_str(), links),
            ("a  b ![y](https://else.example/z.png)", vec!["d/pictures/one two.png".into()])
        );
        assert_eq!(within("a", "../b.png").as_deref(), Some("b.png"));
        assert_eq!(within("a", "../../b.png"), None);
        assert_eq!(within("a", "/etc/passwd"), None);
    }
}
