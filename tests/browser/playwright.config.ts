import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// Every journey runs twice: on the embedded database and on PostgreSQL.
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
    { name: 'postgres', metadata: { database: 'postgres' } },
  ],
});
