//! Who may write what: a hostile therapist against the phone, and a hostile client or lost phone against the desk.

use std::collections::BTreeSet;

use journal::record::{AdverseEvent, Body, DosingSession, Moment, PracticeCard, Reply};
use journal::seal::RevisionId;
use mobile_core::entries::PlanForm;
use protocol::Limits;
use serde_json::json;

use crate::insider::{payload, payload_of, record};
use crate::world::{NOW, Pair, World};

#[tokio::test]
async fn case_41_kinds_that_a_therapist_may_not_write_are_set_aside() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    phone.safety().save_crisis_plan(PlanForm { signs: vec!["I stop sleeping".into()], ..PlanForm::default() }).unwrap();
    phone.sync().run().await.unwrap();
    let agreed = phone.sharing().consents().unwrap();
    let forged = [
        payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "shared_with": [care] })),
        payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false })),
        payload_of("consent", json!({ "purpose": "sharing", "given": true, "care": care })),
        payload_of("preferences", json!({ "quiet": true })),
        payload_of("crisis_plan", json!({ "signs": ["Call me first"] })),
        payload_of("reflection", json!({ "text": "I never wrote this" })),
        payload_of("side_effect_check", json!({ "any": false })),
        payload_of("adverse_event", json!({ "client": care, "term": "I never fell" })),
        payload_of("bond", json!({ "care": care })),
        payload_of("profile", json!({ "name": "Somebody else" })),
    ];
    let many = forged.len();
    for (n, one) in forged.into_iter().enumerate() {
        therapist.puts(id, record(50 + n as u8), Some(one)).await;
    }
    phone.sync().run().await.unwrap();
    phone.writes("only mine");
    phone.sync().run().await.unwrap();
    assert_eq!(phone.sync().status().unwrap().refused as usize, many);
    assert!(phone.sync().status().unwrap().in_sync, "a hostile member cannot prevent it");
    phone.assert_notice("refused-not_theirs");
    assert_eq!(phone.safety().crisis_plan().unwrap().unwrap().signs, ["I stop sleeping"]);
    assert_eq!(phone.sharing().consents().unwrap(), agreed);
    assert!(!phone.texts().contains(&"I never wrote this".to_owned()));
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_41_forbidden_kinds_under_the_clients_record_ids_are_set_aside() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let plan =
        phone.safety().save_crisis_plan(PlanForm { signs: vec!["I stop sleeping".into()], ..PlanForm::default() });
    let (plan, rule) = (plan.unwrap(), phone.sharing().share_from_now_on(&["check_in".to_owned()], None).unwrap());
    phone.sync().run().await.unwrap();
    for id_of in [plan, rule] {
        let rule = payload_of("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
        therapist.puts(id, id_of, Some(rule)).await;
    }
    phone.sync().run().await.unwrap();
    phone.writes("only mine");
    phone.sync().run().await.unwrap();
    phone.assert_notice("refused-not_theirs");
    assert_eq!(phone.safety().crisis_plan().unwrap().unwrap().signs, ["I stop sleeping"]);
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_42_an_honest_server_rejects_a_therapists_change_of_the_clients_copy() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("as I wrote it");
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let before = world.rows().len();
    therapist.puts(id, entry, Some(payload_of("reflection", json!({ "text": "as I would have it" })))).await;
    phone.sync().run().await.unwrap();
    assert_eq!(world.rows().len(), before);
    assert!(
        world
            .opened_with(&[therapist.keyring()])
            .iter()
            .all(|one| { !String::from_utf8(one.to_json()).unwrap().contains("as I would have it") })
    );
    phone.still_has(&["as I wrote it"]);
    phone.is_calm();
    world.end().await;
}

#[tokio::test]
async fn case_43_a_forged_copy_is_set_aside_and_the_private_record_is_kept() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("as I wrote it");
    let gone = phone.shares("not to be deleted");
    phone.sync().run().await.unwrap();
    let revision_id = RevisionId { collection: id, id: entry, revision: 2 };
    let forged = payload_of("reflection", json!({ "text": "as I would have it" }));
    let blob = therapist.seals(&revision_id, 0, Some(&forged));
    world.plant(&revision_id, therapist.account, false, Some(&blob));
    let revision_id = RevisionId { collection: id, id: gone, revision: 2 };
    let blob = therapist.seals(&revision_id, 0, None);
    world.plant(&revision_id, therapist.account, true, Some(&blob));
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.assert_notice("refused-not_theirs");
    assert_eq!(phone.texts(), ["as I wrote it", "not to be deleted"]);
    world.end().await;
}

#[tokio::test]
async fn case_44_a_record_of_the_therapists_keeps_its_kind() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    let reply = Body::Reply(Reply { to: entry, text: "I have read it.".into(), extra: Default::default() });
    therapist.puts(id, record(50), Some(payload(reply))).await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    let agreed = phone.sharing().consents().unwrap();
    let consent = payload_of("consent", json!({ "purpose": "sharing", "given": true, "care": care }));
    therapist.puts(id, record(50), Some(consent)).await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."], "the earlier record is kept");
    assert_eq!(phone.sharing().consents().unwrap(), agreed);
    phone.assert_notice("refused-not_theirs");
    // The same for kinds that the therapist may write.
    let promise = payload_of("promise", json!({ "text": "Another thing" }));
    therapist.puts(id, record(50), Some(promise)).await;
    phone.sync().run().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    world.end().await;
}

#[tokio::test]
async fn case_45_a_session_must_name_its_real_author() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    phone.shares("for M. Osei");
    let session = phone.entries().write_record(
        Body::DosingSession(DosingSession { number: 1, dose_mg: Some(50.0), ..Default::default() }),
        Moment { unix_ms: NOW, offset_s: 0, zone: "UTC".into() },
    );
    let session = session.unwrap();
    phone.sharing().share(session, None).unwrap();
    phone.sync().run().await.unwrap();
    // A new record that does not claim to be the clinic's.
    let own = Body::DosingSession(DosingSession { number: 2, dose_mg: Some(987.25), ..Default::default() });
    therapist.puts(id, record(50), Some(payload(own))).await;
    // A record that claims it, in place of the client's.
    let clinic = DosingSession { by_therapist: true, number: 1, dose_mg: Some(987.25), ..Default::default() };
    let revision_id = RevisionId { collection: id, id: session, revision: 2 };
    let blob = therapist.seals(&revision_id, 0, Some(&payload(Body::DosingSession(clinic))));
    world.plant(&revision_id, therapist.account, false, Some(&blob));
    let _ = phone.sync().run().await;
    phone.assert_notice("refused-not_theirs");
    let Body::DosingSession(mine) = phone.own_record(session).unwrap().body else { panic!() };
    assert_eq!((mine.dose_mg, mine.by_therapist), (Some(50.0), false));
    let export = phone.transfer().export_json().unwrap();
    assert!(!String::from_utf8_lossy(export.as_ref()).contains("987.25"), "nothing of it is shown or exported");
    world.end().await;
}

/// The clinic's records are private to the therapist: an honest desk seals them with a key that the client does not
/// have, and a phone rejects them if a desk writes them into a care collection.
#[tokio::test]
async fn case_61_the_clinics_records_reach_no_phone() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    let mut therapist = world.raw_desk().await;
    let (id, private) = (therapist.care().await, therapist.keys.manifest.private);
    let words = "held my hand once, thistlewick";
    let kinds = [
        payload_of(
            "session_record",
            json!({ "client": care, "kept": { "at": "2026-03-26T12:00:00+01:00", "zone": "UTC" }, "touch_words": words }),
        ),
        payload_of("clearance", json!({ "client": care, "conditions": words })),
        payload_of("check_list", json!({ "list": "discharge", "items": [{ "id": "own_1_0", "words": words }] })),
        payload_of("clinic_rules", json!({ "edition": 1, "food_hours": 6, "newer": words })),
    ];
    // In the therapist's private collection, no key that the client has ever had opens them.
    for (n, one) in kinds.iter().enumerate() {
        therapist.puts(private, record(60 + n as u8), Some(one.clone())).await;
    }
    phone.sync().run().await.unwrap();
    let client = world.lost_phone().await;
    world.assert_unreadable(&[client.keyring()], &[words]);
    phone.is_calm();
    // In the care collection, whose key the phone has: set aside, counted, neither shown nor exported.
    let many = kinds.len();
    for (n, one) in kinds.into_iter().enumerate() {
        therapist.puts(id, record(70 + n as u8), Some(one)).await;
    }
    phone.sync().run().await.unwrap();
    assert_eq!(phone.sync().status().unwrap().refused as usize, many);
    phone.assert_notice("refused-not_theirs");
    let export = phone.transfer().export_json().unwrap();
    assert!(!String::from_utf8_lossy(export.as_ref()).contains(words));
    // Nor does a client's phone pass one off as the clinic's.
    let mut lost = world.lost_phone().await;
    let place = RevisionId { collection: id, id: record(80), revision: 1 };
    let forged = payload_of("session_record", json!({ "client": care, "number": 9 }));
    let blob = lost.seals(&place, 0, Some(&forged));
    world.plant(&place, lost.account, false, Some(&blob));
    desk.meet().await;
    assert_eq!(desk.mark(&care).not_theirs as usize, many + 1, "the forged one, beside those above");
    world.end().await;
}

#[tokio::test]
async fn case_46_a_replacement_for_a_built_in_instrument_is_rejected() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let replacement =
        payload_of("instrument", json!({ "definition": { "id": "phq-9", "name": "PHQ-9", "items": [] } }));
    therapist.puts(id, record(50), Some(replacement)).await;
    phone.sync().run().await.unwrap();
    phone.assert_notice("refused-not_theirs");
    // Item 9 still opens the crisis plan.
    let answers = vec![Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(2)];
    let draft = phone.measures().begin_measure("phq-9", None).unwrap();
    let mut event = None;
    for (item, answer) in answers.iter().enumerate() {
        let came = phone.measures().answer_measure(draft, item as u32, answer.map(f64::from)).unwrap();
        event = event.or(came);
    }
    assert!(event.is_some(), "the safety item opens the plan");
    world.end().await;
}

#[tokio::test]
async fn case_40_therapist_kinds_written_by_the_client_are_set_aside_on_the_desk() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    desk.meet().await;
    let mut lost = world.lost_phone().await;
    let id = lost.care().await;
    let reply = Body::Reply(Reply { to: entry, text: "Stop taking it.".into(), extra: Default::default() });
    let clinic = DosingSession { by_therapist: true, number: 1, dose_mg: Some(987.25), ..Default::default() };
    let event = AdverseEvent { client: Some(id), term: "Nothing happened.".into(), ..Default::default() };
    // A card that would change the notice on exports, and the wording to consent to.
    let card = PracticeCard { name: "Nobody's practice".into(), part2: true, ..Default::default() };
    let forged = [reply, Body::DosingSession(clinic), Body::AdverseEvent(event), card.into()];
    for (n, body) in forged.into_iter().enumerate() {
        // The server stores it and claims that the therapist is the author.
        let revision_id = RevisionId { collection: id, id: record(50 + n as u8), revision: 1 };
        let blob = lost.seals(&revision_id, 0, Some(&payload(body)));
        let therapist = world.raw_desk().await.account;
        world.plant(&revision_id, therapist, false, Some(&blob));
    }
    desk.meet().await;
    assert_eq!(desk.mark(&care).not_theirs, 4);
    assert_eq!(desk.client(&care).session, None);
    let reads = desk.reads(&care);
    let shown = reads
        .iter()
        .map(ToString::to_string)
        .any(|one| ["Stop taking it.", "Nothing happened.", "part2"].iter().any(|words| one.contains(words)));
    assert!(!shown);
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.end().await;
}

#[tokio::test]
async fn case_47_a_member_that_writes_without_limit_uses_only_its_own_quota() {
    let limits = Limits { account_bytes: 2_000_000, ..Limits::default() };
    let Pair { world, phone, mut desk, care, .. } = World::with(limits).await.with_pair().await;
    let mut therapist = world.raw_desk().await;
    let id = care.parse().unwrap();
    // One appointment per minute, each with a long text.
    for n in 0..60 {
        let mut soon = payload_of(
            "appointment",
            json!({ "purpose": "integration", "by_therapist": true, "note": "x".repeat(60_000) }),
        );
        let at = Moment { unix_ms: NOW + 86_400_000 + i64::from(n) * 60_000, offset_s: 0, zone: "UTC".into() };
        soon.set_field("when", serde_json::to_value(at).unwrap());
        therapist.writes(id, record(100 + n), soon);
    }
    therapist.sync().await;
    let bytes = world.bytes_of(therapist.account);
    assert!((1_000_000..=2_100_000).contains(&bytes), "{bytes} bytes");
    phone.writes("only mine");
    phone.shares("for M. Osei");
    phone.sync().run().await.unwrap();
    phone.is_calm();
    let notices = phone.settings().reminders().unwrap().notices;
    assert!(notices.len() <= 32, "{} reminders", notices.len());
    let days: BTreeSet<i64> = notices.iter().map(|one| one.unix_ms.div_euclid(86_400_000)).collect();
    assert_eq!(days.len(), notices.len(), "one a day");
    phone.still_has(&["only mine", "for M. Osei"]);
    // The therapist is informed that the quota is used up, and can still read.
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.assert_unreadable(&[therapist.keyring()], &["only mine"]);
    world.end().await;
}

/// Content that no honest device seals, under valid keys.
#[tokio::test]
async fn case_60_a_malformed_record_is_set_aside_and_reported() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.shares("for M. Osei");
    phone.writes("only mine");
    phone.sync().run().await.unwrap();
    let (mut lost, mut therapist) = (world.lost_phone().await, world.raw_desk().await);
    let (private, care_id) = (phone.private_collection().unwrap(), care.parse().unwrap());
    let when = r#""when":{"at":"2026-09-21T16:00:00+00:00","zone":"UTC"}"#;
    let deep = format!(r#"{{"kind":"reflection",{when},"text":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    let bad = [
        format!(r#"{{"kind":"reflection","kind":"sharing_rule",{when},"kinds":["reflection"],"care":"{care}"}}"#),
        deep,
        r#"{"kind":"reflection","text":"#.to_owned(),
        "[]".to_owned(),
        String::new(),
    ];
    for (n, json) in bad.iter().enumerate() {
        for (of, collection) in [private, care_id, care_id].into_iter().enumerate() {
            let insider = if of == 1 { &mut therapist } else { &mut lost };
            let revision_id = RevisionId { collection, id: record(60 + 10 * of as u8 + n as u8), revision: 1 };
            let blob = insider.seals_bytes(&revision_id, json.as_bytes());
            world.plant(&revision_id, insider.account, false, Some(&blob));
        }
    }
    let _ = phone.sync().run().await;
    let _ = phone.sync().run().await;
    phone.still_has(&["for M. Osei", "only mine"]);
    assert_eq!(phone.texts(), ["for M. Osei", "only mine"]);
    assert!(phone.sync().status().unwrap().unreadable > 0 || phone.sync().status().unwrap().refused > 0);
    phone.assert_notice("status-unreadable");
    phone.writes("only mine as well");
    let _ = phone.sync().run().await;
    world.assert_unreadable(&[therapist.keyring()], &["only mine", "only mine as well"]);
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.end().await;
}
