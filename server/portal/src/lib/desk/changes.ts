import { createEventSource, type EventSourceMessage } from 'eventsource-client';
import type { Net } from './net';

/**
 * Opens the server's change stream, and returns its events until it ends. It is not reopened automatically, because the
 * caller has to sync first. Rejects with a `DeskFault` if it cannot be opened.
 */
export function openChanges(
  net: Net,
  ended: AbortSignal,
  /** Called for every event, and for the server's keep-alive comments. */
  alive: () => void,
): Promise<AsyncIterable<EventSourceMessage>> {
  const call = { method: 'GET', path: '/v1/changes', body: null, signed: true };
  return new Promise((resolve, reject) => {
    const source = createEventSource({
      url: call.path,
      // The desk's network code has the access token and interprets the server's errors.
      fetch: () =>
        net.send(call, 'text/event-stream', ended).catch((thrown) => {
          reject(thrown);
          throw thrown;
        }),
      onConnect: () => {
        alive();
        resolve(events);
      },
      onComment: alive,
      onMessage: alive,
      onScheduleReconnect: () => source.close(),
    });
    const events = source[Symbol.asyncIterator]();
    ended.addEventListener('abort', () => source.close(), { once: true });
  });
}
