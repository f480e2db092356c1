/** Hands over the body of whatever is posted. Version 2, as ours: version 1 of any trigger is slower. */
class Baseline {
	constructor() {
		this.description = {
			displayName: 'Baseline',
			name: 'baseline',
			group: ['trigger'],
			version: 2,
			description: 'Starts the workflow',
			defaults: { name: 'Baseline' },
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: 'veryfiAsyncApi', required: false }],
			webhooks: [
				{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
			],
			properties: [],
		};
	}

	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

module.exports = { Baseline };
