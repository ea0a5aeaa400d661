import { remember, remembered } from './preferences';

/** Single-key shortcuts. They can be turned off, for example for speech input (WCAG 2.2, success criterion 2.1.4). */
class SingleKeys {
  enabled = $state(remembered('single-keys') !== 'off');

  set(enabled: boolean): void {
    this.enabled = enabled;
    remember('single-keys', enabled ? undefined : 'off');
  }

  /** The pressed key, unless a text field, a dialog or the browser handles it. */
  of(event: KeyboardEvent): string | undefined {
    if (!this.enabled || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
    if (event.target instanceof HTMLElement) {
      if (event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select')) return undefined;
      if (event.target.closest('[role=dialog], [role=alertdialog], [role=menu]')) return undefined;
    }
    return event.key;
  }
}

export const singleKeys = new SingleKeys();
