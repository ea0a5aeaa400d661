import type { RuleField } from '$pkg/casebook';

/** The kind that a file of rules names. */
const KIND = 'afterglow_clinic_rules';
/** The greatest size of such a file, in characters. */
const MOST = 100_000;

/** The name of a field: what a rule is about and its part. */
export const fieldName = ({ about, part }: Pick<RuleField, 'about' | 'part'>): string =>
  about ? `${about}.${part}` : part;

/** The text of a file with the stored rules. */
export function toFile(version: string, rules: Record<string, string>): string {
  return JSON.stringify({ kind: KIND, version, rules }, null, 2);
}

/** The rules in a file, and how many of them this version does not know. Nothing if it is no file of rules. */
export function fromFile(
  text: string,
  fields: readonly RuleField[],
): { rules: Record<string, string>; unknown: number } | undefined {
  if (text.length > MOST) return undefined;
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { kind, rules } = (file ?? {}) as { kind?: unknown; rules?: unknown };
  if (kind !== KIND || typeof rules !== 'object' || rules === null || Array.isArray(rules)) return undefined;
  const known = new Set(fields.map(fieldName));
  const found = Object.entries(rules as Record<string, unknown>);
  const usable = found.filter((one): one is [string, string] => known.has(one[0]) && typeof one[1] === 'string');
  return { rules: Object.fromEntries(usable), unknown: found.length - usable.length };
}
