import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// `make pictures`: every page of the portal over the demo practice, to be looked at.
export default defineConfig({
  testDir: '.',
  testMatch: 'pictures.ts',
  workers: 1,
  timeout: 600_000,
  reporter: [['list']],
  use: { launchOptions: chromium, locale: 'en-GB', timezoneId: 'America/Denver' },
});
