const { Baseline } = require('./Baseline.node.cjs');

const CREDENTIAL = 'veryfiAsyncApi';

/** What a trigger may do in an execution, each by n8n's helper alone: no node can do it with less. */
const STEPS = {
	nothing: async () => undefined,
	readCredential: async (node) => {
		await node.getCredentials(CREDENTIAL);
	},
	fetch: async (node, { data }) => {
		const url = `${node.getNodeParameter('documents', 0)}/${data.id}/`;
		// To be ready for a redirect would cost more.
		const options = { url, disableFollowRedirect: true };
		return await node.helpers.httpRequestWithAuthentication.call(node, CREDENTIAL, options);
	},
	remember: async (node, { data }) => {
		const keys = [`${data.id} ${data.created}`, `${node.getExecutionId()} ${data.id}`];
		await node.helpers.checkProcessedAndRecord(keys, 'node', { mode: 'entries', maxEntries: 2000 });
	},
};

const text = (name) => ({ displayName: name, name, type: 'string', default: '' });

/** The baseline trigger, which does one step more. */
class Step extends Baseline {
	constructor() {
		super();
		Object.assign(this.description, {
			displayName: 'Step',
			name: 'step',
			defaults: { name: 'Step' },
			properties: [text('step'), text('documents')],
		});
	}

	async execute() {
		const [{ json }] = this.getInputData();
		const outcome = await STEPS[this.getNodeParameter('step', 0)](this, json);
		return [[{ json: { ...json, outcome } }]];
	}
}

module.exports = { Step };
