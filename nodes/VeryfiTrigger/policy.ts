import type { Finding } from '../shared/webhooks/findings';
import { findings } from '../shared/webhooks/findings';
import { isTestUrl } from '../shared/webhooks/urls';
import type { TriggerOptions } from './options';

/**
 * Decides whether `url` may take Veryfi's only webhook away from another confirmed URL.
 *
 * A test URL never stands in the way of a production one: it is short-lived, and a left-over of it
 * would keep the workflow deaf. One test never takes the slot from another, because then the first
 * could not give back what it borrowed.
 *
 * @param isTest whether `url` is that of "Listen for test event"
 * @returns why not, or undefined when it may
 */
export function findConflict(
	url: string,
	other: string | undefined,
	isTest: boolean,
	options: TriggerOptions,
): Finding | undefined {
	if (other === undefined) return undefined;
	if (isTest) {
		if (isTestUrl(other)) return findings.otherTestIsListening(other);
		return options.whileTesting === 'borrow' ? undefined : findings.testWouldSteal(other);
	}
	if (isTestUrl(other) || options.ifAnotherUrlIsConfirmed === 'replace') return undefined;
	return findings.foreignConfirmed(url, other);
}
