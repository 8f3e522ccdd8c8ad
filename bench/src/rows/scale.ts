import type { Line } from '../harness/report.js';
import { requestCost } from './request-cost.js';
import { socketCost } from './socket-cost.js';

/** What docs/scale.md counts with. */
export async function scale(): Promise<Line[]> {
  return [...(await requestCost()), ...(await socketCost())];
}
