// What pages ask the server for without the desk's help: nothing of it is sealed, and nothing of it is a client's.
import { session } from '$lib/session.svelte';

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await (await session.desk()).plain(method, path, body)) as T;
}

/** A browser or phone that is signed in. Times are milliseconds since the Unix epoch. */
export interface Device {
  id: string;
  name: string;
  created_at: number;
  seen_at: number;
  /** The one that asks. */
  current: boolean;
}

/** The own devices, the latest first. */
export const devices = () => ask<Device[]>('GET', '/v1/devices');

/** Ends a device's session. */
export const endDevice = (id: string) => ask<unknown>('DELETE', `/v1/devices/${id}`);
