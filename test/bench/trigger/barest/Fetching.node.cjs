const { Barest } = require('./Barest.node.cjs');

/** Fetches what the body is about, by n8n's helper alone: no node that fetches can do with less. */
class Fetching extends Barest {
	constructor() {
		super();
		Object.assign(this.description, {
			displayName: 'Fetching',
			name: 'fetching',
			defaults: { name: 'Fetching' },
			properties: [{ displayName: 'Documents', name: 'documents', type: 'string', default: '' }],
		});
	}

	async execute() {
		const [{ json }] = this.getInputData();
		const document = await this.helpers.httpRequestWithAuthentication.call(this, 'veryfiAsyncApi', {
			url: `${this.getNodeParameter('documents', 0)}/${json.data.id}/`,
			// Costs n8n less than to be ready for a redirect.
			disableFollowRedirect: true,
		});
		return [[{ json: { ...json, document } }]];
	}
}

module.exports = { Fetching };
