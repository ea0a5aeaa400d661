// What pages ask the server for without the desk's help: nothing of it is sealed, and no client's words are in it.
// The types are those of the `protocol` crate, as JSON. Times are milliseconds since the Unix epoch.
import { session } from '$lib/session.svelte';

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await (await session.desk()).plain(method, path, body)) as T;
}

// --- Devices ---

/** A browser or phone that is signed in. */
export interface Device {
  id: string;
  name: string;
  created_at: number;
  seen_at: number;
  /** The one that asks. */
  current: boolean;
}

/** The own devices, the latest first. */
export const devices = () => ask<Device[]>('GET', '/v1/devices');
export const endDevice = (id: string) => ask<unknown>('DELETE', `/v1/devices/${id}`);

// --- The second factor ---

export interface SecondFactor {
  /** Since when it is asked for; absent while it is not. */
  since?: number;
  spare_codes: number;
}

/** That the account's owner asks: made by the desk from the password. */
export interface PasswordProof {
  attempt: string;
  message: string;
}

export const secondFactor = () => ask<SecondFactor>('GET', '/v1/me/second-factor');
export const beginSecondFactor = (proof: PasswordProof) =>
  ask<{ secret: string; uri: string }>('POST', '/v1/me/second-factor', { proof });
export const confirmSecondFactor = (code: string) => ask<{ codes: string[] }>('PUT', '/v1/me/second-factor', { code });
export const endSecondFactor = (proof: PasswordProof) => ask<unknown>('POST', '/v1/me/second-factor/end', { proof });
export const newSpareCodes = (proof: PasswordProof) =>
  ask<{ codes: string[] }>('POST', '/v1/me/second-factor/codes', { proof });

// --- The trail: who did what ---

export interface TrailEntry {
  chain: string;
  number: number;
  at: number;
  account?: string;
  name?: string;
  device?: string;
  action: string;
  subject?: string;
}

export interface TrailPage {
  entries: TrailEntry[];
  /** What to ask with for the page before. */
  next?: string;
}

/** `access`: the own care collections; `me/trail`: the own account; `practice/trail`: the practice, for an owner. */
export type Trail = 'access' | 'me/trail' | 'practice/trail';
/** A page of it, the latest first; `access` also of one care collection alone. */
export function trail(which: Trail, before?: string, collection?: string): Promise<TrailPage> {
  const asked = new URLSearchParams({ ...(before && { before }), ...(collection && { collection }) });
  return ask('GET', `/v1/${which}?${asked}`);
}

export interface TrailCheck {
  chains: number;
  entries: number;
  broken: { chain: string; number: number }[];
}
export const checkTrail = () => ask<TrailCheck>('GET', '/v1/practice/trail/check');

// --- The practice ---

export type Role = 'therapist' | 'owner';

export interface PracticeSettings {
  idle_lock_minutes: number;
  retention_days: number;
  wording_version: string;
}

export interface Member {
  account: string;
  name: string;
  roles: Role[];
  joined_at: number;
  second_factor?: boolean;
}

export interface Practice {
  id: string;
  name: string;
  settings?: PracticeSettings;
  members: Member[];
}

export interface EnrolmentState {
  id: string;
  roles: Role[];
  state: 'open' | 'used' | 'revoked' | 'expired';
  created_by?: string;
  used_by?: string;
  created_at: number;
  expires_at: number;
}

export interface MemberSession {
  device: string;
  account: string;
  name: string;
  created_at: number;
  seen_at: number;
}

export interface ServerHealth {
  version: string;
  started_at: number;
  now: number;
  database: string;
  database_bytes: number;
  housekeeping_at?: number;
  backup_days: number;
}

export const practice = () => ask<Practice>('GET', '/v1/practice');
export const changePractice = (name: string, settings: PracticeSettings) =>
  ask<Practice>('PUT', '/v1/practice/settings', { name, settings });
export const changeMember = (account: string, roles: Role[]) =>
  ask<unknown>('PUT', `/v1/practice/members/${account}`, { roles });
export const removeMember = (account: string) => ask<unknown>('DELETE', `/v1/practice/members/${account}`);
export const enrolments = () => ask<EnrolmentState[]>('GET', '/v1/practice/enrolments');
export const newEnrolment = (roles: Role[]) =>
  ask<{ id: string; code: string; expires_at: number }>('POST', '/v1/practice/enrolments', { roles });
export const revokeEnrolment = (id: string) => ask<unknown>('DELETE', `/v1/practice/enrolments/${id}`);
export const sessions = () => ask<MemberSession[]>('GET', '/v1/practice/sessions');
export const endSession = (device: string) => ask<unknown>('DELETE', `/v1/practice/sessions/${device}`);
export const health = () => ask<ServerHealth>('GET', '/v1/practice/health');
