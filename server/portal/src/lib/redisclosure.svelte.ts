import { Live } from '$lib/live.svelte';
import { session } from '$lib/session.svelte';

/** The notice of 42 CFR Part 2, if the practice is under it: for the pages of a client, and for all others. */
export const redisclosure = (client: () => string | undefined) =>
  new Live(
    () => ['library', client() ?? ''],
    () => {
      const collection = client();
      // The code that knows is loaded with the first client, and otherwise once everything has been here.
      const wanted = session.who?.therapist && (collection !== undefined || session.complete);
      return async (desk) => (wanted ? desk.notice(collection) : undefined);
    },
  );
