/** Messages of the tab that holds the stream to the other tabs. */
export type TabMessage =
  /** An event of the server; also a sign that the stream is alive. */
  | { kind: 'event'; event: string }
  | { kind: 'alive' }
  /** The stream has ended. */
  | { kind: 'ended' };

/**
 * The tabs of one browser, which share one change stream: over HTTP/1.1 a browser opens at most six connections to one
 * server for all its tabs, and a stream occupies one of them.
 */
export interface Tabs {
  /** Resolves when no other tab holds the stream, with a function to release it. Rejects when `signal` aborts. */
  acquire(signal: AbortSignal): Promise<() => void>;
  /** Sends a message to the other tabs. */
  notify(news: TabMessage): void;
  /** Listens to the other tabs. Returns a function that stops it. */
  onMessage(listener: (news: TabMessage) => void): () => void;
}

/** The tabs in which this account is unlocked. */
export function tabsOf(account: string): Tabs {
  const name = `afterglow-changes ${account}`;
  const channel = new BroadcastChannel(name);
  return {
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        const hold = () => new Promise<void>((release) => resolve(release));
        navigator.locks.request(name, { signal }, hold).catch(reject);
      }),
    notify: (news) => channel.postMessage(news),
    onMessage: (listener) => {
      const onEvent = (message: MessageEvent<TabMessage>) => listener(message.data);
      channel.addEventListener('message', onEvent);
      return () => channel.removeEventListener('message', onEvent);
    },
  };
}
