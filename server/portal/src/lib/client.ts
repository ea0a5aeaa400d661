// The client whose pages are open. The shared layout sets it, the pages read it.
import { createContext } from 'svelte';
import type { Entry } from '$pkg/casebook';
import type { Client } from '$pkg/desk';
import { DeskFault } from '$lib/desk/fault';
import type { RemoteDesk } from '$lib/desk/service';
import { LiveQuery } from '$lib/live-query.svelte';
import { catalogue, known, m, type Language } from '$lib/messages';

interface Current {
  /** The care collection. */
  readonly id: string;
  /** The client as in the caseload, kept up to date. */
  readonly client: Client;
  /** The name to show. */
  readonly name: string;
}

export const [currentClient, setCurrentClient] = createContext<Current>();

/** A query to the desk about the client of the page. It runs again when the client's records (or `topic`) change. */
export function ofClient<T>(
  current: Current,
  ask: (desk: RemoteDesk, id: string, language: Language) => Promise<T>,
  topic?: string,
): LiveQuery<T> {
  return new LiveQuery(
    () => [topic ?? current.id],
    () => {
      const { id } = current;
      // Texts from the desk are loaded again when the language changes.
      const { language } = catalogue;
      return (desk) => ask(desk, id, language);
    },
  );
}

/** The prompt that an entry answers, if known: as it was asked, or in the current language. */
export const asked = (entry: Entry) => entry.asked || known(m.prompts, entry.prompt ?? '');

/** The server no longer lists the client. Their records are removed from memory, and only the end of care is shown. */
export const unlisted = (client: Client | undefined) => client?.trouble?.code === DeskFault.unlisted;

/** The addresses of a client's pages. */
export const clientPath = (collection: string, page = '') => `/clients/${collection}${page && `/${page}`}`;
export const entryPath = (collection: string, entry: string) => clientPath(collection, `entries/${entry}`);
