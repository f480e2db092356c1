/**
 * Time in these tests runs faster than the machine's, for the nodes as for the account (`speed` of the emulator). That
 * of the network does not: time-outs of requests, and delays of answers as faults.
 */
import { clock } from '../../../nodes/shared/clock.ts';

/** How many times faster. At more, the moment that a busy machine takes for an answer counts as seconds. */
export const SPEED = 5;

const machine = { ...clock };

Object.assign(clock, {
	now: () => machine.now() * SPEED,
	sleep: async (duration: number) => await machine.sleep(duration / SPEED),
});

/** Gives the nodes the machine's time, in a file whose tests leave them no moment to rest. */
export const keepMachineTime = (): void => void Object.assign(clock, machine);

/**
 * Lets time go by for nodes and account.
 *
 * @param duration milliseconds of theirs
 */
export const pass = async (duration: number): Promise<void> => await clock.sleep(duration);
