import type { Filter } from '$pkg/casebook';
import type { Timeline } from '$lib/desk/service';
import { session } from '$lib/session.svelte';

export const NO_FILTER: Filter = { query: '', kind: null, phase: null, theme: null, unreviewed: false };

/** The last state of a client's timeline, to return to it from an entry. Only in memory, because it contains words. */
class TimelineState {
  filter = $state<Filter>({ ...NO_FILTER });
  /** A long journey is rendered in windows: the newest entries first, older ones while scrolling. */
  windows = $state(1);
  /** What was shown. It is drawn immediately, so that the scroll position can be restored. */
  shown: Timeline | undefined;
}

let known: { collection: string; state: TimelineState } | undefined;
// Forgotten at a lock, and when care with somebody begins or ends.
$effect.root(() => {
  $effect(() => {
    void session.phase;
    session.changes.get('relationships');
    known = undefined;
  });
});

/** The state of this client's timeline; a new one after another client's. */
export function timelineState(collection: string): TimelineState {
  if (known?.collection !== collection) known = { collection, state: new TimelineState() };
  return known.state;
}
