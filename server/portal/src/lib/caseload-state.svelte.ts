import type { Caseload } from '$pkg/desk';

/** The last state of the caseload page, to return to it. Only in memory, because it contains names. */
class CaseloadState {
  query = $state('');
  sort = $state<'first' | 'recent' | 'next' | 'name'>('first');
  filter = $state<'all' | 'safety' | 'worse' | 'today' | 'news' | 'talk' | 'soon'>('all');
  /** What was shown. It is drawn immediately, so that the scroll position can be restored. */
  shown: Caseload | undefined;

  /** Called when the desk is locked or belongs to another account. */
  forget(): void {
    this.query = '';
    this.sort = 'first';
    this.filter = 'all';
    this.shown = undefined;
  }
}

export const caseloadState = new CaseloadState();
