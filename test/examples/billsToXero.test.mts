import { describe } from '@jest/globals';
import { testBills } from './bills.mts';
import { xero } from './targets.mts';

describe('bills to Xero', () => testBills(xero));
