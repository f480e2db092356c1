/** What a measured process is told, and what it answers. Both travel as JSON files. */
import type { IBinaryData, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

/** The ways to put documents through Veryfi that are measured side by side. */
export type Contestant =
	| 'veryfi'
	| 'vendorDesign'
	| 'n8n-nodes-base.httpRequest'
	| 'base64'
	| 'bare';

/** One execution of a workflow with one node. */
export interface Run {
	node: Contestant;
	parameters: INodeParameters;
	items: INodeExecutionData[];
	/** n8n's node settings, e.g. `{ onError: 'continueRegularOutput' }`. */
	settings?: Partial<INode>;
}

export interface Task {
	/** Folder of the installed n8n, in whose `node_modules` its engine lies. */
	n8n: string;
	/** Folder in whose `node_modules` our built package lies. */
	packages: string;
	/** Data of the credential that all contestants use. */
	credential: Record<string, string>;
	/** Files to put into n8n's binary storage: sizes in bytes with names. */
	store?: Array<{ path: string; fileName: string; mimeType: string }>;
	/** Executions, one after the other. */
	runs?: Run[];
}

export interface Measured {
	/** `success` or `error`, as n8n's list of executions shows it. */
	status: string;
	/** When it began, in milliseconds since 1970. */
	at: number;
	/** Of the whole execution. */
	seconds: number;
	/** Processor time, user and system. */
	cpuMicroseconds: number;
	/** Peak of the resident memory above what it was before the execution, in bytes. */
	growth: number;
	/** What the node put out. */
	items: INodeExecutionData[];
	/** What ended the execution. */
	error?: string;
}

export interface Answer {
	stored: IBinaryData[];
	runs: Measured[];
}
