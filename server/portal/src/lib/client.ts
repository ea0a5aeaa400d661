// The client whose pages are open. Set by the layout that all of them share, read by the pages below it.
import { createContext } from 'svelte';
import type { Client } from '$pkg/desk';

interface Current {
  /** The care collection. */
  readonly id: string;
  /** As in the caseload; stays current. */
  readonly client: Client;
  /** How to call them. */
  readonly name: string;
}

export const [currentClient, setCurrentClient] = createContext<Current>();

/** The addresses of a client's pages. */
export const clientPath = (collection: string, page = '') => `/clients/${collection}${page && `/${page}`}`;
export const entryPath = (collection: string, entry: string) => clientPath(collection, `entries/${entry}`);
