import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { messages, processInvoice, sharedEmulator, textFile } from './testing.mts';

const stage = sharedEmulator();
const process = (options?: object) => processInvoice(stage, options);

describe('credentials', () => {
	const get = async (headers: Record<string, string>) => {
		const response = await request(`${stage.veryfi.baseUrl}/api/v8/partner/documents`, { headers });
		return { status: response.statusCode, body: await response.body.json() };
	};

	it('may be an API key or a Bearer key', async () => {
		const { clientId, username, apiKey, bearerKey } = stage.veryfi.credentials;
		for (const authorization of [`apikey ${username}:${apiKey}`, `Bearer ${bearerKey}`]) {
			expect((await get({ 'client-id': clientId, authorization })).status).toBe(200);
		}
	});

	it('are refused when one of them is wrong', async () => {
		const { clientId, username, apiKey } = stage.veryfi.credentials;
		for (const headers of [
			{ 'client-id': clientId, authorization: `apikey ${username}:wrong` },
			{ 'client-id': 'wrong', authorization: `apikey ${username}:${apiKey}` },
			{ 'client-id': clientId, authorization: 'Bearer vrfk_wrong' },
			{ 'client-id': clientId, authorization: `Basic ${apiKey}` },
		]) {
			expect(await get(headers)).toEqual({
				status: 401,
				body: { status: 'fail', message: 'Not Authorized' },
			});
		}
	});

	it('are a 403 when missing, or a 401 by switch', async () => {
		expect((await get({})).status).toBe(403);
		stage.veryfi.switches.missingCredentialsStatus = 401;
		expect((await get({ 'client-id': stage.veryfi.credentials.clientId })).status).toBe(401);
	});

	it('are limited to the routes in the scope of a Bearer key', async () => {
		const { clientId, bearerKey } = stage.veryfi.credentials;
		stage.veryfi.switches.bearerScope = '/api/v8/partner/checks';
		expect(
			(await get({ 'client-id': clientId, authorization: `Bearer ${bearerKey}` })).status,
		).toBe(403);
	});

	it('never stand in the request log', async () => {
		await stage.call('GET', '/documents');
		const log = JSON.stringify(stage.veryfi.requests);
		expect(log).toContain('/api/v8/partner/documents');
		for (const secret of Object.values(stage.veryfi.credentials)) expect(log).not.toContain(secret);
	});
});

describe('validation', () => {
	it.each([
		['no file at all', {}, 'One of file'],
		['two files at once', { ...textFile(), file_url: 'https://example.com/a.pdf' }, 'Only one of'],
		['a flag that is none', { ...textFile(), async: 'maybe' }, 'boolean'],
		['a list that is none', { ...textFile(), tags: 'a' }, 'list'],
		['too many pages', { ...textFile(), max_pages_to_process: 16 }, 'less than or equal to 15'],
		['half a page', { ...textFile(), max_pages_to_process: 1.5 }, 'integer'],
		['an unknown document type', { ...textFile(), document_type: 'novel' }, 'one of check'],
		['a country that is no code', { ...textFile(), country: 'France' }, 'at most 2'],
		['an empty list of URLs', { file_urls: [] }, 'at least 1'],
		['empty file data', { file_data: '' }, 'at least 1'],
	])('refuses %s', async (_, body, message) => {
		const answer = await stage.call('POST', '/documents', body);
		expect(answer).toMatchObject({ status: 400, body: { code: 400, error: 'Bad Request' } });
		expect(messages(answer.body)).toContain(message);
	});

	it('ignores unknown fields, or refuses them by switch', async () => {
		expect(await process({ no_such_field: 1 })).toMatchObject({ total: 132 });
		stage.veryfi.switches.unknownFields = 'reject';
		expect(messages(await process({ no_such_field: 1 }))).toContain('Extra inputs');
	});

	it('refuses broken JSON, and base64 that is none', async () => {
		const { clientId, username, apiKey } = stage.veryfi.credentials;
		const response = await request(`${stage.veryfi.baseUrl}/api/v8/partner/documents`, {
			method: 'POST',
			headers: {
				'client-id': clientId,
				authorization: `apikey ${username}:${apiKey}`,
				'content-type': 'application/json',
			},
			body: '{"file_url":',
		});
		expect(response.statusCode).toBe(400);
		expect(await response.body.json()).toMatchObject({ error: 'Malformed parameters' });
		expect(await process({ file_data: 'not base64!' })).toMatchObject({
			error: 'File is corrupted',
		});
	});

	it('answers an unknown path with 404 and a wrong method with 405', async () => {
		expect((await stage.call('GET', '/no-such-thing')).status).toBe(404);
		expect((await stage.call('DELETE', '/documents')).status).toBe(405);
		expect(stage.veryfi.requests.map(({ status }) => status)).toEqual([404, 405]);
	});

	it('wants a valid request signature only by switch', async () => {
		stage.veryfi.switches.requestSignature = 'require';
		expect((await stage.call('GET', '/documents')).status).toBe(401);
	});
});
