/** A value as Veryfi returns it with confidence details. */
export const seen = (value: unknown, score: number | null, ocrScore: number | null = score) => ({
	value,
	score,
	ocr_score: ocrScore,
});

/** Where something stands, as Veryfi returns it with bounding boxes. */
export const place = {
	bounding_box: [0, 1, 2, 3, 4],
	bounding_region: [1, 2, 3, 4, 5, 6, 7, 8],
};

/** A record whose rows have their scores within. */
export const invoice = {
	id: 7,
	status: 'processed',
	date: seen('2026-02-27 14:03:22', 0.97),
	total: seen(120, 0.5, 0.99),
	tax: seen(20, 0.99, 0.6),
	tip: seen(null, 0.1),
	vendor: { name: seen('Papier Nord', 0.4), logo: seen('x.png', 0.2), score: 0.3, ...place },
	line_items: [
		{ id: 1, description: seen('A4 paper', 0.99), total: seen(100, 0.99) },
		{ id: 2, description: seen('A3 paper', 0.99), total: seen(0, 0.2) },
	],
	tracking_numbers: [seen('a', 0.9), seen('b', 0.1)],
	meta: { fraud: { score: 0.01 }, pages: [{ is_blurry: { value: false, score: 0.2 } }] },
};
