import { describe, expect, test } from '@jest/globals';

import { findUrlProblem } from '../../nodes/shared/webhooks/rules.ts';
import { isSameUrl, isTestUrl, isUrlOfRequest } from '../../nodes/shared/webhooks/urls.ts';

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

describe('a request belongs to a URL', () => {
	const URL = 'https://a.example.com/n8n/webhook/id/webhook';

	test.each([
		['/n8n/webhook/id/webhook', true],
		['/webhook/id/webhook', true],
		['/webhook/id/webhook/', true],
		['/webhook/id/webhook?x=1', true],
		['/webhook-test/id/webhook', false],
		['/webhook/id', false],
		['/', false],
		['', false],
		['//', false],
	])('for the path %s: %s', (path, belongs) => expect(isUrlOfRequest(URL, path)).toBe(belongs));
});

test.each([
	['https://a.example.com/webhook-test/id/webhook', true],
	['https://a.example.com/n8n/webhook-test/id/webhook', true],
	['https://a.example.com/webhook/id/webhook', false],
	['https://webhook-test.example.com/webhook/id/webhook', false],
])('%s is a test URL: %s', (url, isTest) => expect(isTestUrl(url)).toBe(isTest));
