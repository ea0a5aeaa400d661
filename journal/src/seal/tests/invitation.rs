use super::*;
use crate::seal::Error;
use crate::seal::invitation::{open_welcome, own_label};
use crate::seal::words::{safety_words, transcript_words};
use crate::seal::{InvitationSecret, WordList};

#[test]
fn both_sides_have_the_same_key_secret_and_words() {
    let pair = bonded_pair();
    pair.assert_sides_agree();
    let (one, two) = (&pair.bond, &pair.desk_bond);
    assert_eq!((one.account, two.account), (id(THERAPIST), id(CLIENT)));
    assert_eq!((&one.identity, &two.identity), (pair.therapist.identity().public(), pair.client.identity().public()));
    assert_eq!((one.next_identity(), two.next_identity()), (pair.therapist.manifest.next, pair.client.manifest.next));
    assert_eq!((one.name.as_str(), one.practice.as_str(), one.purpose), ("M. Osei", "Harbour", Purpose::Supervision));
    assert_eq!(two.name, "Wren");
    let words = |bond| safety_words(WordList::built_in(), bond).unwrap();
    assert_eq!(words(one), words(two));
    assert_eq!(words(one).0, 1);
    let list = WordList::built_in();
    assert_ne!(transcript_words(list, &[1; 32], care()).unwrap(), words(one).1);
}

#[test]
fn a_welcome_contains_the_therapist_and_the_expiry() {
    let mut random = Random::from_seed([3; 32]);
    let keys = create_account(THERAPIST, &mut random).keys;
    let welcome = Welcome::new(id(THERAPIST), &keys, "M. Osei", "Harbour", Purpose::Care, 1_000);
    let (posted, secret) = offer(&keys.account, invitation(), &welcome, Some("Tuesday"), &mut random);
    assert_eq!(own_label(&keys.account, invitation(), posted.label_sealed.as_ref().unwrap()).unwrap(), "Tuesday");
    let link = Link { origin: "https://a.example".into(), invitation: invitation(), secret };
    let link = Link::parse(&link.text()).unwrap();
    assert_eq!(open_welcome(&link, &posted.welcome, 999).unwrap(), welcome);
    // Case 29: the server may present the invitation as open forever.
    assert_eq!(open_welcome(&link, &posted.welcome, 1_000).unwrap_err(), Error::Expired);
    let other = Link { secret: InvitationSecret::generate(&mut random), ..link };
    assert_eq!(open_welcome(&other, &posted.welcome, 999).unwrap_err(), Error::Unopened);
    let changes: [fn(&mut Welcome); 5] = [
        |welcome| welcome.therapist.push('\u{202e}'),
        |welcome| welcome.practice.push('\n'),
        |welcome| welcome.generation = 0,
        |welcome| welcome.identity.0.truncate(31),
        |welcome| welcome.identity.0.push(0),
    ];
    for change in changes {
        let mut wrong = welcome.clone();
        change(&mut wrong);
        let (posted, secret) = offer(&keys.account, invitation(), &wrong, None, &mut random);
        let link = Link { origin: "https://a.example".into(), invitation: invitation(), secret };
        assert_eq!(open_welcome(&link, &posted.welcome, 0).unwrap_err(), Error::Record);
    }
}

#[test]
fn an_answer_to_an_expired_invitation_is_rejected() {
    let pair = bonded_pair();
    let BondedPair { link, welcome, client, .. } = &pair;
    let random = &mut Random::from_seed([5; 32]);
    let late = accept(link, welcome, care(), id(CLIENT), client, &at(60), random);
    assert_eq!(late.unwrap_err(), Error::Expired);
    let own = accept(link, welcome, care(), id(THERAPIST), client, &at(0), random);
    assert_eq!(own.unwrap_err(), Error::Role, "an account cannot accept its own invitation");
    let desk = accept(link, welcome, care(), id(CLIENT), &pair.therapist, &at(0), random);
    assert_eq!(desk.unwrap_err(), Error::Role);
}

/// Case 26: a handover does not open for another account, collection or invitation.
#[test]
fn a_handover_changed_by_the_server_is_rejected() {
    let pair = bonded_pair();
    let (therapist, desk, mut random) = (&pair.therapist, &pair.desk, Random::from_seed([5; 32]));
    let mut refused = |client: u8, change: &dyn Fn(&mut Collection)| {
        let mut collection = desk.clone();
        change(&mut collection);
        accept_handover(therapist, id(THERAPIST), id(client), "", &collection, &[], &at(1), &mut random).unwrap_err()
    };
    let message = |collection: &mut Collection, at: usize| collection.handover.as_mut().unwrap().message.0[at] ^= 1;
    assert_eq!(refused(CLIENT, &|c| c.keys[0].key_check.0[0] ^= 1), Error::WrongKey);
    assert_eq!(refused(CLIENT, &|c| c.keys.clear()), Error::NoKey);
    assert_eq!(refused(CLIENT, &|c| c.id = private(CLIENT)), Error::Unopened);
    assert_eq!(refused(CLIENT, &|c| message(c, 1)), Error::Unopened, "the client's identity");
    assert_eq!(refused(CLIENT, &|c| message(c, 40)), Error::Unopened, "the encapsulated key");
    assert_eq!(refused(CLIENT, &|c| message(c, 80)), Error::Unopened, "the ciphertext");
    assert_eq!(refused(CLIENT, &|c| message(c, 0)), Error::Version);
    assert_eq!(refused(CLIENT, &|c| c.handover.as_mut().unwrap().message.0.truncate(40)), Error::Truncated);
    assert_eq!(refused(CLIENT, &|c| c.handover = None), Error::NoKey);
    let swap = |c: &mut Collection| c.handover.as_mut().unwrap().invitation = InvitationId::new(3, [3; 10]);
    assert_eq!(refused(CLIENT, &swap), Error::Unopened);
    // The server names another account as the client: the message is not bound to it.
    assert_eq!(refused(9, &|_| {}), Error::Members);
    assert_eq!(refused(9, &|c| c.members[0] = member(9)), Error::Unopened);
    assert_eq!(refused(CLIENT, &|c| c.members.push(member(9))), Error::Members);
    let stranger = create_account(THERAPIST, &mut random).keys;
    let elsewhere = accept_handover(&stranger, id(THERAPIST), id(CLIENT), "", desk, &[], &at(1), &mut random);
    assert_eq!(elsewhere.unwrap_err(), Error::Unopened);
}

/// Case 27: a person with a photo of the QR code answered first, and the client answers the same invitation.
#[test]
fn one_invitation_makes_one_bond() {
    let pair = bonded_pair();
    let (link, welcome, random) = (&pair.link, &pair.welcome, &mut Random::from_seed([5; 32]));
    let other = CollectionId::new(3, [3; 10]);
    let thief = create(id(9), &export(9), private(9), Role::Client, 1, random).unwrap().keys;
    let answer = accept(link, welcome, other, id(9), &thief, &at(0), random).unwrap();
    let mut second = listed(&answer.message.collection, CollectionKind::Care, &[9, THERAPIST]);
    second.handover = pair.desk.handover.clone();
    second.handover.as_mut().unwrap().message = answer.message.handover;
    let known = [pair.desk_bond.clone()];
    let mut take = |client: u8, collection: &Collection, known: &[Bond]| {
        accept_handover(&pair.therapist, id(THERAPIST), id(client), "", collection, known, &at(9), random)
    };
    assert!(take(9, &second, &[]).is_ok(), "without the known bond it is accepted");
    assert_eq!(take(9, &second, &known).unwrap_err(), Error::InvitationTaken);

    // The desk was closed before it stored the key: the same handover returns the same bond.
    let again = take(CLIENT, &pair.desk, &known).unwrap();
    assert!(again.bond == pair.desk_bond);
    assert_eq!(&again.key, pair.client.keyring.newest(care()).unwrap().1);
    // The transcript was replaced later, and a person with the QR code answers for the same account under another
    // identity.
    let broken = Bond { epoch: 3, transcript: [4; 32], ..pair.desk_bond.clone() };
    assert!(take(CLIENT, &pair.desk, std::slice::from_ref(&broken)).unwrap().bond == broken);
    let forged = Bond { identity: [4; 32], ..broken };
    assert_eq!(take(CLIENT, &pair.desk, &[forged]).unwrap_err(), Error::InvitationTaken);
    let ended = [pair.desk_bond.end(&at(2), None)];
    assert_eq!(take(CLIENT, &pair.desk, &ended).unwrap_err(), Error::Ended);
}

#[test]
fn an_invalid_link_is_rejected() {
    for text in ["", "https://a.example", "https://a.example/join#", "ftp://a/join#x.y", "https://a/join#x.AAAA"] {
        assert_eq!(Link::parse(text).unwrap_err(), Error::Link, "{text}");
    }
}
