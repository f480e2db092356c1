import { join } from 'node:path';
import { projectRoot } from '../host/index.mts';

/** The photo of a receipt, which photo.main.mts draws. */
export const photoPath = join(projectRoot, 'test', 'samples', 'receipt-city-cabs.jpg');
