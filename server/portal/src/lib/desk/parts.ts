import type { Desk } from '$pkg/desk';
import type { Books } from './books';
import type { Net, World } from './net';
import type { DeskEvent, SyncLoop } from './sync-loop';

/** What the parts of the worker share. */
export interface Parts {
  readonly desk: Desk;
  readonly world: World;
  readonly net: Net;
  readonly books: Books;
  /** Gives the desk its word list, once. */
  words(): Promise<void>;
  /** The sync loop, after a sign-in. */
  loop(): SyncLoop | undefined;
  /** Something was written: tells the pages, and syncs. */
  changed(news: DeskEvent): void;
}
