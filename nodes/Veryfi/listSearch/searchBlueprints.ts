import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/api/transport';
import { contains } from './choices';

/** The documented member; a blueprint may also be just its name. */
const nameOf = (blueprint: IDataObject | string): string =>
	typeof blueprint === 'string'
		? blueprint
		: String(blueprint.blueprint_name ?? blueprint.name ?? blueprint.id);

/** Offers the blueprints of the account and those that Veryfi comes with. */
export async function searchBlueprints(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { blueprints } = await veryfiRequest<{ blueprints?: Array<IDataObject | string> }>(this, {
		method: 'GET',
		path: '/blueprints',
	});
	return {
		results: (blueprints ?? [])
			.map(nameOf)
			.filter((name) => contains(name, filter))
			.sort()
			.map((name) => ({ name, value: name })),
	};
}
