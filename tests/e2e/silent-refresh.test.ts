import type { Browser, Page } from 'puppeteer-core';
import { setNetwork, shows, siblingTab, startBrowser, tabOf, visit } from '../support/browser.js';
import { call, login, member, until, type Person } from '../support/gateway.js';

let browser: Browser;
let ann: Person;
beforeAll(async () => {
  browser = await startBrowser();
  ann = await member('Ann Renewed');
});
afterAll(() => browser.close());

interface Kept {
  access_token: string;
  refresh_token: string;
}

const sessionOf = (page: Page): Promise<Kept | null> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('session') ?? 'null'));

/** To the services an access token with another signature is like one that has expired. @returns what was kept before */
async function expire(page: Page): Promise<Kept> {
  const kept = await sessionOf(page);
  if (kept === null) throw new Error('nobody is logged in');
  const [head = '', claims = ''] = kept.access_token.split('.');
  const [, , signature = ''] = (await login(ann.email)).body.access_token.split('.');
  await page.evaluate(
    (session) => localStorage.setItem('session', session),
    JSON.stringify({ ...kept, access_token: `${head}.${claims}.${signature}` }),
  );
  return kept;
}

async function newTab(): Promise<Page> {
  return tabOf(browser, ann);
}

it('a page goes on when its access token has expired, and nobody is asked to log in', async () => {
  const page = await newTab();
  const before = await expire(page);
  await visit(page, '#/profile', 'Your profile');
  await shows(page, 'p', `You log in as ${ann.email}`);
  const after = await sessionOf(page);
  expect(after?.refresh_token).not.toBe(before.refresh_token);
  await page.reload();
  await shows(page, 'p', `You log in as ${ann.email}`);
});

it.each(['with', 'without'])('two tabs that come at once both go on, %s locks of the browser', async (locks) => {
  const one = await newTab();
  const other = await siblingTab(one);
  if (locks === 'without') {
    for (const page of [one, other]) {
      await page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    }
  }
  for (let round = 0; round < 2; round += 1) {
    const before = await expire(one);
    await Promise.all([one, other].map((page) => page.goto(`${page.url().replace(/#.*/, '')}#/profile`)));
    await Promise.all([one, other].map((page) => page.reload()));
    await Promise.all([one, other].map((page) => shows(page, 'p', `You log in as ${ann.email}`)));
    const after = await sessionOf(one);
    expect(after?.refresh_token).not.toBe(before.refresh_token);
  }
  // Nobody was taken for a thief: the session goes on.
  const body = { refresh_token: (await sessionOf(other))?.refresh_token };
  expect((await call('POST', '/api/auth/refresh', { body })).status).toBe(200);
});

it('without a network the person stays logged in and is told, and goes on when it is back', async () => {
  const page = await newTab();
  await expire(page);
  await setNetwork(page, false);
  await shows(page, '#connection', 'You are offline');
  await visit(page, '#/profile', 'Your profile');
  await shows(page, '[role="alert"]', 'offline');
  expect(await sessionOf(page)).not.toBeNull();
  await setNetwork(page, true);
  await page.click('[role="alert"] button');
  await shows(page, 'p', `You log in as ${ann.email}`);
  await shows(page, '#connection', 'Live');
});

it('a session that was ended elsewhere leads to the login, with the reason', async () => {
  const page = await newTab();
  const kept = await sessionOf(page);
  await call('POST', '/api/auth/logout', { token: kept?.access_token, body: {} });
  await until('the login', async () => (await sessionOf(page)) === null);
  await shows(page, '.notice', 'Your login has expired');
});
