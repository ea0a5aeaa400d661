import type { ExportFile } from '$pkg/casebook';
import { noticeFile } from '$lib/files/notice';
import { DeskFault } from './fault';
import type { Parts } from './parts';

/** Tables, which can contain several clients. */
type Table = 'csv' | 'answers' | 'effects' | 'adverse_events' | 'records';

/** Export files. The server records for clients and practice that they were made. */
export class Exports {
  readonly #parts: Parts;
  readonly #attachment: (collection: string, entry: string, id: string) => Promise<Blob>;
  /** Exports that the server has not recorded yet. */
  readonly #unreported: string[] = [];
  #reporting = false;

  constructor(parts: Parts, attachment: (collection: string, entry: string, id: string) => Promise<Blob>) {
    this.#parts = parts;
    this.#attachment = attachment;
  }

  /** Creates an export file of a client, with a description of its contents. Markdown is in the given language. */
  async file(
    collection: string,
    format: 'json' | 'markdown' | 'fhir' | Table,
    handle: string,
    language: string,
  ): Promise<ExportFile> {
    const { books } = this.#parts;
    const file = (await books.open(collection)).export(collection, format, handle, language, books.now());
    this.#made([collection]);
    return file;
  }

  /** The therapist's own notes about a client, present or former. No other file contains them. */
  async notes(collection: string, handle: string, language: string): Promise<ExportFile> {
    const { books } = this.#parts;
    return (await books.open()).exportNotes(collection, handle, language, books.now());
  }

  /** An archive of all attachments of a client, and the number that could not be fetched. */
  async attachments(collection: string, handle: string): Promise<{ name: string; blob: Blob; missing: number }> {
    const { books, world } = this.#parts;
    const book = await books.open(collection);
    const { name, files, notice } = book.exportedFiles(collection, handle, books.now());
    const { downloadZip } = await import('client-zip');
    let missing = 0;
    const opened = async function* (this: Exports) {
      if (notice) yield noticeFile(notice, world.now());
      for (const file of files) {
        try {
          const input = await this.#attachment(collection, file.entry, file.id);
          yield { name: file.name, lastModified: new Date(file.at), input };
        } catch (thrown) {
          // An unfinished upload must not prevent the export of the others.
          if (DeskFault.from(thrown).code === DeskFault.offline) throw thrown;
          missing += 1;
        }
      }
    };
    const blob = await downloadZip(opened.call(this)).blob();
    this.#made([collection]);
    return { name, blob, missing };
  }

  /** Creates export files of several clients: one table, or one bundle per client. */
  async several(clients: { collection: string; handle: string }[], format: 'fhir' | Table): Promise<ExportFile[]> {
    const { books, desk } = this.#parts;
    const former = new Set(desk.formerClients().list.map(({ collection }) => collection));
    const open = clients.map(({ collection }) => collection).filter((collection) => !former.has(collection));
    let book = await books.open();
    for (const collection of open) book = await books.open(collection);
    const { files } = book.export_several({ clients, format }, books.now());
    this.#made(open);
    return files;
  }

  /** Reports the exports that are not recorded yet. Offline, this is retried later. */
  async report(): Promise<void> {
    if (this.#reporting) return;
    this.#reporting = true;
    await this.#reportAll().finally(() => (this.#reporting = false));
  }

  #made(collections: string[]): void {
    this.#unreported.push(...collections);
    void this.report();
  }

  async #reportAll(): Promise<void> {
    for (let collection = this.#unreported[0]; collection !== undefined; collection = this.#unreported[0]) {
      const path = `/v1/collections/${collection}/exports`;
      try {
        await this.#parts.net.request({ method: 'POST', path, body: null, signed: true });
      } catch (thrown) {
        // After care has ended, the server has no collection to record it in.
        if (DeskFault.from(thrown).code !== 'not_found') return;
      }
      this.#unreported.shift();
    }
  }
}
