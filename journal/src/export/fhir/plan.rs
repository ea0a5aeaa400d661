//! Goals and steps: `Goal`, `Task`, and their `CarePlan`.

use serde_json::{Value, json};

use super::Bundle;
use super::provenance::By;
use super::shape::derived;
use crate::arc::calendar::parse_date;
use crate::record::{GoalStatus, Moment, Step, StepStatus};

impl Bundle<'_> {
    pub(super) fn goal(&mut self, id: &str, when: &Moment, kind: &str, text: &str, status: &str, answer: &str) {
        if text.trim().is_empty() {
            return;
        }
        let notes: Vec<Value> =
            Some(answer).filter(|text| !text.is_empty()).map(|text| json!({ "text": text })).into_iter().collect();
        let goal = json!({
            "resourceType": "Goal",
            "lifecycleStatus": status,
            "category": [{ "text": kind }],
            "description": { "text": text },
            "subject": self.subject(),
            "startDate": when.local_date(),
            "expressedBy": self.subject(),
            "note": notes,
        });
        let reference = self.add(By::Client, id, goal);
        self.goals.push(reference);
    }

    pub(super) fn step(&mut self, id: &str, when: &Moment, step: &Step) {
        let status = match step.status {
            StepStatus::Active | StepStatus::Habit => "in-progress",
            StepStatus::Done => "completed",
            StepStatus::LetGo => "cancelled",
        };
        let done = step.done_on.iter().filter(|date| parse_date(date).is_some());
        let done: Vec<Value> = done.map(|date| json!({ "type": { "text": "done" }, "valueDate": date })).collect();
        let task = json!({
            "resourceType": "Task",
            "status": status,
            "intent": "plan",
            "description": step.text,
            "for": self.subject(),
            "authoredOn": when.rfc3339(),
            "requester": self.subject(),
            "reasonReference": step.from_entry.and_then(|entry| self.document_of(entry)),
            "output": done,
        });
        let reference = self.add(By::Client, id, task);
        self.tasks.push(reference);
    }

    /// Adds the care plan with all goals and steps.
    pub(super) fn care_plan(&mut self) {
        if self.goals.is_empty() && self.tasks.is_empty() {
            return;
        }
        let activities: Vec<Value> = self.tasks.iter().map(|task| json!({ "reference": task })).collect();
        let plan = json!({
            "resourceType": "CarePlan",
            "status": "active",
            "intent": "plan",
            "title": "Integration",
            "subject": self.subject(),
            "goal": self.goals,
            "activity": activities,
        });
        self.add(By::Afterglow, &derived("plan", self.source.handle), plan);
    }
}

pub(super) fn lifecycle(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Open => "active",
        GoalStatus::Met => "completed",
        GoalStatus::LetGo => "cancelled",
    }
}
