import { createEventSource, type EventSourceMessage } from 'eventsource-client';
import type { Net } from './net';

/**
 * Opens the server's stream of news, and gives its events until it ends. It is not opened again by itself: whoever
 * listens has to catch up first. Rejects with a `DeskFault` when it cannot be opened.
 */
export function openChanges(
  net: Net,
  ended: AbortSignal,
  /** Called for every event, and for the comments that the server sends so that the connection stays. */
  alive: () => void,
): Promise<AsyncIterable<EventSourceMessage>> {
  const call = { method: 'GET', path: '/v1/changes', body: null, signed: true };
  return new Promise((resolve, reject) => {
    const source = createEventSource({
      url: call.path,
      // The desk's own way to the server knows the access token, and what the server's refusals mean.
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
