import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { target } from './server';

/** The output of a command; loosely typed, as an integrator would read it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Printed = any;

/** A refusal of the terminal phone. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly sentence: string,
  ) {
    super(`${code}: ${sentence}`);
  }
}

/** The terminal phone, with an encrypted store of its own. */
export class Phone {
  readonly home = mkdtempSync(join(tmpdir(), 'afterglow-phone-'));

  constructor(
    readonly server: string,
    readonly handle: string,
  ) {}

  async run(command: string[], password?: string): Promise<Printed> {
    const program = join(target, 'examples/phone');
    const child = spawn(program, ['--home', this.home, '--json', ...command], {
      env: { ...process.env, AFTERGLOW_SERVER: this.server, ...(password ? { AFTERGLOW_PASSWORD: password } : {}) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = [child.stdout, child.stderr].map((stream) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      return parts;
    });
    const code = await new Promise<number | null>((done) => child.once('close', done));
    const [printed, said] = [out, err].map((parts) => Buffer.concat(parts).toString());
    if (code === 0) return printed.trim() ? JSON.parse(printed) : undefined;
    const error = said.split('\n').find((line) => line.startsWith('{"error"'));
    if (!error) throw new Error(`phone ${command[0]} ended with ${code}: ${said}`);
    const { error: refused } = JSON.parse(error);
    throw new Refused(refused.code, refused.sentence);
  }

  /** Registers and returns the recovery code. */
  async register(password: string): Promise<string> {
    return (await this.run(['register', this.handle], password)).recovery_code;
  }

  signIn(password: string): Promise<Printed> {
    return this.run(['sign-in', this.handle], password);
  }

  recover(code: string, password: string): Promise<Printed> {
    return this.run(['recover', this.handle, '--code', code], password);
  }

  /** Writes an entry and returns its id. */
  async write(text: string, ...options: string[]): Promise<string> {
    return (await this.run(['write', text, ...options])).id;
  }

  sync(): Promise<Printed> {
    return this.run(['sync']);
  }
}
