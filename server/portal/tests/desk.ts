// The desk for tests: the same module as in the browser, with the known answers built in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Book from '$pkg/casebook';
import type * as Web from '$pkg/desk';

interface ForTests {
  checkVectors(file: string): Uint32Array;
  answerStep(step: string): string;
}

const require = createRequire(import.meta.url);
export const { Desk, checkVectors, answerStep } = require('../../../bindings/web/pkg-node/desk.js') as typeof Web &
  ForTests;
export const { Casebook } = require('../../../bindings/web/pkg-node/casebook.js') as typeof Book;

export const WORDS = readFileSync(new URL('../../../journal/data/words.txt', import.meta.url), 'utf8');

/** The result of this build for one step of the known answers. */
export function answer(step: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(answerStep(JSON.stringify(step)));
}

export const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
export const text = (raw: ArrayBuffer | Uint8Array) => Buffer.from(raw as Uint8Array).toString('base64url');
export const uuid = (id: string) => new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex'));
