use super::*;

#[test]
fn properties_are_read_in_the_forms_that_apps_write() {
    let (front, body) = read(
        "---\nTitle: A dream: of water\ncreated: 2021-10-05 23:30:11Z\nlatitude: 48.1\ntags:\n  - dream\n  - \"inner child\"\nweather: rain\n---\n\nBody",
    );
    assert_eq!(body, "Body");
    assert_eq!(front.one("title"), Some("A dream: of water"));
    assert_eq!(front.dates().collect::<Vec<_>>(), [("created", "2021-10-05 23:30:11Z")]);
    assert_eq!(front.tags(), ["dream", "inner child"]);
    assert_eq!(Value::from(front.rest(false, &["created"])), json!({"weather": "rain"}));
    assert_eq!(front.rest(true, &[]).len(), 3);
    let tags = |line: &str| read(&format!("---\n{line}\n---\nx")).0.tags();
    assert_eq!(tags("tags: [\"inner child\", grief]"), ["inner child", "grief"]);
    assert_eq!(tags("tags: grief, #body"), ["grief", "body"]);
    assert_eq!(tags("tags: #sea #calm"), ["sea", "calm"]);
    assert_eq!(tags("tags: [#sea, \"b, c\", it's]"), ["sea", "b, c", "it's"]);
    assert_eq!(tags("tags:\n- one\n- #two"), ["one", "two"]);
    assert_eq!(tags("tags: \"[[Mum]]\""), ["Mum"]);
    let mood = |line: &str| read(&format!("---\n{line}\n---\nx")).0.mood();
    assert_eq!(
        (mood("mood: 7"), mood("mood: 6/10"), mood("mood: 4/5"), mood("mood: good")),
        (Some(7), Some(6), None, None)
    );
}

#[test]
fn no_property_is_lost_whatever_it_holds() {
    let (front, body) = read(
        "---\ndate: 2024-03-05\n# a word to myself\nHow it felt: calm\nsummary: |\n  He said: \"x # y\"\n  - a: b: c\npeople:\n  mum: 3\n  her: [a, b]\nrelated: [[Mum]]\nseen: one\nseen: two\nreview/next: soon\n---\nBody",
    );
    assert_eq!(body, "Body");
    assert_eq!(
        Value::from(front.rest(false, &["date"])),
        json!({
            "comments": ["a word to myself"],
            "how it felt": "calm",
            "summary": "He said: \"x # y\"\n- a: b: c",
            "people": {"mum": "3", "her": ["a", "b"]},
            "related": ["Mum"],
            "seen": ["one", "two"],
            "review/next": "soon",
        })
    );
}

#[test]
fn a_list_of_mappings_is_yaml_as_well() {
    let (front, body) = read("---\ntitle: x\nlist:\n  - a: 1\n    b: 2\n---\nBody");
    assert_eq!((body, front.one("title")), ("Body", Some("x")));
    assert_eq!(Value::from(front.rest(false, &[])), json!({"list": [{"a": "1", "b": "2"}]}));
}

#[test]
fn a_head_of_toml_is_read_where_it_is_plain() {
    let (front, body) = read(
        "+++\ntitle = \"Still: here\"\ndate = 2024-03-05T22:30:00+01:00\ntags = [\"a\", \"b c\"]\ndraft = false\n+++\nBody",
    );
    assert_eq!((front.one("title"), front.tags(), body), (Some("Still: here"), vec!["a".into(), "b c".into()], "Body"));
    assert_eq!(front.dates().next(), Some(("date", "2024-03-05T22:30:00+01:00")));
    assert_eq!(read("+++\ndate = 2024-03-05\n[extra]\nx = 1\n+++\nBody").0, Front::default());
}

#[test]
fn what_is_no_head_stays_text() {
    for text in [
        "---\nI walked: it rained.\n---\nAfter.",
        "---\nA ruler, and words.\n\n---\nAfter.",
        "---\ntitle: x\nwithout a second line",
        "---\ntitle: x\nThen I went home.\n---\nAfter.",
        "---\na: &a [x]\ntags: [*a, *a]\n---\nAfter.",
        "---\ndate: 2024-03-05\n&d title: x\nother: *d\n---\nAfter.",
        "----\ntitle: x\n---\n",
        "- a\n---\n",
    ] {
        assert_eq!(read(text), (Front::default(), text));
    }
}

#[test]
fn tags_and_anchors_of_yaml_are_no_words() {
    let front = |head: &str| read(&format!("---\n{head}\n---\nx")).0;
    let tagged = front("date: !!timestamp 2024-03-07\ntitle: !!str Hello you\ntags: &t [a, b]");
    assert_eq!(tagged.dates().next(), Some(("date", "2024-03-07")));
    assert_eq!((tagged.one("title"), tagged.tags()), (Some("Hello you"), vec!["a".into(), "b".into()]));
    // The same signs as people write them.
    for title in ["&me and you", "*still* here", "!!! wow", "*so"] {
        assert_eq!(front(&format!("date: 2024-03-07\ntitle: {title}")).one("title"), Some(title));
    }
    let twice = front("date: 2024-03-11\ndate: 2024-03-12");
    assert!(twice.has_several("date") && !front("date: [[2024-03-11]]").has_several("date"));
}

#[test]
fn tabs_and_heads_without_lines_around_them_are_read() {
    let (front, body) = read("---\ntitle:\tT\ndate:\t2024-03-05\ntags:\n\t- a\n\t- b\n---\nText");
    assert_eq!((front.one("title"), front.tags(), body), (Some("T"), vec!["a".into(), "b".into()], "Text"));
    let (front, body) = read("Title: A day: long\nDate: 2024-03-05\nTags: a, #b\n\n\nText");
    assert_eq!((front.one("title"), front.tags(), body), (Some("A day: long"), vec!["a".into(), "b".into()], "Text"));
    for text in [
        "Title: T\n\nText",
        "Date: 2024-03-05\nI walked: it rained.\n\nText",
        "Date: 2024-03-05\nText",
        "date: with Tom\n\n2024-03-05",
        "Date: 2024-03-05 with Tom\n\nText",
    ] {
        assert_eq!(read(text), (Front::default(), text), "{text}");
    }
}
