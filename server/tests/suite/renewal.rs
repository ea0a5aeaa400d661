//! Manifests, and replacing all keys after a phone was lost.

use opaque_ke::ClientRegistration;
use protocol::account::*;
use protocol::care::*;
use protocol::sync::{Push, PushResult, SyncRequest};
use protocol::{Blob, Code, CollectionId};
use rand::rngs::OsRng;
use reqwest::Response;

use crate::people::*;
use crate::world::{World, on_each_database};

#[tokio::test]
async fn the_next_manifest_is_taken_and_no_other() {
    on_each_database(|world| async {
        let (wren, osei) = (world.client("wren").await, world.founder("m.osei").await);
        for person in [&wren, &osei] {
            let second: Session = world.sign_in(&person.handle, &person.password, device("b")).await.made().await;
            let second = world.person(&person.handle, second, person.private);
            assert_eq!(second.sync(SyncRequest::default()).await.manifest, 1);
            let next = manifest(2, "second");
            // Its response may be lost: a repeat gets the same one.
            for _ in 0..2 {
                person.put("/v1/me/manifest", &next).await.done().await;
            }
            let version = |version| manifest(version, "other");
            for other in [version(0), version(1), version(2), version(4), version(u32::MAX)] {
                assert_eq!(person.put("/v1/me/manifest", &other).await.refused().await.code, Code::ManifestTaken);
            }
            for sealed in [Blob::default(), Blob(vec![7; 1025])] {
                let bent = SealedManifest { version: 3, sealed };
                assert_eq!(person.put("/v1/me/manifest", &bent).await.refused().await.code, Code::Unprocessable);
            }
            // The other device is notified at its next call.
            let asked = SyncRequest { cursors: [(person.private.unwrap(), 0)].into(), ..Default::default() };
            assert_eq!(second.sync(asked).await.manifest, 2);
            let me: Account = second.get("/v1/me").await.made().await;
            assert_eq!(me.manifest, next);
            let again: Session = world.sign_in(&person.handle, &person.password, device("c")).await.made().await;
            assert_eq!(again.account.manifest, next);
        }
        let started = ClientRegistration::<Suite>::start(&mut OsRng, b"p").unwrap();
        let asked = RecoveryStart {
            handle: "wren".into(),
            token: token("recovery of wren"),
            message: started.message.serialize().to_vec().into(),
        };
        let recovering: RecoveryStarted = world.post("/v1/recovery/start", &asked).await.made().await;
        assert_eq!(recovering.manifest, manifest(2, "second"));
        world
    })
    .await;
}

const NEW_PASSWORD: &str = "another pass phrase";

/// A client with a journal, a care collection, and a second phone that is lost.
struct Story {
    osei: Person,
    wren: Person,
    lost: Person,
    journal: CollectionId,
    care: CollectionId,
}

impl Story {
    async fn begin(world: &World) -> Self {
        let (osei, wren) = (world.founder("m.osei").await, world.client("wren").await);
        let care = wren.accept(osei.invite().await).await.id;
        let lost: Session = world.sign_in("wren", &wren.password, device("lost")).await.made().await;
        let lost = world.person("wren", lost, wren.private);
        Self { osei, lost, journal: wren.private.unwrap(), care, wren }
    }

    async fn renewal(&self, world: &World) -> Renewal {
        self.renewal_with(world.proof(&self.wren.handle, &self.wren.password).await).await
    }

    async fn renewal_with(&self, proof: PasswordProof) -> Renewal {
        let started = ClientRegistration::<Suite>::start(&mut OsRng, NEW_PASSWORD.as_bytes()).unwrap();
        let asked = PasswordStart { message: started.message.serialize().to_vec().into() };
        let answer: RegistrationStarted = self.wren.post("/v1/me/password/start", &asked).await.made().await;
        let key = |collection, epoch| RenewedKey { collection, epoch, key_sealed: sealed(&format!("anew {epoch}")) };
        let epoch = |collection, handovers| RenewedEpoch { collection, epoch: 2, key_check: sealed("anew"), handovers };
        let handover = EpochHandover { account: self.osei.id(), generation: Some(2), message: sealed("renewal") };
        let (journal, care) = (self.journal, self.care);
        Renewal {
            proof,
            message: finish_registration(started.state, NEW_PASSWORD, &answer.message),
            keys: KeyBundle {
                account_by_password: sealed("anew by password"),
                account_by_recovery: sealed("anew by recovery"),
            },
            manifest: manifest(2, "anew"),
            recovery: RecoveryVerifier { token: token("another code") },
            stored: vec![key(journal, 1), key(journal, 2), key(care, 1), key(care, 2)],
            epochs: vec![epoch(journal, vec![]), epoch(care, vec![handover])],
        }
    }

    async fn send(&self, renewal: &Renewal) -> Response {
        self.wren.post("/v1/me/renewal", renewal).await
    }

    /// The state that a renewal changes.
    async fn snapshot(&self) -> (Account, Vec<Collection>, Vec<Collection>, Vec<Device>) {
        (
            self.wren.get("/v1/me").await.made().await,
            self.wren.collections().await,
            self.osei.collections().await,
            self.wren.get("/v1/devices").await.made().await,
        )
    }
}

#[tokio::test]
async fn a_renewal_exchanges_everything_at_once_and_again_is_answered_the_same() {
    on_each_database(|world| async {
        let story = Story::begin(&world).await;
        let Story { osei, wren, lost, journal, care } = &story;
        // A sign-in that the lost phone has started does not complete.
        let begun = world.proof("wren", &wren.password).await;
        let renewal = story.renewal(&world).await;
        story.send(&renewal).await.done().await;

        let (me, mine, theirs, devices) = story.snapshot().await;
        assert_eq!((&me.keys, &me.manifest), (&renewal.keys, &renewal.manifest));
        assert_eq!(mine.iter().map(|one| one.epoch).collect::<Vec<_>>(), [2, 2]);
        let keys: Vec<_> = mine.iter().flat_map(|one| &one.keys).map(|key| key.key_sealed.clone().unwrap()).collect();
        assert_eq!(keys, [sealed("anew 1"), sealed("anew 2"), sealed("anew 1"), sealed("anew 2")]);
        let shared = theirs.iter().find(|one| one.id == *care).unwrap();
        let waits = EpochHandover { account: wren.id(), generation: Some(2), message: sealed("renewal") };
        assert_eq!((shared.epoch, shared.keys[1].handover.clone()), (2, Some(waits)));
        assert_eq!(shared.keys[0].key_sealed, None, "the therapist's copy is the therapist's");
        assert_eq!(devices.len(), 1);
        assert_eq!(lost.get("/v1/me").await.refused().await.code, Code::Unauthenticated);
        let sign_in = SignInFinish {
            attempt: begun.attempt,
            message: begun.message,
            device: device("lost again"),
            second_factor: None,
        };
        assert_eq!(world.post("/v1/sessions/finish", &sign_in).await.refused().await.code, Code::WrongCredentials);
        let old = world.sign_in("wren", &wren.password, device("x")).await.refused().await;
        assert_eq!(old.code, Code::WrongCredentials);
        world.sign_in("wren", NEW_PASSWORD, device("x")).await.made::<Session>().await;
        for (code, right) in [("recovery of wren", false), ("another code", true)] {
            let started = ClientRegistration::<Suite>::start(&mut OsRng, b"p").unwrap();
            let message = started.message.serialize().to_vec().into();
            let asked = RecoveryStart { handle: "wren".into(), token: token(code), message };
            assert_eq!(world.post("/v1/recovery/start", &asked).await.status().is_success(), right);
        }

        // A repeat after a lost response: its proof is consumed, and nothing changes.
        let before = format!("{:?}", story.snapshot().await);
        story.send(&renewal).await.done().await;
        assert_eq!(format!("{:?}", story.snapshot().await), before);
        // With different content it is another renewal.
        let bends: [fn(&mut Renewal); 5] = [
            |bent| bent.keys.account_by_recovery = sealed("x"),
            |bent| bent.recovery.token = token("x"),
            |bent| bent.stored[0].key_sealed = sealed("x"),
            |bent| bent.epochs[1].key_check = sealed("x"),
            |bent| bent.manifest.sealed = sealed("x"),
        ];
        for bend in bends {
            let mut bent = renewal.clone();
            bend(&mut bent);
            assert_eq!(story.send(&bent).await.refused().await.code, Code::WrongCredentials, "its proof is used up");
            let started = world.proof("wren", NEW_PASSWORD).await;
            let bent = Renewal { proof: started, ..bent };
            assert_eq!(story.send(&bent).await.refused().await.code, Code::ManifestTaken);
        }
        // The therapist accepts the key, and pushes under the new one only.
        let kept = StoreKey { epoch: 2, key_sealed: sealed("theirs") };
        osei.put(&format!("/v1/collections/{care}/key"), &kept).await.done().await;
        let shared = osei.in_care().await.remove(0);
        assert_eq!(
            (shared.keys[1].handover.clone(), shared.keys[1].key_sealed.clone()),
            (None, Some(sealed("theirs")))
        );
        for (place, person) in [(*journal, wren), (*care, osei)] {
            let old = Push { blob: envelope(1, "x"), ..push(place, record_id(), 0, "") };
            let results = person.push(vec![old]).await;
            assert_eq!(results, [PushResult::Rejected { code: Code::EpochOver }]);
        }
        world
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_cannot_be_changes_nothing() {
    on_each_database(|world| async {
        let story = Story::begin(&world).await;
        let before = format!("{:?}", story.snapshot().await);
        let large = || Blob(vec![7; 20_000]);
        type Bend = (&'static str, Code, fn(&Story, &mut Renewal));
        let bends: [Bend; 26] = [
            ("no such record", Code::Malformed, |_, bent| bent.message = Blob(vec![7; 10])),
            ("no proof", Code::WrongCredentials, |_, bent| bent.proof.attempt = "none".into()),
            ("a wrong proof", Code::WrongCredentials, |_, bent| bent.proof.message = Blob(vec![7; 64])),
            ("an empty key", Code::Unprocessable, |_, bent| bent.keys.account_by_password = Blob::default()),
            ("a large key", Code::Unprocessable, |_, bent| bent.keys.account_by_recovery = Blob(vec![7; 1025])),
            ("a short token", Code::Unprocessable, |_, bent| bent.recovery.token = Blob(vec![7; 31])),
            ("no manifest", Code::Unprocessable, |_, bent| bent.manifest.sealed = Blob::default()),
            ("the manifest before", Code::ManifestTaken, |_, bent| bent.manifest.version = 1),
            ("the manifest after next", Code::ManifestTaken, |_, bent| bent.manifest.version = 3),
            ("a key left out", Code::EpochTaken, |_, bent| drop(bent.stored.pop())),
            ("an earlier key left out", Code::EpochTaken, |_, bent| drop(bent.stored.remove(0))),
            ("a key of nobody's", Code::EpochTaken, |_, bent| {
                bent.stored.push(RenewedKey { collection: collection_id(), epoch: 1, key_sealed: sealed("x") });
            }),
            ("a key twice", Code::Unprocessable, |_, bent| bent.stored.push(bent.stored[0].clone())),
            ("an empty copy", Code::Unprocessable, |_, bent| bent.stored[3].key_sealed = Blob::default()),
            ("no private epoch", Code::Unprocessable, |_, bent| drop(bent.epochs.remove(0))),
            ("no epoch", Code::Unprocessable, |_, bent| bent.epochs.clear()),
            ("an epoch twice", Code::Unprocessable, |_, bent| bent.epochs.push(bent.epochs[0].clone())),
            ("an epoch of nobody's", Code::NotFound, |_, bent| bent.epochs[1].collection = collection_id()),
            ("an epoch that is there", Code::EpochTaken, |_, bent| bent.epochs[1].epoch = 1),
            ("an epoch too far", Code::Unprocessable, |_, bent| bent.epochs[0].epoch = 3),
            ("no key check", Code::Unprocessable, |_, bent| bent.epochs[0].key_check = Blob::default()),
            ("nobody told", Code::EpochTaken, |_, bent| bent.epochs[1].handovers.clear()),
            ("a private key told", Code::Unprocessable, |_, bent| {
                bent.epochs[0].handovers = bent.epochs[1].handovers.clone();
            }),
            ("told twice", Code::Unprocessable, |_, bent| {
                let again = bent.epochs[1].handovers[0].clone();
                bent.epochs[1].handovers.push(again);
            }),
            ("a stranger told", Code::EpochTaken, |story, bent| {
                bent.epochs[1].handovers[0].account = story.wren.id();
            }),
            ("no generation", Code::Unprocessable, |_, bent| bent.epochs[1].handovers[0].generation = None),
        ];
        let mut tries = Vec::new();
        for (what, code, bend) in bends {
            let mut bent = story.renewal(&world).await;
            bend(&story, &mut bent);
            tries.push((what, code, bent));
        }
        let mut first = story.renewal(&world).await;
        first.epochs[1].handovers[0].generation = Some(1);
        tries.push(("the first generation", Code::Unprocessable, first));
        let mut long = story.renewal(&world).await;
        long.epochs[1].handovers[0].message = large();
        tries.push(("a large message", Code::Unprocessable, long));
        let mut others = story.renewal(&world).await;
        others.proof = world.proof("m.osei", &story.osei.password).await;
        tries.push(("another's password", Code::WrongCredentials, others));
        for (what, code, bent) in tries {
            // A rejected renewal with a good proof consumed the proof, and nothing else.
            assert_eq!(story.send(&bent).await.refused().await.code, code, "{what}");
            assert_eq!(format!("{:?}", story.snapshot().await), before, "{what}");
        }
        let mut short = serde_json::to_value(story.renewal(&world).await).unwrap();
        short.as_object_mut().unwrap().remove("epochs");
        let refused = story.wren.post("/v1/me/renewal", &short).await.refused().await;
        assert_eq!(refused.code, Code::Malformed);
        // Members of a practice cannot renew their keys.
        let refused = story.osei.post("/v1/me/renewal", &story.renewal(&world).await).await.refused().await;
        assert_eq!(refused.code, Code::Forbidden);
        assert_eq!(format!("{:?}", story.snapshot().await), before);
        story.send(&story.renewal(&world).await).await.done().await;
        world
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_another_device_was_before_changes_nothing() {
    on_each_database(|world| async {
        // Another device begins an epoch of the journal or the care collection, or changes the manifest; the
        // therapist leaves; another one joins; another renewal was first.
        for other in 0..6 {
            let handle = format!("wren.{other}");
            let osei = world.founder(&format!("m.osei.{other}")).await;
            let wren = world.client(&handle).await;
            let care = wren.accept(osei.invite().await).await.id;
            let lost = wren.clone();
            let story = Story { osei, lost, journal: wren.private.unwrap(), care, wren };
            let with_proof =
                async |renewal: Renewal| Renewal { proof: world.proof(&handle, &story.wren.password).await, ..renewal };
            let renewal = Renewal { manifest: manifest(2, "mine"), ..story.renewal(&world).await };
            let next = |key_check, manifest| NewEpoch {
                epoch: 2,
                key_check,
                key_sealed: sealed("x"),
                handovers: vec![],
                manifest,
            };
            let told = EpochHandover { account: story.osei.id(), generation: None, message: sealed("x") };
            let epochs = |of: CollectionId| format!("/v1/collections/{of}/epochs");
            let expected = match other {
                0 => {
                    let first = next(sealed("theirs"), Some(manifest(2, "theirs")));
                    story.wren.post(&epochs(story.journal), &first).await.made::<Collection>().await;
                    Code::ManifestTaken
                }
                1 => {
                    let first = NewEpoch { handovers: vec![told], ..next(sealed("theirs"), None) };
                    story.wren.post(&epochs(story.care), &first).await.made::<Collection>().await;
                    Code::EpochTaken
                }
                2 => {
                    story.wren.put("/v1/me/manifest", &manifest(2, "theirs")).await.done().await;
                    Code::ManifestTaken
                }
                3 => {
                    let member = format!("/v1/collections/{}/members/{}", story.care, story.osei.id());
                    story.wren.delete(&member).await.done().await;
                    Code::EpochTaken
                }
                4 => {
                    story.wren.accept(story.osei.invite().await).await;
                    Code::EpochTaken
                }
                _ => {
                    let first = Renewal { manifest: manifest(2, "theirs"), ..story.renewal(&world).await };
                    story.send(&first).await.done().await;
                    // Its password has changed.
                    let refused = story.send(&with_proof_of(&world, &handle, &renewal).await).await.refused().await;
                    assert_eq!(refused.code, Code::ManifestTaken);
                    continue;
                }
            };
            let before = format!("{:?}", story.snapshot().await);
            let refused = story.send(&with_proof(renewal).await).await.refused().await;
            assert_eq!(refused.code, expected, "{other}");
            assert_eq!(format!("{:?}", story.snapshot().await), before, "{other}");
        }
        world
    })
    .await;
}

async fn with_proof_of(world: &World, handle: &str, renewal: &Renewal) -> Renewal {
    Renewal { proof: world.proof(handle, NEW_PASSWORD).await, ..renewal.clone() }
}
