import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { imageHeader } from '../emulator/reading/imageSize.mts';
import { createSamples } from './index.mts';

const byName = async (end: string) =>
	(await createSamples()).filter(({ fileName }) => fileName.endsWith(end));

describe('sample documents', () => {
	it('are the same bytes every time', async () => {
		const [first, second] = [await createSamples(), await createSamples()];
		first.forEach(({ fileName, bytes }, index) =>
			expect([fileName, bytes.equals(second[index].bytes)]).toEqual([fileName, true]),
		);
	});

	it('add up', async () => {
		for (const { printed } of await createSamples()) {
			const lines = printed.lines.reduce((sum, { total }) => sum + total, 0);
			expect(lines).toBeCloseTo(printed.subtotal, 6);
			expect((printed.subtotal * printed.taxRate) / 100).toBeCloseTo(printed.tax, 2);
			expect(printed.subtotal + printed.tax).toBeCloseTo(printed.total, 6);
		}
	});

	it('keep to the sizes that Veryfi takes: 250 bytes to 20 MB', async () => {
		for (const { bytes } of await createSamples()) {
			expect(bytes.length).toBeGreaterThan(250);
			expect(bytes.length).toBeLessThan(20 * 1024 * 1024);
		}
	});

	it('include an image with the 1,000 pixels on the short side that Veryfi recommends', async () => {
		const [{ bytes }] = await byName('.jpg');
		const { width = 0, height = 0 } = imageHeader(bytes)?.size ?? {};
		expect(Math.min(width, height)).toBeGreaterThanOrEqual(1000);
	});

	it('include a ZIP of two PDF pages', async () => {
		const [{ bytes }] = await byName('.zip');
		const { files } = await JSZip.loadAsync(bytes);
		expect(Object.keys(files)).toEqual(['page-1.pdf', 'page-2.pdf']);
	});
});
