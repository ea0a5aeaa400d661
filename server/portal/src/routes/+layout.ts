import { catalogue } from '$lib/messages';

// Everything is decrypted in the browser, so there is nothing to render on a server.
export const ssr = false;
export const prerender = false;

export const load = () => catalogue.start();
