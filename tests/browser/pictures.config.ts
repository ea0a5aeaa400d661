import { defineConfig } from '@playwright/test';
import { chromium } from './chromium';

// `make pictures`: screenshots of every page of the portal with the demo practice.
export default defineConfig({
  testDir: '.',
  testMatch: 'pictures.ts',
  workers: 1,
  timeout: 240_000,
  reporter: [['list']],
  use: { launchOptions: chromium, actionTimeout: 15_000, navigationTimeout: 15_000, locale: 'en-GB', timezoneId: 'America/Denver' },
});
