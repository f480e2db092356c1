/**
 * Draws the receipt that the samples have as a photo: on a table, a little turned, unevenly lit and with the grain of
 * a phone's camera. Chromium draws it, so that the letters are of a real font:
 *
 *     npx tsx test/samples/photo.main.mts
 */
import { chromium } from 'playwright-core';
import { ensureChromium } from '../browser/chromium.mts';
import { printReport } from '../host/index.mts';
import { taxiReceipt, type SampleDocument } from './documents.mts';
import { photoPath } from './photo.mts';

/** Pixels; Veryfi recommends 1,000 on the short side. */
const SIZE = { width: 1050, height: 1400 };

const browser = await chromium.launch({ executablePath: await ensureChromium(printReport) });
try {
	const page = await browser.newPage({ viewport: SIZE });
	await page.setContent(scene(taxiReceipt));
	await page.screenshot({ path: photoPath, type: 'jpeg', quality: 72 });
} finally {
	await browser.close();
}

/** What is printed, a row of cells each. */
function rowsOf(document: SampleDocument): string[][] {
	const money = (value: number) => value.toFixed(2);
	return [
		...document.address.map((text) => [text]),
		[''],
		[`Date: ${document.date}`],
		[''],
		...document.lines.map(({ description, quantity, price, total }) => [
			`${quantity} x ${description}`,
			money(price),
			money(total),
		]),
		[''],
		['Subtotal', '', money(document.subtotal)],
		[`${document.taxName} ${document.taxRate}%`, '', money(document.tax)],
		[`Total ${document.currency}`, '', money(document.total)],
		[''],
		[`Paid by ${document.payment}`],
	];
}

/** The paper on its table, as a web page. */
function scene(document: SampleDocument): string {
	const rows = rowsOf(document).map(
		(cells) => `<tr>${cells.map((text) => `<td>${text || '&nbsp;'}</td>`).join('')}</tr>`,
	);
	return `<style>
		body { margin: 0; overflow: hidden; background: #6b4a2f; }
		.layer, svg { position: absolute; inset: 0; }
		.wood { opacity: 0.35; mix-blend-mode: multiply; }
		.paper { position: absolute; left: 110px; top: 80px; width: 840px; height: 1210px; background: #f4f1e8;
			transform: rotate(-1.6deg) skewX(0.4deg); box-shadow: 14px 22px 40px rgba(0, 0, 0, 0.55); }
		.print { position: absolute; left: 55px; right: 55px; top: 70px; color: #17171c; filter: blur(0.4px); }
		.print, table { font: 44px/64px 'DejaVu Sans', sans-serif; width: 730px; border-spacing: 0; }
		h1 { font-size: 54px; line-height: 80px; margin: 0; }
		td { padding: 0; white-space: nowrap; }
		td:nth-child(n + 2) { text-align: right; font-family: 'DejaVu Sans Mono'; min-width: 175px; }
		.crease { position: absolute; left: 0; right: 0; top: 745px; height: 26px; background: linear-gradient(
			transparent, rgba(0, 0, 0, 0.13), rgba(255, 255, 255, 0.35), transparent); }
		.light { background: radial-gradient(
			circle at 30% 18%, rgba(255, 250, 235, 0.22), rgba(20, 15, 30, 0.42) 92%); }
		.grain { opacity: 0.16; mix-blend-mode: overlay; }
	</style>
	<div class="layer wood">${noise('0.004 0.09', 3)}</div>
	<div class="paper">
		<div class="print"><h1>${document.vendor}</h1><table>${rows.join('')}</table></div>
		<div class="crease"></div>
	</div>
	<div class="layer light"></div>
	<div class="layer grain">${noise('0.8', 7)}</div>`;
}

/** Grey noise, the same for the same seed; `frequency` is that of SVG's turbulence, across and down. */
function noise(frequency: string, seed: number): string {
	return `<svg width="100%" height="100%"><filter id="noise${seed}">
		<feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="3" seed="${seed}"/>
		<feColorMatrix type="saturate" values="0"/>
	</filter><rect width="100%" height="100%" filter="url(#noise${seed})"/></svg>`;
}
