/** Hands over the body of whatever is posted. Version 2, as ours: version 1 of any trigger is slower. */
class Barest {
	constructor() {
		this.description = {
			displayName: 'Barest',
			name: 'barest',
			group: ['trigger'],
			version: 2,
			description: 'Starts the workflow',
			defaults: { name: 'Barest' },
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

module.exports = { Barest };
