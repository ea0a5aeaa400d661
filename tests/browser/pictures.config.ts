import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// `make pictures`: every page of the portal over the demo practice, to be looked at.
export default defineConfig({
  testDir: '.',
  testMatch: 'pictures.ts',
  workers: 1,
  timeout: 240_000,
  reporter: [['list']],
  use: { launchOptions: chromium, actionTimeout: 15_000, navigationTimeout: 15_000, locale: 'en-GB', timezoneId: 'America/Denver' },
});
