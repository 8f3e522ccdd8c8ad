import { begin, type StagePlan } from '../../src/index.js';
import type { GroupFixtures, Qualification, QualifiedPlace } from '../../src/model/plan.js';
import { drawn, names } from '../support.js';

const fran = { id: 'fran', measure: 'time' } as const;
const lift = { id: 'lift', measure: 'load' } as const;
const row = { id: 'row', measure: 'lower' } as const;
const board = { format: 'leaderboard', workouts: [fran], scoring: { by: 'places' } } as const;
const knockOut = (top: number, best?: number): StagePlan => ({
  format: 'single-elimination',
  qualify: { top, ...(best !== undefined && { best }) },
});
const groups = (count: number): StagePlan => ({ format: 'round-robin', groups: count });

const place = (table: number, at = 1): QualifiedPlace => ({ table, place: at });
const seeded = (top: number, seeding: Qualification['seeding'], best?: number): StagePlan => ({
  format: 'single-elimination',
  qualify: { top, ...(seeding !== undefined && { seeding }), ...(best !== undefined && { best }) },
});
type RoundRobin = Extract<StagePlan, { format: 'round-robin' }>;
const fixed = (...fixtures: GroupFixtures[]): RoundRobin => ({ format: 'round-robin', fixtures });
const three: GroupFixtures = [[[1, 2]], [[2, 3]], [[3, 1]]];
const powerOfTwo = 'The sides of the first round are a power of two, at least two.';

describe('a plan', () => {
  it.each<[string, number, StagePlan[]]>([
    ['A tournament needs at least one stage.', 4, []],
    ['All entrants play in the first stage, so nobody qualifies for it.', 4, [knockOut(2)]],
    ['A stage after the first says who qualifies for it.', 4, [groups(1), { format: 'single-elimination' }]],
    [
      'Entrants qualify from groups, a Swiss stage or a leaderboard only.',
      4,
      [{ format: 'single-elimination' }, knockOut(2)],
    ],
    ['Each table sends at least one and at most 2 on.', 5, [groups(2), knockOut(3)]],
    ['Each table sends at least one and at most 2 on.', 5, [groups(2), knockOut(0)]],
    ['Each table sends at least one and at most 2 on.', 5, [groups(2), knockOut(1.5)]],
    ['Each table sends at least one and at most 5 on.', 5, [{ format: 'swiss', rounds: 2 }, knockOut(6)]],
    [
      'Each table sends at least one and at most 1 on.',
      4,
      [{ ...board, divisions: ['Rx', 'Scaled', 'Rx', 'Rx'] }, knockOut(2)],
    ],
    ['Each table sends at least one and at most 2 on.', 4, [{ ...board, divisions: ['Rx', null, 'Rx'] }, knockOut(3)]],
    ['At most 2 more can qualify.', 6, [groups(2), knockOut(1, 3)]],
    ['At most 2 more can qualify.', 6, [groups(2), knockOut(1, -1)]],
    ['At most 2 more can qualify.', 6, [groups(2), knockOut(1, 0.5)]],
    ['At most 0 more can qualify.', 5, [groups(2), knockOut(2, 1)]],
    ['There is nobody to compare in a single table.', 4, [groups(1), knockOut(2, 1)]],
    ['Divisions are not compared with each other.', 4, [{ ...board, divisions: ['Rx', 'Rx'] }, knockOut(1, 1)]],
    ['rounds is a whole number of at least one.', 4, [{ format: 'swiss', rounds: 0 }]],
    ['rounds is a whole number of at least one.', 4, [{ format: 'swiss', rounds: 1.5 }]],
    ['groups is a whole number of at least one.', 4, [groups(0)]],
    ['A leaderboard needs at least one workout.', 4, [{ ...board, workouts: [] }]],
    ['Two workouts have the same id.', 4, [{ ...board, workouts: [fran, { ...lift, id: 'fran' }] }]],
    [
      'Values can be added up when all workouts are better the same way.',
      4,
      [{ ...board, workouts: [fran, lift], scoring: { by: 'sum', missing: 0 } }],
    ],
    ['Only the first stage has divisions.', 4, [groups(1), { ...board, qualify: { top: 2 }, divisions: ['Rx'] }]],
    ['meetings is a whole number of at least one.', 4, [{ format: 'round-robin', meetings: 0 as never }]],
    ['There is nobody to compare in a single table.', 4, [groups(1), seeded(2, 'record')]],
    [
      'Sides are given for the first round of a bracket only.',
      4,
      [groups(2), { format: 'round-robin', qualify: { top: 1, seeding: [place(1), place(2)] } }],
    ],
    [powerOfTwo, 4, [groups(2), seeded(1, [place(1), place(2), null])]],
    [powerOfTwo, 4, [groups(1), seeded(1, [place(1)])]],
    [
      'There are at least four sides.',
      4,
      [groups(2), { format: 'double-elimination', qualify: { top: 1, seeding: [place(1), place(2)] } }],
    ],
    ...[place(0), place(3), place(1.5), place(1, 0), place(1, 2), { best: 0 }, { best: 2 }, { best: 0.5 }].map(
      (stranger): [string, number, StagePlan[]] => [
        `Nobody qualifies as ${JSON.stringify(stranger)}.`,
        4,
        [groups(2), seeded(1, [place(1), place(2), { best: 1 }, stranger], 1)],
      ],
    ),
    ['Everybody who qualifies has one side.', 4, [groups(2), seeded(1, [place(1), place(1)])]],
    ['Everybody who qualifies has one side.', 4, [groups(2), seeded(1, [place(1), null])]],
    ['Everybody who qualifies has one side.', 4, [groups(2), seeded(1, [place(1), place(2), null, place(1)])]],
    ['Everybody who qualifies has one side.', 4, [groups(2), seeded(1, [place(1), place(2), null, null], 1)]],
    [
      'Sides are given for the first stage only; see `seeding` for later ones.',
      4,
      [groups(2), { format: 'single-elimination', qualify: { top: 1 }, sides: [1, 2] }],
    ],
    [powerOfTwo, 3, [{ format: 'single-elimination', sides: [1, 2, 3] }]],
    ['Entrant 3 is at no side of the first round.', 3, [{ format: 'single-elimination', sides: [1, 2, null, null] }]],
    [
      'Somebody is at two sides of the first round, or does not take part.',
      3,
      [{ format: 'single-elimination', sides: [1, 2, 3, 3] }],
    ],
    [
      'Somebody is at two sides of the first round, or does not take part.',
      3,
      [{ format: 'double-elimination', sides: [1, 2, 3, 4] }],
    ],
    ['toss is no order in which losers come down.', 4, [{ format: 'double-elimination', drops: ['toss' as never] }]],
    ['Fixtures are given for the first stage only.', 4, [groups(2), { ...fixed([[[1, 2]]]), qualify: { top: 1 } }]],
    ...[0, -1, 1.5, [], [1, 0], [3, Number.NaN]].map((bestOf): [string, number, StagePlan[]] => [
      'A match is best of a whole number of games, at least one.',
      4,
      [{ format: 'single-elimination', bestOf }],
    ]),
    ['In a group everybody meets everybody equally often.', 3, [fixed([[[1, 2]], [[2, 3]], [[3, 1]], [[1, 2]]])]],
    ['There are fixtures for each group.', 4, [{ ...fixed([[[1, 2]]], [[[3, 4]]]), groups: 1 }]],
    ['The fixtures name every entrant in one group.', 4, [fixed([[[1, 2]]])]],
    ['The fixtures name every entrant in one group.', 4, [fixed([[[1, 2]]], [[[3, 5]]])]],
    ['The fixtures name every entrant in one group.', 4, [fixed([[[1, 2]]], [[[3, 2]]])]],
    [
      'Nobody has two matches in a round.',
      3,
      [
        fixed([
          [
            [1, 2],
            [3, 1],
          ],
          [[2, 3]],
        ]),
      ],
    ],
    ['In a group everybody meets everybody equally often.', 3, [fixed([[[1, 2]], [[2, 3]]])]],
    ['In a group everybody meets everybody equally often.', 2, [{ ...fixed([[[1, 2]]]), meetings: 2 }]],
    ['In a group everybody meets everybody equally often.', 2, [fixed([[[1, 2]], [[2, 1]]])]],
    ['Each table sends at least one and at most 2 on.', 5, [fixed(three, [[[4, 5]]]), knockOut(3)]],
  ])('is refused: %s', (message, entrants, stages) => {
    expect(() => drawn(entrants, ...stages)).toThrow(expect.objectContaining({ code: 'invalid-plan', message }));
  });

  it.each<[number, number, StagePlan]>([
    [2, 1, { format: 'single-elimination' }],
    [3, 2, { format: 'double-elimination' }],
    [2, 1, { format: 'round-robin' }],
    [6, 5, groups(3)],
    [2, 1, { format: 'swiss', rounds: 1 }],
    [1, 0, board],
  ])('needs at least %i entrants, and not %i, for some formats', (least, fewer, stage) => {
    expect(() => drawn(least, stage)).not.toThrow();
    expect(() => drawn(fewer, stage)).toThrow(
      expect.objectContaining({
        code: 'too-few-entrants',
        message: `This stage needs at least ${least} entrants, and has ${fewer}.`,
      }),
    );
  });

  it.each<[string, number, StagePlan[]]>([
    ['everybody of each group', 5, [groups(2), knockOut(2)]],
    ['as many more as there are groups', 6, [groups(2), knockOut(1, 2)]],
    ['the next of groups of unequal size', 7, [groups(2), knockOut(2, 1)]],
    ['everybody of a Swiss stage', 5, [{ format: 'swiss', rounds: 2 }, knockOut(5)]],
    ['the first of a division of one', 4, [{ ...board, divisions: ['Rx', 'Scaled', 'Rx', 'Rx'] }, knockOut(1)]],
    ['divisions that are left out', 4, [{ ...board, divisions: ['Rx', null, 'Rx'] }, knockOut(2)]],
    [
      'sums of times and what is better when lower',
      4,
      [{ ...board, workouts: [fran, row], scoring: { by: 'sum', missing: 9 } }],
    ],
    ['sides of everybody who qualifies', 4, [groups(2), seeded(1, [place(1), place(2), { best: 2 }, { best: 1 }], 2)]],
    [
      'four sides of a double elimination',
      4,
      [
        groups(2),
        { format: 'double-elimination', qualify: { top: 2, seeding: [place(1), place(2, 2), place(2), place(1, 2)] } },
      ],
    ],
    ['sides of a first round with byes', 3, [{ format: 'double-elimination', sides: [null, 3, 2, 1] }]],
    ['fixtures of each group', 5, [{ ...fixed(three, [[[4, 5]]]), groups: 2 }, knockOut(2)]],
    ['fixtures of two meetings', 2, [{ ...fixed([[[1, 2]], [[2, 1]]]), meetings: 2 }]],
    ['a leaderboard after groups', 4, [groups(2), { ...board, qualify: { top: 2 } }]],
  ])('may take %s', (_what, entrants, stages) => {
    expect(() => drawn(entrants, ...stages)).not.toThrow();
  });

  it('has everybody once', () => {
    expect(() => begin({ entrants: [...names(3), 'e2'], stages: [{ format: 'single-elimination' }] })).toThrow(
      expect.objectContaining({ code: 'entrant-taken', message: 'The entrant e2 is there twice.' }),
    );
  });
});
