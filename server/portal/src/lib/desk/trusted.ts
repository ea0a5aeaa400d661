import worker from './worker?worker&url';

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface Trusted {
  trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

/** The page's only Trusted Types policy. It allows one script, the desk's worker. */
const rules: ScriptPolicy = {
  createScriptURL(url) {
    if (url !== worker) throw new TypeError('This page starts no script but the desk.');
    return url;
  },
};
const policy = (globalThis as Trusted).trustedTypes?.createPolicy('desk', rules) ?? rules;

export function deskWorkerUrl(): string {
  return policy.createScriptURL(worker);
}
