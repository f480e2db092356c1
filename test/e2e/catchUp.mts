import type { Emulator } from '../emulator/index.mts';
import {
	importWorkflow,
	PATIENCE_MS,
	readExample,
	waitFor,
	type Workflow,
} from '../host/index.mts';
import type { Host, Stage } from './stage.mts';

/** The node that begins the catch-up. */
export const SCHEDULE = 'Every Hour';

/** The rule of a schedule that need not be waited for. */
export const everySeconds = (seconds: number) => ({
	rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] },
});

/**
 * Publishes the example with catch-up; the catch-up runs twice a minute.
 *
 * @param schedule parameters of its schedule; none for that of the example
 */
export async function publishCatchUp<H extends Host>(
	stage: Stage<H>,
	schedule: Record<string, unknown> = everySeconds(30),
): Promise<Workflow> {
	const workflow = await stage.client.createWorkflow(
		importWorkflow(await readExample('catch-up'), stage.credential, {
			[SCHEDULE]: schedule,
		}),
	);
	await stage.publishOrFail(workflow);
	return workflow;
}

/** The node of that workflow that stands for what a user does with finished documents. */
export const BILL = 'Bill';

/** A date in Veryfi's notation. */
export const hoursAgo = (hours: number): string =>
	new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Makes all documents old enough for the catch-up, which leaves the last half hour to the trigger. */
export function age(emulator: Emulator): void {
	for (const { fields } of emulator.documents.values()) fields.created_date = hoursAgo(2);
}

/** Whether the document bears the mark of the example. */
export const isBooked = (emulator: Emulator, id: number): boolean =>
	(emulator.documents.get(id)!.fields.tags as Array<{ name: string }>).some(
		({ name }) => name === 'booked',
	);

/** Waits until all of these documents bear the mark. */
export async function booked(emulator: Emulator, ids: number[]): Promise<void> {
	const left = () => ids.filter((id) => !isBooked(emulator, id));
	await waitFor('the documents to be booked', PATIENCE_MS, () => left().length === 0, left);
}
