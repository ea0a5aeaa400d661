// The client whose pages are open. Set by the layout that all of them share, read by the pages below it.
import type { Remote } from 'comlink';
import { createContext } from 'svelte';
import type { Entry } from '$pkg/casebook';
import type { Client } from '$pkg/desk';
import { DeskFault } from '$lib/desk/fault';
import type { DeskService } from '$lib/desk/service';
import { Live } from '$lib/live.svelte';
import { catalogue, known, m, type Language } from '$lib/messages';

interface Current {
  /** The care collection. */
  readonly id: string;
  /** As in the caseload; stays current. */
  readonly client: Client;
  /** How to call them. */
  readonly name: string;
}

export const [currentClient, setCurrentClient] = createContext<Current>();

/** What a page asks of the desk about its client; asked again whenever something of theirs (or of `topic`) changes. */
export function ofClient<T>(
  current: Current,
  ask: (desk: Remote<DeskService>, id: string, language: Language) => Promise<T>,
  topic?: string,
): Live<T> {
  return new Live(
    () => [topic ?? current.id],
    () => {
      const { id } = current;
      // Words that come from the desk are asked for again when the reader takes another language.
      const { language } = catalogue;
      return (desk) => ask(desk, id, language);
    },
  );
}

/** The question that an entry answers, if one is known: in the words that were asked, or in the reader's language. */
export const asked = (entry: Entry) => entry.asked || known(m.prompts, entry.prompt ?? '');

/** The server lists the client no longer: what they had shared is put away, and only the end is left to say. */
export const unlisted = (client: Client | undefined) => client?.trouble?.code === DeskFault.unlisted;

/** The addresses of a client's pages. */
export const clientPath = (collection: string, page = '') => `/clients/${collection}${page && `/${page}`}`;
export const entryPath = (collection: string, entry: string) => clientPath(collection, `entries/${entry}`);
