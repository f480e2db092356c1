import { describe } from '@jest/globals';
import { testBills } from './bills.mts';
import { erpNext } from './targets.mts';

describe('bills to ERPNext', () => testBills(erpNext));
