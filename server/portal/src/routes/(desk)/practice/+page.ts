import { catalogue } from '$lib/messages';

export const load = () => catalogue.need('practice', 'client');
