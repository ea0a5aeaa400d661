//! The terminal phone, as integrators use it: arguments in, JSON and exit codes out.

use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::terminal_phone::{Terminal, executable};
use crate::world::{World, contains};

#[tokio::test]
async fn a_machine_without_certificate_authorities_has_a_journal_all_the_same() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    let none = [("SSL_CERT_FILE", "/dev/null"), ("SSL_CERT_DIR", "/nonexistent")];
    let mut register = phone.command(&["register", "wren"]);
    register.envs(none).env("AFTERGLOW_PASSWORD", "a long walk home").stdin(Stdio::null());
    let registered = tokio::task::spawn_blocking(move || register.output().unwrap()).await.unwrap();
    assert!(registered.status.success(), "{}", String::from_utf8_lossy(&registered.stderr));
    let mut status = phone.command(&["status"]);
    assert!(status.envs(none).stdin(Stdio::null()).status().unwrap().success());
    world.end().await;
}

#[tokio::test]
async fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    phone.run(&["register", "wren", "--password-stdin"], "a long walk home\n").await.json();
    let started = Instant::now();
    phone.json(&["write", "how long it takes"]).await;
    let whole = started.elapsed();
    let (mut acknowledged, mut killed) = (Vec::new(), 0);
    for n in 0..400 {
        let text = format!("entry {n}");
        let arguments: &[&str] = if n % 4 == 3 { &["sync"] } else { &["write", &text] };
        // At any point from before it opens the store until after it has ended.
        match phone.run_for(whole * (n % 13) / 6, arguments).await {
            Some(out) if arguments[0] == "write" => {
                let entry: Value = serde_json::from_str(&out).unwrap();
                acknowledged.push(entry["id"].as_str().unwrap().to_owned());
            }
            Some(_) => {}
            None => killed += 1,
        }
        if n > 40 && killed > 10 && acknowledged.len() > 10 {
            break;
        }
    }
    assert!(killed > 10 && acknowledged.len() > 10, "killed {killed}, acknowledged {}", acknowledged.len());
    assert_eq!(phone.json(&["sync"]).await["in_sync"], true);
    let second = Terminal::new(&world);
    second.run(&["sign-in", "wren", "--password-stdin"], "a long walk home\n").await.json();
    second.json(&["sync"]).await;
    for phone in [&phone, &second] {
        let listed = phone.json(&["list", "--limit", "1000"]).await;
        let ids: Vec<&str> =
            listed["entries"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        for id in &acknowledged {
            assert_eq!(ids.iter().filter(|known| *known == id).count(), 1, "{id} is there once");
        }
    }
    world.end().await;
}

#[tokio::test]
async fn a_phone_in_a_terminal_does_what_a_phone_does() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let phone = Terminal::new(&world);

    // Before there is an account.
    let first =
        phone.run(&["write", "--mood", "4", "--phase", "preparation", "--tags", "insight,body"], "").await.json();
    assert_eq!((first["mood"].as_u64(), first["themes"][1].as_str()), (Some(4), Some("body")));
    let kept = phone
        .run(&["write", "-", "--at", "2026-02-03T20:10:00-07:00"], "From standard input,\ntwo lines.\n")
        .await
        .json();
    assert_eq!(
        (kept["text"].as_str(), kept["date"].as_str()),
        (Some("From standard input,\ntwo lines."), Some("2026-02-03"))
    );
    assert_eq!(phone.run(&["sync"], "").await.refused(), (3, "no_account".into()));

    let registered = phone.run(&["register", "wren", "--password-stdin"], "a long walk home\n").await.json();
    let code = registered["recovery_code"].as_str().unwrap().to_owned();
    assert_eq!(code.split(' ').count(), 15);
    assert_eq!(phone.run(&["confirm-code"], &code).await.json()["recovery_kept"], true);
    assert_eq!(phone.json(&["sync"]).await["in_sync"], true);

    let link = therapist.invite().await;
    assert_eq!(phone.json(&["join", &link, "--read-only"]).await["therapist"], "M. Osei");
    let joined = phone.json(&["join", &link, "--name", "Wren"]).await;
    let care = joined["care"]["id"].as_str().unwrap().to_owned();
    let words = phone.json(&["safety-words"]).await;
    assert_eq!((&words["safety_words"], &words["key"]), (&joined["safety_words"], &serde_json::json!(1)));
    assert_eq!(words["safety_words"].as_array().map(Vec::len), Some(4));

    assert_eq!(phone.json(&["readers"]).await["readers"][0]["key_text"], "key 1, not compared yet");
    let compared = phone.json(&["words-compared"]).await;
    assert_eq!(compared["readers"][0]["compared"], true);
    assert_eq!(phone.json(&["--lang", "de", "readers"]).await["readers"][0]["key_text"], "Schlüssel 1, verglichen");
    assert_eq!(phone.json(&["recently-removed"]).await["removed"].as_array().map(Vec::len), Some(0));
    assert_eq!(phone.run(&["restore", "nothing"], "").await.refused(), (1, "no_entry".into()));
    phone.json(&["bring-again"]).await;
    phone.json(&["remove-here"]).await;
    phone.json(&["sync"]).await;

    // With the server away.
    world.network.down(true);
    let id = kept["id"].as_str().unwrap();
    let ending = &id[id.len() - 8..];
    let edited = phone.json(&["edit", ending, "Two lines.", "--mood", "7", "--talk"]).await;
    assert_eq!((edited["text"].as_str(), edited["mood"].as_u64()), (Some("Two lines."), Some(7)));
    assert_eq!(phone.json(&["preview", ending]).await["sealed"]["text"], "Two lines.");
    assert_eq!(phone.json(&["share", ending]).await["shared_with"][0], care.as_str());
    assert_eq!(phone.json(&["search", "two", "lin"]).await["hits"][0]["entry"]["id"], id);
    assert_eq!(phone.json(&["list"]).await["entries"].as_array().unwrap().len(), 2);
    assert_eq!(phone.json(&["show", id]).await["wants_to_talk"], true);
    let draft = phone.json(&["write", "half a sent", "--draft"]).await;
    assert_eq!(phone.json(&["drafts"]).await["drafts"].as_array().unwrap().len(), 1);
    assert_eq!(phone.json(&["drafts", "--finish", draft["id"].as_str().unwrap()]).await["text"], "half a sent");
    phone.json(&["delete", draft["id"].as_str().unwrap()]).await;
    assert_eq!(phone.run(&["show", draft["id"].as_str().unwrap()], "").await.refused(), (1, "no_entry".into()));
    let status = phone.json(&["status"]).await;
    // The entry, its copy, its earlier version, and the one that was deleted before its first push.
    assert_eq!((status["in_sync"].as_bool(), status["waiting"].as_u64()), (Some(false), Some(4)));
    assert_eq!(phone.json(&["export"]).await["format"], "afterglow-export/1");
    assert_eq!(phone.run(&["sync"], "").await.refused(), (75, "offline".into()));

    // The other direction: the therapist reads, and then no longer.
    world.network.down(false);
    assert_eq!(phone.json(&["sync"]).await["in_sync"], true);
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), ["Two lines."]);
    phone.json(&["take-back", ending]).await;
    phone.json(&["sync"]).await;
    therapist.sync().await;
    assert_eq!(therapist.texts(&care), Vec::<String>::new());

    // A second phone, and recovery.
    let second = Terminal::new(&world);
    let wrong = second.run(&["sign-in", "wren", "--password-stdin"], "not the password\n").await.refused();
    assert_eq!(wrong, (1, "wrong_credentials".into()));
    second.run(&["sign-in", "wren", "--password-stdin"], "a long walk home\n").await.json();
    second.json(&["sync"]).await;
    assert!(second.json(&["readers"]).await["question"].is_string());
    assert!(second.json(&["confirm-readers"]).await["question"].is_null());
    assert_eq!(second.json(&["list"]).await["entries"], phone.json(&["list"]).await["entries"]);
    let third = Terminal::new(&world);
    third.run(&["recover", "wren", "--password-stdin", "--code", &code], "another long walk\n").await.json();
    third.json(&["sync"]).await;
    assert_eq!(third.json(&["list"]).await["entries"].as_array().unwrap().len(), 2);
    assert_eq!(phone.run(&["sync"], "").await.refused(), (3, "signed_out".into()));

    assert_eq!(phone.run(&["write", "--mood", "eleven"], "").await.code, 2, "usage");
    for file in std::fs::read_dir(phone.home.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            assert!(!contains(&std::fs::read(path).unwrap(), "Two lines"));
        }
    }
    world.end().await;
}

#[tokio::test]
async fn the_arc_of_the_work_is_walked_in_the_terminal() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    phone.json(&["series", "--planned", "4"]).await;
    phone.json(&["intend", "find out what I am so tired from", "--session", "1"]).await;
    let session = ["session", "1", "--at", "2026-02-05T10:00:00-07:00", "--dose", "100", "--first-words", "so light"];
    assert_eq!(phone.json(&session).await["dose"], "100 mg, as you noted it");
    let today = phone.json(&["today"]).await;
    assert_eq!((today["spine"].as_str(), today["place"]["session"].as_u64()), (Some("1 of 4 sessions"), Some(1)));
    assert_eq!(phone.json(&["--lang", "de", "today"]).await["spine"], "1 von 4 Sitzungen");
    let insight = phone.json(&["write", "my hands are clenched"]).await["id"].as_str().unwrap().to_owned();
    let step = phone.json(&["step", "hands flat", "--from", &insight, "--every", "3"]).await;
    let ticked = phone.json(&["tick", step["id"].as_str().unwrap()]).await;
    assert_eq!((ticked["today"].as_bool(), ticked["from_text"].as_str()), (Some(true), Some("my hands are clenched")));
    phone.json(&["check-in", "--mood", "4", "--states", "tired"]).await;

    // A prompt is skipped; a file is attached, saved unchanged, and removed.
    let asked = phone.json(&["prompts", "--lens", "body"]).await;
    let skipped = asked[0]["id"].as_str().unwrap();
    assert_ne!(phone.json(&["prompts", "--lens", "body", "--skip", skipped]).await[0]["id"], asked[0]["id"]);
    let file = phone.home.path().join("bells.ogg");
    std::fs::write(&file, b"OggS bells, far off").unwrap();
    let attached = phone.json(&["attachments", &insight, "--add", file.to_str().unwrap()]).await;
    assert_eq!((attached[0]["name"].as_str(), attached[0]["here"].as_bool()), (Some("bells.ogg"), Some(true)));
    let folder = phone.home.path().join("saved");
    phone.json(&["attachments", &insight, "--save", folder.to_str().unwrap()]).await;
    let saved = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert_eq!(std::fs::read(saved).unwrap(), b"OggS bells, far off");
    let left = phone.json(&["attachments", &insight, "--remove", attached[0]["id"].as_str().unwrap()]).await;
    assert_eq!(left.as_array().map(Vec::len), Some(0));
    assert_eq!(phone.json(&["look-back", "--days", "30"]).await["trends"][0]["name"], "mood");
    phone.json(&["plan", "--coping", "cold water", "--person", "Ana, 555-0199"]).await;

    // One question at a time; the ninth opens the safety page before anything else.
    assert_eq!(phone.json(&["measure", "phq-9"]).await["question"]["page"]["progress"], "1 of 9");
    assert_eq!(phone.json(&["measure", "phq-9", "--answer", "1"]).await["question"]["page"]["item"], 1);
    let raised = phone.json(&["measure", "phq-9", "--question", "9", "--answer", "1"]).await;
    let event = raised["safety"]["safety"]["event"].as_str().unwrap().to_owned();
    assert_eq!(raised["safety"]["safety"]["help"]["people"][0]["name"], "Ana");
    phone.json(&["safety", &event, "told-someone"]).await;
    let result = phone.json(&["measure", "phq-9", "--finish"]).await;
    assert!(result["total"].is_null() && result["said"].as_str().unwrap().contains("left out"));
    assert_eq!(phone.run(&["measure", "horoscope"], "").await.refused(), (1, "unknown_instrument".into()));
    // Skipped items do not shift answers: each answer belongs to the question that was shown.
    phone.json(&["measure", "gad-7", "--answer", "0"]).await;
    phone.json(&["measure", "gad-7", "--answer", "skip"]).await;
    let next = phone.json(&["measure", "gad-7", "--answer", "3"]).await;
    assert_eq!(next["question"]["page"]["item"], 3);
    assert_eq!(phone.json(&["measure", "gad-7", "--question", "6"]).await["question"]["page"]["item"], 5);
    assert_eq!(phone.json(&["measure", "gad-7", "--answer", "2"]).await["question"]["page"]["item"], 6);
    phone.json(&["measure", "gad-7", "--answer", "1"]).await;
    // All were shown: an answer needs the number of its question.
    assert_eq!(phone.run(&["measure", "gad-7", "--answer", "3"], "").await.code, 1);
    phone.json(&["measure", "gad-7", "--finish"]).await;
    let exported = phone.json(&["export"]).await;
    let records = exported["records"].as_array().unwrap();
    let answers = records.iter().map(|one| &one["record"]).find(|one| one["instrument"] == "gad-7").unwrap();
    assert_eq!(answers["answers"], serde_json::json!([0, null, 3, null, null, 2, 1]));
    assert!(answers.get("place").is_none());

    phone.json(&["edit", &insight, "my hands are open"]).await;
    assert_eq!(phone.json(&["history", &insight]).await["versions"].as_array().unwrap().len(), 2);
    assert_eq!(phone.json(&["resolve"]).await["conflicts"].as_array().unwrap().len(), 0);
    assert_eq!(phone.json(&["settings", "--language", "de", "--quiet", "22-7"]).await["language"], "german");
    assert_eq!(phone.json(&["reminders"]).await["quiet_text"], "Ruhe von 22:00 bis 07:00");
    let refused = phone.run(&["check-in", "--mood", "12"], "").await;
    assert!(refused.err.contains("Skalen gehen von 0 bis 10"), "{}", refused.err);
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("journal.pdf");
    phone.json(&["export", "--format", "pdf", "--out", pdf.to_str().unwrap()]).await;
    assert!(std::fs::read(pdf).unwrap().starts_with(b"%PDF"));
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    std::fs::write(pages.join("2026-01-02.md"), "an old page").unwrap();
    let report = phone.json(&["import", pages.to_str().unwrap(), "--look"]).await;
    assert_eq!((report["found"].as_u64(), report["added"].as_u64()), (Some(1), Some(1)));
    phone.json(&["lock", "--set", "4711"]).await;
    assert_eq!(phone.run(&["list"], "").await.refused(), (1, "locked".into()));
    assert_eq!(phone.json(&["help-now"]).await["people"][0]["name"], "Ana");
    phone.json(&["--pin", "4711", "lock", "--remove"]).await;
    assert!(!phone.json(&["journey"]).await["rows"].as_array().unwrap().is_empty());
    world.end().await;
}

#[tokio::test]
async fn measures_are_scored_in_the_terminal_as_in_the_app() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    let answers = ["--answers", "1,1,1,1,1,1,1,1,null"];
    let scored = phone.run(&[&["score", "--instrument", "phq-9"][..], &answers].concat(), "").await.json();
    assert_eq!((scored["complete"].as_bool(), scored["missing"][0].as_str()), (Some(false), Some("q9")));
    let only_nine = ["score", "--instrument", "phq-9", "--answers", "null,null,null,null,null,null,null,null,1"];
    assert_eq!(phone.run(&only_nine, "").await.json()["flags"][0], "self_harm_item");
    let change = ["change", "--instrument", "phq-9", "--baseline", "18", "--current", "13"];
    assert_eq!(phone.run(&change, "").await.json()["direction"], "improved");
    for (answers, code) in [("-1,0,0,0,0,0,0", "answer_out_of_range"), ("a,0,0,0,0,0,0", "answer_out_of_range")] {
        let refused = phone.run(&["score", "--instrument", "gad-7", "--answers", answers], "").await.refused();
        assert_eq!(refused, (1, code.to_owned()));
    }
    let refused = phone.run(&["score", "--instrument", "gad-7", "--answers", "0,0"], "").await.refused();
    assert_eq!(refused, (1, "wrong_item_count".to_owned()));
    let refused = phone.run(&["score", "--instrument", "horoscope", "--answers", "0"], "").await.refused();
    assert_eq!(refused, (1, "unknown_instrument".to_owned()));
}

/// Reads some of a command's output and closes the pipe.
#[cfg(unix)]
async fn read_first(phone: &Terminal, arguments: &[&str]) -> (i32, String) {
    use std::io::Read as _;
    let mut command = phone.command(arguments);
    let ended = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        child.wait_with_output().unwrap()
    });
    let output = ended.await.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_that_closes_is_no_error_and_an_entry_without_a_conflict_is_there() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    let long = "It rained, and I did not mind. ".repeat(6_000);
    let id = phone.run(&["write", "-"], &long).await.json()["id"].as_str().unwrap().to_owned();
    for command in ["list", "export", "journey"] {
        assert_eq!(read_first(&phone, &[command]).await, (0, String::new()), "{command}");
    }
    let list = phone.json(&["list"]).await;
    assert!(list["entries"][0]["line"].as_str().unwrap().len() < 400);
    for arguments in [&["resolve", &id][..], &["resolve", &id, "--keep", "standing"]] {
        assert_eq!(phone.run(arguments, "").await.refused(), (1, "no_conflict".to_owned()));
    }
    let gone = phone.run(&["resolve", "01890a5d-ac96-774b-bcce-000000000001"], "").await.refused();
    assert_eq!(gone, (1, "no_conflict".to_owned()));
    #[cfg(target_os = "linux")]
    for command in ["list", "export"] {
        let mut command = phone.command(&[command]);
        command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("Cannot write to standard output"));
    }
}

#[tokio::test]
async fn a_text_gives_no_commands_to_the_terminal() {
    let world = World::new().await;
    let phone = Terminal::new(&world);
    phone.json(&["write", "so \u{1b}[2Jtired\u{7}\u{9b}31m today"]).await;
    let mut list = Command::new(executable());
    list.arg("--home").arg(phone.home.path()).args(["list"]).env_clear().stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || list.output().unwrap()).await.unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("so [2Jtired31m today"), "{shown}");
    // A machine gets the text as it is.
    assert_eq!(phone.json(&["list"]).await["entries"][0]["text"], "so \u{1b}[2Jtired\u{7}\u{9b}31m today");
    world.end().await;
}
