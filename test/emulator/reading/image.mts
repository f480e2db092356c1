import { fail, TEXT } from '../apiError.mts';
import { imageHeader } from './imageSize.mts';
import { recognize } from './ocr.mts';
import type { Page } from './page.mts';
import { toLines } from './pieces.mts';

/** Pixels of an image whose size is not known. */
const UNKNOWN_SIZE = { width: 1000, height: 1400 };

/**
 * Reads an image.
 *
 * @param isRead false for its size alone, which is all that most tests need
 * @throws ApiError 400 when the file is no image, or breaks off
 */
export async function readImage(bytes: Buffer, isRead: boolean): Promise<Page[]> {
	const header = imageHeader(bytes);
	if (header === undefined || !header.isWhole) throw fail(400, TEXT.corrupted);
	const { width, height } = header.size ?? UNKNOWN_SIZE;
	if (width <= 0 || height <= 0) throw fail(400, TEXT.corrupted);
	const pieces = isRead ? await recognize(bytes) : [];
	return [{ lines: toLines(pieces, width, height), width, height }];
}
