import { describe, expect, it } from '@jest/globals';
import { sharedEmulator } from './testing.mts';

const stage = sharedEmulator();

describe('search', () => {
	const ids = async (query: string) => {
		const { body } = await stage.call('GET', `/documents?${query}`);
		return (body.documents as Array<{ id: number }>).map(({ id }) => id);
	};

	it('pages through documents, newest first, 50 at most', async () => {
		const seeded = Array.from({ length: 120 }, () => stage.veryfi.seedDocument()).reverse();
		const { body } = await stage.call('GET', '/documents?page_size=100');
		expect(body.meta).toEqual({
			documents_per_page: 50,
			page_number: 1,
			total_pages: 3,
			total_results: 120,
		});
		expect(await ids('page=2&page_size=50')).toEqual(seeded.slice(50, 100));
		expect(await ids('page=3')).toEqual(seeded.slice(100));
		expect(await ids('page=4')).toEqual([]);
		expect(await ids('order_by=created&page_size=2')).toEqual(seeded.slice(-2).reverse());
		expect((await stage.call('GET', '/documents?page=0')).status).toBe(400);
	});

	it('filters by every documented parameter', async () => {
		const a = stage.veryfi.seedDocument({
			external_id: 'A',
			status: 'archived',
			tags: ['t1'],
			created_date: '2026-01-01 10:00:00',
			date: '2025-12-31 00:00:00',
			notes: 'pay soon',
		});
		const b = stage.veryfi.seedDocument({
			external_id: 'B',
			created_date: '2026-01-02 10:00:00',
			updated_date: '2026-03-01 00:00:00',
			date: '2026-01-02 00:00:00',
			meta: { owner: 'somebody', device_id: 'd', device_user_uuid: 'u' },
			vendor: { name: 'Papier Nord' },
		});
		expect(await ids('external_id=A')).toEqual([a]);
		expect(await ids('status=archived')).toEqual([a]);
		expect(await ids('tag=t1')).toEqual([a]);
		expect(await ids('owner=somebody')).toEqual([b]);
		expect(await ids('device_id=d')).toEqual([b]);
		expect(await ids('device_user_uuid=u')).toEqual([b]);
		expect(await ids('created__gt=2026-01-01+10:00:00')).toEqual([b]);
		expect(await ids('created__gte=2026-01-01T10:00:00Z')).toEqual([b, a]);
		expect(await ids('created__lt=2026-01-02')).toEqual([a]);
		expect(await ids('created__lte=2026-01-02T12:00:00%2B02:00')).toEqual([b, a]);
		expect(await ids('updated__lt=2026-04-01')).toEqual([b]);
		expect(await ids('date__gte=2026-01-01')).toEqual([b]);
		expect(await ids('q=Papier')).toEqual([b]);
		expect(await ids('q=papier')).toEqual([]);
		expect(await ids('q=pay+*')).toEqual([a]);
	});

	it('counts results of a text search only when asked', async () => {
		stage.veryfi.seedDocument({ notes: 'x' });
		expect((await stage.call('GET', '/documents?q=x')).body.meta).not.toHaveProperty(
			'total_results',
		);
		expect(
			(await stage.call('GET', '/documents?q=x&track_total_results=true')).body.meta,
		).toMatchObject({
			total_results: 1,
		});
	});

	it('refuses bounds that exclude each other, and dates that are none', async () => {
		expect(
			(await stage.call('GET', '/documents?created__gt=2026-01-01&created__gte=2026-01-01')).status,
		).toBe(400);
		expect((await stage.call('GET', '/documents?created__gt=yesterday')).status).toBe(400);
	});
});
