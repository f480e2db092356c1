export type { Engine, NodeSettings, Outcome } from './engine.mts';
export { startEngine } from './engine.mts';
export type { Host, StoredExecution, TriggerWorkflow } from './host.mts';
export { startHost } from './host.mts';
