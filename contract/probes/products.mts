/** The event of each other product that Veryfi processes in the background. */
import { type Answer, expectOk, idIn, type Json, shapeOf } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { bankStatement, check, receipt, withFile, workOrder } from '../papers.mts';
import { type Experiment, NotTried, type Probe, probe } from '../probe.mts';
import type { Delivery } from '../receiver.mts';
import { about, whenFinished } from './asynchronous.mts';
import { webhook } from './webhook.mts';

interface Product {
	path: string;
	/** How the name of its event begins, if it has a name of its own. */
	event: RegExp;
	paper: () => Promise<Buffer>;
	options?: object;
}

const PRODUCTS: Product[] = [
	{
		path: 'any-documents',
		event: /^any[_-]?documents?\./i,
		paper: workOrder,
		options: { blueprint_name: 'work_order' },
	},
	{ path: 'bank-statements', event: /^bank[_-]?statements?\./i, paper: bankStatement },
	{ path: 'checks', event: /^checks?\./i, paper: check },
	{ path: 'parse', event: /^(?:parse|markdown|document[_-]?to[_-]?markdown)\./i, paper: receipt },
];

const submission = ({ path, paper, options }: Product): Experiment<Answer> => ({
	documents: 1,
	run: async (lab) =>
		expectOk(
			await lab.submit(`/${path}/async`, {
				...withFile(await paper(), 'contract-check.pdf'),
				...options,
			}),
			`submitting to /${path}/async`,
		),
});

/** Undefined if no event came. */
const eventOf = (submitted: Experiment<Answer>): Experiment<Delivery | undefined> => ({
	after: [webhook, submitted],
	run: async (lab) => {
		const id = idIn(await lab.result(submitted));
		return (await lab.deliveries(about(id), lab.options.patience.event))[0];
	},
});

function probesOf(product: Product): { probes: Probe[]; submitted: Experiment<Answer> } {
	const submitted = submission(product);
	const experiment = eventOf(submitted);
	const name = `event-${product.path}`;
	const named = probe({
		name,
		assumption: `A finished document of /${product.path} is told by an event with a name of its own`,
		assumed: 'product',
		emulatorSwitch: 'otherEvents',
		files: [FILES.events],
		experiment,
		read: (delivery) => ({ setting: kindOf(delivery, product), seen: shown(delivery) }),
	});
	return { probes: [named], submitted };
}

function kindOf(delivery: Delivery | undefined, { event }: Product): string {
	if (delivery === undefined) return 'none';
	const name = String(delivery.event);
	return event.test(name) ? 'product' : name.startsWith('document.') ? 'document' : name;
}

const shown = (delivery: Delivery | undefined): string =>
	delivery ? `${String(delivery.event)}, ${shapeOf(delivery.data)}` : 'no event came';

const all = PRODUCTS.map(probesOf);
const [anyDocuments, bankStatements] = all;

const statement: Experiment<Json> = {
	after: [bankStatements.submitted],
	run: async (lab) => {
		const id = idIn(await lab.result(bankStatements.submitted));
		const body: Json = await whenFinished(lab, `/bank-statements/${id}`, (found) =>
			[found.transactions, found.accounts].some((rows) => Array.isArray(rows) && rows.length > 0),
		);
		if (body === undefined) throw new NotTried('the statement came without transactions');
		return body;
	},
};

export const OTHER_PRODUCTS = [
	...all.flatMap(({ probes }) => probes),
	probe({
		name: 'event-prefix',
		assumption: 'Such a name joins two words: anydocument',
		assumed: 'joined',
		emulatorSwitch: 'eventPrefixes',
		files: [FILES.events],
		experiment: eventOf(anyDocuments.submitted),
		read: (delivery) => {
			const prefix = String(delivery?.event).split('.')[0];
			if (!/^any.?documents?$/i.test(prefix)) throw new NotTried(shown(delivery));
			return { setting: prefix.includes('_') ? 'underscored' : 'joined', seen: shown(delivery) };
		},
	}),
	probe({
		name: 'transactions-in',
		assumption: 'A bank statement has its transactions at the top',
		assumed: 'top',
		emulatorSwitch: 'transactionsIn',
		files: [FILES.simplify],
		experiment: statement,
		read: (body) => ({
			setting: Array.isArray(body.transactions) ? 'top' : 'accounts',
			seen: shapeOf(body, 0),
		}),
	}),
	probe({
		name: 'account-number',
		assumption: 'An account of a bank statement has its number in "number"',
		assumed: 'number',
		emulatorSwitch: 'accountNumberIn',
		files: [FILES.simplify],
		experiment: statement,
		read: (body) => {
			const [account] = (body.accounts ?? []) as Json[];
			if (account === undefined) throw new NotTried('the statement came without accounts');
			const found = ['number', 'account_number'].filter((key) => key in (account as object));
			return {
				setting: found.length === 2 ? 'both' : (found[0] ?? 'none'),
				seen: shapeOf(account, 0),
			};
		},
	}),
];
