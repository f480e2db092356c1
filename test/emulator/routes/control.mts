import type { FastifyInstance } from 'fastify';
import { fail } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import type { Context } from '../context.mts';
import type { DeliveryOptions } from '../deliveries.mts';
import type { Fields } from '../validation.mts';

type ByHand = DeliveryOptions & { event: string; data: unknown };

/**
 * `/_emulator/...`: what tests in other processes drive the emulator with. No credentials needed.
 *
 * - `GET state`: requests, deliveries, webhooks, faults, switches and document ids
 * - `GET|PATCH switches`: read or change switches
 * - `GET|POST|DELETE faults`: list, add, clear
 * - `POST deliver` `{event, data, url?, secret?, signature?, rawBody?, headers?, attempts?}`
 * - `POST documents`: seed one
 * - `PUT webhooks` `{confirmed?: [{url, date}], pending?}`
 * - `GET idle`: answers when nothing is going on any more
 * - `POST reset`
 * - `GET links/ID/NAME`: the file behind img_url and pdf_url, always the one handed in
 * - `GET|PUT files/...`: files that `file_url` can point to
 */
export function controlRoutes(
	app: FastifyInstance,
	context: Context,
	actions: { reset: () => void; seed: (fields: Fields) => number },
): void {
	const { switches, faults, webhooks, courier, files } = context;
	const fields = (request: Parameters<typeof bodyOf>[0]) => bodyOf(request).fields;

	app.get('/state', async () => ({
		baseUrl: context.baseUrl,
		requests: context.requests,
		deliveries: context.deliveries,
		webhooks: {
			confirmed: webhooks.confirmed,
			pending: webhooks.pending.map(({ url, date }) => ({ url, date })),
		},
		faults: faults.list,
		switches,
		documents: [...context.store.documents.keys()],
	}));

	app.get('/switches', async () => switches);
	app.patch('/switches', async (request) => {
		const unknown = Object.keys(fields(request)).filter((name) => !(name in switches));
		if (unknown.length > 0) throw fail(400, `Unknown switches: ${unknown.join(', ')}`);
		return Object.assign(switches, fields(request));
	});

	app.get('/faults', async () => faults.list);
	app.post('/faults', async (request) => {
		faults.add(fields(request));
		return faults.list;
	});
	app.delete('/faults', async () => {
		faults.clear();
		return faults.list;
	});

	app.post('/deliver', async (request) => {
		const { event, data, ...options } = fields(request) as unknown as ByHand;
		return await courier.deliver(event, data, options);
	});

	app.post('/documents', async (request) => ({ id: actions.seed(fields(request)) }));

	app.put('/webhooks', async (request) => Object.assign(webhooks, fields(request)));

	app.get('/idle', async () => {
		await context.background.idle();
		return { idle: true };
	});
	app.post('/reset', async () => {
		actions.reset();
		return { reset: true };
	});

	app.get<{ Params: { '*': string } }>('/files/*', async (request, reply) => {
		const bytes = files.get(request.params['*']);
		if (bytes === undefined) throw fail(404, 'No such file.');
		return reply.type('application/octet-stream').send(bytes);
	});
	app.get<{ Params: { id: string; name: string } }>(
		'/links/:id/:name',
		async ({ params }, reply) => {
			const file = context.store.documents.get(Number(params.id))?.file;
			if (file === undefined) throw fail(404, 'No such file.');
			return reply.type('application/octet-stream').send(file.bytes);
		},
	);

	app.put<{ Params: { '*': string } }>('/files/*', async (request) => {
		files.set(request.params['*'], request.body as Buffer);
		return { size: (request.body as Buffer).length };
	});
}
