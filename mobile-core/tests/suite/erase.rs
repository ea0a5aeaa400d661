//! Everything is deleted, and the report names what was deleted.

use mobile_core::secrets::{STORE_KEY, SecretStore as _};
use mobile_core::store::Error as Store;
use mobile_core::{Error, NewAttachment, Writing};

use crate::world::{PASSWORD, PhoneInHand, World};

#[tokio::test]
async fn everything_is_gone_on_the_phone_and_on_the_server_and_it_is_said() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing::text("shared once")).unwrap();
    let about = NewAttachment { media_type: "audio/mp4".into(), ..NewAttachment::default() };
    phone.attachments().attach(entry, &mut &[7; 1_000][..], &about).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let other = world.signed_in("wren").await;

    let wrong = phone.erasure().erase_everything("not the password").await.unwrap_err();
    assert_eq!(wrong.code(), "wrong_credentials");
    world.network.down(true);
    assert_eq!(phone.erasure().erase_everything(PASSWORD).await.unwrap_err(), Error::Offline);
    world.network.down(false);
    assert_eq!(phone.texts(), ["shared once"], "until the server has said so, nothing is gone");

    let gone = phone.erasure().erase_everything(PASSWORD).await.unwrap();
    assert!(gone.account && gone.keys_here && gone.records_here == 2 && gone.backups_forget_at.is_some());
    assert!(gone.collections >= 2 && gone.records >= 2 && gone.attachments >= 2 && gone.devices == 2, "{gone:?}");
    assert_eq!(phone.entries().write(&Writing::text("x")).unwrap_err(), Error::Store(Store::Closed));
    assert_eq!(phone.secrets.load(STORE_KEY.into()).unwrap(), None);
    assert_eq!(std::fs::read_dir(phone.home.path()).unwrap().count(), 0);

    assert!(other.sync().run().await.is_err(), "the account's other phones are out");
    assert!(therapist.collections().await.iter().all(|collection| collection.id.to_string() != care));
    let nobody = PhoneInHand::new();
    let refused = nobody.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap_err();
    assert_eq!(refused.code(), "wrong_credentials");
    // The phone itself starts with a new journal.
    assert_eq!(phone.killed().texts(), Vec::<String>::new());
    world.end().await;
}
