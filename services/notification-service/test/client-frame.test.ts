import * as fc from 'fast-check';
import { parseClientFrame } from '../src/domain/client-frame.js';

test('a client can subscribe, resume, unsubscribe and answer a ping', () => {
  const frames = [
    { type: 'subscribe', topics: ['broadcast', 'user:5'], after: { broadcast: 12 } },
    { type: 'unsubscribe', topics: ['tournament:7'] },
    { type: 'pong' },
  ];
  for (const frame of frames) expect(parseClientFrame(JSON.stringify(frame))).toEqual(frame);
});

test.each([
  ['', 'A frame must be JSON.'],
  ['{"type":"subscribe"', 'A frame must be JSON.'],
  ['{"type":"shout"}', 'type'],
  ['{"type":"subscribe"}', 'topics'],
  ['{"type":"subscribe","topics":[]}', 'topics'],
  ['{"type":"subscribe","topics":["user:0"]}', 'topics.0'],
  ['{"type":"subscribe","topics":["user:5 "]}', 'topics.0'],
  ['{"type":"subscribe","topics":["broadcast"],"after":{"broadcast":"x"}}', 'after.broadcast'],
])('%s is refused with a sentence that names the fault', (text, hint) => {
  const frame = parseClientFrame(text);
  expect(frame).toEqual({ type: 'malformed', detail: expect.stringContaining(hint) });
});

test('any other input is malformed and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseClientFrame(text).type).toBe('malformed');
    }),
  );
});
