import type { FastifyInstance } from 'fastify';
import { fail, TEXT } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import type { Context } from '../context.mts';
import { BLUEPRINTS } from '../products.mts';
import { validate, type Schema } from '../validation.mts';

const DEVICES: Schema = { device_ids: { type: 'list', required: true, minLength: 1 } };

/** Account-wide routes: blueprints, counts, the fraud blocklist. Shapes beyond the keys are not documented. */
export function platformRoutes(app: FastifyInstance, { store }: Context): void {
	app.get('/blueprints', async () => ({
		blueprints: BLUEPRINTS.map((name) => ({ name, type: 'default' })),
	}));

	app.get('/ocr-counts', async () => {
		const counts: Record<string, number> = {};
		for (const { product } of store.documents.values())
			counts[product] = (counts[product] ?? 0) + 1;
		return { counts };
	});

	app.get('/fraud/blocklist', async () => ({ device_ids: [...store.blocklist] }));
	app.post('/fraud/blocklist', async (request) => {
		const { device_ids } = validate(bodyOf(request).fields, DEVICES);
		for (const id of device_ids as unknown[]) store.blocklist.add(String(id));
		return { device_ids: [...store.blocklist] };
	});
	app.delete<{ Params: { id: string } }>('/fraud/blocklist/:id', async ({ params }) => {
		if (!store.blocklist.delete(params.id)) throw fail(404, TEXT.notFound);
		return { status: 'ok' };
	});
}

/** Routes under `/api/v1`. */
export function v1Routes(app: FastifyInstance): void {
	app.get('/partner/settings/api-keys/verify', async () => ({ status: 'ok' }));
	app.get('/release-notifications', async () => ({
		count: 0,
		next: '',
		previous: '',
		results: [],
	}));
}
