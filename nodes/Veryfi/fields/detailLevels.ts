import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Product } from '../products';
import { needsScores, scoreOptions } from './view';

/** A simplified record has bare values. */
const displayOptions = { show: { '/simplify': [false] } };

/** Options by which a read returns more of each value. */
export const detailLevelOptions = (product: Product): INodeProperties[] => [
	{
		displayName: 'Bounding Boxes',
		name: 'boundingBoxes',
		type: 'boolean',
		default: false,
		description: 'Whether to return where on the page each value stands',
		displayOptions,
	},
	{
		displayName: 'Confidence Details',
		name: 'confidenceDetails',
		type: 'boolean',
		default: false,
		description: 'Whether to return how sure Veryfi is of each value, as an object for each',
		displayOptions,
	},
	...scoreOptions,
	...(product.key === 'document' ? documentOptions : []),
];

const documentOptions: INodeProperties[] = [
	{
		displayName: 'Detailed (Deprecated)',
		name: 'detailed',
		type: 'boolean',
		default: false,
		description:
			'Whether to return more details. Deprecated by Veryfi in favor of Bounding Boxes and Confidence Details.',
	},
];

/** The query for what the user chose; what is off is Veryfi's default and not sent. */
export const detailLevelQuery = (options: IDataObject): IDataObject => ({
	...(options.boundingBoxes ? { bounding_boxes: true } : {}),
	...(options.confidenceDetails || needsScores(options) ? { confidence_details: true } : {}),
	...(options.detailed ? { detailed: true } : {}),
});
