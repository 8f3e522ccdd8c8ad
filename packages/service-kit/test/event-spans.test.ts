import { randomUUID } from 'node:crypto';
import { userEvents, type CloudEvent } from '@gym/contracts';
import { currentContext, runInContext } from '../src/context.js';
import { beginPublication, followingFromHere, inSpanOfEvent } from '../src/events/event-spans.js';
import { newEvent } from '../src/events/outbox.js';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const other = { requestId: 'another', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
const payload = { user_id: 1 };
const cause: CloudEvent = {
  specversion: '1.0',
  id: randomUUID(),
  source: 'user-service',
  type: userEvents.userForgotten.type,
  subject: '1',
  time: new Date().toISOString(),
  traceparent,
  data: { seq: 1, payload },
};

test('what follows from an event belongs to its trace, whoever brought it', async () => {
  const said = await runInContext(other, () =>
    inSpanOfEvent(cause, 'handle', () =>
      Promise.resolve(followingFromHere([newEvent(userEvents.userForgotten, 1, payload)])),
    ),
  );
  expect(said).toMatchObject([{ subject: '1', traceparent: expect.stringContaining(traceparent.slice(0, 35)) }]);
});

test('log lines about an event have its id, and the trace it belongs to', async () => {
  const context = await runInContext(other, () =>
    inSpanOfEvent(cause, 'handle', () => Promise.resolve(currentContext())),
  );
  expect(context?.requestId).toBe(cause.id);
  expect(context?.traceparent.slice(3, 35)).toBe(traceparent.slice(3, 35));
});

test('an event that nobody records is published as it is', () => {
  const event = { ...cause, traceparent: `${traceparent.slice(0, -2)}00` };
  expect(beginPublication(event)).toEqual({ event, span: undefined });
});
