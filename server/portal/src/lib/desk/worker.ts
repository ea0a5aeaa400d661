// The worker with desk and casebook. Terminating it drops all keys and opened records.
import { expose, proxy } from 'comlink';
import init, { Desk } from '$pkg/desk';
import module from '$pkg/desk_bg.wasm?url';
import words from '$data/words.txt?url';
import { faultsTravel } from './rpc';
import { DeskService } from './service';
import { tabsOf } from './tabs';

faultsTravel(() => void ready.then((service) => service.crashed()));

/** Calls that arrive before the module has loaded wait for it. */
const ready = init({ module_or_path: new URL(module, self.location.origin) }).then(() => {
  const service = new DeskService(new Desk(crypto.getRandomValues(new Uint8Array(32))), {
    fetch: (input, options) => fetch(input, options),
    now: () => Date.now(),
    alone: (work) => navigator.locks.request('afterglow-refresh', work),
    tabs: tabsOf,
    casebook: async () => (await import('./casebook')).open(),
    words: async () => {
      const response = await fetch(new URL(words, self.location.origin));
      if (!response.ok) throw new Error(`The list of words answered ${response.status}.`);
      return response.text();
    },
  });
  self.addEventListener('online', () => service.wake());
  return service;
});

expose({ open: async () => proxy(await ready) });
