import { catalogue } from '$lib/messages';

// Everything is opened in the browser: there is nothing that a server could render.
export const ssr = false;
export const prerender = false;

export const load = () => catalogue.start();
