//! Change events, and the streams of devices that wait for them on this server.
//!
//! Each subscription has a mailbox with at most one head per collection: a slow reader sees only the latest head, and
//! never needs more memory.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::sync::Head;
use protocol::{AccountId, CollectionId, DeviceId};
use tokio::sync::Notify;

use crate::actor::Actor;

/// What a committed transaction changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangeEvent {
    HeadMoved(Head),
    /// Memberships, keys, handovers or invitations changed.
    AccountChanged(AccountId),
    DeviceSignedOut(DeviceId),
    /// Roles or the manifest changed.
    PermissionsChanged(AccountId),
}

/// What a subscription has not read yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PendingChanges {
    pub(crate) heads: BTreeMap<CollectionId, u64>,
    /// Memberships, keys, handovers or invitations changed.
    pub(crate) account_changed: bool,
    /// The device was signed out, or the server is stopping: the stream ends.
    pub(crate) closed: bool,
}

#[derive(Default)]
struct Mailbox {
    pending: Mutex<PendingChanges>,
    arrived: Notify,
}

impl Mailbox {
    fn put(&self, write: impl FnOnce(&mut PendingChanges)) {
        write(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_one();
    }
}

type SubscriptionId = u64;

/// Maximum streams of one device. An app or a browser needs one; the others are connections whose loss is not noticed
/// yet.
const MAX_STREAMS_PER_DEVICE: usize = 8;

#[derive(Default)]
struct Registry {
    next: SubscriptionId,
    mailboxes: HashMap<SubscriptionId, Arc<Mailbox>>,
    accounts: HashMap<AccountId, HashSet<SubscriptionId>>,
    devices: HashMap<DeviceId, HashSet<SubscriptionId>>,
    collections: HashMap<CollectionId, HashSet<SubscriptionId>>,
}

/// Delivers events to subscriptions.
#[derive(Default)]
pub(crate) struct ChangeHub(Mutex<Registry>);

impl ChangeHub {
    /// Subscribes a device. No collection is watched until [`Subscription::watch`]. `None` if the device has too many
    /// streams.
    pub(crate) fn subscribe(self: &Arc<Self>, actor: Actor) -> Option<Subscription> {
        let mut registry = self.registry();
        if registry.devices.get(&actor.device).is_some_and(|open| open.len() >= MAX_STREAMS_PER_DEVICE) {
            return None;
        }
        let id = registry.next;
        registry.next += 1;
        let mailbox = Arc::new(Mailbox::default());
        registry.mailboxes.insert(id, mailbox.clone());
        registry.accounts.entry(actor.account).or_default().insert(id);
        registry.devices.entry(actor.device).or_default().insert(id);
        Some(Subscription { hub: self.clone(), id, actor, mailbox, watched: HashSet::new() })
    }

    /// Delivers an event to the subscriptions that it concerns.
    pub(crate) fn publish(&self, event: ChangeEvent) {
        let registry = self.registry();
        let subscriptions = match event {
            ChangeEvent::HeadMoved(head) => registry.collections.get(&head.collection),
            ChangeEvent::AccountChanged(account) | ChangeEvent::PermissionsChanged(account) => {
                registry.accounts.get(&account)
            }
            ChangeEvent::DeviceSignedOut(device) => registry.devices.get(&device),
        };
        let mailboxes = subscriptions.into_iter().flatten().filter_map(|id| registry.mailboxes.get(id));
        for mailbox in mailboxes {
            mailbox.put(|pending| match event {
                ChangeEvent::HeadMoved(head) => {
                    let latest = pending.heads.entry(head.collection).or_default();
                    *latest = head.head.max(*latest);
                }
                ChangeEvent::AccountChanged(_) | ChangeEvent::PermissionsChanged(_) => pending.account_changed = true,
                ChangeEvent::DeviceSignedOut(_) => pending.closed = true,
            });
        }
    }

    /// Makes all subscriptions reread their collections: events may have been missed.
    pub(crate) fn publish_to_all(&self) {
        for mailbox in self.registry().mailboxes.values() {
            mailbox.put(|pending| pending.account_changed = true);
        }
    }

    /// Ends all subscriptions: the server is stopping.
    pub(crate) fn close(&self) {
        for mailbox in self.registry().mailboxes.values() {
            mailbox.put(|pending| pending.closed = true);
        }
    }

    pub(crate) fn subscriber_count(&self) -> usize {
        self.registry().mailboxes.len()
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A device's subscription. Ends when it is dropped.
pub(crate) struct Subscription {
    hub: Arc<ChangeHub>,
    id: SubscriptionId,
    actor: Actor,
    mailbox: Arc<Mailbox>,
    watched: HashSet<CollectionId>,
}

impl Subscription {
    /// Replaces the set of watched collections.
    pub(crate) fn watch(&mut self, collections: impl IntoIterator<Item = CollectionId>) {
        let wanted: HashSet<CollectionId> = collections.into_iter().collect();
        let mut registry = self.hub.registry();
        for id in self.watched.difference(&wanted) {
            unregister(&mut registry.collections, id, self.id);
        }
        for id in wanted.difference(&self.watched) {
            registry.collections.entry(*id).or_default().insert(self.id);
        }
        drop(registry);
        self.watched = wanted;
    }

    /// Waits until something changed, and returns all of it.
    pub(crate) async fn next(&self) -> PendingChanges {
        loop {
            let arrived = self.mailbox.arrived.notified();
            let pending = std::mem::take(&mut *self.mailbox.pending.lock().unwrap_or_else(PoisonError::into_inner));
            if pending != PendingChanges::default() {
                return pending;
            }
            arrived.await;
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut registry = self.hub.registry();
        registry.mailboxes.remove(&self.id);
        unregister(&mut registry.accounts, &self.actor.account, self.id);
        unregister(&mut registry.devices, &self.actor.device, self.id);
        for id in &self.watched {
            unregister(&mut registry.collections, id, self.id);
        }
    }
}

fn unregister<K: std::hash::Hash + Eq>(index: &mut HashMap<K, HashSet<SubscriptionId>>, key: &K, id: SubscriptionId) {
    if let Some(members) = index.get_mut(key) {
        members.remove(&id);
        if members.is_empty() {
            index.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(n: u8) -> Actor {
        Actor { account: AccountId::new(n.into(), [n; 10]), device: DeviceId::new(n.into(), [n; 10]) }
    }

    fn head(n: u8, head: u64) -> ChangeEvent {
        ChangeEvent::HeadMoved(Head { collection: CollectionId::new(n.into(), [n; 10]), head })
    }

    #[tokio::test]
    async fn a_slow_reader_gets_only_the_latest_head() {
        let hub = Arc::new(ChangeHub::default());
        let mut subscription = hub.subscribe(actor(1)).unwrap();
        let id = CollectionId::new(5, [5; 10]);
        subscription.watch([id]);
        for n in [1, 3, 2] {
            hub.publish(head(5, n));
        }
        hub.publish(head(6, 9));
        assert_eq!(subscription.next().await, PendingChanges { heads: [(id, 3)].into(), ..PendingChanges::default() });
    }

    #[test]
    fn a_dropped_subscription_frees_its_memory() {
        let hub = Arc::new(ChangeHub::default());
        let mut subscription = hub.subscribe(actor(1)).unwrap();
        subscription.watch([CollectionId::new(5, [5; 10])]);
        drop(subscription);
        let registry = hub.registry();
        assert!(registry.mailboxes.is_empty() && registry.accounts.is_empty());
        assert!(registry.devices.is_empty() && registry.collections.is_empty());
    }

    #[test]
    fn the_number_of_streams_per_device_is_limited() {
        let hub = Arc::new(ChangeHub::default());
        let mut open: Vec<Subscription> =
            (0..MAX_STREAMS_PER_DEVICE).map(|_| hub.subscribe(actor(1)).unwrap()).collect();
        assert!(hub.subscribe(actor(1)).is_none());
        assert!(hub.subscribe(actor(2)).is_some(), "each device has its own limit");
        open.pop();
        assert!(hub.subscribe(actor(1)).is_some());
    }

    #[tokio::test]
    async fn account_events_reach_only_their_account() {
        let hub = Arc::new(ChangeHub::default());
        let (first, second) = (hub.subscribe(actor(1)).unwrap(), hub.subscribe(actor(2)).unwrap());
        hub.publish(ChangeEvent::AccountChanged(actor(1).account));
        hub.publish(ChangeEvent::DeviceSignedOut(actor(2).device));
        assert_eq!(first.next().await, PendingChanges { account_changed: true, ..PendingChanges::default() });
        assert_eq!(second.next().await, PendingChanges { closed: true, ..PendingChanges::default() });
    }
}
