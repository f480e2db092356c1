/** Installs, starts and drives a real n8n that has our package loaded. */
export * from './client.mts';
export { WITH_EDITOR } from './environment.mts';
export { EXAMPLES, fillIn, importWorkflow, readExample, triggerUrl } from './examples.mts';
export { ensureN8n, type N8nInstallation } from './install.mts';
export { N8n, type N8nOptions } from './n8n.mts';
export { PACKAGE } from './package.mts';
export { projectRoot } from './paths.mts';
export { plainNode } from './plainNode.mts';
export { printReport } from './progress.mts';
export { SharedN8n, type SharedOptions } from './sharedN8n.mts';
export { publish, publishOrFail, unpublish } from './publish.mts';
export { traitsOf } from './versions.mts';
export { PATIENCE_MS, waitFor } from './waitFor.mts';
