import type { FastifyRequest } from 'fastify';
import { request } from 'undici';
import type { OdooAccess } from '../standIns/odoo.mts';
import type { Ledger } from '../ledger.mts';
import { listen } from '../standIns/standIn.mts';
import { readBills } from './bills.mts';
import { addTerms, furnish } from './furnish.mts';
import { Gate } from './gate.mts';
import { OdooRpc } from './rpc.mts';
import { OdooServer } from './server.mts';

const ADMIN = { username: 'admin', password: 'admin' };
const BOOKKEEPER = { username: 'bookkeeper@example.com', password: 'odoo-password-1' };

/** Models whose new records can be held back until a test lets others see them. */
const HELD = ['account.move', 'res.partner', 'ir.attachment'];
const tableOf = (model: string) => model.replaceAll('.', '_');

/**
 * A real Odoo behind a proxy at which answers get lost and requests wait, as with a stand-in.
 *
 * @param command starts Odoo, e.g. `/usr/bin/python3 /opt/odoo/odoo-bin`
 */
export async function startRealOdoo(command: string): Promise<Ledger & { access: OdooAccess }> {
	const odoo = await OdooServer.start(command);
	try {
		return await openProxy(odoo);
	} catch (error) {
		await odoo.stop();
		throw error;
	}
}

async function openProxy(odoo: OdooServer): Promise<Ledger & { access: OdooAccess }> {
	const { database: db } = odoo.database;
	const admin = new OdooRpc(odoo.url, { db, ...ADMIN });
	const numbers = await furnish(admin, BOOKKEEPER);
	const gate = await Gate.open(odoo.database, HELD.map(tableOf));
	const own = await admin.find<{ id: number }>('res.partner', [], ['id']);
	const ofVendors = [['id', '>', own.at(-1)?.id]];

	const removeAll = async (model: string, domain: unknown[]) => {
		const records = await admin.find<{ id: number }>(model, domain, ['id']);
		const ids = records.map(({ id }) => id);
		await admin.call(model, 'unlink', ids);
	};

	const proxy = await listen((app, commitOf) => {
		app.post('/*', async (incoming, reply) => {
			const { model, method } = calledIn(incoming);
			const isHeld = method === 'create' && HELD.includes(model);
			const leave = isHeld ? gate.expect(tableOf(model), commitOf(incoming)) : undefined;
			const { authorization, 'x-odoo-database': database } = incoming.headers;
			const answer = await request(odoo.url + incoming.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					authorization,
					'x-odoo-database': database,
				},
				body: JSON.stringify(incoming.body),
				headersTimeout: 0,
			});
			const text = await answer.body.text();
			leave?.();
			return await reply.status(answer.statusCode).type('application/json').send(text);
		});
	});

	return {
		...proxy,
		access: { db, ...BOOKKEEPER, ...numbers },
		bills: () => readBills(admin, numbers.taxAccount),
		vendors: async () => {
			const found = await admin.find<{ name: string }>('res.partner', ofVendors, ['name']);
			return found.map(({ name }) => name);
		},
		addVendor: async (name, taxId, days) => {
			const terms = days ? await addTerms(admin, days) : false;
			const property = { property_supplier_payment_term_id: terms };
			await admin.call('res.partner', 'create', { name, vat: taxId ?? false, ...property });
		},
		reset: async () => {
			await removeAll('account.move', []);
			await removeAll('res.partner', ofVendors);
		},
		stop: async () => {
			await proxy.stop();
			await gate.close();
			await odoo.stop();
		},
	};
}

/** Which method of which model a request calls, by either of Odoo's two APIs. */
function calledIn({ url, body }: FastifyRequest): { model: string; method: string } {
	if (url !== '/jsonrpc') {
		const [model, method] = url.split('/').slice(-2);
		return { model, method };
	}
	const { params } = body as { params: { method: string; args: unknown[] } };
	if (params.method !== 'execute') return { model: '', method: params.method };
	const [model, method] = params.args.slice(3) as string[];
	return { model, method };
}
