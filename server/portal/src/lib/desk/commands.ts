import type { Casebook, Now } from '$pkg/casebook';

type Name = Extract<keyof Casebook, string>;
/** Commands that make changes for the desk to write. */
export type Change = { [K in Name]: ReturnType<Casebook[K]> extends Uint8Array ? K : never }[Name];
/** Calls of the desk itself, and those that need more than the casebook: the caseload, the server, other clients. */
type OfDesk =
  | ('free' | 'markOf' | 'receive' | 'receiveOwn' | 'close' | 'formers' | 'notice' | 'timeline' | 'entry')
  | ('export' | 'export_several' | 'exportNotes' | 'exportedFiles')
  | ('savePrompts' | 'saveCard' | 'renew' | 'sendCard' | 'label' | 'visit' | 'schedule' | 'session');

/** A command as a page calls it: the desk adds the time. */
type Called<F extends (...args: never[]) => unknown, R> =
  Parameters<F> extends [...infer Before, Now]
    ? (...args: Before) => Promise<R>
    : (...args: Parameters<F>) => Promise<R>;

/** What pages ask the casebook. Its generated types are the types of the calls. */
export type Reads = {
  readonly [K in Exclude<Name, Change | OfDesk>]: Called<Casebook[K], ReturnType<Casebook[K]>>;
};
/** What pages change. Each call returns the ids of the written records. */
export type Writes = { readonly [K in Exclude<Change, OfDesk>]: Called<Casebook[K], string[]> };

/** Commands about the practice. All others have a client's collection as their first argument. */
const OF_PRACTICE = new Set<string>([
  ...(['library', 'inspect', 'import', 'discard', 'savePrompts', 'card', 'saveCard'] satisfies Name[]),
  ...(['checkList', 'saveCheckList', 'clinicRules', 'checkClinicRules', 'saveClinicRules'] satisfies Name[]),
]);

/** The client that a command is about; none for the practice, and for a form about no client. */
export function clientOf(command: string, [first]: readonly unknown[]): string | undefined {
  return typeof first === 'string' && !OF_PRACTICE.has(command) ? first : undefined;
}

/** Calls a command by its name. A command that needs no time ignores it. */
export function run(book: Casebook, command: string, args: readonly unknown[], now: Now): unknown {
  const method = book[command as Name] as (...args: unknown[]) => unknown;
  return Reflect.apply(method, book, [...args, now]);
}

/** An object with every command as a method. */
export const commands = <T extends object>(call: (command: string, args: unknown[]) => unknown): T =>
  new Proxy({} as T, {
    get:
      (_, command) =>
      (...args: unknown[]) =>
        call(String(command), args),
  });
