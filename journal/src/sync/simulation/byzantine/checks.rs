//! What must hold after each step: nothing leaks, nothing forged is shown, nothing is lost, and "in sync" is true.

use std::collections::BTreeSet;

use protocol::RecordId;
use protocol::sync::SyncRequest;

use super::super::insider::{EVIL, Insider};
use super::super::world::{Contents, World};
use super::{DESK, Found, Run, replies};
use crate::seal::RevisionId;
use crate::sync::*;

impl Run {
    /// No account without access can open anything that is sent.
    pub(super) fn leaked(&self, request: &SyncRequest) -> Found {
        let therapist = Insider::therapist(&self.world);
        let lost = Insider::lost(&self.world);
        for push in &request.push {
            let revision_id = RevisionId {
                collection: push.collection,
                id: push.id,
                revision: push.new_revision().unwrap_or_default(),
            };
            let read = |insider: &Insider| {
                let opened = insider.reader().open(&revision_id, push.deleted, push.blob.as_ref());
                opened
                    .ok()
                    .and_then(|opened| opened.content)
                    .map(|content| String::from_utf8(content.to_json()).unwrap())
            };
            if let Some(text) = read(&therapist)
                && let Some(word) = self.secret.keys().find(|word| text.contains(word.as_str()))
            {
                return Err(format!("the therapist can read {word}"));
            }
            if self.renewed()
                && let Some(text) = read(&lost)
                && let Some(word) = self.after.iter().find(|word| text.contains(word.as_str()))
            {
                return Err(format!("the lost phone can read {word}"));
            }
        }
        Ok(())
    }

    pub(super) fn check(&mut self) -> Found {
        for at in 0..=DESK {
            self.whole(at)?;
            self.nothing_false(at)?;
            self.nothing_lost(at)?;
        }
        Ok(())
    }

    /// "In sync" must mean that everything that honest devices wrote is here.
    fn whole(&mut self, at: usize) -> Found {
        for collection in [self.world.private, self.world.care] {
            let device = self.device(at);
            let (account, trust) = (device.account, device.ledger.trusted(collection));
            // A device that still reads or writes does not report "in sync".
            let Ok(cursors) = device.ledger.cursors();
            let Ok(rebuild) = device.ledger.rebuild(collection);
            let still = cursors.get(&collection).is_some_and(|cursor| cursor.seq == cursor.head);
            if !still || rebuild.is_some() || device.ledger.rows(collection).any(|(_, row)| row.dirty) {
                continue;
            }
            let aside: BTreeSet<RecordId> =
                device.ledger.aside(collection).into_iter().map(|(record, _)| record.id).collect();
            for (slot, mine) in [(&trust.own, true), (&trust.other, false)] {
                let (Verdict::Whole, Some(claim)) = (slot.verdict, slot.claim) else { continue };
                let mut here = self.device(at).expected_on_server(collection, mine, false);
                let authors = self.world.devices().filter(|author| (author.account == account) == mine);
                let written = authors.filter_map(|author| author.made.get(&(collection, claim.list))).next();
                let Some(mut written) = written.cloned() else {
                    return Err(format!("device {at} believes a checkpoint that nobody honest has written"));
                };
                // An author that has set its own rule aside still lists it.
                let rule = self.world.rule();
                here.retain(|id, _| !aside.contains(id) && *id != rule);
                written.retain(|id, _| !aside.contains(id) && *id != rule);
                if here != written {
                    let (here, written) = (as_json(&here), as_json(&written));
                    return Err(format!("device {at} says that everything is here: {here}, not {written}"));
                }
            }
        }
        Ok(())
    }

    fn nothing_false(&mut self, at: usize) -> Found {
        let all = self.shown(at);
        if all.contains(EVIL) {
            return Err(format!("device {at} shows what was not theirs to write: {all}"));
        }
        if let Some(word) = self.cut.iter().find(|word| all.contains(word.as_str()))
            && self.fresh.is_empty()
            && !self.blind
        {
            return Err(format!("device {at} shows {word} again, which was cut"));
        }
        let late: Vec<String> = self.late.keys().filter(|word| all.contains(word.as_str())).cloned().collect();
        for word in late {
            if self.late[&word].contains(&at) {
                return Err(format!("device {at} shows {word}, which was written under a key that was over"));
            }
            // A device that could not know has accepted it, and may pass it on.
            self.late.remove(&word);
        }
        Ok(())
    }

    fn nothing_lost(&mut self, at: usize) -> Found {
        let (private, care) = (self.world.private, self.world.care);
        let device = self.world.phones.get(at).unwrap_or(&self.world.desk);
        let here = World::contents(device, private);
        let mut all = serde_json::to_string(&here.values().collect::<Vec<_>>()).unwrap();
        for (_, content) in device.ledger.removed(private) {
            all.push_str(&String::from_utf8(content.to_json()).unwrap());
        }
        let kept: BTreeSet<RecordId> =
            replies(device, care).chain(device.ledger.removed(care).map(|(id, _)| id)).collect();
        // An edit is lost only to a later one of another own phone. A server that separates phones and then shows one of
        // them the other's changes can cause that: see THREATS.md.
        let (sealed, fresh) = (&self.sealed, self.fresh.contains(&at));
        let replaced = |record: &usize| {
            let row = device.ledger.get(&Key { collection: private, id: self.world.ids[*record] });
            let hash = row.and_then(|row| Some(row.stamp?.hash));
            hash.is_some_and(|hash| sealed.get(&hash).map_or(fresh, |by| *by != at))
        };
        let mut gone = BTreeSet::new();
        for (word, record) in self.held.get(at).into_iter().flatten().filter(|(word, _)| !all.contains(word.as_str())) {
            if !replaced(record) {
                return Err(format!("{word} is gone from phone {at}"));
            }
            gone.insert(word.clone());
        }
        // The phone's next edit is based on the replaced text.
        if let Some(held) = self.held.get_mut(at) {
            held.retain(|word, _| !gone.contains(word));
        }
        if let Some(id) = self.replies[at].iter().find(|id| !kept.contains(id)) {
            return Err(format!("the reply {id} is gone from device {at}"));
        }
        self.note_replies(at);
        Ok(())
    }
}

fn as_json(contents: &Contents) -> String {
    serde_json::to_string(&contents.iter().map(|(id, content)| (id, content.fields())).collect::<Vec<_>>()).unwrap()
}
