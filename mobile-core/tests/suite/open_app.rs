//! An open app stays in sync: it is told of changes, and says when the network is away.

use std::sync::Arc;

use mobile_core::{Observer, View, Writing};

use crate::world::{PASSWORD, PhoneInHand, World};

struct Screen(tokio::sync::mpsc::UnboundedSender<View>);

impl Observer for Screen {
    fn changed(&self, view: View) {
        let _ = self.0.send(view);
    }
}

#[tokio::test]
async fn an_open_app_says_when_the_network_is_away_and_stops_when_told_to() {
    let world = World::new().await;
    let phone = PhoneInHand::new();
    phone.account().register(&format!("http://{}", world.server.address()), "wren", PASSWORD).await.unwrap();
    let (sender, mut changes) = tokio::sync::mpsc::unbounded_channel();
    phone.observe(Arc::new(Screen(sender)));
    let offline = || phone.sync().status().unwrap().reasons.iter().any(|reason| reason.code == "offline");
    let story = async {
        while !phone.sync().status().unwrap().in_sync {
            changes.recv().await.unwrap();
        }
        assert!(!offline());
        world.end().await;
        // An unsent change, so that it is no longer in sync.
        phone.entries().write(&Writing::text("on the train")).unwrap();
        while !offline() {
            changes.recv().await.unwrap();
        }
        phone.sync().stop_syncing();
    };
    let (ended, ()) = tokio::join!(phone.sync().stay_in_sync(), story);
    assert_eq!(ended, Ok(()));
}

#[tokio::test]
async fn an_open_app_is_told_and_does_not_ask() {
    let world = World::new().await;
    let direct = format!("http://{}", world.server.address());
    let (writer, reader) = (PhoneInHand::new(), PhoneInHand::new());
    writer.account().register(&direct, "wren", PASSWORD).await.unwrap();
    reader.account().sign_in(&direct, "wren", PASSWORD).await.unwrap();
    let (sender, mut changes) = tokio::sync::mpsc::unbounded_channel();
    reader.observe(Arc::new(Screen(sender)));
    let story = async {
        for n in 1..=3 {
            writer.entries().write(&Writing::text(format!("entry {n}"))).unwrap();
            writer.sync().run().await.unwrap();
            while reader.texts().len() < n {
                changes.recv().await.unwrap();
            }
        }
        // Entries on the unlocked phone are synced automatically.
        reader.entries().write(&Writing::text("entry 4")).unwrap();
        while !reader.sync().status().unwrap().in_sync {
            changes.recv().await.unwrap();
        }
        writer.sync().run().await.unwrap();
        assert_eq!(writer.texts().len(), 4);
    };
    tokio::select! {
        ended = reader.sync().stay_in_sync() => panic!("it ended: {ended:?}"),
        () = story => {}
    }
    world.end().await;
}
