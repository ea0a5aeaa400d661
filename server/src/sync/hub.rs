//! Who listens to which collection on this server.
//!
//! A listener has a mailbox that holds at most one head for each of its collections: however fast others write and
//! however slowly it reads, it takes no more room, and always reads the latest.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::{AccountId, CollectionId, DeviceId};
use tokio::sync::Notify;

use super::Notice;
use crate::accounts::Actor;

/// What waits in a mailbox.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// The latest heads.
    pub heads: BTreeMap<CollectionId, u64>,
    /// The account's memberships, keys or handovers changed.
    pub account: bool,
    /// The device was signed out, or the server is stopping: there will be no more post.
    pub over: bool,
}

#[derive(Default)]
struct Mailbox {
    post: Mutex<Post>,
    arrived: Notify,
}

impl Mailbox {
    fn put(&self, write: impl FnOnce(&mut Post)) {
        write(&mut self.post.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_one();
    }
}

type Number = u64;

/// Streams that one device may hold open. A browser's tabs share one, a phone has one; the rest is for those that are gone
/// and not yet missed.
const STREAMS_OF_A_DEVICE: usize = 8;

#[derive(Default)]
struct Directory {
    next: Number,
    boxes: HashMap<Number, Arc<Mailbox>>,
    accounts: HashMap<AccountId, HashSet<Number>>,
    devices: HashMap<DeviceId, HashSet<Number>>,
    collections: HashMap<CollectionId, HashSet<Number>>,
}

/// Takes notices and puts them into mailboxes.
#[derive(Default)]
pub struct Hub(Mutex<Directory>);

impl Hub {
    /// A new listener; it hears of no collection before [`Listener::follow`]. Nothing when the device has enough of them.
    pub fn listen(self: &Arc<Self>, actor: Actor) -> Option<Listener> {
        let mut directory = self.directory();
        if directory.devices.get(&actor.device).is_some_and(|open| open.len() >= STREAMS_OF_A_DEVICE) {
            return None;
        }
        let number = directory.next;
        directory.next += 1;
        let mailbox = Arc::new(Mailbox::default());
        directory.boxes.insert(number, mailbox.clone());
        directory.accounts.entry(actor.account).or_default().insert(number);
        directory.devices.entry(actor.device).or_default().insert(number);
        Some(Listener { hub: self.clone(), number, actor, mailbox, followed: HashSet::new() })
    }

    /// Tells whom it concerns.
    pub fn publish(&self, notice: Notice) {
        let directory = self.directory();
        let concerned = match notice {
            Notice::Head(head) => directory.collections.get(&head.collection),
            Notice::Account(account) | Notice::Standing(account) => directory.accounts.get(&account),
            Notice::DeviceEnded(device) => directory.devices.get(&device),
        };
        let boxes = concerned.into_iter().flatten().filter_map(|number| directory.boxes.get(number));
        for mailbox in boxes {
            mailbox.put(|post| match notice {
                Notice::Head(head) => {
                    let latest = post.heads.entry(head.collection).or_default();
                    *latest = head.head.max(*latest);
                }
                Notice::Account(_) | Notice::Standing(_) => post.account = true,
                Notice::DeviceEnded(_) => post.over = true,
            });
        }
    }

    /// Tells everybody to look again: something may have been missed.
    pub fn publish_gap(&self) {
        for mailbox in self.directory().boxes.values() {
            mailbox.put(|post| post.account = true);
        }
    }

    /// Ends every listener: the server is stopping.
    pub fn close(&self) {
        for mailbox in self.directory().boxes.values() {
            mailbox.put(|post| post.over = true);
        }
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.directory().boxes.len()
    }

    fn directory(&self) -> MutexGuard<'_, Directory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream of notices. Dropped, it is forgotten.
pub struct Listener {
    hub: Arc<Hub>,
    number: Number,
    actor: Actor,
    mailbox: Arc<Mailbox>,
    followed: HashSet<CollectionId>,
}

impl Listener {
    /// Hears of these collections from now on, and of no others.
    pub fn follow(&mut self, collections: impl IntoIterator<Item = CollectionId>) {
        let wanted: HashSet<CollectionId> = collections.into_iter().collect();
        let mut directory = self.hub.directory();
        for id in self.followed.difference(&wanted) {
            leave(&mut directory.collections, id, self.number);
        }
        for id in wanted.difference(&self.followed) {
            directory.collections.entry(*id).or_default().insert(self.number);
        }
        drop(directory);
        self.followed = wanted;
    }

    /// Waits for post, and takes all of it.
    pub async fn post(&self) -> Post {
        loop {
            let arrived = self.mailbox.arrived.notified();
            let post = std::mem::take(&mut *self.mailbox.post.lock().unwrap_or_else(PoisonError::into_inner));
            if post != Post::default() {
                return post;
            }
            arrived.await;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut directory = self.hub.directory();
        directory.boxes.remove(&self.number);
        leave(&mut directory.accounts, &self.actor.account, self.number);
        leave(&mut directory.devices, &self.actor.device, self.number);
        for id in &self.followed {
            leave(&mut directory.collections, id, self.number);
        }
    }
}

fn leave<K: std::hash::Hash + Eq>(rooms: &mut HashMap<K, HashSet<Number>>, key: &K, number: Number) {
    if let Some(room) = rooms.get_mut(key) {
        room.remove(&number);
        if room.is_empty() {
            rooms.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::sync::Head;

    use super::*;

    fn actor(n: u8) -> Actor {
        Actor { account: AccountId::new(n.into(), [n; 10]), device: DeviceId::new(n.into(), [n; 10]) }
    }

    fn head(n: u8, head: u64) -> Notice {
        Notice::Head(Head { collection: CollectionId::new(n.into(), [n; 10]), head })
    }

    #[tokio::test]
    async fn a_slow_listener_reads_only_the_latest_head() {
        let hub = Arc::new(Hub::default());
        let mut listener = hub.listen(actor(1)).unwrap();
        let id = CollectionId::new(5, [5; 10]);
        listener.follow([id]);
        for n in [1, 3, 2] {
            hub.publish(head(5, n));
        }
        hub.publish(head(6, 9));
        assert_eq!(listener.post().await, Post { heads: [(id, 3)].into(), ..Post::default() });
    }

    #[test]
    fn a_dropped_listener_leaves_nothing_behind() {
        let hub = Arc::new(Hub::default());
        let mut listener = hub.listen(actor(1)).unwrap();
        listener.follow([CollectionId::new(5, [5; 10])]);
        drop(listener);
        let directory = hub.directory();
        assert!(directory.boxes.is_empty() && directory.accounts.is_empty());
        assert!(directory.devices.is_empty() && directory.collections.is_empty());
    }

    #[test]
    fn a_device_holds_a_few_streams_and_no_more_until_one_ends() {
        let hub = Arc::new(Hub::default());
        let mut open: Vec<Listener> = (0..STREAMS_OF_A_DEVICE).map(|_| hub.listen(actor(1)).unwrap()).collect();
        assert!(hub.listen(actor(1)).is_none());
        assert!(hub.listen(actor(2)).is_some(), "another device's are counted apart");
        open.pop();
        assert!(hub.listen(actor(1)).is_some());
    }

    #[tokio::test]
    async fn only_the_account_that_is_meant_hears_of_its_memberships() {
        let hub = Arc::new(Hub::default());
        let (first, second) = (hub.listen(actor(1)).unwrap(), hub.listen(actor(2)).unwrap());
        hub.publish(Notice::Account(actor(1).account));
        hub.publish(Notice::DeviceEnded(actor(2).device));
        assert_eq!(first.post().await, Post { account: true, ..Post::default() });
        assert_eq!(second.post().await, Post { over: true, ..Post::default() });
    }
}
