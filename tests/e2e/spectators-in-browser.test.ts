import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'puppeteer-core';
import type { tournamentsApi } from '@gym/contracts';
import { faultsOf, shows, startBrowser, strangersTab } from '../support/browser.js';
import { admin, askTournaments, gatewayUrl, type Person } from '../support/gateway.js';

/** Pages that need no login: a projector in the hall, a frame in the page of the club, sheets of paper. */
let browser: Browser;
let root: Person;
let id: number;
let slug: string;
const names = Array.from({ length: 18 }, (_item, index) => `Player ${index + 1}`);

beforeAll(async () => {
  browser = await startBrowser();
  root = await admin();
  const body = { name: 'Open day', start_date: '2027-05-01T09:00:00Z', max_participants: 32, visibility: 'public' };
  const fields = { tournament_type: 'swiss', format: { rounds: 3, draws: true } };
  ({ id, slug } = (await ask('POST', '', { ...body, ...fields })).tournament);
  await ask('PUT', `/${id}/participants`, { participants: names.map((name) => ({ name })) });
  await ask('POST', `/${id}/generate-bracket`);
});
afterAll(() => browser.close());

const ask = (method: string, path: string, body?: unknown) => askTournaments(root, method, path, body);

/** The next match gets a result. @returns who has won, and who has not */
async function play(): Promise<[string, string]> {
  const matches: tournamentsApi.Match[] = await ask('GET', `/${id}/brackets`);
  const match = matches.find(({ status }) => status === 'ready');
  await ask('PUT', `/${id}/bracket/${match?.id}/result`, { points: [3, 1] });
  return [match?.participant1?.name ?? '', match?.participant2?.name ?? ''];
}

async function look(path: string): Promise<Page> {
  const page = await strangersTab(browser);
  await page.goto(`${gatewayUrl}/${path}/${slug}`);
  await shows(page, 'h1', 'Open day');
  return page;
}

it('a projector shows the parts by turns until somebody stops them, and each result as it comes', async () => {
  const page = await look('screen');
  await page.setViewport({ width: 1920, height: 1080 });
  await shows(page, 'h2', 'Now and next');
  await page.keyboard.press('Space');
  await shows(page, '#controls', 'Go on');
  await page.evaluate(() => document.body.setAttribute('data-loaded', 'once'));
  const [winner, loser] = await play();
  await shows(page, '#said', `${winner} has beaten ${loser} 3:1.`);
  await page.keyboard.press('ArrowRight');
  await shows(page, 'h2', 'Table');
  await shows(page, '.standings tr:first-child', winner);
  expect(await faultsOf(page, 'screen-table')).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await shows(page, 'h2', 'Swiss rounds');
  await shows(page, '.side.won', winner);
  expect(await faultsOf(page, 'screen-rounds')).toEqual([]);
  expect(await page.evaluate(() => document.body.getAttribute('data-loaded'))).toBe('once');
  await page.close();
});

describe('in a page of somebody else', () => {
  let club: Server;
  beforeAll(async () => {
    club = createServer((_req, res) => {
      const frames = [`/embed/${slug}`, '/'].map((path) => `<iframe src="${gatewayUrl}${path}"></iframe>`);
      res.setHeader('content-type', 'text/html').end(`<!doctype html><title>Club</title>${frames.join('')}`);
    });
    await new Promise<void>((resolve) => void club.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => void club.close(resolve)));

  it('the tournament is shown live in a frame, and nothing with buttons to press is', async () => {
    const page = await strangersTab(browser);
    // Another port is another origin.
    await page.goto(`http://127.0.0.1:${(club.address() as AddressInfo).port}`);
    const frame = await page.waitForFrame((one) => one.url().includes('/embed/'));
    await frame.waitForFunction(() => document.querySelector('h1')?.textContent === 'Open day');
    await frame.waitForSelector('.standings');
    const [winner, loser] = await play();
    const sentence = `${winner} has beaten ${loser} 3:1.`;
    await frame.waitForFunction((text) => document.querySelector('#said')?.textContent.includes(text), {}, sentence);
    // Refused by its own headers, the browser shows its error page instead.
    expect(page.frames().filter((one) => one.url() === `${gatewayUrl}/`)).toEqual([]);
    await page.close();
  });
});

it('on a phone all of it is one readable page', async () => {
  const page = await look('embed');
  await shows(page, '.hint', 'Level on points');
  expect(await faultsOf(page, 'embed')).toEqual([]);
  await page.close();
});

it('score sheets are printed four on a page, none of them cut in two', async () => {
  const page = await look('sheets');
  await page.waitForSelector('.sheet');
  expect(await faultsOf(page, 'sheets')).toEqual([]);
  const sheets = await page.$$eval('.sheet', (all) => all.length);
  expect(sheets).toBe(7);
  await page.emulateMediaType('print');
  const onPaper = await page.$eval('.sheet', (node) => node.textContent);
  expect(onPaper).toContain('Open day');
  const paper = Buffer.from(await page.pdf({ format: 'A4', printBackground: true }));
  expect(pagesOf(paper)).toBe(Math.ceil(sheets / 4));
  await page.close();
});

/** Chromium writes the tree of pages as plain text; only what is on them is packed. */
function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
