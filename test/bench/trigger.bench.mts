import { N8n } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { atEach, compareAll } from './trigger/compare.mts';
import {
	asAdvised,
	asItComes,
	QUICK,
	type Size,
	withEverySetting,
} from './trigger/everySetting.mts';

export default {
	sizes: {
		full: {
			deliveries: 60,
			settings: { ...asItComes(atEach(5)), ...asAdvised(atEach(11)) },
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
