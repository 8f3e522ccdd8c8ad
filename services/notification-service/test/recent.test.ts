import { createRecent } from '../src/domain/recent.js';

test('an id is new once, until enough others have come', () => {
  const recent = createRecent(2);
  expect(['a', 'a', 'b', 'a', 'c', 'b', 'a'].map((id) => recent.add(id))).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
    true,
  ]);
});
