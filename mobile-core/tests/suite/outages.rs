//! The server's database is stopped, killed and replaced while phones write and sync.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mobile_core::Writing;
use server::config::DatabaseUrl;
use tests::cluster::Cluster;
use tokio::task::{JoinHandle, yield_now};

use crate::world::{PhoneInHand, World};

/// So long after the database can be reached again, phones sync again.
const AGAIN: Duration = Duration::from_secs(5);

/// Phones that write and sync until they are told to stop.
struct Load {
    over: Arc<AtomicBool>,
    phones: Vec<JoinHandle<(PhoneInHand, Vec<String>, u32)>>,
}

impl Load {
    fn begin(phones: Vec<PhoneInHand>, round: &str) -> Self {
        let over = Arc::<AtomicBool>::default();
        let start = |(n, phone)| tokio::spawn(keep_on(phone, format!("{round} {n}"), over.clone()));
        Self { phones: phones.into_iter().enumerate().map(start).collect(), over }
    }

    /// The phones, everything that was written on them, and how often a sync failed.
    async fn end(self) -> (Vec<PhoneInHand>, Vec<String>, u32) {
        self.over.store(true, Ordering::SeqCst);
        let (mut phones, mut written, mut failed) = (Vec::new(), Vec::new(), 0);
        for phone in self.phones {
            let (phone, texts, times) = phone.await.unwrap();
            phones.push(phone);
            written.extend(texts);
            failed += times;
        }
        (phones, written, failed)
    }
}

async fn keep_on(phone: PhoneInHand, name: String, over: Arc<AtomicBool>) -> (PhoneInHand, Vec<String>, u32) {
    let (mut written, mut failed) = (Vec::new(), 0);
    while !over.load(Ordering::SeqCst) {
        // Not endlessly many: an outage must not fill the journal faster than it can be compared.
        if written.len() < 40 {
            let text = format!("{name} {}", written.len());
            phone.write(&Writing::text(&text)).unwrap();
            written.push(text);
        }
        if let Err(error) = phone.sync().await {
            assert!(["offline", "unavailable"].contains(&error.code()), "{error:?}");
            failed += 1;
        }
        yield_now().await;
    }
    (phone, written, failed)
}

/// Every phone syncs again within five seconds, and then does not fail again.
async fn sync_again(phones: &[PhoneInHand]) {
    let began = Instant::now();
    for phone in phones {
        while !phone.sync().await.is_ok_and(|status| status.in_sync) {
            assert!(began.elapsed() < AGAIN, "not within {AGAIN:?}: {:?}", phone.status());
        }
    }
    // What one of them brought last, the others fetch.
    for phone in phones.iter().chain(phones) {
        assert!(phone.sync().await.unwrap().in_sync);
    }
}

fn each_has(phones: &[PhoneInHand], written: &mut [String]) {
    written.sort();
    for phone in phones {
        let mut texts = phone.texts();
        texts.sort();
        assert_eq!(texts, *written);
        let readers = phone.readers().unwrap();
        assert!(readers.alarms.is_empty(), "an outage is no reason for an alarm: {:?}", readers.alarms);
    }
}

/// Two phones of one person write while this happens to the database; then it can be reached again.
async fn through(url: &str, happens: impl AsyncFn(&World, usize), times: usize) {
    let world = World::with(|config| config.database_url = Some(DatabaseUrl::new(url.to_owned()))).await;
    let (first, _) = world.registered("wren").await;
    let mut phones = vec![first, world.signed_in("wren").await];
    let mut written = Vec::new();
    for n in 0..times {
        let load = Load::begin(phones, &format!("round {n}"));
        happens(&world, n).await;
        let (back, texts, failed) = load.end().await;
        assert!(failed > 0, "the outage was met");
        phones = back;
        written.extend(texts);
        sync_again(&phones).await;
    }
    each_has(&phones, &mut written);
    // A new phone finds all of it.
    phones.push(world.signed_in("wren").await);
    each_has(&phones, &mut written);
    world.end().await;
}

/// Waits until the server keeps some more records than now, as its phones push.
async fn pushed(world: &World) {
    let before = world.count_records().await;
    while world.count_records().await < before + 5 {
        yield_now().await;
    }
}

/// Waits until the server has noticed that its database is away.
async fn noticed(world: &World) {
    while world.server.app().db.read(server::db::copy::counts).await.is_ok() {
        yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_while_the_database_is_stopped_and_killed() {
    let Some(cluster) = Cluster::start() else { return };
    let hows = ["fast", "kill"];
    through(
        &cluster.url,
        async |world, n| {
            pushed(world).await;
            cluster.halt(hows[n]);
            noticed(world).await;
            // The phones meet it as well.
            tokio::time::timeout(AGAIN, noticed(world)).await.unwrap();
            cluster.resume();
        },
        hows.len(),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_while_the_database_is_replaced_by_its_standby() {
    let Some(primary) = Cluster::start() else { return };
    let standby = primary.standby_with_every_commit();
    let both = primary.url.replace(primary.host(), &format!("{},{}", primary.host(), standby.host()));
    through(
        &both,
        async |world, _| {
            pushed(world).await;
            primary.halt("kill");
            noticed(world).await;
            standby.promote();
        },
        1,
    )
    .await;
}
