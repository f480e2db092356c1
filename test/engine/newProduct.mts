/** Adds a product that Veryfi does not have. Imported first, it is there when the nodes are put together. */
import type { Product } from '../../nodes/shared/products/products.ts';
import { products } from '../../nodes/shared/products/products.ts';

export const passport: Product = {
	key: 'passport',
	name: 'Passport',
	one: 'a passport',
	many: 'passports',
	description: 'Passports of any country',
	path: '/passports',
	event: 'passport',
	process: { path: '/passports', parameters: ['metaExternalId', 'confidenceDetails'] },
	submit: { path: '/passports/async', parameters: ['metaExternalId', 'autoDelete'] },
	details: ['confidenceDetails'],
	list: { recordsKey: 'results', filters: 'common', details: [] },
	updates: 'meta',
	hasTags: true,
};

products.push(passport);
