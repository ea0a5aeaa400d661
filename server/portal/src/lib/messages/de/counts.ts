import { counter } from '../plural';

export const count = counter('de');
export const entries = (n: number) => count(n, { one: '# Eintrag', other: '# Einträge' });
export const days = (n: number) => count(n, { one: '# Tag', other: '# Tage' });
