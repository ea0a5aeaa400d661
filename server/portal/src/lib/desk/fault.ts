import type { Fault } from '$pkg/desk';

/** What went wrong, with a code that pages translate and act on. Survives the way out of the worker. */
export class DeskFault extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
  ) {
    super(title);
    this.name = 'DeskFault';
  }

  static readonly offline = 'offline';
  /** The WebAssembly stopped: the worker is good for nothing any more, and another one is. */
  static readonly crashed = 'crashed';
  /** The server lists a client no longer. */
  static readonly unlisted = 'not_listed';

  /** Nothing came back. */
  static unreached(): DeskFault {
    return new DeskFault(DeskFault.offline, 'The server cannot be reached.');
  }

  /** Whatever was thrown, as a fault: the desk throws plain objects, the network throws errors of its own. */
  static from(thrown: unknown): DeskFault {
    if (thrown instanceof DeskFault) return thrown;
    if (thrown instanceof WebAssembly.RuntimeError)
      return new DeskFault(DeskFault.crashed, 'Something went wrong in this page.');
    const { code, title } = (thrown ?? {}) as Partial<Fault>;
    if (typeof code === 'string' && typeof title === 'string') return new DeskFault(code, title);
    return new DeskFault('unknown', 'Something went wrong that this version does not know.');
  }
}
