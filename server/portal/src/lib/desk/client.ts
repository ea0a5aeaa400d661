import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import { faultsTravel } from './rpc';
import type { DeskEvent } from './sync-loop';
import type { DeskService } from './service';
import { deskWorkerUrl } from './trusted';

faultsTravel();

/** A desk in its worker, as pages use it. */
export class DeskClient {
  #worker: Worker;
  #service: Promise<Remote<DeskService>>;

  constructor(notify: (news: DeskEvent) => void, failed: () => void) {
    this.#worker = new Worker(deskWorkerUrl(), { type: 'module', name: 'desk' });
    // Without this, pages would wait forever for a worker that cannot start (old browser, failed download).
    this.#worker.addEventListener('error', failed);
    const door = wrap<{ open(): DeskService }>(this.#worker);
    this.#service = door.open().then(async (opened) => {
      const service = opened as unknown as Remote<DeskService>;
      await service.listen(proxy(notify));
      return service;
    });
    this.#service.catch(failed);
  }

  /** The service, after the module has loaded. */
  get service(): Promise<Remote<DeskService>> {
    return this.#service;
  }

  /** Ends the worker, and with it all keys and opened records. */
  end(): void {
    this.#service.then((service) => service[releaseProxy]()).catch(() => undefined);
    this.#worker.terminate();
  }
}
