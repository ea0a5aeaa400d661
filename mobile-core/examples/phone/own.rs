//! What is the person's own to set: the crisis plan, what stays of two versions, settings, devices.

use mobile_core::entries::{ContactForm, Keep, PlanForm};
use mobile_core::messages::Language;
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::commands::entry_named;
use crate::given::{Keeping, PlanArgs, SettingsArgs};
use crate::show;

pub fn plan(phone: &Phone, given: &PlanArgs, json: bool) -> Result<(), Error> {
    let mut plan = phone.crisis_plan()?.unwrap_or_default();
    let before = plan.clone();
    let lists = [
        (&mut plan.signs, &given.sign),
        (&mut plan.coping, &given.coping),
        (&mut plan.places, &given.place),
        (&mut plan.reasons, &given.reason),
    ];
    for (list, given) in lists {
        list.extend(given.iter().cloned());
    }
    plan.people.extend(given.person.iter().map(|person| {
        let (name, number) = person.rsplit_once(',').unwrap_or((person, ""));
        ContactForm { name: name.trim().into(), phone: number.trim().into(), relation: String::new() }
    }));
    if plan != before {
        phone.save_crisis_plan(plan)?;
    }
    show::view(&phone.crisis_plan()?.unwrap_or_default(), json, |plan: &PlanForm| {
        let people = plan.people.iter().map(|one| format!("{} {}", one.name, one.phone));
        let lists = [&plan.signs, &plan.coping, &plan.places, &plan.reasons];
        lists.into_iter().flatten().cloned().chain(people).collect()
    });
    Ok(())
}

pub fn resolve(
    phone: &Phone,
    id: Option<&str>,
    keep: Option<Keeping>,
    field: Option<&str>,
    json: bool,
) -> Result<(), Error> {
    if let (Some(id), Some(keep)) = (id, keep) {
        let id = entry_named(phone, id)?;
        let keep = match keep {
            Keeping::Standing => Keep::Standing,
            Keeping::Other => Keep::Other,
            Keeping::Both => Keep::Both,
        };
        let conflicts = phone.conflicts()?;
        let conflict = conflicts.iter().find(|one| one.entry.id == id.to_string()).ok_or(Error::NoConflict)?;
        let mut fields: Vec<&str> = conflict.fields.iter().map(|one| one.field.as_str()).collect();
        fields.dedup();
        for name in fields.into_iter().filter(|name| field.is_none_or(|field| field == *name)) {
            phone.resolve(id, name, keep)?;
        }
        show::entry(&phone.show(id)?, json);
        return Ok(());
    }
    let mut conflicts = phone.conflicts()?;
    if let Some(id) = id {
        let id = entry_named(phone, id)?.to_string();
        conflicts.retain(|one| one.entry.id == id);
        if conflicts.is_empty() {
            return Err(Error::NoConflict);
        }
    }
    show::view(&json!({"conflicts": conflicts}), json, |_| {
        let lines = conflicts.iter().flat_map(|one| {
            let fields =
                one.fields.iter().map(|field| format!("  {}: {} | {}", field.label, field.standing, field.other));
            std::iter::once(format!("{}  {}", one.entry.id, one.title)).chain(fields)
        });
        lines.collect()
    });
    Ok(())
}

pub fn settings(phone: &Phone, given: &SettingsArgs, json: bool) -> Result<(), Error> {
    let mut set = phone.preferences()?;
    let before = set.clone();
    if let Some(language) = &given.language {
        set.language = Language::of_tag(language);
    }
    if let Some(region) = &given.region {
        set.region.clone_from(region);
    }
    if let Some(quiet) = &given.quiet {
        let (from, until) = quiet.split_once('-').ok_or(Error::Invalid)?;
        let hour = |text: &str| text.trim().parse().map_err(|_| Error::Invalid);
        (set.quiet_from, set.quiet_until) = (Some(hour(from)?), Some(hour(until)?));
    }
    if let Some(silent) = &given.silent {
        set.silent = silent.iter().filter(|kind| !kind.is_empty()).cloned().collect();
    }
    if set != before {
        phone.set_preferences(set)?;
    }
    show::view(&phone.settings()?, json, |view| {
        let set = &view.preferences;
        vec![
            format!("{:?}", view.language),
            set.region.clone(),
            phone.reminders().map(|one| one.quiet_said).unwrap_or_default(),
        ]
    });
    Ok(())
}

pub async fn devices(phone: &Phone, remove: Option<(&str, String)>, json: bool) -> Result<(), Error> {
    if let Some((device, password)) = remove {
        let device = device.parse().map_err(|_| Error::from(protocol::Code::NotFound))?;
        phone.remove_device(device, &password).await?;
    }
    let devices = phone.devices().await?;
    show::view(&json!({"devices": devices}), json, |_| Vec::new());
    if !json {
        for device in devices {
            println!("{}  {}{}", device.id, device.name, if device.current { " (this one)" } else { "" });
        }
    }
    Ok(())
}
