import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../host/paths.mts';
import type { Piece } from './pieces.mts';

const load = createRequire(join(projectRoot, 'package.json'));

/** What is used of tesseract.js, which is loaded only where an image is to be read. */
interface Tesseract {
	createWorker: (language: string, engine: number, options: object) => Promise<Worker>;
	OEM: { LSTM_ONLY: number };
	PSM: { SINGLE_BLOCK: string };
}

interface Worker {
	setParameters: (parameters: object) => Promise<unknown>;
	recognize: (
		image: Buffer,
		options: object,
		output: object,
	) => Promise<{ data: { blocks: Block[] } }>;
	terminate: () => Promise<unknown>;
}

interface Block {
	paragraphs: Array<{ lines: TextLine[] }>;
}

/** Places are in pixels from the top left corner. */
interface TextLine {
	words: Array<{
		text: string;
		confidence: number;
		bbox: Record<'x0' | 'x1' | 'y0' | 'y1', number>;
	}>;
	baseline: { y0: number };
	rowAttributes: { rowHeight: number };
}

/** Percent; what Tesseract is less sure of is the grain of a table rather than a word. */
const LEAST_CONFIDENCE = 30;

let last: Promise<unknown> = Promise.resolve();

/**
 * Finds the words in a photo or scan by optical character recognition, in a thread of its own. It takes seconds,
 * and downloads nothing: what Tesseract knows of English print comes from an installed package. One image is read
 * after the other: each takes a core and fifty megabytes.
 *
 * @returns nothing for an image of a format that Tesseract does not know, such as HEIC
 */
export async function recognize(image: Buffer): Promise<Piece[]> {
	const found = last.then(async () => await read(image));
	last = found.catch(() => undefined);
	return await found;
}

async function read(image: Buffer): Promise<Piece[]> {
	const { createWorker, OEM, PSM } = load('tesseract.js') as Tesseract;
	const worker = await createWorker('eng', OEM.LSTM_ONLY, {
		langPath: join(dirname(load.resolve('@tesseract.js-data/eng')), '4.0.0_best_int'),
		cacheMethod: 'none',
		// Without a handler the library throws where nobody can catch it; the promise is rejected, too.
		errorHandler: () => undefined,
	});
	try {
		// A receipt is one block of lines; without a resolution Tesseract guesses one, and prints that it did.
		await worker.setParameters({
			tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
			user_defined_dpi: '300',
		});
		const found = await worker
			.recognize(image, { rotateAuto: true }, { blocks: true })
			.catch(() => ({ data: { blocks: [] } }));
		return found.data.blocks
			.flatMap(({ paragraphs }) => paragraphs)
			.flatMap(({ lines }) => lines)
			.flatMap(piecesOf);
	} finally {
		await worker.terminate();
	}
}

/** The words of a line, each with a blank behind it. */
const piecesOf = ({ words, baseline, rowAttributes }: TextLine): Piece[] =>
	words
		.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
		.map(({ text, bbox }) => ({
			text: `${text} `,
			left: bbox.x0,
			right: bbox.x1,
			baseline: baseline.y0,
			size: rowAttributes.rowHeight || bbox.y1 - bbox.y0,
		}));
