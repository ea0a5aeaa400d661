import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import config from './svelte.config.js';

export default ts.config(
  { ignores: ['.svelte-kit/', 'build/', 'node_modules/', 'src/lib/api.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-console': 'error',
      'no-undef': 'off',
      // Inserting markup from strings can turn content into code. The portal does not do it, and Trusted Types would
      // block it.
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      // The portal is always served at the root of its origin.
      'svelte/no-navigation-without-resolve': 'off',
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'indexedDB', 'caches'],
      'no-restricted-properties': [
        'error',
        ...['localStorage', 'sessionStorage', 'indexedDB', 'caches'].map((property) => ({
          object: 'window',
          property,
        })),
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig: config,
      },
    },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
