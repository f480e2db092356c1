// n8n finds nodes and credentials through the "n8n" section of package.json; this file is for programs
// that require the package by its name.
module.exports = {
	...require('./dist/credentials/VeryfiAsyncApi.credentials.js'),
	...require('./dist/nodes/Veryfi/Veryfi.node.js'),
	...require('./dist/nodes/VeryfiTrigger/VeryfiTrigger.node.js'),
};
