// What pages write into a client's collection.
import { moment, type Kind, type Kinds, type Moment, type Stored } from '$lib/records';
import { session } from '$lib/session.svelte';

/** A new record; `when` is now unless said otherwise. */
export async function add<K extends Kind>(collection: string, kind: K, fields: Kinds[K], when?: Moment): Promise<void> {
  const record = { ...fields, kind, when: when ?? moment(new Date()) };
  await (await session.desk()).put(collection, [{ id: null, record }]);
}

/** A record with some fields changed; a field that becomes `undefined` is left out from then on. */
export async function change<K extends Kind>(
  collection: string,
  stored: Stored<K>,
  fields: Partial<Kinds[K]> & { when?: Moment },
): Promise<void> {
  const { id, ...record } = { ...stored, ...fields };
  await (await session.desk()).put(collection, [{ id, record }]);
}

/** Takes a record away, for both sides. */
export async function remove(collection: string, id: string): Promise<void> {
  await (await session.desk()).put(collection, [{ id, record: null }]);
}
