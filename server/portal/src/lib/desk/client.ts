import { proxy, releaseProxy, wrap } from 'comlink';
import { faultsTravel } from './rpc';
import type { DeskEvent } from './sync-loop';
import type { DeskService, RemoteDesk } from './service';
import { deskWorkerUrl } from './trusted';

faultsTravel();

/** A desk in its worker, as pages use it. */
export class DeskClient {
  #worker: Worker;
  #service: Promise<RemoteDesk>;

  constructor(notify: (news: DeskEvent) => void, failed: () => void) {
    this.#worker = new Worker(deskWorkerUrl(), { type: 'module', name: 'desk' });
    // Without this, pages would wait forever for a worker that cannot start (old browser, failed download).
    this.#worker.addEventListener('error', failed);
    const door = wrap<{ open(): DeskService }>(this.#worker);
    this.#service = door.open().then(async (opened) => {
      const service = opened as unknown as RemoteDesk;
      await service.listen(proxy(notify));
      return service;
    });
    this.#service.catch(failed);
  }

  /** The service, after the module has loaded. */
  get service(): Promise<RemoteDesk> {
    return this.#service;
  }

  /** Ends the worker, and with it all keys and opened records. */
  end(): void {
    this.#service.then((service) => service[releaseProxy]()).catch(() => undefined);
    this.#worker.terminate();
  }
}
