import type { Fault } from '$pkg/desk';

/** An error with a code that pages translate and act on. It keeps the code when it leaves the worker. */
export class DeskFault extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
  ) {
    super(title);
    this.name = 'DeskFault';
  }

  static readonly offline = 'offline';
  /** The WebAssembly has crashed: the worker must be replaced. */
  static readonly crashed = 'crashed';
  /** The practice requires a second factor, and the account has none. */
  static readonly limited = 'second_factor_missing';
  /** The server no longer lists a client. */
  static readonly unlisted = 'not_listed';

  /** There was no response. */
  static unreached(): DeskFault {
    return new DeskFault(DeskFault.offline, 'The server cannot be reached.');
  }

  /** An attachment is incomplete. */
  static unfinished(): DeskFault {
    return new DeskFault('attachment_unfinished', 'Not all of it is on the server yet.');
  }

  /** Converts anything thrown: the desk throws plain objects, the network its own errors. */
  static from(thrown: unknown): DeskFault {
    if (thrown instanceof DeskFault) return thrown;
    if (thrown instanceof WebAssembly.RuntimeError)
      return new DeskFault(DeskFault.crashed, 'Something went wrong in this page.');
    const { code, title } = (thrown ?? {}) as Partial<Fault>;
    if (typeof code === 'string' && typeof title === 'string') return new DeskFault(code, title);
    return new DeskFault('unknown', 'Something went wrong that this version does not know.');
  }
}
