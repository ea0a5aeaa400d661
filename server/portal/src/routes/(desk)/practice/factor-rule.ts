import type { Member } from '$lib/administration';

/** The names of those who have no second factor: while the practice requires one, they can only set it up. */
export function without(members: Pick<Member, 'name' | 'second_factor'>[]): string[] {
  return members.filter((member) => !member.second_factor).map(({ name }) => name);
}
