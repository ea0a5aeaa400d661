import type { ClinicRecords, Plan } from '$pkg/casebook';

/** Open items of a client, which would continue on the client's phone or be lost with the access. */
export function openOf(plan: Plan, records: ClinicRecords | undefined, now = Date.now()) {
  return {
    meetings: plan.meetings.filter(
      ({ form, kept, cancelled, own }) => own && kept === null && !cancelled && form.at > now,
    ),
    assignments: plan.assignments.filter(({ ended }) => !ended),
    promises: plan.promises.filter(({ kept }) => kept === null),
    notes: plan.notes.filter(({ purpose }) => purpose === 'note' || purpose === 'agenda'),
    sessions: plan.sessions.filter(({ own }) => own),
    /** Session records that are not kept yet, have changes that are not, or have no end: nobody has left. */
    unfinished: (records?.sessions ?? []).filter(
      ({ kept, drafted, discharge }) => !kept || drafted || discharge !== 'left',
    ),
    clearance: records?.clearanceDrafted ?? false,
    forms: plan.begun,
    drafts: plan.notes.filter(({ purpose }) => purpose === 'reply_draft' || purpose === 'note_draft'),
  };
}
