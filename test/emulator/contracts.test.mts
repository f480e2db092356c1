import { expect, it } from '@jest/globals';
import { sharedEmulator, textFile } from './testing.mts';

const stage = sharedEmulator();

it('a contract says where its values stand without being asked', async () => {
	const text = [
		'Contract: Supply of paper',
		'Effective Date: 6 August 2025',
		'Parties: Papier Nord, Atelier Est',
		'Contract Value: 10,000.00',
		'Governing Law: France',
	].join('\n');
	const { body } = await stage.call('POST', '/contracts', textFile(text.padEnd(300, ' ')));
	const stands = (printed: string, value: unknown = printed) => ({
		value,
		begin: body.text.indexOf(printed),
		end: body.text.indexOf(printed) + printed.length,
		score: 0.94,
	});
	expect(body).toMatchObject({
		contract_name: stands('Supply of paper'),
		date: stands('6 August 2025', '2025-08-06'),
		total: stands('10,000.00', 10_000),
		governing_law: stands('France'),
		parties: [stands('Papier Nord'), stands('Atelier Est')],
		term: { value: null },
		vanity: { value: null, begin: null, end: null },
	});
});
