import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, target } from './server';

const root = join(import.meta.dirname, '../../..');

/** The processes of `make run`, on a free port and in a folder of their own. */
export class Demo {
  private constructor(
    readonly origin: string,
    readonly dataDir: string,
    /** The output until it was ready. */
    readonly said: string[],
    private readonly child: ChildProcess,
  ) {}

  static async start(
    dataDir = mkdtempSync(join(tmpdir(), 'afterglow-demo-')),
    sample = join(root, 'demo/data/practice.json'),
  ): Promise<Demo> {
    const port = await freePort();
    const options = ['--portal-port', String(port), '--data-dir', dataDir, '--server-bin', join(target, 'afterglow')];
    const child = spawn(join(target, 'demo'), [...options, '--sample', sample], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // A single account signs in here for every picture. The clients' local zone is that of the screenshots.
      env: { ...process.env, TZ: 'America/Denver', AFTERGLOW_RATES__SIGN_IN_BY_ACCOUNT: '600', AFTERGLOW_RATES__SIGN_IN_BY_ADDRESS: '600' },
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (line.startsWith('Ctrl-C ends it')) return new Demo(`http://localhost:${port}`, dataDir, said, child);
    }
    throw new Error(`the demo did not start:\n${said.join('\n')}`);
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    await ended;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
