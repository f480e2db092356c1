import { N8n } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { compareAll } from './trigger/compare.mts';
import { COMPARING, type Size, withEverySetting } from './trigger/everySetting.mts';

export default {
	sizes: COMPARING,
	title: () =>
		'Deliveries on a real n8n (one process, SQLite): events a second until all are executed, and milliseconds until the answer',
	run: (size) =>
		withEverySetting(
			size,
			(installation, options) => N8n.create(installation, options),
			({ n8n, entries }, documentIds, heading) =>
				compareAll(heading, { entries, documentIds, pids: [n8n.pid as number] }, size.rounds),
		),
} satisfies Bench<Size>;
