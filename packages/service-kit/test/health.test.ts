import express from 'express';
import { createHealth, readiness } from '../src/health.js';
import { closeServer, createHttpServer, listen } from '../src/server.js';

test('a check that fails before it promises anything is a line, and ends nothing', async () => {
  const health = createHealth();
  const server = createHttpServer(express().get('/readyz', readiness('a', health)));
  const port = await listen(server, 0, '127.0.0.1');
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  health.started = true;
  health.notes.set('changes', () => {
    throw new Error('not heard');
  });
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect(await answer.json()).toMatchObject({ status: 'ready', others: { changes: 'not heard' } });
  jest.advanceTimersByTime(3000);
  jest.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unhandled);
  await closeServer(server, 1000);
  expect(unhandled).not.toHaveBeenCalled();
});
