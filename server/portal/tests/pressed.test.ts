// A click is a press and a release on the same element: a refresh in between must not swallow it.
import { expect, test } from 'vitest';
import { Pressed } from '../src/lib/pressed';

/** A page, and the queue of functions to run after the click. */
function page() {
  const target = new EventTarget();
  const later: (() => void)[] = [];
  const pressed = new Pressed(target, (run) => later.push(run));
  const dispatch = (type: string | Event, buttons = 0) =>
    target.dispatchEvent(Object.assign(typeof type === 'string' ? new Event(type) : type, { buttons }));
  const afterClick = () => later.splice(0).forEach((run) => run());
  return { pressed, dispatch, afterClick };
}

test('what arrives while the pointer is down is shown after the click, and of one view the latest only', () => {
  const { pressed, dispatch, afterClick } = page();
  const shown: string[] = [];
  const [list, head] = [{}, {}];
  pressed.settle(list, () => shown.push('before'));
  expect(shown).toEqual(['before']);

  dispatch('pointerdown');
  pressed.settle(list, () => shown.push('first'));
  pressed.settle(head, () => shown.push('head'));
  pressed.settle(list, () => shown.push('second'));
  dispatch('pointermove', 1);
  expect(shown).toEqual(['before']);
  dispatch('pointerup');
  expect(shown, 'the click comes first').toEqual(['before']);
  afterClick();
  expect(shown).toEqual(['before', 'second', 'head']);

  pressed.settle(list, () => shown.push('after'));
  expect(shown.at(-1)).toBe('after');
});

test('a press that ends elsewhere does not hold the page for ever', () => {
  for (const end of ['pointercancel', 'blur', 'pointermove']) {
    const { pressed, dispatch, afterClick } = page();
    const shown: string[] = [];
    dispatch('pointerdown');
    pressed.settle({}, () => shown.push('news'));
    dispatch(end);
    afterClick();
    expect(shown, end).toEqual(['news']);
  }
});

test('the press that takes the focus from another element holds the page all the same', () => {
  const { pressed, dispatch, afterClick } = page();
  const shown: string[] = [];
  dispatch('pointerdown');
  pressed.settle({}, () => shown.push('news'));
  // The window receives the blur event of an element, with that element as its target.
  const blur = Object.defineProperty(new Event('blur'), 'target', { value: new EventTarget() });
  dispatch(blur);
  afterClick();
  expect(shown).toEqual([]);
});
