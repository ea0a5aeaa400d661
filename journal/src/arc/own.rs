//! A practice's own prompts over time: changed texts reach all clients who have the set.
//!
//! A set is identified by its record in the library, and a prompt by its id, so both can be renamed. An answer keeps
//! the text that was asked ([`Reflection::asked`](crate::record::Reflection::asked)).

use std::collections::BTreeMap;

use protocol::RecordId;

use super::prompts::{Prompt, base};
use super::{Item, assignments};
use crate::record::{Assignment, Body, OwnPrompt, PromptSet, Repeat};

/// The prompts of a practice's own sets, in the client's language if available.
pub fn prompts<'a>(sets: impl IntoIterator<Item = &'a PromptSet>, language: &str) -> Vec<Prompt> {
    let sets: Vec<&PromptSet> = sets.into_iter().filter(|set| !set.ended).collect();
    let speaks = |set: &&PromptSet| set.language.is_empty() || base(&set.language) == base(language);
    let spoken: Vec<&&PromptSet> = sets.iter().filter(|set| speaks(set)).collect();
    let sets = if spoken.is_empty() { sets.iter().collect() } else { spoken };
    let prompts = sets.into_iter().flat_map(|set| {
        set.prompts.iter().map(|prompt| Prompt {
            rough: false,
            id: prompt.id.clone(),
            phases: prompt.phase.into_iter().collect(),
            slot: prompt.slot,
            days: None,
            before_session: false,
            theme: prompt.theme.clone(),
            soft: false,
            decides: false,
            text: BTreeMap::from([(set.language.clone(), prompt.text.clone())]),
        })
    });
    prompts.filter(|prompt| !prompt.id.is_empty()).collect()
}

/// Matches the prompts of an edited set with the known ones. A prompt without an id is, in this order: the known one
/// with the same text; the known one at the same position, with a changed text; a new one. `now` is in milliseconds since
/// the Unix epoch and makes new ids unique among sets.
pub fn reword(known: &[OwnPrompt], wanted: Vec<OwnPrompt>, now: i64) -> Vec<OwnPrompt> {
    let named = |one: &OwnPrompt| wanted.iter().any(|prompt| prompt.id == one.id);
    let mut free: Vec<bool> = known.iter().map(|one| !named(one)).collect();
    let mut take = |at: Option<usize>| at.filter(|at| free.get_mut(*at).is_some_and(std::mem::take));
    let mut places: Vec<Option<usize>> = Vec::new();
    for prompt in &wanted {
        let place = |is: &dyn Fn(&OwnPrompt) -> bool| known.iter().position(is);
        // Of two prompts with the same text, the second is a new one.
        places.push(match prompt.id.is_empty() {
            true => take(place(&|one| one.text == prompt.text)),
            false => place(&|one| one.id == prompt.id),
        });
    }
    for n in 0..wanted.len() {
        if places[n].is_none() && wanted[n].id.is_empty() {
            let before = places[..n].iter().rev().find_map(|place| *place);
            places[n] = take(Some(before.map_or(0, |at| at + 1)));
        }
    }
    let reworded = |(n, prompt): (usize, OwnPrompt)| match places[n] {
        _ if !prompt.id.is_empty() => prompt,
        Some(at) => OwnPrompt { text: prompt.text, ..known[at].clone() },
        None => OwnPrompt { id: format!("own.{now:x}.{n}"), ..prompt },
    };
    wanted.into_iter().enumerate().map(reworded).collect()
}

/// A client's copy of a set, updated to the set's current content. `None` if it is up to date, belongs to another set,
/// or has ended for this client.
pub fn renewed_copy(copy: &PromptSet, id: RecordId, set: &PromptSet) -> Option<PromptSet> {
    let now = PromptSet { of: copy.of, ended: copy.ended, ..set.clone() };
    (copy.of == Some(id) && !copy.ended && now != *copy).then_some(now)
}

/// An assignment of a set's prompt, with the set's current text. `None` if it is up to date, belongs to another set, or
/// will not be answered again. An assignment of a deleted prompt stays unchanged.
pub fn renewed_task(task: &Item, id: RecordId, set: &PromptSet, items: &[Item]) -> Option<Assignment> {
    let Body::Assignment(known) = &task.record.body else { return None };
    let prompt = set.prompts.iter().find(|prompt| Some(&prompt.id) == known.prompt.as_ref())?;
    let once = known.repeat.unwrap_or(Repeat::Once) == Repeat::Once;
    let over = || known.ended || once && !assignments::answers(task, items).is_empty();
    let stale = known.set == Some(id) && known.text != prompt.text;
    (stale && !over()).then(|| Assignment { text: prompt.text.clone(), ..known.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Moment, Record, Reflection, Task};

    fn prompt(id: &str, text: &str) -> OwnPrompt {
        OwnPrompt { id: id.into(), text: text.into(), ..Default::default() }
    }

    fn known() -> Vec<OwnPrompt> {
        vec![prompt("a", "What was quiet?"), prompt("b", "Who was near?"), prompt("c", "What stays?")]
    }

    /// The ids of a set after it was edited to these lines.
    fn ids(lines: &[&str]) -> Vec<String> {
        let wanted = lines.iter().map(|line| prompt("", line)).collect();
        reword(&known(), wanted, 1).into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn a_prompt_stays_the_same_one_when_its_words_change() {
        assert_eq!(ids(&["What was quiet?", "Who was close?", "What stays?"]), ["a", "b", "c"]);
        assert_eq!(ids(&["What was still?", "Who was close?", "What remains?"]), ["a", "b", "c"]);
        assert_eq!(ids(&["What was quiet?", "What stays?"]), ["a", "c"]);
        assert_eq!(ids(&["What stays?", "What was quiet?", "Who was near?"]), ["c", "a", "b"]);
        assert_eq!(ids(&["Something first?", "What was quiet?", "Who was near?"]), ["own.1.0", "a", "b"]);
        assert_eq!(ids(&["What was quiet?", "What was quiet?", "Who was near?"]), ["a", "own.1.1", "b"]);
        assert_eq!(
            ids(&["What was quiet?", "Between?", "Who was near?", "What stays?", "And?"]),
            ["a", "own.1.1", "b", "c", "own.1.4"]
        );
        let mut placed = known();
        placed[1].theme = Some("relationship".into());
        let anew = reword(&placed, vec![prompt("", "What was quiet?"), prompt("", "Who was close?")], 1);
        assert_eq!((anew[1].text.as_str(), anew[1].theme.as_deref()), ("Who was close?", Some("relationship")));
    }

    #[test]
    fn a_prompt_with_an_id_is_that_prompt() {
        let wanted = vec![prompt("c", "What was quiet?"), prompt("", "What stays?")];
        let anew = reword(&known(), wanted, 1);
        assert_eq!(anew.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["c", "own.1.1"]);
    }

    #[test]
    fn a_copy_follows_its_set_until_it_is_ended() {
        let (here, other) = (RecordId::new(1, [1; 10]), RecordId::new(1, [2; 10]));
        let set = PromptSet { title: "Mornings".into(), prompts: known(), ..Default::default() };
        let copy = PromptSet { title: "Evenings".into(), of: Some(here), ..Default::default() };
        let anew = renewed_copy(&copy, here, &set).unwrap();
        assert_eq!((anew.title.as_str(), anew.prompts.len(), anew.of), ("Mornings", 3, Some(here)));
        assert!(renewed_copy(&anew, here, &set).is_none());
        assert!(renewed_copy(&copy, other, &set).is_none());
        assert!(renewed_copy(&PromptSet { ended: true, ..copy }, here, &set).is_none());
    }

    #[test]
    fn an_assignment_follows_its_set_while_it_can_be_answered() {
        let (here, when) = (RecordId::new(1, [1; 10]), Moment { unix_ms: 1, offset_s: 0, zone: "UTC".into() });
        let set = PromptSet { prompts: known(), ..Default::default() };
        let task = |repeat, prompt: &str| {
            let body = Assignment {
                task: Task::Prompt,
                text: "Who was there?".into(),
                prompt: Some(prompt.into()),
                set: Some(here),
                instrument: None,
                due: None,
                repeat: Some(repeat),
                weeks: None,
                ended: false,
                extra: Default::default(),
            };
            Item {
                id: RecordId::new(1, [3; 10]),
                revision: 1,
                record: Record { when: when.clone(), body: body.into() },
            }
        };
        let answer = Reflection { assignment: Some(RecordId::new(1, [3; 10])), ..Default::default() };
        let record = Record { when: when.clone(), body: answer.into() };
        let answered = [Item { id: RecordId::new(1, [4; 10]), revision: 1, record }];
        let words = |task: &Item, items: &[Item]| renewed_task(task, here, &set, items).map(|task| task.text);
        let (once, weekly) = (task(Repeat::Once, "b"), task(Repeat::Weeks, "b"));
        assert_eq!(words(&once, &[]).as_deref(), Some("Who was near?"));
        assert_eq!(words(&once, &answered), None);
        assert_eq!(words(&weekly, &answered).as_deref(), Some("Who was near?"));
        assert_eq!(words(&task(Repeat::Weeks, "gone"), &[]), None);
        assert!(renewed_task(&weekly, RecordId::new(1, [9; 10]), &set, &[]).is_none());
    }
}
