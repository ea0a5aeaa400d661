// A fake server with what one therapist needs. Its half of OPAQUE uses another library than ours.
import * as opaque from '@serenity-kit/opaque';

interface Answer {
  status: number;
  body: unknown;
}

/** The request fields that the fake server reads. */
interface Message {
  handle: string;
  message: string;
  attempt: string;
  enrolment: { code: string; name: string; practice: string };
}

/** A call to sync. */
interface SyncCall {
  cursors: Record<string, number>;
  push: { collection: string; id: string; base_revision: number; deleted?: boolean; blob: string }[];
  checkpoints?: Record<string, { base: number; revision?: number; blob: string }>;
}

interface Pushed {
  collection: string;
  id: string;
  revision: number;
  seq: number;
  deleted?: boolean;
  blob: string;
}

interface Checkpoint {
  account: string;
  revision: number;
  blob: string;
}

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const no = (status: number, code: string): Answer => ({
  status,
  body: { type: `/problems/${code}`, title: code, status, code },
});

export class FakeServer {
  /** Every request so far: method and path. */
  readonly log: string[] = [];
  /** While set, requests fail as if there were no network. */
  offline = false;
  /** The practice requires a second factor that the account does not have. */
  limited = false;
  invitations: Record<string, unknown>[] = [];
  /** Every pushed record, as the server stores it. */
  records: Pushed[] = [];
  /** The therapist's checkpoint of each collection. */
  checkpoints: Record<string, Checkpoint> = {};
  /** The therapist's private collection, as registered. */
  collections: Record<string, unknown>[] = [];
  #setup = opaque.server.createSetup();
  #accounts = new Map<string, { record: string; body: Message & Record<string, unknown> }>();
  #attempts = new Map<string, { handle: string; state: string }>();
  #tokens = new Set<string>();
  #cookie: string | undefined;
  #next = 0;
  #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  readonly fetch = (async (path: string, init: RequestInit) => {
    this.log.push(`${init.method} ${path}`);
    if (this.offline) throw new TypeError('fetch failed');
    const headers = init.headers as Record<string, string>;
    if (headers['afterglow-protocol'] !== '1') throw new Error('the protocol’s version is missing');
    const body = init.body ? JSON.parse(String(init.body)) : undefined;
    const token = headers['authorization']?.replace('Bearer ', '');
    if (path === '/v1/changes' && this.#tokens.has(token ?? '') && !this.limited)
      return this.#stream(init.signal ?? undefined);
    const { status, body: out } = this.#answer(`${init.method} ${path}`, body, token);
    return new Response(status === 204 ? null : JSON.stringify(out), { status });
  }) as typeof fetch;

  /** Expires every access token. */
  age(): void {
    this.#tokens.clear();
  }

  /** Ends the session: token and cookie become invalid. */
  end(): void {
    this.age();
    this.#cookie = undefined;
  }

  /** Sends an event to all open streams. */
  publish(event: string, data: unknown): void {
    const message = new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    for (const stream of this.#streams) stream.enqueue(message);
  }

  /** Breaks every open stream. */
  hangUp(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  get listeners(): number {
    return this.#streams.size;
  }

  #stream(signal: AbortSignal | undefined): Response {
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#streams.add(controller);
        signal?.addEventListener('abort', () => {
          if (this.#streams.delete(controller)) controller.error(new DOMException('aborted', 'AbortError'));
        });
      },
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  }

  #answer(route: string, body: Message, token: string | undefined): Answer {
    switch (route) {
      case 'POST /v1/accounts/registration/start': {
        const { registrationResponse } = opaque.server.createRegistrationResponse({
          serverSetup: this.#setup,
          userIdentifier: body.handle,
          registrationRequest: body.message,
        });
        return ok({ message: registrationResponse });
      }
      case 'POST /v1/accounts/registration/finish':
        if (body.enrolment.code !== 'right-code') return no(403, 'enrolment_invalid');
        this.#accounts.set(body.handle, { record: body.message, body: { ...body } });
        this.#own(body as unknown as Record<string, Record<string, unknown>>);
        return this.#session(body.handle);
      case 'POST /v1/sessions/start': {
        const attempt = `attempt-${this.#next++}`;
        const { serverLoginState, loginResponse } = opaque.server.startLogin({
          serverSetup: this.#setup,
          userIdentifier: body.handle,
          registrationRecord: this.#accounts.get(body.handle)?.record,
          startLoginRequest: body.message,
        });
        this.#attempts.set(attempt, { handle: body.handle, state: serverLoginState });
        return ok({ attempt, message: loginResponse });
      }
      case 'POST /v1/sessions/finish': {
        const attempt = this.#attempts.get(body.attempt);
        if (!attempt) return no(401, 'wrong_credentials');
        opaque.server.finishLogin({ serverLoginState: attempt.state, finishLoginRequest: body.message });
        return this.#session(attempt.handle);
      }
      case 'POST /v1/sessions/refresh':
        return this.#cookie ? this.#session(this.#cookie) : no(401, 'unauthenticated');
      case 'GET /v1/limits':
        return ok({
          push_records: 1000,
          pull_records: 1000,
          blob_bytes: 262144,
          request_bytes: 8388608,
          collections: 500,
        });
    }
    if (!this.#tokens.has(token ?? '')) return no(401, 'unauthenticated');
    const [method, path] = route.split(' ') as [string, string];
    if (this.limited && !path.startsWith('/v1/devices/')) return no(403, 'second_factor_missing');
    switch (route) {
      case 'GET /v1/collections':
        return ok(
          this.collections.map((one) => ({
            ...one,
            head: this.records.findLast(({ collection }) => collection === one.id)?.seq ?? 0,
          })),
        );
      case 'GET /v1/invitations':
        return ok(this.invitations);
      case 'POST /v1/invitations': {
        const made = { ...body, state: 'open', created_at: 1000 + this.#next++, expires_at: 604801000 };
        this.invitations.push(made);
        return ok(made, 201);
      }
      case 'POST /v1/sync':
        return ok(this.#sync(body as unknown as SyncCall));
    }
    if (method === 'DELETE' && path.startsWith('/v1/invitations/')) {
      const id = path.split('/').at(-1);
      this.invitations = this.invitations.map((one) => (one.id === id ? { ...one, state: 'revoked' } : one));
      return ok(undefined, 204);
    }
    if (method === 'DELETE') return ok(undefined, 204);
    return no(404, 'not_found');
  }

  /** Stores the collection of a registration. */
  #own({ account, private: own }: Record<string, Record<string, unknown>>): void {
    const { id, key_check, key_sealed } = own ?? {};
    const keys = [{ epoch: 1, key_check, key_sealed }];
    const members = [{ account, part: 'client' }];
    this.collections.push({ id, kind: 'private', epoch: 1, head: 0, keys, members, created_at: 1000 });
  }

  /** Accepts or rejects each group as a whole, and returns the changes after each cursor. */
  #sync({ cursors, push, checkpoints = {} }: SyncCall): unknown {
    const account = String([...this.#accounts.values()][0]?.body['account']);
    const committed = new Set<string>();
    const accepted = Object.entries(checkpoints).map(([collection, { base, revision, blob }]) => {
      const stored = this.checkpoints[collection]?.revision ?? 0;
      if (base !== stored) return [collection, { conflict: { revision: stored } }];
      const newRevision = revision ?? base + 1;
      committed.add(collection);
      this.checkpoints[collection] = { account, revision: newRevision, blob };
      return [collection, { accepted: { revision: newRevision } }];
    });
    const results = push.map(({ collection, id, base_revision, deleted, blob }) => {
      if (!committed.has(collection)) return { rejected: { code: 'group' } };
      const record = { id, revision: base_revision + 1, seq: this.records.length + 1, deleted: deleted ?? false, blob };
      this.records.push({ collection, ...record });
      return { accepted: { revision: record.revision, seq: record.seq } };
    });
    const changes = Object.entries(cursors).map(([collection, cursor]) => {
      const records = this.records.filter((record) => record.collection === collection && record.seq > cursor);
      const head = this.records.findLast((record) => record.collection === collection)?.seq ?? 0;
      const rows = records.map(({ id, revision, seq, deleted, blob }) => ({ id, revision, seq, deleted, blob }));
      const slot = this.checkpoints[collection];
      return [collection, { records: rows, checkpoints: slot ? [slot] : [], head, more: false }];
    });
    const [answered, after] = [Object.fromEntries(accepted), Object.fromEntries(changes)];
    return { results, checkpoints: answered, manifest: 1, changes: after, revoked: [] };
  }

  #session(handle: string): Answer {
    const account = this.#accounts.get(handle)?.body;
    if (!account) return no(401, 'wrong_credentials');
    const access_token = `token-${this.#next++}`;
    this.#tokens.add(access_token);
    this.#cookie = handle;
    const { name, practice } = account.enrolment;
    const member = {
      practice: '01890a5d-ac96-774b-bcce-b302099a8051',
      practice_name: practice,
      name,
      roles: ['owner', 'therapist'],
      second_factor_missing: this.limited,
    };
    const id = account.account;
    const device = `01890a5d-ac96-774b-bcce-${String(this.#next++).padStart(12, '0')}`;
    return ok({
      access_token,
      expires_in: 600,
      device,
      account: { id, handle, keys: account.keys, manifest: account.manifest, member },
    });
  }
}
