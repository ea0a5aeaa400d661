/**
 * Delays changes of the page while a pointer is down. A click is a press and a release on the same element: moving or
 * rendering it again in between would lose the click.
 */
export class Pressed {
  #down = false;
  #waiting = new Map<object, () => void>();
  #later: (run: () => void) => void;

  /** `later` schedules a function after the click that a release triggers. */
  constructor(page: EventTarget | undefined, later: (run: () => void) => void = (run) => setTimeout(run)) {
    this.#later = later;
    const release = () => this.#down && this.#later(() => this.#release());
    page?.addEventListener('pointerdown', () => (this.#down = true), { capture: true });
    for (const end of ['pointerup', 'pointercancel']) page?.addEventListener(end, release, { capture: true });
    // Only the window's own blur: a press also moves the focus from another element, and that blur event passes through
    // here.
    page?.addEventListener('blur', (event) => event.target === page && release(), { capture: true });
    // A release outside of the window is detected when the pointer returns.
    page?.addEventListener('pointermove', (event) => (event as PointerEvent).buttons === 0 && release(), {
      capture: true,
    });
  }

  /**
   * Applies a change now or, while the pointer is down, after its release. Only the latest change of each owner is
   * applied.
   */
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
