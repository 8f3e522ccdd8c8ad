import type { Browser, Page } from 'puppeteer-core';
import { faultInFocus, faultsOf, shows, startBrowser, tabOf, tap, type, visit } from '../support/browser.js';
import { admin, askTournaments, call, member, trainer, type Person } from '../support/gateway.js';

let browser: Browser;
let coach: Person;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
  coach = await trainer(await admin(), 'Coach');
  page = await tabOf(browser, coach);
});
afterAll(() => browser.close());

describe('a trainer with a phone, before the day', () => {
  it('makes a tournament, and hears at the field what is wrong with it', async () => {
    await shows(page, 'h1', 'Tournaments');
    await tap(page, 'New tournament', 'main');
    await shows(page, 'h1', 'New tournament');
    expect(await faultsOf(page, 'new-tournament')).toEqual([]);
    await type(page, 'name', 'Autumn cup');
    await page.$eval('[name="start_date"]', (node) => {
      if (node instanceof HTMLInputElement) node.value = '2027-05-01T09:00';
    });
    await page.select('[name="tournament_type"]', 'double_elimination');
    await type(page, 'max_participants', '9000');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name="max_participants"][aria-invalid]');
    expect(await faultInFocus(page)).toEqual({
      name: 'max_participants',
      fault: expect.stringContaining('must be at most'),
    });
    await type(page, 'max_participants', '8');
    await page.keyboard.press('Enter');
    await shows(page, 'h1', 'Autumn cup');
    expect(await faultsOf(page, 'before-the-draw')).toEqual([]);
  });

  it('lets in who asks, enters guests by their names, and draws', async () => {
    const id = await page.evaluate(() => Number(location.hash.split('/').at(-1)));
    const asks = async (name: string): Promise<void> => {
      const { token } = await member(name);
      const joined = await call('POST', `/api/tournaments/${id}/participants`, { token, body: { name } });
      expect(joined.status).toBe(201);
      await shows(page, '.request', `${name} asks to join.`);
    };
    await asks('Oda');
    await tap(page, 'Refuse Oda');
    await type(page, 'reason', 'Only for juniors');
    // Others who ask meanwhile take nothing away from what is typed.
    await asks('Ida');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[aria-label="Request of Oda"]', { hidden: true });
    await type(page, 'participants', `Ann\n\n${'B'.repeat(121)}`);
    await tap(page, 'Add them', '.setup');
    await page.waitForSelector('[name="participants"][aria-invalid]');
    expect((await faultInFocus(page)).fault).toContain('Line 3: ');
    await tap(page, 'Let Ida in');
    await shows(page, '.setup', 'One takes part.');
    // What was typed is still there.
    expect(await page.$eval('[name="participants"]', (node) => ('value' in node ? node.value : ''))).toContain('Ann');
    await type(page, 'participants', 'Ann\nBob\nCid');
    await tap(page, 'Add them', '.setup');
    await shows(page, '.setup', '4 take part.');
    await tap(page, 'Draw and begin');
    await shows(page, '.tabs', 'Now');
    await tap(page, 'Matches', '.tabs');
    await shows(page, '.match', 'Ida');
    expect(await page.$('.setup form')).toBeNull();
    expect(await askTournaments(coach, 'GET', `/${id}`)).toMatchObject({
      phase: 'running',
      tournament_type: 'double_elimination',
      max_participants: 8,
    });
  });

  it('publishes a draft when it is ready', async () => {
    const draft = { name: 'Not yet', start_date: '2027-05-01T09:00:00Z', draft: true };
    const { id } = (await askTournaments(coach, 'POST', '/', draft)).tournament;
    await visit(page, `#/tournaments/${id}`, 'Not yet');
    await tap(page, 'Publish', '.setup');
    await shows(page, '.setup', '0 take part.');
    expect(await askTournaments(coach, 'GET', `/${id}`)).toMatchObject({ phase: 'published' });
  });
});

it('members are not offered to make or draw a tournament', async () => {
  const tab = await tabOf(browser, await member('Mia'));
  await shows(tab, 'h1', 'Tournaments');
  await shows(tab, '.card', 'Autumn cup');
  expect(await tab.$('a[href="#/tournaments/new"]')).toBeNull();
  const links = await tab.$$eval('.card a', (found) => found.map(({ hash, textContent }) => [textContent, hash]));
  await visit(tab, links.find(([name]) => name === 'Autumn cup')?.[1] ?? '', 'Autumn cup');
  expect(await tab.$('.setup form')).toBeNull();
});
