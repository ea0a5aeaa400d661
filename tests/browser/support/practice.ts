import type { Page } from '@playwright/test';
import { Phone } from './phone';
import type { Server } from './server';
import { Therapist } from './therapist';

/** A practice of one therapist, signed in on this page, and a client's phone that has joined. */
export async function practice(page: Page, server: Server): Promise<{ therapist: Therapist; phone: Phone }> {
  const therapist = new Therapist(page, server.origin, 'm.osei', 'harbour-street-lamps');
  await therapist.enrol(server.bootstrap(), 'M. Osei', 'Harbour Street Practice');
  const phone = new Phone(server.origin, 'wren');
  await phone.register('tidewater-lantern');
  await phone.run(['join', await therapist.invite('Tuesday'), '--name', 'Wren']);
  return { therapist, phone };
}
