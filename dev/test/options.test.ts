import { parseStackOptions, UsageError } from '../src/cli/options.js';
import { suggest } from '../src/cli/suggest.js';

test('options shape the stack', () => {
  expect(
    parseStackOptions(['--offset', '100', '--replicas', 'user-service=2', '--only', 'infrastructure'], {}),
  ).toEqual(expect.objectContaining({ offset: 100, replicas: { 'user-service': 2 }, only: 'infrastructure' }));
});

test('the offset comes from the environment when no option names one', () => {
  expect(parseStackOptions([], { GYM_PORT_OFFSET: '300' }).offset).toBe(300);
  expect(parseStackOptions(['--offset', '100'], { GYM_PORT_OFFSET: '300' }).offset).toBe(100);
  expect(parseStackOptions([], {}).offset).toBeUndefined();
});

test.each([[['--unknown']], [['surplus']], [['--only', 'redis']], [['--offset']]])(
  '%j is a mistake of usage',
  (args) => {
    expect(() => parseStackOptions(args, {})).toThrow(UsageError);
  },
);

test('a slip gets a suggestion, another word does not', () => {
  const known = ['status', 'restart', 'down'];
  expect(suggest('statsu', known)).toBe(' Did you mean status?');
  expect(suggest('rest', known)).toBe(' Did you mean restart?');
  expect(suggest('tournament', known)).toBe('');
});
