import { locale } from '.';

const MINUTE = 60_000;
const DAY = 86_400_000;

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });

const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** Days between two instants on the reader's calendar. */
function days(from: number, to: number): number {
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** "5 minutes ago", "yesterday", "in 3 days", "12 Mar". */
export function when(at: number, now = Date.now()): string {
  const minutes = Math.round((at - now) / MINUTE);
  const apart = days(now, at);
  if (apart === 0) {
    if (Math.abs(minutes) < 1) return relative.format(0, 'minute');
    return Math.abs(minutes) < 60
      ? relative.format(minutes, 'minute')
      : relative.format(Math.round(minutes / 60), 'hour');
  }
  if (Math.abs(apart) <= 21) return relative.format(apart, 'day');
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? short.format(at) : withYear.format(at);
}

/** "Thu 12 Mar 2026, 10:00": for what is agreed. */
export function exact(at: number): string {
  return `${new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at)} ${withYear.format(at)}, ${clock.format(at)}`;
}

/** A client's own wall clock, whatever the reader's zone: the offset stands in the text (RFC 3339). */
export function local(rfc3339: string, style: 'day' | 'full' | 'time'): string {
  const wall = new Date(`${rfc3339.slice(0, 19)}Z`);
  const options: Intl.DateTimeFormatOptions = {
    day: { weekday: 'short', day: 'numeric', month: 'short' } as const,
    full: {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    } as const,
    time: { hour: 'numeric', minute: '2-digit' } as const,
  }[style];
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(wall);
}
