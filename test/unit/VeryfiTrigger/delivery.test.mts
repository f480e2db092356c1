import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';

import { MAX_BODY_BYTES } from '../../../nodes/VeryfiTrigger/webhook/delivery.ts';
import { readDelivery } from '../signature/readDelivery.mts';

const SECRET = 'the-client-secret';
const SUBSCRIPTION_SECRET = 'the-subscription-secret';

/** Texts are given as Python writes them, so no code of ours has a hand in the signature. */
const sign = (pythonText: string, secret = SECRET) =>
	createHmac('sha256', secret).update(pythonText).digest('base64');

const read = (
	body: string | Buffer | undefined,
	signature?: string | string[],
	secrets = [SECRET],
) =>
	readDelivery({ body: typeof body === 'string' ? Buffer.from(body) : body, signature, secrets });

const BODY = '{"event":"document.created","data":{"id":5,"created":"2026-11-21 20:00:00"}}';
const TEXT = "{'id': 5, 'created': '2026-11-21 20:00:00'}";

describe('events', () => {
	test('come with their name and data when the signature fits', () => {
		expect(read(BODY, sign(TEXT))).toEqual({
			kind: 'event',
			event: 'document.created',
			data: { id: 5, created: '2026-11-21 20:00:00' },
		});
	});

	test('are verified whatever the white space, the order of members and the escapes', () => {
		const body =
			'\r\n{ "data" : {"id": 5,\t"created": "\\u0032026-11-21 20:00:00"},"event": "document.created" }\n';
		expect(read(body, sign(TEXT))).toMatchObject({ kind: 'event', data: { id: 5 } });
	});

	test('of unknown names pass', () => {
		const body = '{"event":"galaxy.collapsed","data":{}}';
		expect(read(body, sign('{}'))).toMatchObject({
			kind: 'event',
			event: 'galaxy.collapsed',
			data: {},
		});
	});

	test('without a name are taken for finished documents when the whole body is signed', () => {
		const body = '{"id": 41331192, "created": "2021-09-19 20:37:47" }';
		const signature = sign("{'id': 41331192, 'created': '2021-09-19 20:37:47'}");
		expect(read(body, signature)).toEqual({
			kind: 'event',
			event: 'document.created',
			data: { id: 41331192, created: '2021-09-19 20:37:47' },
		});
		expect(read(body)).toMatchObject({ status: 401, reason: 'unsigned' });
		expect(read(body, sign(TEXT))).toMatchObject({ status: 401, reason: 'signatureMismatch' });
	});

	test('with a renamed event still pass, for the signature does not cover the name', () => {
		const relabelled = BODY.replace('created', 'failed');
		expect(read(relabelled, sign(TEXT))).toMatchObject({ kind: 'event', event: 'document.failed' });
	});
});

describe('the data of an event', () => {
	test('keeps every digit of integers beyond 2^53 - 1, as text', () => {
		const body =
			'{"event":"e","data":{"id":[9007199254740991,9007199254740992,-9007199254740993]}}';
		const delivery = read(
			body,
			sign("{'id': [9007199254740991, 9007199254740992, -9007199254740993]}"),
		);
		expect(delivery).toMatchObject({
			data: { id: [9007199254740991, '9007199254740992', '-9007199254740993'] },
		});
	});

	test('survives the JSON that n8n stores, floats that overflow included', () => {
		const body = '{"event":"e","data":{"a":1e400,"b":-1e400,"c":[null,true,1.5,{"d":"x"}]}}';
		const delivery = read(body, sign("{'a': inf, 'b': -inf, 'c': [None, True, 1.5, {'d': 'x'}]}"));
		const data = { a: 'Infinity', b: '-Infinity', c: [null, true, 1.5, { d: 'x' }] };
		expect(delivery).toMatchObject({ data });
		expect(JSON.parse(JSON.stringify(delivery))).toMatchObject({ data });
	});

	test('is the last of repeated members, as it is for Python', () => {
		const body = '{"event":"first","data":{"id":1},"event":"last","data":{"id":1,"x":0,"id":2}}';
		expect(read(body, sign("{'id': 2, 'x': 0}"))).toEqual({
			kind: 'event',
			event: 'last',
			data: { id: 2, x: 0 },
		});
		expect(read(body, sign("{'id': 1}")).kind).toBe('rejected');
	});

	test('cannot change any prototype', () => {
		const body = '{"event":"e","data":{"__proto__":{"polluted":true},"constructor":1}}';
		const delivery = read(body, sign("{'__proto__': {'polluted': True}, 'constructor': 1}"));
		if (delivery.kind !== 'event') throw new Error('not accepted');
		expect(Object.getPrototypeOf(delivery.data)).toBe(Object.prototype);
		expect(Object.keys(delivery.data)).toEqual(['__proto__', 'constructor']);
		expect('polluted' in {}).toBe(false);
		expect('polluted' in delivery.data).toBe(false);
	});
});

describe('subscriptions', () => {
	const body = `{"event":"subscription","data":{"secret":"${SUBSCRIPTION_SECRET}","created":"2026-11-21 20:00:00"}}`;
	const text = `{'secret': '${SUBSCRIPTION_SECRET}', 'created': '2026-11-21 20:00:00'}`;

	test.each<['valid' | 'invalid' | 'absent', string | undefined]>([
		['valid', sign(text)],
		['invalid', sign(text, 'another secret')],
		['invalid', 'garbage'],
		['absent', undefined],
	])('tell that their signature is %s', (signature, header) => {
		expect(read(body, header)).toEqual({
			kind: 'subscription',
			secret: SUBSCRIPTION_SECRET,
			signature,
		});
	});

	test.each(['{}', '{"secret":""}', '{"secret":null}', '{"secret":5}', '{"secret":["a"]}'])(
		'with the data %s are no deliveries',
		(data) => {
			const delivery = read(`{"event":"subscription","data":${data}}`);
			expect(delivery).toMatchObject({ status: 400, reason: 'notADelivery' });
		},
	);
});

describe('rejections', () => {
	test.each<[string, string | Buffer | undefined]>([
		['no body', undefined],
		['an empty body', ''],
	])('400 for %s', (_, body) => {
		expect(read(body, sign(TEXT))).toMatchObject({ status: 400, reason: 'empty' });
	});

	test.each<[string, string | Buffer]>([
		['broken JSON', BODY.slice(0, -1)],
		['a form', 'event=document.created&id=5'],
		['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
		['white space', ' \n '],
		['two texts in one', BODY + BODY],
		['an integer that Python refuses', `{"event":"e","data":{"id":${'1'.repeat(5000)}}}`],
		['sixty thousand nested lists', `{"event":"e","data":${'['.repeat(60_000)}`],
	])('400 for %s', (_, body) => {
		expect(read(body, sign(TEXT))).toMatchObject({ status: 400, reason: 'notJson' });
	});

	test.each([
		...['null', '5', '"document.created"', '[]', `[${BODY}]`, '{}', '{"event":"document.created"}'],
		...['{"data":{"id":5}}', '{"event":null,"data":{"id":5}}', '{"event":"","data":{"id":5}}'],
		...['{"event":5,"data":{}}', '{"event":"e","data":[]}', '{"event":"e","data":"x"}'],
		...[
			'{"event":"e","data":null}',
			'{"id":5,"event":"e"}',
			'{"id":5,"data":null}',
			'{"created":"x"}',
		],
	])('400 for %s', (body) => {
		expect(read(body, sign(TEXT))).toMatchObject({ status: 400, reason: 'notADelivery' });
	});

	test('413 for one byte too many, before anything is parsed', () => {
		const filler = MAX_BODY_BYTES - Buffer.byteLength('{"event":"e","data":{"x":""}}');
		const body = (length: number) => `{"event":"e","data":{"x":"${'y'.repeat(length)}"}}`;
		expect(read(body(filler), sign(`{'x': '${'y'.repeat(filler)}'}`)).kind).toBe('event');
		expect(read(body(filler + 1))).toMatchObject({ status: 413, reason: 'tooLarge' });
		expect(read(Buffer.alloc(16 * 1024 * 1024, '['))).toMatchObject({ status: 413 });
	});

	test('401 with a different word for each thing that is wrong with a signature', () => {
		expect(read(BODY)).toMatchObject({ status: 401, reason: 'unsigned' });
		expect(read(BODY, '')).toMatchObject({ status: 401, reason: 'unsigned' });
		expect(read(BODY, 'x')).toMatchObject({ status: 401, reason: 'unreadableSignature' });
		expect(read(BODY, [sign(TEXT)])).toMatchObject({ reason: 'unreadableSignature' });
		expect(read(BODY, sign(TEXT, 'other'))).toMatchObject({ reason: 'signatureMismatch' });
		expect(read(BODY, sign(TEXT), [''])).toMatchObject({ reason: 'signatureMismatch' });
		expect(read(BODY.replace('5', '6'), sign(TEXT))).toMatchObject({ reason: 'signatureMismatch' });
	});

	test('say what to do in two sentences and give nothing away', () => {
		for (const delivery of [
			read(undefined),
			read('{'),
			read('{}'),
			read(BODY),
			read(BODY, sign('x')),
		]) {
			if (delivery.kind !== 'rejected') throw new Error('accepted');
			expect(delivery.message).toMatch(/^[^.]+\. [^.]+\.$/);
			expect(delivery.message).not.toContain(SECRET);
			expect(delivery.message).not.toContain(sign(TEXT));
		}
	});
});
