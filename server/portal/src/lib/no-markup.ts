// Replaces Svelte's module for markup from strings (vite.config.ts), which the portal does not use.
const refused = (): never => {
  throw new Error('Markup is not made from strings here.');
};

export const create_trusted_html = refused;
export const create_fragment_from_html = refused;
