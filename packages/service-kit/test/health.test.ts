import type { Request, Response } from 'express';
import { createHealth, readiness } from '../src/health.js';

test('a check that fails before it promises anything is a line, and ends nothing', async () => {
  jest.useFakeTimers();
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  const health = createHealth();
  health.started = true;
  health.notes.set('changes', () => {
    throw new Error('not heard');
  });
  const answer = new Promise<unknown>((resolve) => {
    const res = { status: () => ({ json: resolve }) };
    // The two of its methods that are used.
    void readiness('a', health)({} as Request, res as unknown as Response, () => undefined);
  });
  expect(await answer).toMatchObject({ status: 'ready', others: { changes: 'not heard' } });
  jest.advanceTimersByTime(3000);
  jest.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
