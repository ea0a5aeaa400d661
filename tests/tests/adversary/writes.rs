//! Who may write what: a hostile therapist, and a hostile client or lost phone against the therapist's desk.

use std::collections::BTreeSet;

use journal::record::{Body, DosingSession, Moment, Reply};
use journal::seal::Place;
use mobile_core::entries::PlanForm;
use protocol::Limits;
use serde_json::json;

use crate::insider::{anything, payload, record};
use crate::world::{NOW, Pair, World};

#[tokio::test]
async fn case_41_what_a_therapist_may_not_write_is_set_aside_and_changes_nothing() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    phone.save_crisis_plan(PlanForm { signs: vec!["I stop sleeping".into()], ..PlanForm::default() }).unwrap();
    phone.sync().await.unwrap();
    let agreed = phone.consents().unwrap();
    let forged = [
        anything("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "shared_with": [care] })),
        anything("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false })),
        anything("consent", json!({ "purpose": "sharing", "given": true, "care": care })),
        anything("preferences", json!({ "quiet": true })),
        anything("crisis_plan", json!({ "signs": ["Call me first"] })),
        anything("reflection", json!({ "text": "I never wrote this" })),
        anything("bond", json!({ "care": care })),
        anything("profile", json!({ "name": "Somebody else" })),
    ];
    let many = forged.len();
    for (n, one) in forged.into_iter().enumerate() {
        therapist.puts(id, record(50 + n as u8), Some(one)).await;
    }
    phone.sync().await.unwrap();
    phone.writes("only mine");
    phone.sync().await.unwrap();
    assert_eq!(phone.status().unwrap().refused as usize, many);
    assert!(phone.status().unwrap().in_sync, "a hostile member does not keep it away for ever");
    phone.tells("refused-not_theirs");
    assert_eq!(phone.crisis_plan().unwrap().unwrap().signs, ["I stop sleeping"]);
    assert_eq!(phone.consents().unwrap(), agreed);
    assert!(!phone.texts().contains(&"I never wrote this".to_owned()));
    world.keeps_from(&[therapist.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_41_nor_under_the_ids_of_the_clients_own_records() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let plan = phone.save_crisis_plan(PlanForm { signs: vec!["I stop sleeping".into()], ..PlanForm::default() });
    let (plan, rule) = (plan.unwrap(), phone.share_from_now_on(&["check_in".to_owned()], None).unwrap());
    phone.sync().await.unwrap();
    for id_of in [plan, rule] {
        let rule = anything("sharing_rule", json!({ "kinds": ["reflection"], "care": care, "ended": false }));
        therapist.puts(id, id_of, Some(rule)).await;
    }
    phone.sync().await.unwrap();
    phone.writes("only mine");
    phone.sync().await.unwrap();
    phone.tells("refused-not_theirs");
    assert_eq!(phone.crisis_plan().unwrap().unwrap().signs, ["I stop sleeping"]);
    world.keeps_from(&[therapist.keyring()], &["only mine"]);
    phone.still_has(&["only mine"]);
    world.end().await;
}

#[tokio::test]
async fn case_42_an_honest_server_refuses_a_therapists_change_of_the_clients_copy() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("as I wrote it");
    phone.sync().await.unwrap();
    therapist.sync().await;
    let before = world.rows().len();
    therapist.puts(id, entry, Some(anything("reflection", json!({ "text": "as I would have it" })))).await;
    phone.sync().await.unwrap();
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
async fn case_43_with_the_servers_help_the_copy_is_set_aside_and_the_truth_stays() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("as I wrote it");
    let gone = phone.shares("not to be deleted");
    phone.sync().await.unwrap();
    let place = Place { collection: id, id: entry, revision: 2 };
    let forged = anything("reflection", json!({ "text": "as I would have it" }));
    let blob = therapist.seals(&place, 0, Some(&forged));
    world.plant(&place, therapist.account, false, Some(&blob));
    let place = Place { collection: id, id: gone, revision: 2 };
    let blob = therapist.seals(&place, 0, None);
    world.plant(&place, therapist.account, true, Some(&blob));
    let _ = phone.sync().await;
    let _ = phone.sync().await;
    phone.tells("refused-not_theirs");
    assert_eq!(phone.texts(), ["as I wrote it", "not to be deleted"]);
    world.end().await;
}

#[tokio::test]
async fn case_44_a_record_of_the_therapists_keeps_its_kind() {
    let Pair { world, phone, desk: _desk, care, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().await.unwrap();
    let reply = Body::Reply(Reply { to: entry, text: "I have read it.".into(), extra: Default::default() });
    therapist.puts(id, record(50), Some(payload(reply))).await;
    phone.sync().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    let agreed = phone.consents().unwrap();
    let consent = anything("consent", json!({ "purpose": "sharing", "given": true, "care": care }));
    therapist.puts(id, record(50), Some(consent)).await;
    phone.sync().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."], "what stood there before stays");
    assert_eq!(phone.consents().unwrap(), agreed);
    phone.tells("refused-not_theirs");
    // Also among the kinds that are the therapist's to write.
    let promise = anything("promise", json!({ "text": "Another thing" }));
    therapist.puts(id, record(50), Some(promise)).await;
    phone.sync().await.unwrap();
    assert_eq!(phone.replies(), ["I have read it."]);
    world.end().await;
}

#[tokio::test]
async fn case_45_a_session_says_truly_who_wrote_it() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    phone.shares("for M. Osei");
    let session = phone.write_record(
        Body::DosingSession(DosingSession { number: 1, dose_mg: Some(50.0), ..Default::default() }),
        Moment { unix_ms: NOW, offset_s: 0, zone: "UTC".into() },
    );
    let session = session.unwrap();
    phone.share(session, None).unwrap();
    phone.sync().await.unwrap();
    // Without saying that it is the clinic's, under an id of its own.
    let own = Body::DosingSession(DosingSession { number: 2, dose_mg: Some(987.25), ..Default::default() });
    therapist.puts(id, record(50), Some(payload(own))).await;
    // Saying it, in the place of the client's record.
    let clinic = DosingSession { by_therapist: true, number: 1, dose_mg: Some(987.25), ..Default::default() };
    let place = Place { collection: id, id: session, revision: 2 };
    let blob = therapist.seals(&place, 0, Some(&payload(Body::DosingSession(clinic))));
    world.plant(&place, therapist.account, false, Some(&blob));
    let _ = phone.sync().await;
    phone.tells("refused-not_theirs");
    let Body::DosingSession(mine) = phone.own_record(session).unwrap().body else { panic!() };
    assert_eq!((mine.dose_mg, mine.by_therapist), (Some(50.0), false));
    let export = phone.export_json().unwrap();
    assert!(!String::from_utf8_lossy(export.as_ref()).contains("987.25"), "nothing of it is shown or exported");
    world.end().await;
}

#[tokio::test]
async fn case_46_an_instrument_in_the_place_of_a_built_in_one_is_refused() {
    let Pair { world, phone, desk: _desk, .. } = World::pair().await;
    let mut therapist = world.raw_desk().await;
    let id = therapist.care().await;
    let posing = anything("instrument", json!({ "definition": { "id": "phq-9", "name": "PHQ-9", "items": [] } }));
    therapist.puts(id, record(50), Some(posing)).await;
    phone.sync().await.unwrap();
    phone.tells("refused-not_theirs");
    // Item 9 still opens the plan.
    let answers = vec![Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(2)];
    let draft = phone.begin_measure("phq-9", None).unwrap();
    let mut event = None;
    for (item, answer) in answers.iter().enumerate() {
        let came = phone.answer_measure(draft, item as u32, answer.map(f64::from)).unwrap();
        event = event.or(came);
    }
    assert!(event.is_some(), "the safety item opens the plan");
    world.end().await;
}

#[tokio::test]
async fn case_40_what_is_the_therapists_to_write_and_comes_from_the_client_is_set_aside_on_the_desk() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    let entry = phone.shares("for M. Osei");
    phone.sync().await.unwrap();
    desk.meet().await;
    let mut lost = world.lost_phone().await;
    let id = lost.care().await;
    let reply = Body::Reply(Reply { to: entry, text: "Stop taking it.".into(), extra: Default::default() });
    let clinic = DosingSession { by_therapist: true, number: 1, dose_mg: Some(987.25), ..Default::default() };
    for (n, body) in [reply, Body::DosingSession(clinic)].into_iter().enumerate() {
        // The server plants it, and says that the therapist has written it.
        let place = Place { collection: id, id: record(50 + n as u8), revision: 1 };
        let blob = lost.seals(&place, 0, Some(&payload(body)));
        let therapist = world.raw_desk().await.account;
        world.plant(&place, therapist, false, Some(&blob));
    }
    desk.meet().await;
    assert_eq!(desk.mark(&care).not_theirs, 2);
    assert_eq!(desk.client(&care).session, None);
    let shown = desk.reads(&care).iter().any(|one| one.to_string().contains("Stop taking it."));
    assert!(!shown);
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.end().await;
}

#[tokio::test]
async fn case_47_a_side_that_writes_without_end_uses_up_its_own_room_alone() {
    let limits = Limits { account_bytes: 2_000_000, ..Limits::default() };
    let Pair { world, phone, mut desk, care, .. } = World::with(limits).await.met().await;
    let mut therapist = world.raw_desk().await;
    let id = care.parse().unwrap();
    // An appointment for each minute, each with a long text.
    for n in 0..60 {
        let mut soon = anything(
            "appointment",
            json!({ "purpose": "integration", "by_therapist": true, "note": "x".repeat(60_000) }),
        );
        let at = Moment { unix_ms: NOW + 86_400_000 + i64::from(n) * 60_000, offset_s: 0, zone: "UTC".into() };
        soon.0.insert("when".into(), serde_json::to_value(at).unwrap());
        therapist.writes(id, record(100 + n), soon);
    }
    therapist.sync().await;
    let bytes = world.bytes_of(therapist.account);
    assert!((1_000_000..=2_100_000).contains(&bytes), "{bytes} bytes");
    phone.writes("only mine");
    phone.shares("for M. Osei");
    phone.sync().await.unwrap();
    phone.is_calm();
    let notices = phone.reminders().unwrap().notices;
    assert!(notices.len() <= 32, "{} reminders", notices.len());
    let days: BTreeSet<i64> = notices.iter().map(|one| one.unix_ms.div_euclid(86_400_000)).collect();
    assert_eq!(days.len(), notices.len(), "one a day");
    phone.still_has(&["only mine", "for M. Osei"]);
    // The therapist is told that there is no more room, and reads on.
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.keeps_from(&[therapist.keyring()], &["only mine"]);
    world.end().await;
}

/// What nobody honest seals, under keys that are right.
#[tokio::test]
async fn case_60_a_record_that_is_no_record_is_set_aside_and_said() {
    let Pair { world, phone, mut desk, care, .. } = World::pair().await;
    phone.shares("for M. Osei");
    phone.writes("only mine");
    phone.sync().await.unwrap();
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
            let place = Place { collection, id: record(60 + 10 * of as u8 + n as u8), revision: 1 };
            let blob = insider.seals_bytes(&place, json.as_bytes());
            world.plant(&place, insider.account, false, Some(&blob));
        }
    }
    let _ = phone.sync().await;
    let _ = phone.sync().await;
    phone.still_has(&["for M. Osei", "only mine"]);
    assert_eq!(phone.texts(), ["for M. Osei", "only mine"]);
    assert!(phone.status().unwrap().unreadable > 0 || phone.status().unwrap().refused > 0);
    phone.tells("status-unreadable");
    phone.writes("only mine as well");
    let _ = phone.sync().await;
    world.keeps_from(&[therapist.keyring()], &["only mine", "only mine as well"]);
    desk.meet().await;
    assert_eq!(desk.texts(&care), ["for M. Osei"]);
    world.end().await;
}
