import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';

export const target = resolve(process.env.AFTERGLOW_TARGET_DIR ?? join(import.meta.dirname, '../../../target/debug'));

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** The real binary on a free port, with a database of its own. */
export class Server {
  private constructor(
    readonly origin: string,
    readonly dataDir: string,
    readonly databaseUrl: string | undefined,
    private readonly environment: NodeJS.ProcessEnv,
    private child: ChildProcess,
  ) {}

  static async start(database: 'sqlite' | 'postgres'): Promise<Server> {
    const dataDir = mkdtempSync(join(tmpdir(), 'afterglow-server-'));
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const databaseUrl = database === 'postgres' ? await newDatabase() : undefined;
    const environment = {
      ...process.env,
      AFTERGLOW_LISTEN: `127.0.0.1:${port}`,
      AFTERGLOW_DATA_DIR: dataDir,
      AFTERGLOW_ORIGIN: origin,
      AFTERGLOW_REGISTRATION: 'open',
      ...(databaseUrl ? { AFTERGLOW_DATABASE_URL: databaseUrl } : {}),
    };
    const server = new Server(origin, dataDir, databaseUrl, environment, undefined as unknown as ChildProcess);
    await server.run();
    return server;
  }

  /** Starts the process, also again after `kill`. */
  async run(): Promise<void> {
    const log = openSync(join(this.dataDir, 'server.log'), 'a');
    this.child = spawn(join(target, 'afterglow'), ['serve'], { env: this.environment, stdio: ['ignore', log, log] });
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`the server ended:\n${this.log()}`);
      const ready = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      if (ready?.ok) return;
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  log(): string {
    return readFileSync(join(this.dataDir, 'server.log'), 'utf8');
  }

  /** The first one-time code of a new practice. */
  bootstrap(): string {
    const out = execFileSync(join(target, 'afterglow'), ['bootstrap', '--json'], { env: this.environment });
    return JSON.parse(out.toString()).code;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill(signal);
    await ended;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** All data that the server stores: its files, and with PostgreSQL a dump of every table. */
  async bytes(): Promise<Buffer> {
    const files = execFileSync('find', [this.dataDir, '-type', 'f', '-print0']).toString().split('\0').filter(Boolean);
    const kept = files.map((file) => readFileSync(file));
    if (this.databaseUrl) {
      const client = new Client({ connectionString: this.databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ name: string }>(
        "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'",
      );
      for (const { name } of rows) {
        // Raw and printed bytes: a word would be visible in either.
        const table = await client.query(`SELECT t.*, t::text AS whole FROM ${name} t`);
        for (const row of table.rows) {
          for (const value of Object.values(row)) {
            kept.push(Buffer.isBuffer(value) ? Buffer.from(value) : Buffer.from(String(value)));
          }
        }
      }
      await client.end();
    }
    return Buffer.concat(kept);
  }
}

async function newDatabase(): Promise<string> {
  const url = process.env.AFTERGLOW_TEST_POSTGRES;
  if (!url) throw new Error('AFTERGLOW_TEST_POSTGRES is not set: scripts/postgres.sh starts a cluster');
  const name = `browser_${process.pid}_${Date.now()}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/(\/\/[^/]*\/)[^?]*/, `$1${name}`);
}
