/**
 * Holds changes of the page back while a pointer is down. A click is a press and a release on the same element: what
 * moves or draws it anew in between swallows the click.
 */
export class Pressed {
  #down = false;
  #waiting = new Map<object, () => void>();
  #later: (run: () => void) => void;

  /** `later` runs something after the click that a release leads to. */
  constructor(page: EventTarget | undefined, later: (run: () => void) => void = (run) => setTimeout(run)) {
    this.#later = later;
    const release = () => this.#down && this.#later(() => this.#release());
    page?.addEventListener('pointerdown', () => (this.#down = true), { capture: true });
    for (const end of ['pointerup', 'pointercancel']) page?.addEventListener(end, release, { capture: true });
    // The window's own: a press also takes the focus from another element, and that blur passes by here.
    page?.addEventListener('blur', (event) => event.target === page && release(), { capture: true });
    // A release outside of the window is seen when the pointer comes back.
    page?.addEventListener('pointermove', (event) => (event as PointerEvent).buttons === 0 && release(), {
      capture: true,
    });
  }

  /** Makes a change now or, while the pointer is down, after its release. Of one owner only the latest is made. */
  settle(owner: object, change: () => void): void {
    if (this.#down) this.#waiting.set(owner, change);
    else change();
  }

  #release(): void {
    this.#down = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const change of waiting) change();
  }
}

/** Of this page. */
export const pressed = new Pressed(globalThis.window);
