import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// What the server's tables decide: accounts, sessions, invitations, access, files. Everything else in the browser is
// above the protocol, whose conformance suite runs on both databases.
const ON_BOTH = ['account', 'care', 'files', 'journey', 'portal', 'practice'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: { launchOptions: chromium, actionTimeout: 20_000, navigationTimeout: 20_000, trace: 'retain-on-failure', locale: 'en-GB', timezoneId: 'America/Denver' },
  projects: [
    { name: 'sqlite', metadata: { database: 'sqlite' } },
    { name: 'postgres', metadata: { database: 'postgres' }, testMatch: ON_BOTH.map((name) => `${name}.spec.ts`) },
  ],
});
