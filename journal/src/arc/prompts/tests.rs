//! Which prompt is offered when.

use proptest::prelude::*;

use super::*;
use crate::arc::own;
use crate::record::{Assignment, OwnPrompt, PromptSet, Task};

const NOW: i64 = 1_770_400_000_000;

fn built_in() -> &'static [Prompt] {
    static READ: std::sync::OnceLock<Vec<Prompt>> = std::sync::OnceLock::new();
    READ.get_or_init(|| read(BUILT_IN).unwrap())
}

fn situation(phase: Phase, day: Option<i64>) -> Situation<'static> {
    Situation {
        now: NOW,
        phase,
        day,
        session_end: day.filter(|day| *day >= 0).map(|day| NOW - day * DAY_MS - HOUR_MS),
        slot: None,
        before_session: false,
        mood: None,
        lens: None,
        language: "en",
    }
}

fn ids(now: &Situation<'_>, asked: &[Asked]) -> Vec<String> {
    offers(built_in(), &[], &[], asked, now).into_iter().map(|offer| offer.id).collect()
}

fn asked(prompt: &str, hours_ago: i64, answered: bool) -> Asked {
    Asked { prompt: prompt.into(), at: NOW - hours_ago * HOUR_MS, answered }
}

fn assignment(text: &str, prompt: Option<&str>) -> Assignment {
    Assignment {
        task: Task::Prompt,
        text: text.into(),
        prompt: prompt.map(str::to_owned),
        set: None,
        instrument: None,
        due: None,
        repeat: None,
        weeks: None,
        ended: false,
        extra: Default::default(),
    }
}

#[test]
fn the_built_in_prompts_are_complete_in_both_languages() {
    let prompts = built_in();
    for (at, prompt) in prompts.iter().enumerate() {
        for language in ["en", "de"] {
            let words = prompt.text.get(language).map(String::as_str).unwrap_or_default();
            assert!(words.len() > 10 && !words.contains('!'), "{} in {language}", prompt.id);
        }
        assert!(prompts[..at].iter().all(|other| other.id != prompt.id), "{} stands twice", prompt.id);
        if let Some(slot) = prompt.slot {
            assert_eq!(Slot::of_prompt(&prompt.id), Some(slot), "{}", prompt.id);
        }
    }
    // Those that the sample journeys answer.
    for id in [
        "prep.intention",
        "prep.concerns",
        "prep.history",
        "prep.setting",
        "after.first",
        "after.24h",
        "after.72h",
        "after.7d",
        "between.free",
        "between.body",
        "between.imagery",
        "series.close",
    ] {
        assert!(prompts.iter().any(|prompt| prompt.id == id), "{id}");
    }
}

#[test]
fn every_situation_has_more_than_one_prompt_also_on_low_and_on_suggestible_days() {
    for phase in Phase::ALL {
        for day in [None, Some(-3), Some(0), Some(1), Some(2), Some(5), Some(10), Some(40)] {
            for slot in [None].into_iter().chain(Slot::ALL.iter().copied().map(Some)) {
                for mood in [None, Some((NOW - HOUR_MS, 2))] {
                    let now = Situation { slot, mood, ..situation(*phase, day) };
                    let offers = ids(&now, &[]);
                    assert!(offers.len() >= 2, "{phase:?} {day:?} {slot:?}: {offers:?}");
                    if mood.is_some() {
                        let prompts = built_in();
                        let first = prompts.iter().find(|prompt| prompt.id == offers[0]).unwrap();
                        assert!(first.soft, "{} is not soft", first.id);
                    }
                }
            }
        }
    }
}

#[test]
fn the_hour_decides_what_is_asked() {
    let after = |slot, day| Situation { slot: Some(slot), ..situation(Phase::After, Some(day)) };
    assert_eq!(ids(&Situation { phase: Phase::SessionDay, ..after(Slot::FourHours, 0) }, &[])[0], "after.first");
    assert_eq!(ids(&after(Slot::Day, 1), &[])[0], "after.24h");
    assert_eq!(ids(&after(Slot::ThreeDays, 3), &[])[0], "after.72h");
    assert_eq!(ids(&Situation { phase: Phase::Integration, ..after(Slot::Week, 7) }, &[])[0], "after.7d");
    let between = |slot, day| Situation { slot: Some(slot), ..situation(Phase::Between, Some(day)) };
    assert_eq!(ids(&between(Slot::FourWeeks, 28), &[])[0], "after.4w");
    assert_eq!(ids(&Situation { phase: Phase::Closing, ..between(Slot::ThreeMonths, 91) }, &[])[0], "after.3mo");
    assert_eq!(ids(&between(Slot::SixMonths, 182), &[])[0], "after.6mo");
    assert_eq!(ids(&situation(Phase::Preparation, Some(-5)), &[])[0], "prep.intention");
    assert_eq!(ids(&situation(Phase::Between, Some(30)), &[])[0], "between.free");
    assert_eq!(ids(&situation(Phase::Closing, Some(30)), &[])[0], "series.close");
    let before = Situation { before_session: true, ..situation(Phase::Integration, Some(12)) };
    assert_eq!(ids(&before, &[])[0], "before.carry");
}

#[test]
fn what_was_asked_makes_room_for_others_and_skipping_has_no_consequence_but_that() {
    let now = situation(Phase::Between, Some(30));
    let first = ids(&now, &[]);
    let second = ids(&now, &[asked(&first[0], 1, true)]);
    assert_eq!(second[0], first[1], "never the same twice running");
    assert!(!second.contains(&first[0]));
    let history = [asked(&first[0], 30, false), asked(&first[1], 2, true)];
    let third = ids(&now, &history);
    assert_eq!(third[0], first[2]);
    assert_eq!(third.last(), Some(&first[0]), "a skipped one waits");
    let later = ids(&now, &[asked(&first[0], 24 * 15, false), asked("other", 1, true)]);
    assert!(later.last() != Some(&first[0]));
}

#[test]
fn a_chosen_lens_comes_first() {
    for theme in ["body", "imagery", "emotion", "relationship"] {
        let now = Situation { lens: Some(theme), ..situation(Phase::Between, Some(30)) };
        let offers = offers(built_in(), &[], &[], &[], &now);
        assert_eq!(offers[0].theme.as_deref(), Some(theme));
        assert!(offers.len() > 2, "the others are still there");
    }
}

#[test]
fn for_two_days_nothing_asks_for_a_decision() {
    let prompts = built_in();
    let decides = |id: &str| prompts.iter().any(|prompt| prompt.id == id && prompt.decides);
    assert!(prompts.iter().any(|prompt| prompt.decides));
    for (day, fresh) in [(0, true), (1, true), (3, false)] {
        for slot in Slot::ALL {
            let now = Situation { slot: Some(*slot), before_session: true, ..situation(Phase::After, Some(day)) };
            assert!(!(fresh && ids(&now, &[]).iter().any(|id| decides(id))), "{day} {slot:?}");
        }
    }
}

#[test]
fn the_therapists_and_the_practices_prompts_come_first() {
    let task = assignment("What did the lake floor feel like?", None);
    let id = RecordId::new(0, [7; 10]);
    let set = PromptSet {
        language: "en".into(),
        prompts: vec![OwnPrompt {
            id: "own.water".into(),
            text: "Where was water today?".into(),
            phase: Some(Phase::Between),
            ..Default::default()
        }],
        ..Default::default()
    };
    let german = PromptSet { language: "de".into(), ..set.clone() };
    let ended = PromptSet { ended: true, ..set.clone() };
    let now = situation(Phase::Between, Some(30));
    let waiting = [Waiting { id, task: &task, due: 0 }];
    let offers = offers(built_in(), &own::prompts([&set, &german, &ended], "en-IE"), &waiting, &[], &now);
    let sources: Vec<Source> = offers.iter().take(3).map(|offer| offer.source).collect();
    assert_eq!(sources, [Source::Assigned, Source::Practice, Source::BuiltIn]);
    assert_eq!(offers[0].text, "What did the lake floor feel like?");
    assert_eq!(offers.iter().filter(|offer| offer.id == "own.water").count(), 1);
    // A skipped assigned prompt waits like any other; one that names a built-in prompt gets its text.
    let skipped = [asked(&assigned_id(id), 30, false), asked("x", 1, true)];
    let later = super::offers(built_in(), &[], &waiting, &skipped, &now);
    assert_eq!(later.last().unwrap().source, Source::Assigned);
    let named = assignment("", Some("between.body"));
    let waiting = [Waiting { id, task: &named, due: 0 }];
    let now = Situation { language: "de-AT", ..now };
    assert_eq!(super::offers(built_in(), &[], &waiting, &[], &now)[0].text, "Wo im Körper merkst du, wie es dir geht?");
}

proptest! {
    #[test]
    fn never_the_same_twice_running_and_always_the_same_for_the_same(
        phase in prop::sample::select(Phase::ALL.to_vec()),
        day in -10_i64..60,
        slot in prop::option::of(prop::sample::select(Slot::ALL.to_vec())),
        answers in prop::collection::vec(any::<bool>(), 1..40),
    ) {
        let mut history: Vec<Asked> = Vec::new();
        for (turn, answered) in answers.into_iter().enumerate() {
            let now = Situation { slot, now: NOW + turn as i64 * HOUR_MS, ..situation(phase, Some(day)) };
            let offers = ids(&now, &history);
            prop_assert_eq!(&offers, &ids(&now, &history));
            let offered = offers.first().cloned().unwrap();
            prop_assert!(history.last().is_none_or(|last| last.prompt != offered));
            history.push(Asked { prompt: offered, at: now.now, answered });
        }
    }
}
