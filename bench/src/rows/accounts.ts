import type { Line } from '../harness/report.js';
import { guard } from './guard.js';
import { login } from './login.js';
import { revocation } from './revocation.js';
import { userSearch } from './user-search.js';

/** What accounts cost: each row is a file of its own. */
export async function accounts(): Promise<Line[]> {
  return [...(await guard()), ...(await login()), ...(await revocation()), ...(await userSearch())];
}
