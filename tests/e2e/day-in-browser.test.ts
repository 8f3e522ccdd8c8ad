import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import type { tournamentsApi } from '@gym/contracts';
import {
  faultInFocus,
  faultsOf,
  setNetwork,
  shows,
  startBrowser,
  tabOf,
  tap,
  tapAt,
  type,
  visit,
} from '../support/browser.js';
import { admin, askTournaments, call, member, trainer, until, type Person } from '../support/gateway.js';

type Match = tournamentsApi.Match;

let browser: Browser;
let coach: Person;
/** The phone of the trainer. */
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
  coach = await trainer(await admin(), 'Coach');
  page = await tabOf(browser, coach);
});
afterAll(() => browser.close());

const ask = (method: string, path: string, body?: unknown) => askTournaments(coach, method, path, body);

/** A tournament of these people that is drawn, with the phone of the trainer at it. */
async function begin(name: string, fields: object, people: object[]): Promise<number> {
  const body = { name, start_date: '2027-05-01T09:00:00Z', max_participants: 16, ...fields };
  const { id } = (await ask('POST', '', body)).tournament;
  await ask('PUT', `/${id}/participants`, { participants: people });
  await ask('POST', `/${id}/generate-bracket`);
  await visit(page, `#/tournaments/${id}`, name);
  return id;
}

const guests = (...names: string[]) => names.map((name) => ({ name }));
const matchesOf = (id: number): Promise<Match[]> => ask('GET', `/${id}/brackets`);
async function matchOf(id: number, name: string): Promise<Match> {
  const found = (await matchesOf(id)).find((match) => match.participant1?.name === name);
  if (found === undefined) throw new Error(`${name} plays nobody`);
  return found;
}

/** Opens what can be done with a match. */
async function open(tab: Page, { id }: Match): Promise<void> {
  const button = await tab.waitForSelector(`[data-match="${id}"]`, { visible: true });
  await tapAt(button);
  await tab.waitForSelector('.match-dialog[open]');
}

const closed = (tab: Page) => tab.waitForSelector('dialog', { hidden: true });
const valueOf = (tab: Page, name: string) =>
  tab.$eval(`dialog [name="${name}"]`, (node) => (node instanceof HTMLInputElement ? node.value : ''));

describe('a trainer with a phone', () => {
  let id: number;
  beforeAll(async () => {
    id = await begin('Phone cup', { format: { best_of: 3 } }, guests('Ann', 'Bob', 'Cid', 'Dora'));
  });

  it('calls a match to a court, starts it, and enters its games; the winner follows from them', async () => {
    await open(page, await matchOf(id, 'Ann'));
    await tap(page, 'Call to a court', 'dialog');
    expect(await faultsOf(page, 'match-open')).toEqual([]);
    await type(page, 'court', 'Court 1');
    await page.keyboard.press('Enter');
    await closed(page);
    await shows(page, '.score', 'Called to Court 1');
    await open(page, await matchOf(id, 'Ann'));
    await tap(page, 'The match begins now', 'dialog');
    await closed(page);
    await shows(page, '.score', 'Being played on Court 1');
    await open(page, await matchOf(id, 'Ann'));
    await tap(page, 'Points of each game', 'dialog');
    const games = [
      [11, 8],
      [9, 11],
      [11, 7],
    ];
    for (const [index, game] of games.entries()) {
      for (const at of [0, 1]) await type(page, `games/${index}/${at}`, String(game[at]));
    }
    await page.keyboard.press('Enter');
    await closed(page);
    expect(await matchOf(id, 'Ann')).toMatchObject({ games, winner_id: expect.any(Number), status: 'played' });
    await tap(page, 'Matches', '.tabs');
    await shows(page, '.match .score', '11:8, 9:11, 11:7');
    expect(await faultsOf(page, 'matches')).toEqual([]);
  });

  it('is told at the field what is no number, and what cannot be', async () => {
    await open(page, await matchOf(id, 'Bob'));
    await type(page, 'points/0', 'two');
    await type(page, 'points/1', '0');
    await page.keyboard.press('Enter');
    await shows(page, 'dialog .fault', 'must be a number');
    expect(await faultInFocus(page)).toMatchObject({ name: 'points/0' });
    expect(await faultsOf(page, 'match-fault')).toEqual([]);
    await type(page, 'points/0', '5');
    await page.keyboard.press('Enter');
    await shows(page, 'dialog [role="alert"]', 'games');
    await tap(page, '×', 'dialog');
  });

  it('keeps what is typed and the focus while others enter results', async () => {
    await open(page, await matchOf(id, 'Bob'));
    await type(page, 'points/1', '2');
    const { id: match } = await matchOf(id, 'Bob');
    await ask('PUT', `/${id}/bracket/${match}/call`, { court: 'Court 2' });
    await shows(page, 'dialog [role="status"]', 'Called to Court 2');
    expect(await valueOf(page, 'points/1')).toBe('2');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('points/1');
    await tap(page, '×', 'dialog');
    // And after it was closed by mistake.
    await open(page, await matchOf(id, 'Bob'));
    expect(await valueOf(page, 'points/1')).toBe('2');
  });

  it('sends again with a tap what the network has lost, and it is done once', async () => {
    await type(page, 'points/0', '1');
    const keys: (string | undefined)[] = [];
    const note = (request: HTTPRequest): void => {
      if (request.method() === 'PUT') keys.push(request.headers()['idempotency-key']);
    };
    page.on('request', note);
    await setNetwork(page, false);
    await page.keyboard.press('Enter');
    await shows(page, 'dialog [role="alert"]', 'What you have entered is still here.');
    expect(await faultsOf(page, 'match-offline')).toEqual([]);
    await setNetwork(page, true);
    const loss = await losesAnswer(page, 'PUT');
    await tap(page, 'Try again', 'dialog');
    await closed(page);
    await loss.end();
    page.off('request', note);
    expect(loss.isLost).toBe(true);
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(2);
    const log = await ask('GET', `/${id}/log?limit=5`);
    const recorded = log.items.filter(({ kind }: { kind: string }) => kind === 'result.recorded');
    expect(recorded).toHaveLength(2);
    expect((await matchOf(id, 'Bob')).points).toEqual([1, 2]);
  });

  it('is told that somebody else was faster, and by what; what was entered stays to correct it', async () => {
    const final = await finalOf(id);
    await open(page, final);
    await tap(page, final.participant1?.name ?? '', '.match-dialog .choice');
    // What the page would hear of it live is held back until it has sent.
    const hold = await holdsBack(page, '/bracket');
    await ask('PUT', `/${id}/bracket/${final.id}/result`, { winner_id: final.participant2?.id });
    const sent = page.waitForResponse((answer) => answer.status() === 409);
    await tap(page, 'Enter the result', 'dialog');
    await sent;
    await hold.release();
    await shows(page, 'dialog [role="alert"]', `Somebody else was faster: ${final.participant2?.name} has won`);
    await tap(page, 'Correct the result', 'dialog');
    await closed(page);
    await until('the correction', async () => (await finalOf(id)).winner_id === final.participant1?.id);
  });

  it('corrects a result that others depend on, after seeing what it takes away', async () => {
    const before = await matchOf(id, 'Ann');
    await open(page, await matchOf(id, 'Ann'));
    await tap(page, 'Walkover, no-show', 'dialog');
    expect(await faultsOf(page, 'match-decided')).toEqual([]);
    expect(await valueOf(page, 'points/0')).toBe('2');
    await tap(page, 'Walkover, no-show', 'dialog');
    await type(page, 'games/2/0', '7');
    await type(page, 'games/2/1', '11');
    await type(page, 'reason', 'The card was read the wrong way round.');
    await page.keyboard.press('Enter');
    await shows(page, '.losses', 'One later result depends on this');
    await shows(page, '.losses', 'Final');
    expect(await faultsOf(page, 'match-losses')).toEqual([]);
    await tap(page, 'Leave everything as it is', '.losses');
    expect((await matchOf(id, 'Ann')).winner_id).toBe(before.winner_id);
    await tap(page, 'Correct the result', '.match-dialog');
    await tap(page, 'Correct, and take it away', '.losses');
    await closed(page);
    const after = await matchOf(id, 'Ann');
    expect(after.winner_id).toBe(after.participant2?.id);
    expect((await finalOf(id)).status).toBe('ready');
    const [entry] = (await ask('GET', `/${id}/log?limit=1`)).items;
    expect(entry).toMatchObject({ kind: 'draw.played', reason: 'The card was read the wrong way round.' });
  });

  it('decides a match without play, and sees who has won the tournament', async () => {
    const final = await finalOf(id);
    await open(page, final);
    await tap(page, 'Walkover, no-show', 'dialog');
    await tap(page, final.participant2?.name ?? '', '.match-dialog details');
    await tap(page, 'Decide without play', 'dialog');
    await closed(page);
    await shows(page, '.champion', `1. ${final.participant2?.name}`);
    expect(await faultsOf(page, 'podium')).toEqual([]);
  });
});

async function finalOf(id: number): Promise<Match> {
  const final = (await matchesOf(id)).find(({ round }) => round === 2);
  if (final === undefined) throw new Error('there is no final');
  return final;
}

/** The server gets the next request of that kind, the page no answer to it. */
async function losesAnswer(tab: Page, method: string): Promise<{ isLost: boolean; end(): Promise<void> }> {
  const state = { isLost: false, end };
  function lose(request: HTTPRequest): void {
    if (state.isLost || request.method() !== method) void request.continue();
    else {
      state.isLost = true;
      const { pathname } = new URL(request.url());
      const sent = call(method, pathname, { headers: request.headers(), body: request.postData() });
      void sent.then(() => request.abort('connectionreset'));
    }
  }
  async function end(): Promise<void> {
    tab.off('request', lose);
    await tab.setRequestInterception(false);
  }
  await tab.setRequestInterception(true);
  tab.on('request', lose);
  return state;
}

/** Requests for it wait until they are released. */
async function holdsBack(tab: Page, end: string): Promise<{ release(): Promise<void> }> {
  const held: HTTPRequest[] = [];
  const hold = (request: HTTPRequest): void => {
    if (request.method() === 'GET' && request.url().endsWith(end)) held.push(request);
    else void request.continue();
  };
  await tab.setRequestInterception(true);
  tab.on('request', hold);
  return {
    async release() {
      tab.off('request', hold);
      for (const request of held) await request.continue();
      await tab.setRequestInterception(false);
    },
  };
}

describe('two members who report their own match', () => {
  let ann: { person: Person; phone: Page };
  let bob: { person: Person; phone: Page };
  let id: number;
  beforeAll(async () => {
    const players = await Promise.all([member('Ann Own'), member('Bob Own')]);
    const fields = { tournament_type: 'round_robin', self_reports: {}, format: { draws: true } };
    id = await begin('Report cup', fields, [
      ...players.map(({ id: user_id, name }) => ({ name, user_id })),
      ...guests('Cid'),
    ]);
    [ann, bob] = await Promise.all([atIt(players[0]), atIt(players[1])]);
  });

  async function atIt(person: Person): Promise<{ person: Person; phone: Page }> {
    const phone = await tabOf(browser, person);
    await visit(phone, `#/tournaments/${id}`, 'Report cup');
    return { person, phone };
  }

  /** The match of the two; the sides of a match are in no order that a test should know. */
  async function theirs(): Promise<Match> {
    const found = (await matchesOf(id)).find(({ participant1, participant2 }) =>
      [participant1, participant2].every((side) => side?.user_id != null),
    );
    if (found === undefined) throw new Error('they do not meet');
    return found;
  }

  it('see their next match on top', async () => {
    await ask('PUT', `/${id}/bracket/${(await theirs()).id}/call`, { court: 'Court 3' });
    for (const { phone } of [ann, bob]) {
      await shows(phone, '.own h2', 'Your next match');
      await shows(phone, '.own .match', 'Called to Court 3');
    }
    expect(await faultsOf(ann.phone, 'own-match')).toEqual([]);
  });

  it('see what the other one says, and that they do not agree', async () => {
    await open(ann.phone, await theirs());
    await tap(ann.phone, 'Ann Own', '.match-dialog .choice');
    await type(ann.phone, 'note', 'He gave up.');
    await tap(ann.phone, 'Report this', 'dialog');
    await closed(ann.phone);
    await shows(bob.phone, '.own button', 'Answer the report');
    await open(bob.phone, await theirs());
    await shows(bob.phone, '.claim', 'Ann Own: Ann Own has won');
    await shows(bob.phone, '.claim', 'He gave up.');
    expect(await faultsOf(bob.phone, 'report-answer')).toEqual([]);
    await tap(bob.phone, 'A draw', '.match-dialog .choice');
    await tap(bob.phone, 'Report this', 'dialog');
    await closed(bob.phone);
    for (const { phone } of [ann, bob]) await shows(phone, '.own .score', 'In dispute: staff will decide');
    await open(ann.phone, await theirs());
    await shows(ann.phone, '.claims', 'They do not agree.');
    await shows(ann.phone, '.claim', 'You: Ann Own has won');
    expect(await faultsOf(ann.phone, 'report-disputed')).toEqual([]);
  });

  it('get the decision of a trainer, who sees both reports', async () => {
    await shows(page, 'h2', 'In dispute: 1');
    expect(await faultsOf(page, 'disputed')).toEqual([]);
    await tap(page, 'Decide', '[data-key="disputed"]');
    await shows(page, '.claim', 'He gave up.');
    expect(await faultsOf(page, 'decide')).toEqual([]);
    await tap(page, 'This is right', '.claim:has(.quote)');
    await closed(page);
    const { winner } = await theirs();
    expect(winner?.name).toBe('Ann Own');
    // What was open at this moment says so and takes nothing more.
    await shows(ann.phone, '.match-dialog [role="status"]', 'Ann Own has won');
    const mayReport = await ann.phone.$eval('.match-dialog [name="note"]', (node) => node.checkVisibility());
    expect(mayReport).toBe(false);
  });
});

it('the focus stays where it is when a match above it is over', async () => {
  const id = await begin('Focus cup', {}, guests('Ann', 'Bob', 'Cid', 'Dora'));
  const [first, second] = (await matchesOf(id)).filter(({ status }) => status === 'ready');
  await page.focus(`.panel [data-match="${second?.id}"]`);
  await ask('PUT', `/${id}/bracket/${first?.id}/result`, { winner_id: first?.participant1?.id });
  await page.waitForSelector(`.panel [data-match="${first?.id}"]`, { hidden: true });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-match'))).toBe(String(second?.id));
});

describe('tables', () => {
  it('say what parts those who are level; the next Swiss round is drawn by a tap', async () => {
    const id = await begin(
      'Swiss cup',
      { tournament_type: 'swiss', format: { rounds: 2 } },
      guests('Ann', 'Bob', 'Cid', 'Dora'),
    );
    for (const { id: match, participant1 } of await matchesOf(id)) {
      await ask('PUT', `/${id}/bracket/${match}/result`, { winner_id: participant1?.id });
    }
    await tap(page, 'Draw round 2');
    await shows(page, '.where', 'Round 2, match 1');
    const next = (await matchesOf(id)).find(({ round }) => round === 2);
    await ask('PUT', `/${id}/bracket/${next?.id}/result`, { winner_id: next?.participant1?.id });
    await page.focus('[role="tab"][aria-selected="true"]');
    for (const key of ['ArrowRight', 'ArrowRight'] as const) await page.keyboard.press(key);
    await shows(page, '.standings .hint', 'before');
    await shows(page, '.hint', 'Level on points: Buchholz');
    expect(await faultsOf(page, 'table')).toEqual([]);
  });

  it('take scores of workouts, and correct them', async () => {
    const workouts = [{ id: 'run', measure: 'time' }];
    await begin('Workout cup', { tournament_type: 'leaderboard', format: { workouts } }, guests('Ann', 'Bob'));
    for (const seconds of ['185', '175']) {
      await tap(page, 'Score', '[data-key^="row"]:has(.name)');
      await type(page, 'value', seconds);
      expect(await faultsOf(page, 'score')).toEqual([]);
      await page.keyboard.press('Enter');
      await closed(page);
      await shows(page, '.standings .hint', `run: ${seconds}`);
    }
  });
});

it('the plan of the day says when and where', async () => {
  const id = await begin('Plan cup', {}, guests('Ann', 'Bob', 'Cid', 'Dora'));
  const hours = { starts_at: '2027-05-01T09:00:00Z', ends_at: '2027-05-01T18:00:00Z' };
  await ask('POST', `/${id}/courts`, { name: 'Court 1', open: [hours] });
  await ask('PUT', `/${id}/schedule/settings`, { time_zone: 'Europe/Berlin' });
  await ask('POST', `/${id}/schedule/plan`, {});
  await tap(page, 'Schedule', '.tabs');
  await shows(page, '.slots .time', 'Court 1');
  await shows(page, '.slots time', '11:00');
  await shows(page, '.hint', 'Europe/Berlin');
  expect(await faultsOf(page, 'schedule')).toEqual([]);
});
