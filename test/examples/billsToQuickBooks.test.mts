import { describe } from '@jest/globals';
import { testBills } from './bills.mts';
import { quickBooks } from './targets.mts';

describe('bills to QuickBooks', () => testBills(quickBooks));
