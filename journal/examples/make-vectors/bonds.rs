//! Vectors of the exchange between both sides: invitation, handover, epochs, renewals, and the resulting bonds.

use journal::seal::epoch::{self, begin};
use journal::seal::invitation::accept_handover;
use journal::seal::renewal::{RenewalInput, renew};
use journal::seal::{Bond, Random};
use journal::vectors::{Desk, Step, id};
use protocol::care::{Collection, EpochHandover, EpochKey, Handover};
use protocol::{Blob, CollectionId};

use super::met::{
    CLIENT, EXPIRES, INVITATION, Met, STRANGER, THERAPIST, blob, desk, export, meet, member, now, written,
};
use super::{COLLECTION, OTHER, Steps, cut, flip, key};

pub(super) fn invitations() -> Steps {
    let mut met = meet();
    let text = met.link.text();
    let open = |link: &str, welcome: Blob, now_ms| Step::Welcome { link: link.into(), welcome, now_ms };
    let welcome = met.posted.welcome.clone();
    let message = met.desk.handover.as_ref().expect("waits").message.clone();
    let mut steps: Steps = vec![
        ("a link", Step::Link { text: text.clone() }),
        ("a link with space around it", Step::Link { text: format!("  {text}\n") }),
        ("a link without its secret", Step::Link { text: text.rsplit_once('.').expect("a dot").0.into() }),
        ("a link with half of its secret", Step::Link { text: text[..text.len() - 20].into() }),
        ("a link to somewhere else", Step::Link { text: "https://journal.example/privacy".into() }),
        ("a welcome", open(&text, welcome.clone(), 0)),
        ("a welcome in its last millisecond", open(&text, welcome.clone(), EXPIRES - 1)),
        ("a welcome whose time is over", open(&text, welcome.clone(), EXPIRES)),
        ("a flipped bit in a welcome", open(&text, flip(&welcome, 20), 0)),
        ("a welcome of another invitation", open(&text.replace(INVITATION, OTHER), welcome.clone(), 0)),
        ("a truncated welcome", open(&text, cut(&welcome, 20), 0)),
    ];
    steps.extend(handovers(&met, &message));

    let known = {
        let own = &met.therapist.keys;
        accept_handover(own, id(THERAPIST), id(CLIENT), "wren", &met.desk, &[], &now(), &mut met.random)
            .expect("opens")
            .bond
    };
    let own = desk(THERAPIST, &met.therapist.keys, &mut met.random);
    let take = |client: &str, known: &[&Bond], change: &dyn Fn(&mut Collection)| {
        let mut collection = met.desk.clone();
        change(&mut collection);
        let known = known.iter().map(|bond| written(bond)).collect();
        Step::TakeUp { desk: again(&own), client: id(client), collection, known }
    };
    let handover = |c: &mut Collection, change: &dyn Fn(&mut Handover)| change(c.handover.as_mut().expect("waits"));
    let elsewhere = Bond { care: id(COLLECTION), ..known.clone() };
    let somebody = Bond { account: id(STRANGER), ..known.clone() };
    let other = Bond { invitation: id(OTHER), care: id(COLLECTION), ..known.clone() };
    steps.extend([
        ("a handover is taken up", take(CLIENT, &[], &|_| {})),
        ("a handover is taken up beside other bonds", take(CLIENT, &[&other], &|_| {})),
        ("a handover is taken up again", take(CLIENT, &[&known], &|_| {})),
        ("a second answer to one invitation", take(CLIENT, &[&elsewhere], &|_| {})),
        ("a second client for one invitation", take(CLIENT, &[&somebody], &|_| {})),
        ("a bond that has ended", take(CLIENT, &[&known.end(&now(), None)], &|_| {})),
        ("another member", take(CLIENT, &[], &|c| c.members.push(member(STRANGER)))),
        ("a client who is not listed", take(STRANGER, &[], &|_| {})),
        ("a handover attached to another account", take(STRANGER, &[], &|c| c.members[0] = member(STRANGER))),
        ("a handover attached to another collection", take(CLIENT, &[], &|c| c.id = id(COLLECTION))),
        (
            "a handover attached to another invitation",
            take(CLIENT, &[], &|c| handover(c, &|one| one.invitation = id(OTHER))),
        ),
        ("a key that is not the collection's", take(CLIENT, &[], &|c| c.keys[0].key_check = vec![0; 16].into())),
        ("no handover", take(CLIENT, &[], &|c| c.handover = None)),
    ]);
    steps
}

fn handovers(met: &Met, message: &Blob) -> Steps {
    struct Hand<'a> {
        secret: Blob,
        identity: Blob,
        invitation: &'a str,
        collection: &'a str,
        client: &'a str,
        therapist: &'a str,
        message: Blob,
    }
    let base = || Hand {
        secret: blob(met.link.secret.expose()),
        identity: blob(met.therapist.keys.identity().expose()),
        invitation: INVITATION,
        collection: OTHER,
        client: CLIENT,
        therapist: THERAPIST,
        message: message.clone(),
    };
    let step = |hand: Hand<'_>| Step::Handover {
        secret: hand.secret,
        identity: hand.identity,
        invitation: id(hand.invitation),
        collection: id(hand.collection),
        client_account: id(hand.client),
        therapist_account: id(hand.therapist),
        message: hand.message,
    };
    let with = |message: Blob| step(Hand { message, ..base() });
    vec![
        ("a handover", step(base())),
        ("another secret: the server made it up", step(Hand { secret: key(4), ..base() })),
        ("another therapist's identity", step(Hand { identity: key(4), ..base() })),
        ("another collection", step(Hand { collection: COLLECTION, ..base() })),
        ("another invitation", step(Hand { invitation: OTHER, ..base() })),
        ("another client's account", step(Hand { client: STRANGER, ..base() })),
        ("another therapist's account", step(Hand { therapist: STRANGER, ..base() })),
        ("another client's identity", with(flip(message, 5))),
        ("a flipped bit in the encapsulated key", with(flip(message, 40))),
        ("a flipped bit in the ciphertext", with(flip(message, 80))),
        ("a handover cut in its identity", with(cut(message, 20))),
        ("a handover cut in its ciphertext", with(cut(message, message.0.len() - 1))),
        ("a handover with something after it", with([message.as_ref(), &[0]].concat().into())),
        ("an empty handover", with(Blob::default())),
        ("a handover of a newer format", with([&[3], &message.as_ref()[1..]].concat().into())),
    ]
}

pub(super) fn steps() -> Steps {
    let mut met = meet();
    let care: CollectionId = id(OTHER);
    let first = {
        let own = &met.therapist.keys;
        accept_handover(own, id(THERAPIST), id(CLIENT), "wren", &met.desk, &[], &now(), &mut met.random)
            .expect("opens")
            .bond
    };
    let begun = begin(&met.care, &met.bond, id(CLIENT), &met.own, &mut met.random).expect("begins");
    let message = begun.new.handovers[0].message.clone();

    // The desk's list after it has stored the first key: the second key is pending.
    let mut waiting = met.desk.clone();
    waiting.handover = None;
    waiting.keys[0].key_sealed = Some(Blob::default());
    waiting.epoch = 2;
    waiting.keys.push(header(2, begun.new.key_check.clone(), None, message.clone()));

    let mut steps = epochs(&met, care, &message);
    steps.extend(beginning(&mut met));
    steps.extend(renewals(&mut met, &first, &waiting));
    let own = desk(THERAPIST, &met.therapist.keys, &mut met.random);
    let over = |bond: &Bond, change: &dyn Fn(&mut Collection)| {
        let mut collection = waiting.clone();
        change(&mut collection);
        Step::TakeOver { desk: again(&own), collection, bond: written(bond) }
    };
    let second = over(&first, &|_| {});
    let compared = first.compared(&now());
    let at_two = Bond { epoch: 2, key_check: [0; 16], ..first.clone() };
    steps.extend([
        ("an epoch is taken over", second),
        ("an epoch is taken over after the words were compared", over(&compared, &|_| {})),
        (
            "an epoch that does not go on from what the desk has: compare the words",
            over(&Bond { transcript: [1; 32], ..compared.clone() }, &|_| {}),
        ),
        ("another key for an epoch that the desk has", over(&at_two, &|_| {})),
        ("an epoch with another member", over(&first, &|c| c.members.push(member(STRANGER)))),
        ("an epoch without the client", over(&first, &|c| c.members.truncate(0))),
        ("an epoch of a bond that has ended", over(&first.end(&now(), None), &|_| {})),
        ("an epoch whose key is another one", over(&first, &|c| c.keys[1].key_check = vec![0; 16].into())),
        ("an epoch from another account", over(&first, &|c| waits(c).account = id(STRANGER))),
        ("an epoch that is called a renewal", over(&first, &|c| waits(c).generation = Some(2))),
        ("an epoch under another number", over(&first, &|c| c.keys[1].epoch = 3)),
    ]);
    steps.extend(merging(&first));
    let words = |transcript: Blob, collection: &str| Step::SafetyWords { transcript, collection: id(collection) };
    steps.extend([
        ("safety words", words(blob(&first.transcript), OTHER)),
        ("safety words of another collection", words(blob(&first.transcript), COLLECTION)),
        ("safety words of another key", words(blob(&begun.bond.transcript), OTHER)),
        ("safety words of half a transcript", words(vec![1; 16].into(), OTHER)),
    ]);
    steps
}

fn epochs(met: &Met, collection: CollectionId, message: &Blob) -> Steps {
    let (secret, identity) = (blob(&met.bond.secret), blob(met.therapist.keys.identity().expose()));
    let client = blob(met.own.identity().public());
    let step = |secret: &Blob, identity: &Blob, client: &Blob, collection, epoch, message: Blob| Step::Epoch {
        secret: secret.clone(),
        identity: identity.clone(),
        client: client.clone(),
        collection,
        epoch,
        message,
    };
    let good = || message.clone();
    let with = |message: Blob| step(&secret, &identity, &client, collection, 2, message);
    vec![
        ("an epoch message", with(good())),
        ("an epoch message without the bond's secret", step(&key(3), &identity, &client, collection, 2, good())),
        ("an epoch message for somebody else", step(&secret, &key(3), &client, collection, 2, good())),
        ("an epoch message from somebody else", step(&secret, &identity, &key(9), collection, 2, good())),
        ("an epoch message of another collection", step(&secret, &identity, &client, id(COLLECTION), 2, good())),
        ("an epoch message of another epoch", step(&secret, &identity, &client, collection, 3, good())),
        ("an epoch message with a flipped bit", with(flip(message, 50))),
        ("an epoch message cut short", with(cut(message, 30))),
        ("an epoch message of an older format", with([&[1], &message.as_ref()[1..]].concat().into())),
        ("an empty epoch message", with(Blob::default())),
    ]
}

fn beginning(met: &mut Met) -> Steps {
    let own = desk(CLIENT, &met.own, &mut met.random);
    let held = blob(met.own.keyring.get(met.bond.care, 1).expect("held").expose());
    let step = |bond: &Bond, change: &dyn Fn(&mut Collection)| {
        let mut collection = met.care.clone();
        change(&mut collection);
        Step::Begin { desk: again(&own), collection, bond: written(bond), key: held.clone() }
    };
    let bond = &met.bond;
    vec![
        ("an epoch is begun for the bond's account alone", step(bond, &|_| {})),
        ("an epoch is begun that waits for its key", step(bond, &|c| c.epoch = 2)),
        ("a third member", step(bond, &|c| c.members.push(member(STRANGER)))),
        ("a member in the therapist's place", step(bond, &|c| c.members[1] = member(STRANGER))),
        ("no therapist", step(bond, &|c| c.members.truncate(1))),
        ("a bond that has ended", step(&bond.end(&now(), None), &|_| {})),
        ("a bond under older keys", step(&Bond { own_generation: 9, ..bond.clone() }, &|_| {})),
        ("an epoch out of reach", step(bond, &|c| c.epoch = u32::MAX)),
    ]
}

fn renewals(met: &mut Met, first: &Bond, listed: &Collection) -> Steps {
    let care: CollectionId = id(OTHER);
    let journal = super::met::listed(&met.client.private, protocol::care::CollectionKind::Private, &[CLIENT]);
    let (account, code, at) = (id(CLIENT), &met.client.code, now());
    let collections = [journal, met.care.clone()];
    let before = RenewalInput {
        account,
        own: &met.own,
        code: Some(code),
        export: &export(7),
        listed: &collections,
        bonds: std::slice::from_ref(&met.bond),
        now: &at,
    };
    let renewed = renew(&before, &mut met.random).expect("renews");
    let new = &renewed.epochs[1];
    let handed = new.handovers[0].clone();
    let message = handed.message.clone();
    let (secret, identity) = (blob(&met.bond.secret), blob(met.therapist.keys.identity().expose()));
    let old = blob(met.own.identity().public());
    let open = |secret: &Blob, identity: &Blob, client: &Blob, collection, generation, message: Blob| Step::Renewal {
        secret: secret.clone(),
        identity: identity.clone(),
        client: client.clone(),
        collection,
        generation,
        message,
    };
    let good = || message.clone();
    let with = |message: Blob| open(&secret, &identity, &old, care, 2, message);
    let mut steps = vec![
        ("a renewal message", with(good())),
        ("a renewal message without the bond's secret", open(&key(3), &identity, &old, care, 2, good())),
        ("a renewal message for somebody else", open(&secret, &key(3), &old, care, 2, good())),
        ("a renewal message after another identity", open(&secret, &identity, &key(9), care, 2, good())),
        ("a renewal message of another collection", open(&secret, &identity, &old, id(COLLECTION), 2, good())),
        ("a renewal message of another generation", open(&secret, &identity, &old, care, 3, good())),
        ("a renewal message with another identity", with(flip(&message, 9))),
        ("a renewal message with a flipped bit", with(flip(&message, 90))),
        ("a renewal message cut in its identity", with(cut(&message, 30))),
        ("a renewal message of a newer format", with([&[3], &message.as_ref()[1..]].concat().into())),
    ];

    let own = desk(THERAPIST, &met.therapist.keys, &mut met.random);
    let over = |bond: &Bond, change: &dyn Fn(&mut Collection)| {
        let mut collection = listed.clone();
        collection.keys[1] = header(2, new.key_check.clone(), handed.generation, message.clone());
        change(&mut collection);
        Step::TakeOver { desk: again(&own), collection, bond: written(bond) }
    };
    let taken = {
        let mut keys = met.therapist.keys.clone();
        let mut collection = listed.clone();
        collection.keys[1] = header(2, new.key_check.clone(), handed.generation, message.clone());
        let mut random = Random::from_seed([1; 32]);
        epoch::accept_keys(&collection, first, id(THERAPIST), &mut keys, &at, &mut random).expect("opens")
    };
    let after = taken.bond.expect("renewed");
    let under_old = begin(&met.care, &met.bond, account, &met.own, &mut met.random).expect("begins");
    steps.extend([
        ("a renewal is accepted", over(first, &|_| {})),
        ("a renewal is accepted again", over(&after, &|_| {})),
        ("a renewal to an identity that was not committed to", over(&Bond { next: [0; 32], ..first.clone() }, &|_| {})),
        ("a renewal of an older generation", over(&Bond { generation: 3, ..first.clone() }, &|_| {})),
        ("a renewal that leaves a generation out", over(first, &|c| waits(c).generation = Some(3))),
        ("a renewal of another bond", over(&Bond { secret: [0; 32], ..first.clone() }, &|_| {})),
        ("a renewal whose key is another one", over(first, &|c| c.keys[1].key_check = vec![0; 16].into())),
        ("a renewal under another epoch", over(first, &|c| c.keys[1].epoch = 3)),
        ("a renewal to an epoch that the desk has", over(&Bond { epoch: 2, ..first.clone() }, &|_| {})),
        (
            "an epoch under the old key after the renewal",
            over(&after, &|c| {
                c.keys[1] =
                    header(2, under_old.new.key_check.clone(), None, under_old.new.handovers[0].message.clone());
            }),
        ),
    ]);
    steps
}

fn merging(bond: &Bond) -> Steps {
    let merge = |one: &Bond, other: &Bond| Step::MergeBonds { one: written(one), other: written(other) };
    let later = Bond { epoch: 2, transcript: [1; 32], ..bond.clone() };
    let renewed = Bond { generation: 2, ..bond.clone() };
    let fork = Bond { epoch: 2, transcript: [2; 32], name: "another".into(), ..bond.clone() };
    let mut nameless = written(bond);
    nameless.remove("identity");
    vec![
        ("a bond with a later epoch", merge(bond, &later)),
        ("a bond with a later generation", merge(&later, &renewed)),
        ("two bonds of one epoch: the smaller transcript", merge(&fork, &later)),
        ("a bond that was ended on the older side", merge(&bond.end(&now(), None), &later)),
        ("a bond whose words were compared at another key", merge(&bond.compared(&now()), &later)),
        ("a bond whose words were compared at this key", merge(&bond.compared(&now()), bond)),
        ("a bond without an identity", Step::MergeBonds { one: nameless, other: written(bond) }),
        ("a bond of epoch zero", merge(&Bond { epoch: 0, ..bond.clone() }, bond)),
    ]
}

fn header(epoch: u32, key_check: Blob, generation: Option<u32>, message: Blob) -> EpochKey {
    let handover = Some(EpochHandover { account: id(CLIENT), generation, message });
    EpochKey { epoch, key_check, key_sealed: None, handover }
}

fn waits(collection: &mut Collection) -> &mut EpochHandover {
    collection.keys[1].handover.as_mut().expect("waits")
}

fn again(desk: &Desk) -> Desk {
    let Desk { account, account_key, manifest } = desk;
    Desk { account: *account, account_key: account_key.clone(), manifest: manifest.clone() }
}
