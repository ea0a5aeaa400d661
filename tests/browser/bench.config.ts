import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// Measures a therapist's browser with a client of 10,000 records: `npm --prefix tests/browser run bench`.
export default defineConfig({
  testDir: '.',
  testMatch: 'bench.ts',
  workers: 1,
  timeout: 1_800_000,
  reporter: [['line']],
  use: { launchOptions: chromium, locale: 'en-GB', timezoneId: 'America/Denver' },
});
