import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { brief } from '../shared/products/products';
import type { Operation, Resource } from './operation';

const byName = (a: Resource, b: Resource) => a.name.localeCompare(b.name);

/**
 * The first resource is what most people come for; the others are in alphabetical order. n8n's panel of actions keeps
 * the order of these options.
 */
function resourceSelector(resources: Resource[]): INodeProperties {
	const [top, ...others] = resources;
	const { value: first } = top;
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [top, ...others.sort(byName)].map(({ name, value, description }) => ({
			name,
			value,
			description,
		})),
		default: first,
	};
}

/** What an AI agent is given first: what looks for records, or else reads one. */
const firstForTool = (operations: Operation[]): Operation =>
	operations.find(({ value }) => value === 'getMany') ??
	operations.find(({ value }) => value === 'get') ??
	operations[0];

const TOOL = { '@tool': [true] };

/**
 * Each resource has a selector of its own, with the operations that it offers. Where a tool of an AI agent begins with
 * another operation, it has one more. n8n's panel of actions takes the first of them, and sets what its `show` says.
 */
function operationSelectors(resources: Resource[]): INodeProperties[] {
	return resources.flatMap(({ value: resource, operations }) => {
		const show = { resource: [resource] };
		const selector = (first: string, displayOptions: IDisplayOptions): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions,
			options: operations.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
			default: first,
		});
		const [first, ofTool] = [operations[0].value, firstForTool(operations).value];
		if (first === ofTool) return [selector(first, { show })];
		return [
			selector(first, { show, hide: TOOL }),
			selector(ofTool, { show: { ...show, ...TOOL } }),
		];
	});
}

interface Declared {
	resources: string[];
	operation: string;
	field: INodeProperties;
	key: string;
}

/**
 * Fields that several resources have alike in one operation are declared once for all of them. The
 * editor shows fields in the order of their declaration, so each operation's own order is kept.
 */
function fields(resources: Resource[]): INodeProperties[] {
	const declared: Declared[] = [];
	for (const resource of resources) {
		for (const operation of resource.operations) {
			let position = 0;
			for (const field of operation.properties) {
				const key = JSON.stringify([operation.value, field]);
				const known = declared.findIndex((entry, index) => index >= position && entry.key === key);
				if (known >= 0) declared[known].resources.push(resource.value);
				else {
					const entry = { resources: [resource.value], operation: operation.value, field, key };
					declared.splice(position, 0, entry);
				}
				position = (known >= 0 ? known : position) + 1;
			}
		}
	}
	return declared.flatMap(({ resources, operation, field }) =>
		forNodeAndTool({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { resource: resources, operation: [operation], ...field.displayOptions?.show },
			},
		}),
	);
}

/**
 * A person chooses a document from a list. A model gets a field by its label and nothing else, and has to know that an
 * ID is meant.
 */
function forNodeAndTool(field: INodeProperties): INodeProperties[] {
	if (!field.modes?.some(({ name }) => name === 'id')) return [field];
	const { displayName, displayOptions } = field;
	return [
		{ ...field, displayOptions: { ...displayOptions, hide: TOOL } },
		{
			...field,
			displayName: `${displayName} ID`,
			displayOptions: { ...displayOptions, show: { ...displayOptions?.show, ...TOOL } },
		},
	];
}

/** Everything that the node shows, from what the resources and their operations declare. */
export function assembleProperties(resources: Resource[]): INodeProperties[] {
	return [resourceSelector(resources), ...operationSelectors(resources), ...fields(resources)];
}

/**
 * What stands below the node on the canvas, e.g. "Submit: Receipt or Invoice", or the operation alone where both are
 * too long. By the names, as many values are not for users (`getMany: w8BenE`).
 *
 * @param width in characters
 */
export function assembleSubtitle(resources: Resource[], width: number): string {
	const nameOf = (parameter: string, entries: Array<{ value: string; name: string }>) => {
		const names = Object.fromEntries(entries.map(({ value, name }) => [value, brief(name)]));
		return `(${JSON.stringify(names)}[$parameter["${parameter}"]] ?? $parameter["${parameter}"])`;
	};
	const operation = nameOf(
		'operation',
		resources.flatMap(({ operations }) => operations),
	);
	const both = `[${operation}, ${nameOf('resource', resources)}]`;
	return `={{ ${both}.filter((name, index, names) => index === 0 || names.join(": ").length <= ${width}).join(": ") }}`;
}

/** @returns undefined when there is no such operation (a workflow made with another version) */
export function findOperation(
	resources: Resource[],
	resource: string,
	operation: string,
): Operation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}
