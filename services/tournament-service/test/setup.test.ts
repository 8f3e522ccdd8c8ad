import * as fc from 'fast-check';
import { tournamentsApi } from '@gym/contracts';
import { answerFaults } from '../src/domain/answers.js';
import { ageOn, categoryFor, ruleFaults } from '../src/domain/categories.js';
import { readImport } from '../src/domain/import-csv.js';
import { moveUp, takePlace, type Places, type Queued } from '../src/domain/places.js';
import { rosterFaults } from '../src/domain/roster.js';
import { shuffled } from '../src/domain/seeding.js';
import { slugCandidates, slugOf } from '../src/domain/slug.js';
import { settingsFrom, templateOf } from '../src/domain/templates.js';
import { isCheckInDue, requireRegistration } from '../src/domain/windows.js';
import { checkedSettings } from '../src/settings.js';

const settings = (fields: object = {}): tournamentsApi.Settings =>
  checkedSettings({ name: 'Open', start_date: '2027-05-01T09:00:00.000Z', ...fields });
const faultsOf = (fields: object): string[] => {
  try {
    settings(fields);
    return [];
  } catch (error) {
    const { errors } = error as { errors: { pointer: string }[] };
    return errors.map(({ pointer }) => pointer);
  }
};

describe('settings', () => {
  it.each([
    [{ tournament_type: 'knockout' }, '#/tournament_type'],
    [{ format: { placement: 'second' } }, '#/format/placement'],
    [{ tournament_type: 'swiss', format: { placement: 'third', rounds: 31 } }, '#/format/rounds'],
    [{ tournament_type: 'leaderboard', format: { workouts: 3 } }, '#/format/workouts'],
    [{ format: { best_of: 2 } }, '#/format/best_of'],
    [{ format: { rounds: 3 } }, '#/format'],
    [{ max_participants: 1025 }, '#/max_participants'],
    [{ check_in_opens_at: '2027-05-01T08:00:00Z' }, '#/check_in_closes_at'],
    [{ check_in_opens_at: '2027-05-01T08:00:00Z', check_in_closes_at: '2027-05-01T07:00:00Z' }, '#/check_in_closes_at'],
    [
      { registration_opens_at: '2027-05-01T08:00:00+02:00', registration_closes_at: '2027-05-01T06:00:00Z' },
      '#/registration_closes_at',
    ],
    [{ slug: '2027' }, '#/slug'],
    [{ slug: 'a--b' }, '#/slug'],
    [{ tournament_type: 'custom', format: { bracket: 'A=[1,W:A]' } }, '#/format/bracket'],
    [{ tournament_type: 'custom', format: { bracket: 'A=[1,9999]' } }, '#/format/bracket'],
  ])('refuse %j at %s', (fields, pointer) => {
    expect(faultsOf(fields)).toContain(pointer);
  });

  it('take best of three, round by round too', () => {
    expect(faultsOf({ format: { best_of: 3 } })).toEqual([]);
    expect(faultsOf({ format: { best_of: [1, 3, 5] } })).toEqual([]);
  });

  it('survive a template unchanged, and move with the start', () => {
    const minute = fc.integer({ min: -100_000, max: -1 });
    fc.assert(
      fc.property(minute, minute, (opens, length) => {
        const at = (minutes: number): string =>
          new Date(Date.parse('2027-05-01T09:00:00.000Z') + minutes * 60_000).toISOString();
        const original = settings({
          check_in_opens_at: at(opens + length),
          check_in_closes_at: at(opens),
          waiting_list: true,
        });
        const again = settingsFrom(templateOf(original, []), original);
        expect(checkedSettings(again)).toEqual(original);
        const later = settingsFrom(templateOf(original, []), { name: 'Next', start_date: '2028-05-01T09:00:00.000Z' });
        const before = (all: tournamentsApi.Settings): number =>
          Date.parse(all.start_date) - Date.parse(all.check_in_closes_at ?? '');
        expect(before(later)).toBe(before(original));
      }),
    );
  });
});

describe('slugs', () => {
  it('are fit for an address, whatever the name', () => {
    expect(slugOf('Frühjahrs-Cup 2027!')).toBe('fruhjahrs-cup-2027');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 2_147_483_647 }), (name, id) => {
        for (const slug of slugCandidates(name, id)) expect(tournamentsApi.slug.safeParse(slug).success).toBe(true);
      }),
    );
  });
});

describe('the waiting list', () => {
  const category = fc.option(fc.constantFrom(1, 2, 3), { nil: null });
  const queue = fc
    .array(fc.tuple(category, fc.boolean()), { maxLength: 40 })
    .map((items) =>
      items.map(([category_id, is_checked_in], index): Queued => ({ id: index + 1, category_id, is_checked_in })),
    );
  const places = fc.tuple(fc.nat(12), fc.nat(5), fc.nat(5)).map(([free, first, second]): Places => ({
    free,
    categories: new Map([
      [1, first],
      [2, second],
    ]),
  }));
  const copy = ({ free, categories }: Places): Places => ({ free, categories: new Map(categories) });

  it('leaves nobody waiting for a place that is free, and takes no place twice', () => {
    fc.assert(
      fc.property(places, queue, (free, waiting) => {
        const left = copy(free);
        const moved = new Set(moveUp(left, waiting));
        expect(left.free).toBeGreaterThanOrEqual(0);
        expect([...left.categories.values()].every((count) => count >= 0)).toBe(true);
        expect(free.free - left.free).toBe(moved.size);
        const inVain = waiting.filter((item) => !moved.has(item.id) && takePlace(copy(left), item.category_id));
        expect(inVain).toEqual([]);
      }),
    );
  });

  it('moves nobody past somebody who waits for the same, is there too, and came first', () => {
    fc.assert(
      fc.property(places, queue, (free, waiting) => {
        const moved = new Set(moveUp(copy(free), waiting));
        const same = (a: Queued, b: Queued): boolean =>
          a.category_id === b.category_id && a.is_checked_in === b.is_checked_in;
        const passed = waiting.filter(
          (item, index) =>
            !moved.has(item.id) && waiting.slice(index + 1).some((later) => same(item, later) && moved.has(later.id)),
        );
        expect(passed).toEqual([]);
      }),
    );
  });
});

describe('an order by chance', () => {
  const people = fc
    .uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 30 })
    .chain((ids) => fc.tuple(...ids.map((id) => fc.boolean().map((locked) => ({ id, locked })))));
  it('has everybody once, leaves locked places alone, and can be made again', () => {
    fc.assert(
      fc.property(people, fc.nat(), (list, seed) => {
        const order = shuffled(list, seed);
        expect(new Set(order.map(({ id }) => id))).toEqual(new Set(list.map(({ id }) => id)));
        expect(order.filter((item, place) => list[place]?.locked === true && list[place] !== item)).toEqual([]);
        expect(shuffled(list, seed)).toEqual(order);
      }),
    );
  });

  it('makes every order of three about as often', () => {
    const counts = new Map<string, number>();
    const list = [1, 2, 3].map((id) => ({ id, locked: false }));
    for (let seed = 0; seed < 6000; seed++) {
      const order = shuffled(list, seed)
        .map(({ id }) => id)
        .join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

const asked = tournamentsApi.questions.parse([
  { type: 'choice', key: 'sex', label: 'Sex', required: true, options: ['female', 'male'] },
  { type: 'date', key: 'born', label: 'Born', required: true },
  { type: 'number', key: 'weight', label: 'Weight', min: 20, max: 300 },
  { type: 'text', key: 'club', label: 'Club', max_length: 10 },
]);

describe('answers', () => {
  it.each([
    [{}, ['#/answers/sex', '#/answers/born']],
    [{ sex: 'female', born: '2001-02-29' }, ['#/answers/born']],
    [{ sex: 'x', born: '2000-02-29' }, ['#/answers/sex']],
    [{ sex: 'male', born: '2000-02-29', weight: 301 }, ['#/answers/weight']],
    [{ sex: 'male', born: '2000-02-29', weight: '80' }, ['#/answers/weight']],
    [{ sex: 'male', born: '2000-02-29', club: 'x'.repeat(11) }, ['#/answers/club']],
    [{ sex: 'male', born: '2000-02-29', shoe: 43 }, ['#/answers/shoe']],
    [{ sex: 'male', born: '2000-02-29', weight: 80, club: 'Iron' }, []],
  ])('%j are wrong at %j', (answers, pointers) => {
    expect(answerFaults(asked, answers, true).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('may be left open by staff', () => {
    expect(answerFaults(asked, {}, false)).toEqual([]);
  });
});

describe('categories', () => {
  const women = { id: 1, name: 'Women', rules: [{ kind: 'choice' as const, question: 'sex', values: ['female'] }] };
  const masters = {
    id: 2,
    name: '40+',
    rules: [{ kind: 'age' as const, question: 'born', on: '2027-05-01', min: 40 }],
  };
  const light = { id: 3, name: '-60 kg', rules: [{ kind: 'number' as const, question: 'weight', max: 60 }] };
  const all = [women, masters, light];
  const choose = (answers: tournamentsApi.Answers, category_id?: number, isComplete = true) => {
    try {
      return categoryFor(all, { category_id, answers, isComplete });
    } catch (error) {
      return (error as { slug: string }).slug;
    }
  };

  it('are found by the answers, or have to be chosen', () => {
    expect(choose({ sex: 'female', born: '2000-01-01', weight: 70 })).toBe(1);
    expect(choose({ sex: 'male', born: '1987-05-01', weight: 70 })).toBe(2);
    expect(choose({ sex: 'male', born: '1987-05-02', weight: 70 })).toBe('category-not-allowed');
    expect(choose({ sex: 'female', born: '1980-05-02', weight: 50 })).toBe('category-required');
    expect(choose({ sex: 'female', born: '1980-05-02', weight: 50 }, 3)).toBe(3);
    expect(choose({ sex: 'male' }, 1)).toBe('category-not-allowed');
    expect(choose({}, 1)).toBe('category-not-allowed');
    expect(choose({}, 1, false)).toBe(1);
    expect(choose({}, 9)).toBe('category-not-found');
    expect(categoryFor([], { category_id: undefined, answers: {}, isComplete: true })).toBeNull();
  });

  it('count full years', () => {
    expect(ageOn('2004-02-29', '2027-02-28')).toBe(22);
    expect(ageOn('2004-02-29', '2027-03-01')).toBe(23);
  });

  it('ask for what is asked', () => {
    expect(ruleFaults([...women.rules, ...masters.rules, ...light.rules], asked)).toEqual([]);
    expect(ruleFaults([{ kind: 'age', question: 'sex', on: '2027-01-01' }], asked)).toHaveLength(1);
    expect(ruleFaults([{ kind: 'choice', question: 'sex', values: ['x'] }], asked)).toHaveLength(1);
    expect(ruleFaults([{ kind: 'number', question: 'height' }], asked)).toHaveLength(1);
  });
});

describe('a team', () => {
  const rule = { min: 2, max: 3, reserves: 1 };
  const people = (captains: number, members: number, reserves: number) => [
    ...Array.from({ length: captains }, () => ({ name: 'C', user_id: null, role: 'captain' as const })),
    ...Array.from({ length: members }, () => ({ name: 'M', user_id: null, role: 'member' as const })),
    ...Array.from({ length: reserves }, () => ({ name: 'R', user_id: null, role: 'reserve' as const })),
  ];
  it.each([
    [1, 2, 1, 0],
    [1, 0, 0, 0],
    [0, 2, 0, 1],
    [2, 1, 0, 1],
    [1, 3, 0, 1],
    [1, 2, 2, 1],
  ])('of %i captains, %i members and %i reserves has %i faults', (captains, members, reserves, faults) => {
    expect(rosterFaults(rule, people(captains, members, reserves))).toHaveLength(faults);
  });
});

describe('a list that is imported', () => {
  const read = (csv: string) => {
    const { rows, faults } = readImport(csv, asked);
    return { names: rows.map(({ name }) => name), faults: faults.map(({ line, column }) => `${line} ${column}`) };
  };

  it('is read as spreadsheets write it, with any of their separators and line ends', () => {
    for (const [separator, end] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\n'],
    ] as const) {
      const lines = [
        ['name', 'weight', 'sex'],
        ['"Ann ""A"" Lee"', '61.5', 'female'],
        ['Bob', '', ''],
      ];
      const csv = `\uFEFF${lines.map((cells) => cells.join(separator)).join(end)}${end}${end}`;
      expect(readImport(csv, asked)).toMatchObject({
        faults: [],
        rows: [
          { line: 2, name: 'Ann "A" Lee', answers: { weight: 61.5, sex: 'female' } },
          { line: 3, name: 'Bob' },
        ],
      });
    }
  });

  it('names the line and the column of every fault', () => {
    const csv =
      'name,user_id,seed,sex,weight\nAnn,1,1,female,60\n,2,,,\nBob,x,0,,\nCid,1,,other,\nDot,,,,1000\nEve,,,,,,';
    expect(read(csv)).toEqual({
      names: ['Ann'],
      faults: ['3 name', '4 user_id', '4 seed', '5 sex', '6 weight', '7 null'],
    });
    expect(read('name,user_id\nAnn,1\nBob,1').faults).toEqual(['3 user_id']);
  });

  it.each([
    ['', ['1 name']],
    ['name', ['1 null']],
    ['person\nAnn', ['1 name', '1 person']],
    ['name,name\nAnn,Bob', ['1 name']],
    ['name\n"Ann', ['2 null']],
  ])('%j has the faults %j', (csv, faults) => {
    expect(read(csv).faults).toEqual(faults);
  });

  it('gives names back as they were, whatever is in them', () => {
    const name = fc
      .string()
      .map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, '').trim())
      .filter((text) => text !== '' && text.length <= 120);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (names) => {
        const csv = ['name', ...names.map((text) => `"${text.replaceAll('"', '""')}"`)].join('\n');
        expect(read(csv)).toEqual({ names, faults: [] });
      }),
    );
  });
});

describe('windows', () => {
  const none = {
    registration_opens_at: null,
    registration_closes_at: null,
    check_in_opens_at: null,
    check_in_closes_at: null,
    check_in_settled_at: null,
    phase: 'published',
  };
  const [early, noon, late] = [8, 12, 16].map((hour) => new Date(Date.UTC(2027, 4, 1, hour))) as [Date, Date, Date];
  const slugAt = (now: Date): string => {
    try {
      requireRegistration({ ...none, registration_opens_at: noon, registration_closes_at: late }, now);
      return 'open';
    } catch (error) {
      return (error as { slug: string }).slug;
    }
  };
  it('open at their first moment and are closed at their last', () => {
    expect([early, noon, late].map(slugAt)).toEqual(['registration-not-open', 'open', 'registration-closed']);
  });
  it('of a check-in are settled once, when they are over, and not for a draft', () => {
    const over = { ...none, check_in_opens_at: early, check_in_closes_at: noon };
    expect(isCheckInDue(over, noon)).toBe(true);
    expect(isCheckInDue(over, early)).toBe(false);
    expect(isCheckInDue({ ...over, check_in_settled_at: noon }, late)).toBe(false);
    expect(isCheckInDue({ ...over, phase: 'draft' }, late)).toBe(false);
  });
});
