//! Vectors of streams, PINs, archives and merges.

use journal::record::Payload;
use journal::seal::{Random, StreamKey, Stretch, stream};
use journal::vectors::Step;
use protocol::Blob;
use serde_json::json;

use super::{Steps, cut, flip, key};

pub(super) fn streams() -> Steps {
    let context = Blob(vec![1, 2, 3]);
    let seal =
        |times: u32| Step::SealStream { key: key(5), context: context.clone(), piece: vec![7; 1024].into(), times };
    let sealed: Blob =
        stream::seal_all(&StreamKey::from_bytes(&[5; 32]).expect("32 bytes"), context.as_ref(), b"rain").into();
    let open = |n: u8, context: &Blob, sealed: Blob| Step::OpenStream { key: key(n), context: context.clone(), sealed };
    let other = Blob(vec![1, 2, 4]);
    let stretch = Stretch { memory_kib: 1024, passes: 2, lanes: 1, salt: [9; 16] };
    let locked: Blob = stretch.seal_key("2580", &[7; 32], &mut Random::from_seed([1; 32])).expect("small").into();
    let pin = |stretch: Stretch, pin: &str, sealed: Blob| Step::Pin { stretch, pin: pin.into(), sealed };
    let header: Blob = stretch.header().into();
    let archive = |header: Blob| Step::Archive { header, passphrase: "a long walk home".into() };
    let mut newer = sealed.clone();
    newer.0[0] = 3;
    vec![
        ("an empty stream is sealed", seal(0)),
        ("a short stream is sealed", seal(1)),
        ("a stream of exactly one chunk and its mark is sealed", seal(64)),
        ("a stream of several chunks is sealed", seal(200)),
        ("a stream opens", open(5, &context, sealed.clone())),
        ("a flipped bit", open(5, &context, flip(&sealed, 6))),
        ("a flipped tag", open(5, &context, flip(&sealed, sealed.0.len() - 1))),
        ("cut short", open(5, &context, cut(&sealed, sealed.0.len() - 1))),
        ("nothing but the version", open(5, &context, cut(&sealed, 1))),
        ("nothing", open(5, &context, cut(&sealed, 0))),
        ("another key", open(6, &context, sealed.clone())),
        ("another context", open(5, &other, sealed.clone())),
        ("a newer version", open(5, &context, newer)),
        ("a store's key opens with its PIN", pin(stretch, "2580", locked.clone())),
        ("another PIN", pin(stretch, "2581", locked.clone())),
        ("weaker parameters", pin(Stretch { passes: 1, ..stretch }, "2580", locked.clone())),
        ("greedy parameters", pin(Stretch { memory_kib: u32::MAX, ..stretch }, "2580", locked.clone())),
        ("a flipped bit under a PIN", pin(stretch, "2580", flip(&locked, 20))),
        ("an archive's key", archive(header.clone())),
        ("an archive's header that is cut", archive(cut(&header, 25))),
        ("an archive of a newer version", archive(flip(&header, 17))),
    ]
}

pub(super) fn merges() -> Steps {
    let step = |base: serde_json::Value, theirs: serde_json::Value, mine: serde_json::Value| Step::Merge {
        base: base.as_object().cloned(),
        theirs: object(theirs).into_fields(),
        mine: object(mine).into_fields(),
    };
    vec![
        (
            "different fields",
            step(json!({"text": "a", "mood": 3}), json!({"text": "a", "mood": 5}), json!({"text": "b", "mood": 3})),
        ),
        (
            "different words",
            step(
                json!({"text": "I walked home."}),
                json!({"text": "I slowly walked home."}),
                json!({"text": "I walked home alone."}),
            ),
        ),
        (
            "additions at the same place",
            step(json!({"text": "Dawn."}), json!({"text": "Dawn. Birds."}), json!({"text": "Dawn. Tea."})),
        ),
        (
            "the same words",
            step(json!({"text": "I felt calm"}), json!({"text": "I felt lost"}), json!({"text": "I felt open"})),
        ),
        ("the same value", step(json!({"mood": 3}), json!({"mood": 5}), json!({"mood": 1}))),
        (
            "themes",
            step(json!({"themes": ["a", "b"]}), json!({"themes": ["b", "c"]}), json!({"themes": ["a", "b", "d"]})),
        ),
        (
            "answers",
            step(json!({"answers": [0, null, 1]}), json!({"answers": [2, null, 1]}), json!({"answers": [0, 3, 1]})),
        ),
        (
            "an unknown field",
            step(
                json!({"ring": {"tone": 1, "hue": 1}}),
                json!({"ring": {"tone": 2, "hue": 1}}),
                json!({"ring": {"tone": 1, "hue": 2}}),
            ),
        ),
        ("without a common start", step(json!(null), json!({"text": "one"}), json!({"text": "two"}))),
        (
            "scripts without spaces",
            step(
                json!({"text": "雨が止んだ"}),
                json!({"text": "雨が止んだ。静か"}),
                json!({"text": "今日、雨が止んだ"}),
            ),
        ),
    ]
}

fn object(value: serde_json::Value) -> Payload {
    value.as_object().cloned().expect("an object").into()
}
