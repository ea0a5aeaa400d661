//! The practice's check lists: their page and their editions.

use journal::clinic::{List, ListItem, lists};
use journal::record::{Body, CheckList, OwnItem};
use protocol::RecordId;

use super::{ListLine, ListPage};
use crate::{Casebook, Changes, Fault, Now};

impl Casebook {
    /// A check list for editing by the practice.
    pub fn check_list(&self, name: &str, language: &str) -> Result<ListPage, Fault> {
        if !lists::NAMES.contains(&name) {
            return Err(Fault::not_found());
        }
        let original = lists::list(name, language, None);
        let own = self.own_list(name).map(|(_, own)| own);
        let change = |id: &str| own.and_then(|own| own.items.iter().find(|item| item.id == id));
        let line = |item: &ListItem| {
            let change = change(&item.id);
            ListLine {
                id: item.id.clone(),
                section: item.section.clone(),
                original: item.words.clone(),
                words: change.map(|change| change.words.clone()).unwrap_or_default(),
                off: change.is_some_and(|change| change.off),
            }
        };
        let mut items: Vec<ListLine> = original.items.iter().map(line).collect();
        let added = own.into_iter().flat_map(|own| &own.items);
        for one in added.filter(|one| !original.items.iter().any(|item| item.id == one.id)) {
            let OwnItem { id, section, words, off, .. } = one.clone();
            items.push(ListLine { id, section, original: String::new(), words, off });
        }
        let version = lists::list(name, language, own).version;
        Ok(ListPage { name: name.into(), version, items, sections: lists::sections(language) })
    }

    /// Changes a check list of the practice: a new edition. Kept records contain the text that was asked.
    pub fn save_check_list(&self, name: &str, lines: &[ListLine], now: Now) -> Result<Changes, Fault> {
        if !lists::NAMES.contains(&name) {
            return Err(Fault::not_found());
        }
        let (own, _) = self.own()?;
        let known = self.own_list(name);
        let original = lists::list(name, "en", None);
        let edition = known.map_or(1, |(_, own)| own.edition + 1);
        let mut items: Vec<OwnItem> = Vec::new();
        for (n, line) in lines.iter().enumerate() {
            let words = line.words.trim();
            if words.chars().count() > 300 {
                return Err(Fault::new("too_long", "An item is at most 300 characters long."));
            }
            let ours = original.items.iter().any(|item| item.id == line.id);
            if ours && !line.off && words.is_empty() || !ours && words.is_empty() {
                continue;
            }
            // A new item gets an id that no other edition has had.
            let id = if line.id.is_empty() { format!("own_{edition}_{n}") } else { line.id.clone() };
            let (section, words, off) = (line.section.clone(), words.to_owned(), line.off);
            items.push(OwnItem { id, section, words, off, extra: Default::default() });
        }
        let list = CheckList { list: name.into(), edition, items, extra: Default::default() };
        Ok(Changes::one(own, known.map(|(id, _)| id), &now.into(), list))
    }

    fn own_list(&self, name: &str) -> Option<(RecordId, &CheckList)> {
        let (_, items) = self.own().ok()?;
        let lists = items.iter().filter_map(|item| match &item.record.body {
            Body::CheckList(list) if list.list == name => Some((item.id, list)),
            _ => None,
        });
        lists.max_by_key(|(id, list)| (list.edition, *id))
    }

    pub(super) fn list(&self, name: &str, language: &str) -> List {
        lists::list(name, language, self.own_list(name).map(|(_, own)| own))
    }
}
