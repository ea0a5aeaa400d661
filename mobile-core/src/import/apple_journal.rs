//! Apple Journal: one HTML page for each entry, its media in `Resources`.

use serde_json::{Map, Value};

use super::dates::{self, Order};
use super::entry::Entry;
use super::look::Look;
use super::names::{ending, folder, last};
use super::source::{MOST_TEXT, Source};
use super::take::ImportRun;
use super::{Format, Why, encoding, html};
use crate::Error;

/// Elements beside the text have a class of their type: `assetType_photo`, `assetType_stateOfMind`.
const ASSET: &str = "assetType_";
/// Elements that are not the entry's text. Overlays are the app's notes about a photo: its place, a song's name.
const APART: [&str; 6] =
    ["pageHeader", "title", ASSET, "gridItemOverlayHeader", "gridItemOverlayFooter", "gridItemOverlayText"];
/// The name under which overlays without a type are kept.
const OVERLAY: &str = "gridItemOverlay";

pub(super) struct AppleJournal;

impl Format for AppleJournal {
    fn name(&self) -> &'static str {
        "apple_journal"
    }

    fn documents(&self, look: &Look) -> Vec<String> {
        let beside = look.names.iter().any(|one| one.contains("Resources/") || last(one) == "index.html");
        let named = |name: &&String| {
            last(folder(name)) == "Entries" && (beside || name.split('/').any(|part| part == "AppleJournalEntries"))
        };
        look.names.ending_in(&["html", "htm"]).iter().filter(named).cloned().collect()
    }

    fn import(&self, taking: &mut ImportRun<'_>, source: &mut Source, documents: &[String]) -> Result<(), Error> {
        // The app's notes about a photo beside it (place, time), and its list of pages.
        let about: Vec<String> = source.names().iter().filter(|name| is_about(name)).map(String::from).collect();
        about.iter().for_each(|name| source.done_with(name));
        documents.iter().try_for_each(|name| import(taking, source, name))
    }
}

fn is_about(name: &str) -> bool {
    last(name) == "index.html" || last(folder(name)) == "Resources" && ending(name) == "json"
}

fn import(taking: &mut ImportRun<'_>, source: &mut Source, name: &str) -> Result<(), Error> {
    let read = source.whole(name, MOST_TEXT)?.and_then(|bytes| encoding::read(&bytes));
    let text = match read {
        Ok(text) => text,
        Err(why) => {
            taking.leave_out(name, why);
            return Ok(());
        }
    };
    let page = html::read(&text.text, &APART);
    let marked = |class: &str| page.marked.iter().find(|(known, _)| known == class).map(|(_, words)| words.as_str());
    let header = marked("pageHeader").and_then(|header| dates::find(header, Order::Unknown));
    // The file name has the date in one form in every language.
    let written = dates::of_name(name, Order::Unknown).or(header);
    let Some((ms, zone)) = written.and_then(|written| written.instant(&taking.zone)) else {
        taking.found_and_left(name, Why::NoDate);
        return Ok(());
    };
    let media = page.media(&|shown| source.names().resolve(name, shown).map(String::from));
    // If the page has no title, the file name may have one: `2024-03-05_A_quiet_day.html`.
    let named = super::texts::words_of_name(&last(name).replace('_', " "), Order::Unknown, 1);
    let title = marked("title").map_or(named, String::from);
    let (states, rest) = beside(&page.marked, taking.form.keep_places);
    let made = Entry {
        item: name.into(),
        ms,
        zone,
        identity: vec![b"apple_journal".to_vec(), last(name).into()],
        title,
        text: page.text.clone(),
        files: media.files,
        embedded: media.embedded,
        missing: media.missing,
        states,
        source: format!("apple_journal:{}", last(name)),
        extra: Some(("apple_journal", rest)),
        said: text.said.into_iter().collect(),
        ..Entry::default()
    };
    taking.entry(source, made)
}

/// The metadata of an entry: state of mind, and the app's notes about music, workouts and people. Photos are imported
/// separately, and their location counts as a place.
fn beside(marked: &[(String, String)], keep_places: bool) -> (Vec<String>, Map<String, Value>) {
    let (mut states, mut rest) = (Vec::new(), Map::new());
    for (class, words) in marked.iter().filter(|(_, words)| !words.is_empty()) {
        let overlay = class.starts_with(OVERLAY).then_some(OVERLAY);
        let Some(kind) = class.strip_prefix(ASSET).or(overlay) else { continue };
        let is_place = kind.to_lowercase().ends_with("map") || ["visit", "location", OVERLAY].contains(&kind);
        let is_file = ["photo", "livephoto", "video", "audio", "voice"].contains(&kind.to_lowercase().as_str());
        match kind {
            "stateOfMind" => {
                // Below them is the name of the source app.
                let felt = words.lines().next().unwrap_or_default();
                states.extend(felt.split(',').map(|one| one.trim().to_lowercase()));
            }
            _ if (is_place || is_file) && !keep_places => {}
            _ => {
                let all = rest.entry(kind).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(all) = all {
                    all.push(words.as_str().into());
                }
            }
        }
    }
    (states, rest)
}
