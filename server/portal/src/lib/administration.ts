// Requests of pages to the server that do not involve the desk: this data is not sealed and contains no text of
// clients. Paths, messages and responses are typed from the server's OpenAPI description (`npm run api`). Times are
// milliseconds since the Unix epoch.
import type { components, paths } from '$lib/api';
import { session } from '$lib/session.svelte';

type Schemas = components['schemas'];
type Json<T> = { content: { 'application/json': T } };
/** The response body of an operation; nothing for an operation without one. */
type Answer<O> = O extends { responses: { 200: Json<infer T> } }
  ? T
  : O extends { responses: { 201: Json<infer T> } }
    ? T
    : undefined;
/** The request body of an operation. */
type Message<O> = O extends { requestBody: Json<infer T> } ? T : undefined;
type Method<P extends keyof paths> = Extract<keyof paths[P], 'get' | 'post' | 'put' | 'delete'>;

/** Sends a request. `ids` replace the names in braces in the path. */
async function ask<P extends keyof paths, M extends Method<P>>(
  method: M,
  path: P,
  ids: Record<string, string> = {},
  body?: Message<paths[P][M]>,
  query = '',
): Promise<Answer<paths[P][M]>> {
  const place = path.split('/').map((part) => ids[part.slice(1, -1)] ?? part);
  const address = `${place.join('/')}${query && `?${query}`}`;
  const answer = await (await session.desk()).plain(method.toUpperCase(), address, body);
  return answer as Answer<paths[P][M]>;
}

// --- Devices ---

/** A browser or phone that is signed in. */
export type Device = Schemas['Device'];
/** The own devices, the latest first. */
export const devices = () => ask('get', '/v1/devices');
export const endDevice = (id: string) => ask('delete', '/v1/devices/{id}', { id });

// --- The second factor ---

/** Proof that the account's owner makes the request, created by the desk from the password. */
export type PasswordProof = Schemas['PasswordProof'];
export type SecondFactor = Schemas['SecondFactor'];

export const secondFactor = () => ask('get', '/v1/me/second-factor');
export const beginSecondFactor = (proof: PasswordProof) => ask('post', '/v1/me/second-factor', {}, { proof });
export const confirmSecondFactor = (code: string) => ask('put', '/v1/me/second-factor', {}, { code });
export const endSecondFactor = (proof: PasswordProof) => ask('post', '/v1/me/second-factor/end', {}, { proof });
export const newSpareCodes = (proof: PasswordProof) => ask('post', '/v1/me/second-factor/codes', {}, { proof });

// --- Audit log ---

export type TrailEntry = Schemas['AuditEntry'];
export type TrailPage = Schemas['AuditPage'];
export type TrailCheck = Schemas['AuditCheck'];

/** `access`: the care collections of the account; `me/trail`: the account; `practice/trail`: the practice (owners only). */
export type Trail = 'access' | 'me/trail' | 'practice/trail';
/** One page, newest first. `access` can be limited to one care collection. */
export function trail(which: Trail, before?: string, collection?: string): Promise<TrailPage> {
  const asked = new URLSearchParams({ ...(before && { before }), ...(collection && { collection }) });
  return ask('get', `/v1/${which}`, {}, undefined, asked.toString());
}
export const checkTrail = () => ask('get', '/v1/practice/trail/check');

// --- The practice ---

export type Role = Schemas['Role'];
export type PracticeSettings = Schemas['PracticeSettings'];
export type Member = Schemas['Member'];
export type Practice = Schemas['Practice'];
export type EnrolmentState = Schemas['EnrolmentState'];
export type MemberSession = Schemas['MemberSession'];

export const practice = () => ask('get', '/v1/practice');
export const changePractice = (name: string, settings: PracticeSettings) =>
  ask('put', '/v1/practice/settings', {}, { name, settings });
export const changeMember = (member: string, roles: Role[]) =>
  ask('put', '/v1/practice/members/{member}', { member }, { roles });
export const removeMember = (member: string) => ask('delete', '/v1/practice/members/{member}', { member });
export const enrolments = () => ask('get', '/v1/practice/enrolments');
export const newEnrolment = (roles: Role[]) => ask('post', '/v1/practice/enrolments', {}, { roles });
export const revokeEnrolment = (enrolment: string) =>
  ask('delete', '/v1/practice/enrolments/{enrolment}', { enrolment });
export const sessions = () => ask('get', '/v1/practice/sessions');
export const endSession = (device: string) => ask('delete', '/v1/practice/sessions/{device}', { device });
export const health = () => ask('get', '/v1/practice/health');
