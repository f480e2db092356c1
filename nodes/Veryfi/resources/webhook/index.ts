import type { Resource } from '../../operation';
import { clear } from './clear';
import { confirm } from './confirm';
import { diagnose } from './diagnose';
import { get } from './get';
import { register } from './register';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	description: 'The one URL that Veryfi delivers finished documents to',
	operations: [get, register, confirm, clear, diagnose],
};
