import { paper } from '$lib/paper.svelte';
import { locale } from '.';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The formats of dates and times, created once for each language. */
const styles = {
  short: { day: 'numeric', month: 'short' },
  withYear: { day: 'numeric', month: 'short', year: 'numeric' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  dayWithYear: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  exact: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  time: { hour: 'numeric', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;
type Style = keyof typeof styles;

const made = new Map<string, Intl.DateTimeFormat>();

function format(style: Style, at: number | Date, timeZone?: string): string {
  const key = `${locale()} ${style} ${timeZone ?? ''}`;
  let writer = made.get(key);
  if (!writer) {
    writer = new Intl.DateTimeFormat(locale(), { ...styles[style], ...(timeZone ? { timeZone } : {}) });
    made.set(key, writer);
  }
  return writer.format(at);
}

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** Days between two instants on the reader's calendar. */
function days(from: number, to: number): number {
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** "5 minutes ago", "yesterday", "in 3 days", "12 Mar". On paper always the date. */
export function when(at: number, now = Date.now()): string {
  if (paper.on) return date(at, now);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const minutes = Math.round((at - now) / MINUTE);
  const apart = days(now, at);
  if (apart === 0) {
    if (Math.abs(minutes) < 1) return relative.format(0, 'minute');
    return Math.abs(minutes) < 60
      ? relative.format(minutes, 'minute')
      : relative.format(Math.round(minutes / 60), 'hour');
  }
  if (Math.abs(apart) <= 21) return relative.format(apart, 'day');
  return date(at, now);
}

/** "Thu 12 Mar 2026, 10:00" by the reader's clock, for appointments. */
export function exact(at: number): string {
  return format('exact', at);
}

/** "10:05" by the reader's clock. */
export function clock(at: number): string {
  return format('time', at);
}

/** "12 Mar" by the reader's calendar, with the year if it is not the current one. */
export function date(at: number, now = Date.now()): string {
  return format(new Date(at).getFullYear() === new Date(now).getFullYear() ? 'short' : 'withYear', at);
}

/** The styles without a year, and their counterparts with one. */
const yearly: Partial<Record<Style, Style>> = { short: 'withYear', day: 'dayWithYear' };

/**
 * A client's local time, independent of the reader's zone: the text contains the offset (RFC 3339, or a date alone). A
 * date in another year is shown with its year.
 */
export function local(
  rfc3339: string,
  style: 'day' | 'full' | 'time' | 'short' | 'withYear',
  now = Date.now(),
): string {
  const wall = new Date(`${rfc3339.length === 10 ? `${rfc3339}T00:00:00` : rfc3339.slice(0, 19)}Z`);
  const other = wall.getUTCFullYear() !== new Date(now).getFullYear();
  return format((other && yearly[style]) || style, wall, 'UTC');
}

/** The value of `<input type="datetime-local">`: the reader's local time. */
export function forInput(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
