import { N8n } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { atEach, compareAll } from './trigger/compare.mts';
import { QUICK, type Size, withEverySetting } from './trigger/everySetting.mts';

export default {
	sizes: {
		full: {
			deliveries: 60,
			rounds: { 'as it comes': atEach(5, 5), N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: atEach(11, 121) },
		},
		quick: QUICK,
	},
	title: () =>
		'Deliveries on a real n8n (one process, SQLite): events a second until all are executed, and milliseconds until the answer',
	run: (size) =>
		withEverySetting(
			size,
			(installation, options) => N8n.create(installation, options),
			({ n8n, entries }, documentIds, rounds, heading) =>
				compareAll(heading, { entries, documentIds, pids: [n8n.pid as number] }, rounds),
		),
} satisfies Bench<Size>;
