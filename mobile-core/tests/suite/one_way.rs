//! Whether an entry is written in a form, through a draft or by an import, one function commits it, with the same
//! rules, the same history and the same private fields.

use mobile_core::{Error, ImportForm, Silent, Writing};
use protocol::RecordId;
use serde_json::{Value, json};

use crate::world::{PhoneInHand, World};

/// Imports one Day One entry and returns its id here.
fn import(phone: &PhoneInHand, changed: &str, text: &str) -> RecordId {
    let entry = json!({"uuid": "A", "creationDate": "2024-03-06T05:30:00Z", "modifiedDate": changed, "text": text});
    let folder = tempfile::tempdir().unwrap();
    let document = json!({"metadata": {"version": "1.0"}, "entries": [entry]}).to_string();
    std::fs::write(folder.path().join("Journal.json"), document).unwrap();
    phone.transfer().import(folder.path(), &ImportForm::default(), &Silent).unwrap();
    let entry = phone.pages().list(&[], None, 9).unwrap().into_iter().find(|entry| entry.text == text).unwrap();
    entry.id.parse().unwrap()
}

fn write_draft(phone: &PhoneInHand, id: Option<RecordId>, text: &str) -> Result<RecordId, Error> {
    let id = phone.entries().save_draft(id, Writing::text(text))?;
    phone.entries().finish_draft(id)
}

/// The earlier versions of an entry in the export.
fn versions(phone: &PhoneInHand, id: RecordId) -> Vec<Value> {
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let records = export["records"].as_array().unwrap().iter().map(|one| one["record"].clone());
    records
        .filter(|record| record["kind"] == "version" && record["of"] == id.to_string())
        .map(|record| record["content"].clone())
        .collect()
}

#[tokio::test]
async fn a_form_a_draft_and_an_import_are_committed_alike() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let mut therapist = world.therapist().await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap();
    phone.sharing().share_from_now_on(&["reflection".to_owned()], None).unwrap();

    let form = phone.entries().write(&Writing::text("form one")).unwrap();
    let draft = write_draft(&phone, None, "draft one").unwrap();
    let imported = import(&phone, "2024-03-06T06:00:00Z", "import one");
    let shared_with = |id| phone.pages().show(id).unwrap().shared_with;
    assert_eq!((shared_with(form), shared_with(draft)), (vec![care.id.clone()], vec![care.id.clone()]));
    assert!(shared_with(imported).is_empty(), "a rule is about what is written from now on, not about a file");

    // Only the person who shared it changes its readers: no form, no draft and no file does.
    phone.entries().edit(form, &Writing::text("form two")).unwrap();
    write_draft(&phone, Some(draft), "draft two").unwrap();
    assert_eq!(import(&phone, "2024-04-01T06:00:00Z", "import two"), imported);
    assert_eq!((shared_with(form), shared_with(draft)), (vec![care.id.clone()], vec![care.id.clone()]));
    assert!(shared_with(imported).is_empty());

    // Each has one earlier version, with its text and without its readers.
    for (id, before, now) in
        [(form, "form one", "form two"), (draft, "draft one", "draft two"), (imported, "import one", "import two")]
    {
        let history: Vec<String> =
            phone.entries().history(id).unwrap().into_iter().map(|version| version.text).collect();
        assert_eq!(history, [now, before]);
        let versions = versions(&phone, id);
        assert_eq!(versions.len(), 1, "{now}");
        assert_eq!((&versions[0]["kind"], &versions[0]["text"]), (&json!("reflection"), &json!(before)));
        assert!(versions[0].get("shared_with").is_none() && versions[0].get("alternatives").is_none());
    }

    // A commit without changes stores no version.
    phone.entries().edit(form, &Writing::text("form two")).unwrap();
    write_draft(&phone, Some(draft), "draft two").unwrap();
    assert_eq!((versions(&phone, form).len(), versions(&phone, draft).len()), (1, 1));

    // A record that is too large to sync is rejected from every source, except that an import splits it.
    let huge = "word ".repeat(60_000);
    assert!(matches!(phone.entries().write(&Writing::text(&huge)), Err(Error::EntryTooLarge { .. })));
    assert!(matches!(phone.entries().edit(form, &Writing::text(&huge)), Err(Error::EntryTooLarge { .. })));
    assert!(matches!(write_draft(&phone, None, &huge), Err(Error::EntryTooLarge { .. })));
    assert_eq!(phone.pages().show(form).unwrap().text, "form two");

    phone.sync().run().await.unwrap();
    therapist.sync().await;
    let mut texts = therapist.texts(&care.id);
    texts.sort();
    assert_eq!(texts, ["draft two", "form two"]);
    for (_, record) in therapist.reads(&care.id) {
        assert!(!record.contains_key("shared_with") && record["kind"] != "version");
    }

    // Deleting an entry deletes its versions.
    phone.entries().delete(form).unwrap();
    assert_eq!(versions(&phone, form), Vec::<Value>::new());
    world.end().await;
}
