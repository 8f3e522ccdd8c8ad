import type { Browser, Page } from 'puppeteer-core';
import { faultInFocus, faultsOf, shows, startBrowser, strangersTab, tabOf, type, visit } from '../support/browser.js';
import { admin, call, idOf, login, member, newEmail, password, register, type Person } from '../support/gateway.js';

let browser: Browser;
let root: Person;
beforeAll(async () => {
  browser = await startBrowser();
  root = await admin();
});
afterAll(() => browser.close());

describe('with nothing but a keyboard', () => {
  it('somebody makes an account, and is told at the field what is wrong', async () => {
    const page = await strangersTab(browser);
    expect(await faultsOf(page, 'login')).toEqual([]);
    await visit(page, '#/register', 'Make an account');
    for (const text of ['Ann Typed', newEmail(), 'password']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await shows(page, '.fault', 'guess');
    expect(await faultInFocus(page)).toMatchObject({ name: 'password' });
    expect(await faultsOf(page, 'register-fault')).toEqual([]);
    await type(page, 'password', password);
    await page.keyboard.press('Enter');
    await shows(page, 'h1', 'Tournaments');
    await shows(page, '#account', 'Ann Typed');
  });

  it('a wrong password is refused in words, and the form stays as it is', async () => {
    const ann = await member('Ann Wrong');
    const page = await strangersTab(browser);
    await type(page, 'email', ann.email);
    await type(page, 'password', 'wrong horse 1');
    await page.keyboard.press('Enter');
    await shows(page, '[role="alert"]', 'password');
    expect(await faultsOf(page, 'login-refused')).toEqual([]);
    await type(page, 'password', ann.password);
    await page.keyboard.press('Enter');
    await shows(page, '#account', 'Ann Wrong');
  });

  it('a trainer is told to wait', async () => {
    const page = await strangersTab(browser);
    await visit(page, '#/register', 'Make an account');
    await type(page, 'full_name', 'Tim Trainer');
    await type(page, 'email', newEmail());
    await type(page, 'password', password);
    await page.select('[name="role"]', 'trainer');
    await page.keyboard.press('Enter');
    await shows(page, 'h1', 'Almost there');
    expect(await faultsOf(page, 'waiting')).toEqual([]);
  });
});

describe('what people do for themselves', () => {
  let ann: Person;
  let page: Page;
  beforeAll(async () => {
    ann = await member('Ann Herself of the Rather Long Name');
    page = await tabOf(browser, ann);
  });

  it('the profile is changed, and a field that cannot be says so', async () => {
    await visit(page, '#/profile', 'Your profile');
    await type(page, 'phone', 'call me');
    await page.keyboard.press('Enter');
    await shows(page, '.fault', 'must');
    expect(await faultInFocus(page)).toMatchObject({ name: 'phone' });
    expect(await faultsOf(page, 'profile-fault')).toEqual([]);
    await type(page, 'phone', '+49 170 1234567');
    await page.keyboard.press('Enter');
    await shows(page, '[role="status"]', 'Your profile is saved.');
    expect((await call('GET', '/api/users/me', { token: ann.token })).body.phone).toBe('+49 170 1234567');
  });

  it('the password is changed by who knows the old one', async () => {
    await visit(page, '#/password', 'Change your password');
    await type(page, 'old_password', 'wrong horse 1');
    await type(page, 'new_password', 'another horse 2');
    await page.keyboard.press('Enter');
    await shows(page, '.fault', 'is not your password');
    expect(await faultInFocus(page)).toMatchObject({ name: 'old_password' });
    expect(await faultsOf(page, 'password-fault')).toEqual([]);
    await type(page, 'old_password', ann.password);
    await page.keyboard.press('Enter');
    await shows(page, 'h1', 'Done');
    ann.password = 'another horse 2';
    expect((await login(ann.email, ann.password)).status).toBe(200);
  });

  it('a login on another device is seen and ended', async () => {
    const phone = await tabOf(browser, ann);
    await visit(page, '#/sessions', 'Your logins');
    await shows(page, '.badge', 'This device');
    expect(await faultsOf(page, 'sessions')).toEqual([]);
    // The newest comes first.
    await page.click('.cards li:first-child button');
    await shows(page, '[role="status"]', 'is logged out');
    await shows(phone, 'h1', 'Log in');
  });

  it('all of them are ended at once', async () => {
    await visit(page, '#/sessions', 'Your logins');
    await page.waitForSelector('.cards li');
    await page.evaluate(() => {
      [...document.querySelectorAll('button')].find((node) => node.textContent === 'Log out everywhere')?.click();
    });
    await shows(page, '.notice', 'You are logged out on every device.');
    expect(await faultsOf(page, 'logged-out')).toEqual([]);
  });
});

describe('what admins do with people', () => {
  let page: Page;
  beforeAll(async () => {
    page = await tabOf(browser, root);
  });

  /** Opens the decision about the person of that name, who is found by it. */
  async function open(name: string): Promise<void> {
    await visit(page, '#/people', 'People');
    await type(page, 'q', name);
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.filter ~ .cards li')].some((card) => card.textContent.includes(wanted)),
      {},
      name,
    );
    // Until only those who were looked for are left.
    await page.waitForFunction(() => document.querySelectorAll('.filter ~ .cards li').length === 1);
    await page.focus('.filter ~ .cards li button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
  }

  /** Sends the decision. */
  async function decide(): Promise<void> {
    await page.focus('dialog [type="submit"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog', { hidden: true });
  }

  const choose = (name: string, value: string) => page.select(`dialog [name="${name}"]`, value);

  it('nobody is found in words', async () => {
    await visit(page, '#/people', 'People');
    await type(page, 'q', 'zzzzzz');
    await shows(page, '.cards', 'Nobody was found.');
    expect(await faultsOf(page, 'people-empty')).toEqual([]);
  });

  it('a trainer is approved, and becomes an admin', async () => {
    const name = `Tess ${newEmail().slice(1, 9)}`;
    const tess = await register('trainer', name);
    await idOf(root, tess.email);
    await open(name);
    expect(await faultsOf(page, 'people-decision')).toEqual([]);
    await choose('decision', 'approve');
    await decide();
    await shows(page, '[role="status"]', 'approved');
    expect((await login(tess.email)).status).toBe(200);
    await open(name);
    await choose('decision', 'role');
    await choose('role', 'admin');
    await decide();
    await shows(page, '[role="status"]', 'role admin');
    await open(name);
    await shows(page, '.history', 'Role changed to admin');
    await shows(page, '.history', 'Approved');
    expect(await faultsOf(page, 'people-audit')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { hidden: true });
  });

  it('somebody is banned with a reason and an end; their open page says so', async () => {
    const name = `Bea ${newEmail().slice(1, 9)}`;
    const bea = await member(name);
    const hers = await tabOf(browser, bea);
    await open(name);
    await choose('decision', 'ban');
    await page.type('dialog [name="until"]', '01012031');
    await type(page, 'reason', 'Shouted at the referee.');
    await decide();
    await shows(page, '[role="status"]', 'banned');
    await shows(hers, 'h1', 'Log in');
    await type(hers, 'email', bea.email);
    await type(hers, 'password', bea.password);
    await hers.keyboard.press('Enter');
    await shows(hers, '[role="alert"]', 'banned');
    expect(await faultsOf(hers, 'banned')).toEqual([]);
    const profile = await call('GET', `/api/users/${bea.id}`, { token: root.token });
    expect(profile.body).toMatchObject({ status: 'banned', ban_reason: 'Shouted at the referee.' });
    expect(profile.body.banned_until).toMatch(/^20(30-12-31|31-01-01)/);
  });
});
