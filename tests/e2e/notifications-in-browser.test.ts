import type { Browser, Page } from 'puppeteer-core';
import { faultsOf, setNetwork, shows, startBrowser, tabOf, visit } from '../support/browser.js';
import { admin, call, member, trainer, until, type Person } from '../support/gateway.js';

let browser: Browser;
let coach: Person;
let ann: Person;
/** Two devices of the same person. */
let phone: Page;
let tablet: Page;
beforeAll(async () => {
  browser = await startBrowser();
  coach = await trainer(await admin());
  ann = await member('Ann Told');
  phone = await tabOf(browser, ann);
  tablet = await tabOf(browser, ann);
  // Both get what is live from here on.
  for (const page of [phone, tablet]) await shows(page, '#connection', 'Live');
  await call('POST', '/api/notifications/read-all', { token: ann.token });
  await bellShows(tablet, 0);
});
afterAll(() => browser.close());

async function tell(...messages: string[]): Promise<void> {
  for (const message of messages) {
    const body = { message, user_id: ann.id };
    expect((await call('POST', '/api/notifications/send', { token: coach.token, body })).status).toBe(200);
  }
}

const unread = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector('.bell .count:not([hidden])')?.firstChild?.textContent ?? undefined);

/** Others may broadcast meanwhile: at least so many. */
async function bellShows(page: Page, atLeast: number): Promise<void> {
  await until(`${atLeast} unread`, async () => Number(await unread(page)) >= atLeast || atLeast === 0);
}

const cardWith = (page: Page, text: string) => page.waitForSelector(`.told li ::-p-text(${text})`);
const isMarked = (page: Page, text: string): Promise<boolean> =>
  page.evaluate((part) => {
    const cards = [...document.querySelectorAll('.told li')].filter((card) => card.textContent.includes(part));
    return cards.length === 1 && cards[0]?.classList.contains('unread') === false;
  }, text);

it('the bell counts what comes, on every device, and leads to the list', async () => {
  await tell('See you at six', 'Bring your shoes');
  for (const page of [phone, tablet]) await bellShows(page, 2);
  expect(await faultsOf(tablet, 'bell')).toEqual([]);
  await phone.focus('.bell');
  await phone.keyboard.press('Enter');
  await shows(phone, 'h1', 'Notifications');
  await cardWith(phone, 'Bring your shoes');
  await shows(phone, '.told .unread', 'See you at six');
  await shows(phone, '.told', 'Welcome!');
  expect(await faultsOf(phone, 'notifications')).toEqual([]);
});

it('what is read on one device is read on the other', async () => {
  await visit(tablet, '#/notifications', 'Notifications');
  await cardWith(tablet, 'See you at six');
  const button = await phone.waitForSelector('.told li.unread ::-p-text(Mark as read: See you at six)');
  await button?.focus();
  await phone.keyboard.press('Enter');
  for (const page of [phone, tablet]) {
    await until('it is read', () => isMarked(page, 'See you at six'));
    expect(await isMarked(page, 'Bring your shoes')).toBe(false);
  }
  // The focus is not lost with the button.
  expect(await phone.evaluate(() => document.activeElement?.textContent)).toContain('See you at six');
  await phone.evaluate(() => {
    [...document.querySelectorAll('button')].find((node) => node.textContent === 'Mark all as read')?.click();
  });
  await shows(phone, '[role="status"]', 'are read');
  for (const page of [phone, tablet]) await until('it is read', () => isMarked(page, 'Bring your shoes'));
});

it('what comes while the list is open is at its top', async () => {
  await tell('The hall is closed');
  for (const page of [phone, tablet]) {
    await shows(page, '.told li.unread', 'The hall is closed');
    // Others may tell everybody something meanwhile.
    const texts = await page.evaluate(() => [...document.querySelectorAll('.told li')].map((card) => card.textContent));
    const place = (text: string): number => texts.findIndex((shown) => shown.includes(text));
    expect(place('The hall is closed')).toBeLessThan(place('Bring your shoes'));
  }
});

it('a long list is shown in parts, and without a network it says so and goes on later', async () => {
  await tell(...Array.from({ length: 21 }, (_item, index) => `Number ${index + 1} of many`));
  await visit(phone, '#/', 'Tournaments');
  await setNetwork(phone, false);
  await visit(phone, '#/notifications', 'Notifications');
  await shows(phone, '[role="alert"]', 'You are offline.');
  expect(await faultsOf(phone, 'notifications-offline')).toEqual([]);
  await setNetwork(phone, true);
  const again = await phone.waitForSelector('[role="alert"] button');
  await again?.focus();
  await phone.keyboard.press('Enter');
  await shows(phone, '.told', 'Number 21 of many');
  expect(await phone.evaluate(() => document.querySelector('.told')?.textContent)).not.toContain('Number 1 of many');
  const more = await phone.waitForSelector('button ::-p-text(Show more)');
  await more?.focus();
  await phone.keyboard.press('Enter');
  await shows(phone, '.told', 'Number 1 of many');
  expect(await phone.evaluate(() => document.activeElement?.tagName)).toBe('LI');
});
