/**
 * The credential store that n8n's host gives to n8n-core. Credentials are kept encrypted by n8n's
 * own `Credentials` class; `authenticate` and the defaults of the credential type are applied as the
 * host applies them.
 */
import { Credentials } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers, Workflow } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../../credentials/VeryfiAsyncApi.credentials.ts';
import { nodeTypes } from './nodeTypes.mts';

const types = new Map<string, ICredentialType>([['veryfiAsyncApi', new VeryfiAsyncApi()]]);

/** Fields that are expressions, as n8n's host evaluates them for an item. */
const resolved = (
	data: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	{
		workflow,
		runExecutionData,
		runIndex,
		itemIndex,
		node,
		connectionInputData,
	}: ICredentialsExpressionResolveValues,
) =>
	workflow.expression.getParameterValue(
		data as INodeParameters,
		runExecutionData,
		runIndex,
		itemIndex,
		node.name,
		connectionInputData,
		mode,
		{},
	) as ICredentialDataDecryptedObject;

/** Stands in, in n8n's host too, for the node where there are no items. */
const NOBODY: INode = {
	id: '',
	name: '',
	type: 'veryfi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The same where there are no items: an expression that reads them throws. */
const withoutItems = (data: ICredentialDataDecryptedObject, mode: WorkflowExecuteMode) =>
	new Workflow({
		nodes: [NOBODY],
		connections: {},
		active: false,
		nodeTypes,
	}).expression.getComplexParameterValue(
		NOBODY,
		data as INodeParameters,
		mode,
		{},
		undefined,
		undefined,
		data,
	) as ICredentialDataDecryptedObject;

export class CredentialStore extends ICredentialsHelper {
	private readonly encrypted = new Map<string, Promise<ICredentials>>();

	/** How often a credential was decrypted: before a delivery is answered, each time costs n8n an isolate. */
	decryptions = 0;

	/** Stores (or replaces) a credential and returns what a node refers to it by. */
	set(id: string, data: ICredentialDataDecryptedObject, type = 'veryfiAsyncApi') {
		const store = async () => {
			const credentials = new Credentials({ id, name: id }, type);
			await credentials.setData(data);
			return credentials as ICredentials;
		};
		this.encrypted.set(id, store());
		return { [type]: { id, name: id } };
	}

	async getCredentials({ id }: INodeCredentialsDetails, type: string) {
		const credentials = this.encrypted.get(id ?? '');
		if (!credentials)
			throw new Error(`Credential with ID "${id}" does not exist for type "${type}"`);
		return await credentials;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		_raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	) {
		this.decryptions++;
		const stored = await (await this.getCredentials(details, type)).getData();
		const data = values ? resolved(stored, mode, values) : withoutItems(stored, mode);
		return NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (!authenticate) return options;
		const resolve = (value: string) => {
			if (!isExpression(value)) return value;
			const keys = { $credentials: credentials };
			const resolved = workflow?.expression.getSimpleParameterValue(
				node as INode,
				value,
				'internal',
				keys,
				undefined,
				'',
			);
			return resolved === undefined || resolved === null ? '' : String(resolved);
		};
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			const target = ((options as unknown as Record<string, Record<string, unknown>>)[part] ??= {});
			for (const [key, value] of Object.entries(entries as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
		}
		return options;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.type(type).properties;
	}

	private type(name: string): ICredentialType {
		const type = types.get(name);
		if (!type) throw new Error(`Unknown credential type "${name}"`);
		return type;
	}

	getParentTypes = () => [];

	isCredentialUsableByNode = () => true;

	preAuthentication = async () => undefined;

	runPreAuthentication = async () => undefined;

	updateCredentials = async () => {};

	updateCredentialsOauthTokenData = async () => {};
}
