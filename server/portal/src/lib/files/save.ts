import { download } from '$lib/download';
import { session } from '$lib/session.svelte';
import { noticeFile } from './notice';

/** Saves one attachment of a client. Where a notice is due, it comes in an archive together with the notice. */
export async function saveAttachment(collection: string, name: string, blob: Blob): Promise<void> {
  const notice = await (await session.desk()).notice(collection);
  if (!notice) return download({ name, blob });
  const { downloadZip } = await import('client-zip');
  const files = [noticeFile(notice, Date.now()), { name, lastModified: new Date(), input: blob }];
  download({ name: `${name}.zip`, blob: await downloadZip(files).blob() });
}
