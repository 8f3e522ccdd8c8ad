import { MAX_TRIES, RestartPolicy, STABLE_MS } from '../src/process/restart-policy.js';

test('delays double from 200 ms, and the sixth end in a row is the last', () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: MAX_TRIES }, (_, index) => policy.onExit(0, index * 1000));
  expect(delays).toEqual([200, 400, 800, 1600, 3200].map((delayMs) => ({ restart: true, delayMs })));
  expect(policy.onExit(0, 6000)).toEqual({ restart: false });
});

test('a run that was ready for a while starts the count anew', () => {
  const policy = new RestartPolicy();
  for (let kill = 0; kill < 50; kill += 1) {
    expect(policy.onExit(STABLE_MS, kill * 5000)).toEqual({ restart: true, delayMs: 200 });
  }
});

test('a run that was ready only for a moment does not', () => {
  const policy = new RestartPolicy();
  for (let index = 0; index < MAX_TRIES; index += 1) policy.onExit(STABLE_MS - 1, index);
  expect(policy.onExit(STABLE_MS - 1, 10)).toEqual({ restart: false });
});

test('ends of more than a minute ago are forgotten', () => {
  const policy = new RestartPolicy();
  for (let index = 0; index < MAX_TRIES; index += 1) policy.onExit(0, index);
  expect(policy.onExit(0, 61_000)).toEqual({ restart: true, delayMs: 200 });
});

test('somebody who asks for a restart gets all tries again', () => {
  const policy = new RestartPolicy();
  for (let index = 0; index <= MAX_TRIES; index += 1) policy.onExit(0, index);
  policy.reset();
  expect(policy.onExit(0, 10)).toEqual({ restart: true, delayMs: 200 });
});
