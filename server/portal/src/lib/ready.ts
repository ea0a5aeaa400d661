import { preloadCode } from '$app/navigation';
import { clientPath, entryPath } from '$lib/client';
import { catalogue } from '$lib/messages';
import { session } from '$lib/session.svelte';

/** Pages that a therapist may open next. The ids are placeholders. */
const PAGES = ['timeline', 'trends', 'sessions', 'sessions/new', 'clearance', 'plan', 'export', 'care'];
let asked = false;

/** Loads the code and texts of every page once the first page is idle. Failed downloads are retried later. */
export async function ready(therapist: boolean): Promise<void> {
  if (asked) return;
  asked = true;
  const places = ['/', '/access', '/practice'];
  if (therapist)
    places.push('/invite', '/library', '/library/lists', '/library/rules', clientPath('x'), entryPath('x', 'x'));
  if (therapist) places.push(...PAGES.map((page) => clientPath('x', page)));
  try {
    await new Promise((rest) => (globalThis.requestIdleCallback ?? setTimeout)(rest));
    await Promise.all([
      ...places.map((place) => preloadCode(place)),
      catalogue.need('client'),
      catalogue.need('clinic'),
      catalogue.need('practice'),
      catalogue.need('rules'),
    ]);
    if (therapist) await (await session.desk()).warm();
  } catch {
    asked = false;
  }
}
