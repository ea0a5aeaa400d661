// A stand-in for the tabs of one browser, with their messages and the queue for the stream.
import type { TabMessage, Tabs } from '../src/lib/desk/tabs';

export class Browser {
  #listeners = new Map<object, (news: TabMessage) => void>();
  #line: (() => void)[] = [];
  #taken = false;

  tabs(): Tabs {
    const tab = {};
    return {
      acquire: (signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), { once: true });
          this.#line.push(() => {
            if (signal.aborted) return this.#next();
            this.#taken = true;
            resolve(() => this.#next());
          });
          if (!this.#taken) this.#next();
        }),
      notify: (news) => {
        for (const [other, listener] of this.#listeners) if (other !== tab) listener(news);
      },
      onMessage: (listener) => {
        this.#listeners.set(tab, listener);
        return () => this.#listeners.delete(tab);
      },
    };
  }

  #next(): void {
    this.#taken = false;
    this.#line.shift()?.();
  }
}
