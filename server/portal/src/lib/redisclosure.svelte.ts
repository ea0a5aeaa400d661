import { createContext } from 'svelte';
import { page } from '$app/state';
import { LiveQuery } from '$lib/live-query.svelte';
import { session } from '$lib/session.svelte';
import type { NoticeText } from '$pkg/casebook';

/** The notice of 42 CFR Part 2 for the current page, if one is due: queried once, for all that show it. */
export const [redisclosure, setRedisclosure] = createContext<LiveQuery<NoticeText | undefined>>();

/** The notice of the practice, or on a client's page that of the client. */
export const liveRedisclosure = () =>
  new LiveQuery(
    () => ['library', page.params.collection ?? ''],
    () => {
      const { collection } = page.params;
      // The casebook answers this. A client's page loads it in any case; other pages ask only after the first sync.
      const wanted = session.who?.therapist && (collection !== undefined || session.complete);
      return async (desk) => (wanted ? desk.notice(collection) : undefined);
    },
  );
