import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { fail } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import { dateTime } from '../clock.mts';
import type { Context } from '../context.mts';
import { Handshake } from '../handshake.mts';
import { validate, type Schema } from '../validation.mts';
import { refuseWebhookUrl } from '../webhookUrl.mts';

const LONGEST_URL = 2083;
const ADD: Schema = { url: { type: 'string', required: true, maxLength: LONGEST_URL } };
const CONFIRM: Schema = {
	url: { type: 'string', required: true, minLength: 1, maxLength: LONGEST_URL },
	secret: { type: 'string', required: true, minLength: 1 },
};

/** `/settings/webhooks`: list, add, confirm. There is no route to remove a webhook. */
export function webhookRoutes(app: FastifyInstance, context: Context): void {
	const { switches, webhooks } = context;
	const strict = () => ({ ignoreUnknown: switches.unknownFields === 'ignore' });

	app.addHook('preHandler', async () => {
		if (!switches.admin) throw fail(403, 'Only admins can manage webhooks.');
	});

	app.get('/settings/webhooks', async () => {
		webhooks.forgetStale(switches.pendingLifetime, context.clock.now());
		const shown = ({ url, date }: { url: string; date: string }) => ({ url, date });
		return { confirmed: webhooks.confirmed.map(shown), pending: webhooks.pending.map(shown) };
	});

	app.post('/settings/webhooks', async (request, reply) => {
		const { url } = validate(bodyOf(request).fields, ADD, strict()) as { url: string };
		const answer = () => {
			reply.status(switches.addStatus);
			if (switches.addStatus === 204 || switches.addBody === 'empty') return reply.send();
			return reply.send(
				switches.addBody === 'status' ? { status: 'ok' } : { url, date: dateTime() },
			);
		};
		if (url === '') {
			if (switches.clearWebhook === 'refused')
				throw fail(400, 'The webhook url must not be empty.');
			webhooks.clear();
			return answer();
		}
		const refusal = refuseWebhookUrl(url, switches);
		if (refusal) throw fail(400, refusal);
		const isConfirmed = webhooks.confirmed.some((webhook) => webhook.url === url);
		if (isConfirmed && switches.readdConfirmed === 'refused') {
			throw fail(400, 'This webhook url is already in use.');
		}
		const handshake = new Handshake(context, url);
		await handshake.beforeAnswer();
		handshake.afterAnswer(once(reply.raw, 'close'));
		return answer();
	});

	app.post('/settings/webhooks/confirm', async (request, reply) => {
		const { url, secret } = validate(bodyOf(request).fields, CONFIRM, strict()) as {
			url: string;
			secret: string;
		};
		webhooks.forgetStale(switches.pendingLifetime, context.clock.now());
		const entry = webhooks.pending.find((pending) => pending.url === url);
		if (!entry) throw fail(404, 'Webhook not found.');
		if (entry.refusals < switches.confirmRefusals) {
			entry.refusals++;
			throw fail(400, 'The webhook cannot be confirmed yet.');
		}
		if (entry.secret !== secret) throw fail(400, 'The secret does not match.');
		webhooks.confirm(url, dateTime());
		return reply
			.status(switches.confirmStatus)
			.send(switches.confirmStatus === 204 ? undefined : { status: 'ok' });
	});
}
