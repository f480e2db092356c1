import { describe } from '@jest/globals';
import { testBills } from './bills.mts';
import { odoo } from './targets.mts';

describe('bills to Odoo', () => testBills(odoo));
