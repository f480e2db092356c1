import { describe, expect, test } from '@jest/globals';

import { findUrlProblem } from '../../../nodes/shared/webhooks/rules.ts';
import {
	isSameRoute,
	isSameUrl,
	isTestUrl,
	testUrlOf,
} from '../../../nodes/shared/webhooks/webhookUrls.ts';

describe('what Veryfi would refuse', () => {
	const VERYFI = 'https://api.veryfi.com';

	test.each([
		['https://n8n.example.com/webhook/x/webhook', undefined],
		['https://n8n.example.com:8443/webhook/x', undefined],
		['https://8.8.8.8/webhook/x', undefined],
		['https://veryfi.com.example.com/webhook/x', undefined],
		['https://notveryfi.com/webhook/x', undefined],
		['http://n8n.example.com/webhook/x', 'https'],
		['https://localhost/webhook/x', 'private'],
		['https://n8n.local/webhook/x', 'private'],
		['https://10.1.2.3/webhook/x', 'private'],
		['https://100.64.0.1/webhook/x', 'private'],
		['https://[::1]/webhook/x', 'private'],
		['https://[fd00::1]/webhook/x', 'private'],
		['https://api.veryfi.com/webhook/x', 'own domain'],
		['https://webhook.site/x', undefined],
		['n8n.example.com/webhook/x', 'not a URL'],
		['', 'not a URL'],
		[`https://n8n.example.com/${'x'.repeat(2083)}`, '2083'],
	])('%s', (url, problem) => {
		const found = findUrlProblem(url, VERYFI);
		if (problem === undefined) expect(found).toBeUndefined();
		else expect(found?.message).toContain(problem);
	});

	test.each(['https://api.veryfi.com', 'https://eu.veryfi.com/', 'https://veryfi.com'])(
		'holds for the account at %s',
		(baseUrl) => expect(findUrlProblem('http://localhost/x', baseUrl)).toBeDefined(),
	);

	test.each(['http://127.0.0.1:8787', 'https://veryfi.com.example.com', 'https://notveryfi.com'])(
		'does not hold for a test server at %s',
		(baseUrl) => expect(findUrlProblem('http://localhost/x', baseUrl)).toBeUndefined(),
	);
});

describe('the same URL', () => {
	test.each([
		['https://a.example.com/x', 'https://A.example.com:443/x/', true],
		['https://a.example.com/x', 'https://a.example.com/X', false],
		['https://a.example.com/x', 'https://a.example.com/x?y', false],
		['https://a.example.com/x', 'http://a.example.com/x', false],
		['https://a.example.com/x', 'https://b.example.com/x', false],
		['no url', 'no url', true],
		['no url', 'https://a.example.com', false],
	])('%s and %s: %s', (a, b, same) => expect(isSameUrl(a, b)).toBe(same));
});

describe('the same workflow at another address', () => {
	const URL = 'https://a.example.com/webhook/id/webhook';

	test.each([
		['https://b.example.com/webhook/id/webhook', true],
		['https://b.example.com/n8n/webhook/id/webhook/', true],
		['https://b.example.com/webhook/other/webhook', false],
		['https://b.example.com/webhook-test/id/webhook', false],
		['https://b.example.com', false],
		['no url', false],
	])('%s: %s', (other, isSame) => expect(isSameRoute(URL, other)).toBe(isSame));
});

/** An n8n with prefixes of its own. */
const N8N = {
	additionalData: {
		webhookBaseUrl: 'https://a.example.com/n8n/hooks',
		webhookTestBaseUrl: 'https://a.example.com/n8n/tries',
	},
};

describe('test URLs', () => {
	test.each([
		['https://a.example.com/webhook-test/id/webhook', true],
		['https://b.example.com/n8n/webhook-test/id/webhook', true],
		['https://a.example.com/webhook/id/webhook', false],
		['https://webhook-test.example.com/webhook/id/webhook', false],
		['https://a.example.com/n8n/tries/id/webhook', true],
		['https://A.example.com:443/n8n/tries/id/webhook/', true],
		['https://a.example.com/n8n/hooks/id/webhook', false],
		['https://a.example.com/n8n/tries-too/id/webhook', false],
		['https://b.example.com/n8n/tries/id/webhook', false],
		['no url', false],
	])('%s: %s', (url, isTest) => expect(isTestUrl(N8N, url)).toBe(isTest));

	test('nothing is one by an unknown prefix', () => {
		expect(isTestUrl({}, 'https://a.example.com/n8n/tries/id/webhook')).toBe(false);
		expect(isTestUrl({}, 'no url')).toBe(false);
	});

	test.each([
		[
			N8N,
			'https://a.example.com/n8n/hooks/id/webhook',
			'https://a.example.com/n8n/tries/id/webhook',
		],
		[
			{},
			'https://a.example.com/webhook/id/webhook',
			'https://a.example.com/webhook-test/id/webhook',
		],
	])('belong to production URLs (%#)', (n8n, production, testUrl) =>
		expect(testUrlOf(n8n, production)).toBe(testUrl),
	);
});
