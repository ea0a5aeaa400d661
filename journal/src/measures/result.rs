//! Results for display to client and therapist: total, band, one-sentence assessment, and change.

use std::borrow::Cow;

use serde::Serialize;

use super::change::{Change, Direction, change};
use super::definition::{Definition, FlagLevel, HigherIs};
use super::judge::{Assessment, Judgement, Point, Rule, judge, series_starts};
use super::score::{Score, score};
use crate::arc::Item;
use crate::record::{Body, Instrument, MeasureResponse, Moment};

/// A scored response with its assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoredResponse {
    /// The id of the response's record.
    pub id: String,
    /// When it was answered.
    #[serde(flatten)]
    pub when: Moment,
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The version of the definition that scored it.
    pub version: String,
    /// The score of the answers.
    pub score: Score,
    /// Whether a safety flag is raised. Then no band and no comparison may be shown.
    pub safety: bool,
    /// Change against the baseline: the last complete result of the same version before the first session of the
    /// series.
    pub against_first: Option<Change>,
    /// Change against the previous complete result of the same version.
    pub against_previous: Option<Change>,
    /// The one-sentence assessment.
    pub sentence: Assessment,
    /// The direction: worse against either baseline counts as worse.
    pub direction: Option<Direction>,
}

/// The available definitions: the built-in ones and those of practices.
#[derive(Clone, Debug, Default)]
pub struct Library(Vec<Definition>);

impl Library {
    /// Combines the built-in definitions with those of practices, the newest records last. Invalid definitions are left
    /// out, and those with the id of a built-in one: they would replace its safety item.
    pub fn new(built_in: Vec<Definition>, own: &[Item]) -> Self {
        let mut records: Vec<(&Item, &Instrument)> = own
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::Instrument(instrument) => Some((item, instrument)),
                _ => None,
            })
            .collect();
        records.sort_by_key(|(item, _)| (item.record.when.unix_ms, item.id));
        let mut library = Self(built_in);
        for (_, instrument) in records {
            if let Ok(definition) = super::import::from_record(instrument)
                && !super::BUILT_IN_IDS.contains(&definition.id.as_str())
            {
                // The definition of an id and version never changes, because a client may have answered it.
                if library.get(&definition.id, &definition.version).is_none() {
                    library.0.push(definition);
                }
            }
        }
        library
    }

    /// A definition by id and version.
    pub fn get(&self, id: &str, version: &str) -> Option<&Definition> {
        self.0.iter().find(|definition| definition.id == id && definition.version == version)
    }

    /// The definition to use for new responses: the last one added.
    pub fn current(&self, id: &str) -> Option<&Definition> {
        self.0.iter().rev().find(|definition| definition.id == id)
    }

    /// The current definition of each id.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        self.0
            .iter()
            .enumerate()
            .filter(|(at, one)| self.0[at + 1..].iter().all(|later| later.id != one.id))
            .map(|(_, one)| one)
    }

    /// The definition of an existing response. Responses of early app versions have no version. A built-in instrument in
    /// a version that is not known here is read by the known one, so that no safety answer is missed; an own one never is.
    pub fn of_response(&self, instrument: &str, version: &str) -> Option<&Definition> {
        if version.is_empty() {
            return self.0.iter().find(|definition| definition.id == instrument);
        }
        self.get(instrument, version).or_else(|| self.current_built_in(instrument))
    }

    /// The definition by which a form in progress is answered: the version that was begun, because another may ask in
    /// another order. A form that names no version is answered by the current one.
    pub fn of_draft(&self, instrument: &str, version: &str) -> Option<&Definition> {
        if version.is_empty() {
            return self.current(instrument);
        }
        self.get(instrument, version).or_else(|| self.current_built_in(instrument))
    }

    fn current_built_in(&self, instrument: &str) -> Option<&Definition> {
        self.current(instrument).filter(|one| super::BUILT_IN_IDS.contains(&one.id.as_str()))
    }
}

/// The results of one instrument among these records, oldest first. Responses that cannot be scored (wrong number of
/// items, unknown version) are left out.
pub fn scored_responses(items: &[Item], instrument: &str, library: &Library, cut: Option<f64>) -> Vec<ScoredResponse> {
    let mut responses: Vec<(&Item, Cow<'_, MeasureResponse>)> = items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::MeasureResponse(response) => Some((item, read_as(response, instrument)?)),
            _ => None,
        })
        .collect();
    responses.sort_by_key(|(item, _)| (item.record.when.unix_ms, item.id));
    let mut outcomes: Vec<ScoredResponse> = Vec::with_capacity(responses.len());
    let (mut versions, mut lent): (Vec<&Definition>, Vec<bool>) = (Vec::new(), Vec::new());
    for (item, response) in responses {
        let Some(definition) = library.of_response(instrument, &response.version) else { continue };
        let Ok(score) = score(definition, &response.answers, cut.filter(|_| definition.cut.is_some())) else {
            continue;
        };
        versions.push(definition);
        lent.push(matches!(response, Cow::Owned(_)));
        outcomes.push(ScoredResponse {
            id: item.id.to_string(),
            when: item.record.when.clone(),
            instrument: definition.id.clone(),
            version: definition.version.clone(),
            safety: score.needs_safety(definition),
            score,
            against_first: None,
            against_previous: None,
            sentence: Assessment::Incomplete,
            direction: None,
        });
    }
    let series = series(items);
    // Totals of different versions are not comparable.
    for at in 0..outcomes.len() {
        if outcomes[..at].iter().any(|before| before.version == outcomes[at].version) {
            continue;
        }
        let same: Vec<usize> = (at..outcomes.len()).filter(|n| outcomes[*n].version == outcomes[at].version).collect();
        let points: Vec<Point> = same.iter().map(|n| outcomes[*n].point()).collect();
        for (n, judged) in judge(&points, rule(versions[at]), &series).into_iter().enumerate() {
            let against = |other: Option<usize>| change(versions[at], points[other?].total?, points[n].total?).ok();
            let one = &mut outcomes[same[n]];
            (one.against_first, one.against_previous) = (against(judged.first), against(judged.previous));
            (one.sentence, one.direction) = (judged.sentence, judged.direction);
        }
    }
    // Compared with, but no results of this instrument.
    let mut lent = lent.into_iter();
    outcomes.retain(|_| !lent.next().unwrap_or_default());
    outcomes
}

/// A response as one to an instrument: its own, or the PHQ-9 without its ninth question, which is the PHQ-8. So the
/// baseline is kept if a practice changes from one to the other.
pub(crate) fn read_as<'a>(response: &'a MeasureResponse, instrument: &str) -> Option<Cow<'a, MeasureResponse>> {
    if response.instrument == instrument {
        return Some(Cow::Borrowed(response));
    }
    let lends = (instrument, response.instrument.as_str()) == (PHQ_8, "phq-9") && response.answers.len() == 9;
    lends.then(|| {
        let (instrument, answers) = (instrument.to_owned(), response.answers[..8].to_vec());
        Cow::Owned(MeasureResponse { instrument, version: String::new(), answers, ..response.clone() })
    })
}

/// The instrument that responses to the PHQ-9 can be read as.
pub(crate) const PHQ_8: &str = "phq-8";

impl ScoredResponse {
    fn point(&self) -> Point {
        Point { at: self.when.unix_ms, complete: self.score.complete, total: self.score.total, safety: self.safety }
    }
}

/// The instrument's change rule, if it has one.
pub(crate) fn rule(definition: &Definition) -> Option<Rule> {
    let higher_is_better = definition.scoring.higher_is == HigherIs::Better;
    definition.change.as_ref().map(|change| Rule { reliable: change.reliable, higher_is_better })
}

/// The time of each series' first session.
pub(crate) fn series(items: &[Item]) -> Vec<i64> {
    let (mut sessions, mut series) = (Vec::new(), Vec::new());
    for item in items {
        match &item.record.body {
            Body::DosingSession(session) => sessions.push((item.record.when.unix_ms, session.number)),
            Body::Series(_) => series.push(item.record.when.unix_ms),
            _ => {}
        }
    }
    series_starts(&sessions, &series)
}

/// Assesses responses that were scored by one definition, oldest first.
pub(crate) fn judge_scored<'a>(
    definition: &Definition,
    scored: impl Iterator<Item = (i64, &'a Score)>,
    series: &[i64],
) -> Vec<Judgement> {
    let point = |(at, score): (i64, &Score)| Point {
        at,
        complete: score.complete,
        total: score.total,
        safety: score.needs_safety(definition),
    };
    judge(&scored.map(point).collect::<Vec<_>>(), rule(definition), series)
}

/// The flags that a client may see. Clinical flags (such as the symptom pattern of the PCL-5) are left to the
/// therapist's judgement.
pub fn flags_for_client(definition: &Definition, score: &Score) -> Vec<String> {
    let shown = definition.flags.iter().filter(|flag| flag.level != FlagLevel::Clinical);
    shown.map(|flag| flag.id.clone()).filter(|id| score.flags.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use protocol::RecordId;
    use serde_json::json;

    use super::super::all_built_in;
    use super::*;
    use crate::record::Record;

    fn item(n: u8, body: impl Into<Body>) -> Item {
        let when = Moment { unix_ms: i64::from(n) * 86_400_000, offset_s: 0, zone: "UTC".into() };
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn phq(n: u8, total: u8) -> Item {
        let answers = (0..9).map(|at| Some(f64::from((total.saturating_sub(at * 3)).min(3)))).collect();
        item(n, MeasureResponse { instrument: "phq-9".into(), answers, ..Default::default() })
    }

    fn library() -> Library {
        Library::new(all_built_in().unwrap(), &[])
    }

    #[test]
    fn each_result_is_compared_with_the_first_and_the_one_before() {
        let mut half = phq(4, 20);
        if let Body::MeasureResponse(response) = &mut half.record.body {
            response.answers[3] = None;
        }
        let items = [phq(5, 16), phq(1, 18), phq(2, 15), phq(3, 9), half, phq(6, 24)];
        let outcomes = scored_responses(&items, "phq-9", &library(), None);
        let actual: Vec<_> = outcomes
            .iter()
            .map(|one| (one.score.total, one.against_first.as_ref().map(|change| change.delta), one.sentence))
            .collect();
        assert_eq!(
            actual,
            [
                (Some(18.0), None, Assessment::First),
                (Some(15.0), Some(-3.0), Assessment::Same),
                (Some(9.0), Some(-9.0), Assessment::Better),
                (None, None, Assessment::Incomplete),
                (Some(16.0), Some(-2.0), Assessment::WorseThanLast),
                (Some(24.0), Some(6.0), Assessment::Worse),
            ]
        );
        assert_eq!(outcomes[4].against_previous.as_ref().unwrap().delta, 7.0, "the complete one before");
    }

    #[test]
    fn instruments_without_a_change_rule_are_trend_only() {
        let answers = vec![Some(3.0); 5];
        let pulse = MeasureResponse { instrument: "integration-pulse".into(), answers, ..Default::default() };
        let outcomes = scored_responses(&[item(1, pulse)], "integration-pulse", &library(), None);
        assert_eq!(outcomes[0].sentence, Assessment::TrendOnly);
    }

    #[test]
    fn a_result_keeps_the_version_that_it_was_scored_with() {
        let own = |version: &str, factor: u32| {
            let definition = json!({
                "id": "own", "version": version, "title": "Own", "licence": "ours", "options": [[0, "no"], [1, "yes"]],
                "items": [{"id": "a"}], "scoring": {"method": "sum_times", "factor": factor}, "change": {"reliable": 1},
            });
            let definition = definition.as_object().unwrap().clone();
            Body::from(Instrument { definition, ..Default::default() })
        };
        let records = [item(1, own("1", 2)), item(2, own("2", 5)), item(3, own("1", 9))];
        let library = Library::new(all_built_in().unwrap(), &records);
        assert_eq!(library.current("own").unwrap().version, "2");
        assert_eq!(library.all().filter(|definition| definition.id == "own").count(), 1);
        let response = |version: &str| MeasureResponse {
            instrument: "own".into(),
            version: version.into(),
            answers: vec![Some(1.0)],
            ..Default::default()
        };
        let items = [item(4, response("1")), item(5, response("2")), item(6, response("1")), item(7, response("7"))];
        let outcomes = scored_responses(&items, "own", &library, None);
        let actual: Vec<_> = outcomes.iter().map(|one| (one.score.total, one.sentence)).collect();
        assert_eq!(
            actual,
            [(Some(2.0), Assessment::First), (Some(5.0), Assessment::First), (Some(2.0), Assessment::Same)],
            "another version is another measure, and what it asked is never replaced"
        );
    }

    #[test]
    fn a_form_in_progress_is_answered_by_the_version_that_was_begun() {
        let own = |version: &str| {
            let definition = json!({
                "id": "own", "version": version, "title": "Own", "licence": "ours", "options": [[0, "no"], [1, "yes"]],
                "items": [{"id": "a"}], "scoring": {"method": "sum"},
            });
            let definition = definition.as_object().unwrap().clone();
            Body::from(Instrument { definition, ..Default::default() })
        };
        let library = Library::new(all_built_in().unwrap(), &[item(1, own("1")), item(2, own("2"))]);
        let version = |instrument: &str, version: &str| {
            library.of_draft(instrument, version).map(|one| one.version.clone()).unwrap_or_default()
        };
        assert_eq!(["1", "2", "", "3"].map(|named| version("own", named)), ["1", "2", "2", ""]);
        // An app of another version has begun it, or has answered it.
        assert_eq!((version("phq-9", "7"), library.of_response("phq-9", "7").is_some()), ("1".into(), true));
        assert!(library.of_response("own", "7").is_none());
    }

    #[test]
    fn no_record_replaces_a_built_in_instrument() {
        let definition = json!({
            "id": "phq-9", "version": "9", "title": "Another", "licence": "ours", "options": [[0, "no"], [1, "yes"]],
            "items": [{"id": "a"}], "scoring": {"method": "sum"}, "change": {"reliable": 1},
        });
        let definition = definition.as_object().unwrap().clone();
        let records = [item(1, Instrument { definition, ..Default::default() })];
        let library = Library::new(all_built_in().unwrap(), &records);
        assert_eq!(library.current("phq-9").unwrap().version, "1");
    }

    #[test]
    fn clinical_flags_are_not_shown_to_the_client() {
        let pcl = library().get("pcl-5", "1").unwrap().clone();
        let result = score(&pcl, &[Some(4.0); 20], None).unwrap();
        assert_eq!(result.flags, ["symptom_pattern_met"]);
        assert!(flags_for_client(&pcl, &result).is_empty());
    }
}
