//! The server's database is stopped, killed and replaced while phones write and sync.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use mobile_core::Writing;
use server::config::DatabaseUrl;
use tests::cluster::Cluster;
use tokio::task::{JoinHandle, yield_now};

use crate::world::{PhoneInHand, World};

/// Maximum time until phones sync again after the database can be reached.
const AGAIN: Duration = Duration::from_secs(5);

/// Phones that write and sync until they are stopped.
struct Load {
    over: Arc<AtomicBool>,
    failed: Arc<AtomicU32>,
    phones: Vec<JoinHandle<(PhoneInHand, Vec<String>)>>,
}

impl Load {
    fn begin(phones: Vec<PhoneInHand>, round: usize) -> Self {
        let (over, failed) = (Arc::<AtomicBool>::default(), Arc::<AtomicU32>::default());
        let start = |(n, phone)| tokio::spawn(write_until(phone, format!("{round} {n}"), over.clone(), failed.clone()));
        Self { phones: phones.into_iter().enumerate().map(start).collect(), over, failed }
    }

    /// Waits until a sync of a phone fails.
    async fn fails(&self) {
        let before = self.failed.load(Ordering::SeqCst);
        while self.failed.load(Ordering::SeqCst) == before {
            yield_now().await;
        }
    }

    /// The phones, and all texts that were written on them.
    async fn end(self) -> (Vec<PhoneInHand>, Vec<String>) {
        self.over.store(true, Ordering::SeqCst);
        let (mut phones, mut written) = (Vec::new(), Vec::new());
        for phone in self.phones {
            let (phone, texts) = phone.await.unwrap();
            phones.push(phone);
            written.extend(texts);
        }
        (phones, written)
    }
}

async fn write_until(
    phone: PhoneInHand,
    name: String,
    over: Arc<AtomicBool>,
    failed: Arc<AtomicU32>,
) -> (PhoneInHand, Vec<String>) {
    let mut written = Vec::new();
    while !over.load(Ordering::SeqCst) {
        let text = format!("{name} {}", written.len());
        phone.entries().write(&Writing::text(&text)).unwrap();
        written.push(text);
        if let Err(error) = phone.sync().run().await {
            assert_eq!(error.code(), "unavailable", "{error:?}");
            failed.fetch_add(1, Ordering::SeqCst);
        }
        yield_now().await;
    }
    (phone, written)
}

/// Every phone syncs again within five seconds, and then does not fail again.
async fn sync_again(phones: &[PhoneInHand]) {
    let began = Instant::now();
    for phone in phones {
        while !phone.sync().run().await.is_ok_and(|status| status.in_sync) {
            assert!(began.elapsed() < AGAIN, "not within {AGAIN:?}: {:?}", phone.sync().status());
        }
    }
    // Each phone pulls what another one pushed last.
    for phone in phones.iter().chain(phones) {
        assert!(phone.sync().run().await.unwrap().in_sync);
    }
}

fn each_has(phones: &[PhoneInHand], written: &mut [String]) {
    written.sort();
    for phone in phones {
        let mut texts = phone.texts();
        texts.sort();
        assert_eq!(texts, *written);
        let readers = phone.care().readers().unwrap();
        assert!(readers.alarms.is_empty(), "an outage is no reason for an alarm: {:?}", readers.alarms);
    }
}

/// Two phones of one person write during this outage of the database; then it can be reached again.
async fn through(url: &str, times: usize, happens: impl AsyncFn(usize, &Load)) {
    let world = World::with(|config| config.database_url = Some(DatabaseUrl::new(url.to_owned()))).await;
    let (first, _) = world.registered("wren").await;
    let mut phones = vec![first, world.signed_in("wren").await];
    let mut written = Vec::new();
    for n in 0..times {
        let load = Load::begin(phones, n);
        let before = world.count_records().await;
        while world.count_records().await < before + 5 {
            yield_now().await;
        }
        happens(n, &load).await;
        let texts;
        (phones, texts) = load.end().await;
        written.extend(texts);
        sync_again(&phones).await;
    }
    each_has(&phones, &mut written);
    // A new phone finds all of it.
    phones.push(world.signed_in("wren").await);
    each_has(&phones, &mut written);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_while_the_database_is_stopped_and_killed() {
    let Some(cluster) = Cluster::start() else { return };
    let ways = ["fast", "kill"];
    through(&cluster.url, ways.len(), async |n, load| {
        cluster.halt(ways[n]);
        load.fails().await;
        cluster.resume();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_while_the_database_is_replaced_by_its_standby() {
    let Some(primary) = Cluster::start() else { return };
    let standby = primary.standby_with_every_commit();
    let both = primary.url.replace(primary.host(), &format!("{},{}", primary.host(), standby.host()));
    through(&both, 1, async |_, load| {
        primary.halt("kill");
        load.fails().await;
        standby.promote();
    })
    .await;
}
