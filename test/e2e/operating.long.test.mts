import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { age, BILL, booked, publishCatchUp, SCHEDULE } from './catchUp.mts';
import { someRefused } from './deliveryProgress.mts';
import { credentialData, CREDENTIAL_TYPE, repeatedEvery, Stage } from './stage.mts';
import { takeStock } from './stock.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

/** Enters other values in the credential, as a user does. */
const enter = (values: Record<string, string>) =>
	stage.client.updateCredential(stage.credential, CREDENTIAL_TYPE, {
		...credentialData(stage.emulator),
		...values,
	});

describe('a key that is replaced in the middle of a burst', () => {
	it('fails nothing when the new key is in the credential before the old one is revoked', async () => {
		const { credentials } = stage.emulator;
		const old = credentials.apiKey;
		const workflow = await publishBooking(stage);
		const bearer = { authentication: 'bearer', bearerApiKey: credentials.bearerKey };
		const first = await burst(stage.emulator, 30, {
			after: async (sent) => {
				if (sent === 15) await enter(bearer);
			},
		});
		await stage.emulator.idle();
		await stage.executions(workflow.id, first.ids.length);
		credentials.apiKey = 'revoked';
		const second = await burst(stage.emulator, 10);
		await stage.emulator.idle();

		const ids = [...first.ids, ...second.ids];
		const { once } = await takeBookings('key replaced', stage, workflow, ids);
		expect(once).toEqual(ids);
		credentials.apiKey = old;
		await enter({});
	});
});

describe('a client secret that is rotated in the middle of a burst', () => {
	/** Rotates it at Veryfi after ten documents. */
	const rotate = (secret: string) => (sent: number) => {
		if (sent === 10) stage.emulator.credentials.clientSecret = secret;
	};

	it('costs no document when the credential has the new one before the last attempt', async () => {
		const { emulator } = stage;
		Object.assign(emulator.switches, repeatedEvery(5_000));
		const workflow = await publishBooking(stage);
		const { ids } = await burst(emulator, 20, { after: rotate('second-secret') });
		await someRefused(emulator);
		await enter({});
		await emulator.idle();

		const { once } = await takeBookings('secret rotated', stage, workflow, ids);
		expect(once).toEqual(ids);
	});

	it('costs none either when it comes later: catch-up, run by hand, books what was refused', async () => {
		const { emulator, client } = stage;
		emulator.switches.retryIntervals = [50, 100];
		const workflow = await publishCatchUp(stage, {});
		const { ids, missed } = await burst(emulator, 20, { after: rotate('third-secret') });
		await emulator.idle();
		expect(missed()).not.toEqual([]);
		await enter({});

		age(emulator);
		await client.run(workflow.id, SCHEDULE);
		await booked(emulator, ids);
		await stage.unpublish(workflow.id);
		const stock = await takeStock('secret rotated late', client, workflow.id, BILL, ids);
		expect(stock.once).toEqual(ids);
	});
});

describe('an n8n that moves to another address', () => {
	/** Where the world finds it. */
	let host = 'localhost';

	/** Starts n8n again as one that the world finds at its other name, and gives that. */
	async function move(): Promise<string> {
		await stage.n8n.stop();
		host = host === 'localhost' ? '127.0.0.1' : 'localhost';
		const address = stage.n8n.url.replace('localhost', host);
		Object.assign(stage.n8n.env, { N8N_WEBHOOK_URL: `${address}/`, WEBHOOK_URL: `${address}/` });
		await stage.n8n.start();
		return address;
	}

	it('gets its documents there when the workflow is unpublished before and published after', async () => {
		const { workflow } = await stage.publishTrigger();
		await stage.unpublish(workflow.id);
		expect(stage.confirmedUrl).toBeUndefined();
		const address = await move();
		await stage.publishOrFail(workflow);
		expect(stage.confirmedUrl).toContain(`${address}/`);
	});

	it('keeps its green dot and gets nothing there when it is not; publishing then says that it has moved', async () => {
		const { workflow } = await stage.publishTrigger();
		const before = stage.confirmedUrl;
		await move();
		expect((await stage.client.publicationStatus(workflow.id)).status).toBe('published');
		expect(stage.confirmedUrl).toBe(before);

		await stage.unpublish(workflow.id);
		const { status, triggers } = await stage.publish(workflow);
		expect(status).toBe('failed');
		expect(triggers[0].errorMessage).toContain('If this n8n has moved, set');
		expect(stage.confirmedUrl).toBe(before);
	});
});
