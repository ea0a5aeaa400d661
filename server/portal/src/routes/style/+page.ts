import { catalogue } from '$lib/messages';

export const load = () => catalogue.need('client', 'practice', 'enrol');
