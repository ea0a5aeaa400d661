import type { Plan } from '$pkg/casebook';

/** Open items of a plan, which would continue on the client's phone or be lost with the access. */
export function openOf(plan: Plan, now = Date.now()) {
  return {
    meetings: plan.meetings.filter(
      ({ form, kept, cancelled, own }) => own && kept === null && !cancelled && form.at > now,
    ),
    assignments: plan.assignments.filter(({ ended }) => !ended),
    promises: plan.promises.filter(({ kept }) => kept === null),
    notes: plan.notes.filter(({ purpose }) => purpose === 'note' || purpose === 'agenda'),
    sessions: plan.sessions.filter(({ own }) => own),
    drafts: plan.notes.filter(({ purpose }) => purpose === 'reply_draft' || purpose === 'note_draft'),
  };
}
