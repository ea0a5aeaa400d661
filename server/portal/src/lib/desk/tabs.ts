/** What the tab that holds the stream tells the others. */
export type Overheard =
  /** The server said something; also a sign of life. */
  | { kind: 'event'; event: string }
  | { kind: 'alive' }
  /** The stream has ended. */
  | { kind: 'ended' };

/**
 * The tabs of one browser, which share one stream of news: over HTTP/1.1 a browser opens at most six connections to one
 * server for all of its tabs, and a stream holds one of them for as long as it lasts.
 */
export interface Tabs {
  /** Resolves once no other tab holds the stream, with what ends holding it. Rejects when `signal` ends the wait. */
  hold(signal: AbortSignal): Promise<() => void>;
  /** Tells the other tabs. */
  tell(news: Overheard): void;
  /** Hears the other tabs, until what is returned is called. */
  hear(listener: (news: Overheard) => void): () => void;
}

/** The tabs in which this account is unlocked. */
export function tabsOf(account: string): Tabs {
  const name = `afterglow-changes ${account}`;
  const channel = new BroadcastChannel(name);
  return {
    hold: (signal) =>
      new Promise((resolve, reject) => {
        const hold = () => new Promise<void>((release) => resolve(release));
        navigator.locks.request(name, { signal }, hold).catch(reject);
      }),
    tell: (news) => channel.postMessage(news),
    hear: (listener) => {
      const heard = (message: MessageEvent<Overheard>) => listener(message.data);
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
  };
}
