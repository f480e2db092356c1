export { closeInTheEnd } from './closing.mts';
export type { Engine, NodeSettings } from './engine.mts';
export { startEngine } from './engine.mts';
export type { Host, TriggerWorkflow } from './host.mts';
export { startHost } from './host.mts';
export { Logger } from './logger.mts';
export { serve } from './serve.mts';
export { keepMachineTime, pass, SPEED } from './time.mts';
