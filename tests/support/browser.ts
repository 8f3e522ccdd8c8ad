import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Axe from 'axe-core';
import { launch, type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { z } from 'zod';
import { gatewayUrl, type Person } from './gateway.js';

const { GYM_TEST_CHROMIUM: executablePath, GYM_TEST_SCREENSHOTS: screenshots } = z
  .object({ GYM_TEST_CHROMIUM: z.string(), GYM_TEST_SCREENSHOTS: z.string().optional() })
  .parse(process.env);
declare global {
  interface Window {
    /** What the script defines. */
    axe: typeof Axe;
  }
}
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** A phone; what fits there fits everywhere. */
const viewport = { width: 390, height: 844, deviceScaleFactor: 1, hasTouch: true, isMobile: true };

export function startBrowser(): Promise<Browser> {
  // No sandbox: tests also run as root, and show nothing but our own pages. Of a container, /dev/shm is too small.
  return launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A tab of the application that nobody has logged in to, with storage of its own. */
export async function strangersTab(browser: Browser): Promise<Page> {
  return newTab(await (await browser.createBrowserContext()).newPage());
}

/** Another tab of the same person. */
export async function siblingTab(tab: Page): Promise<Page> {
  return newTab(await tab.browserContext().newPage());
}

async function newTab(page: Page): Promise<Page> {
  await page.setViewport(viewport);
  page.setDefaultTimeout(15_000);
  // To a browser, a machine with nothing but a loopback is offline.
  await page.evaluateOnNewDocument(() => {
    let isOnline = true;
    Object.defineProperty(navigator, 'onLine', { get: () => isOnline });
    for (const type of ['online', 'offline']) {
      window.addEventListener(`test-${type}`, () => {
        isOnline = type === 'online';
        window.dispatchEvent(new Event(type));
      });
    }
  });
  await page.goto(gatewayUrl);
  await page.waitForSelector('h1');
  return page;
}

/** Takes the network away, or gives it back. */
export async function setNetwork(page: Page, isThere: boolean): Promise<void> {
  await page.setOfflineMode(!isThere);
  await page.evaluate((type) => window.dispatchEvent(new Event(type)), isThere ? 'test-online' : 'test-offline');
}

/** Goes to a view the way a link does. */
export async function visit(page: Page, view: string, heading: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, view);
  await shows(page, 'h1', heading);
}

/** Waits until an element has this text in it. */
export async function shows(page: Page, selector: string, text: string): Promise<void> {
  try {
    await page.waitForFunction(
      (css, part) => [...document.querySelectorAll(css)].some((node) => node.textContent.includes(part)),
      { polling: 50 },
      selector,
      text,
    );
  } catch (cause) {
    const present = await page.evaluate(() => document.body.innerText);
    throw new Error(`no ${selector} says “${text}”; the page says: ${present}`, { cause });
  }
}

/** Types over what is in a field, as somebody with a keyboard does. */
export async function type(page: Page, name: string, text: string): Promise<void> {
  const control = await page.waitForSelector(`[name="${name}"]`, { visible: true });
  await control?.focus();
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  if (text === '') await page.keyboard.press('Backspace');
  else await page.keyboard.type(text);
}

/** Taps what has this text on it, as a finger does: a button, a tab, a choice, what can be folded open. */
export async function tap(page: Page, text: string, within = 'body'): Promise<void> {
  const found = await page
    .waitForFunction(
      (part, css) =>
        [...document.querySelectorAll(`:is(${css}) :is(button, a, label, summary)`)].find(
          (node) => node.textContent.includes(part) && node.checkVisibility(),
        ),
      { polling: 50 },
      text,
      within,
    )
    .catch(async (cause: unknown) => {
      const present = await page.evaluate(() => document.body.innerText);
      throw new Error(`there is no “${text}” to tap in ${within}; the page says: ${present}`, { cause });
    });
  // Of elements nothing else is found.
  await tapAt(found.asElement() as ElementHandle | null);
}

/** In the middle of the screen, where no news lie over it. */
export async function tapAt(found: ElementHandle | null): Promise<void> {
  await found?.evaluate((node) => node.scrollIntoView({ block: 'center' }));
  await found?.tap();
}

/** A tab of the application that this person has logged in to. */
export async function tabOf(browser: Browser, { email, password }: Pick<Person, 'email' | 'password'>): Promise<Page> {
  const page = await strangersTab(browser);
  await visit(page, '#/login', 'Log in');
  await type(page, 'email', email);
  await type(page, 'password', password);
  await page.keyboard.press('Enter');
  await shows(page, 'h1', 'Tournaments');
  return page;
}

/** The words of a field that is marked as wrong and has the focus. */
export function faultInFocus(page: Page): Promise<{ name: string | null; fault: string }> {
  return page.evaluate(() => {
    const control = document.activeElement;
    const ids = control?.getAttribute('aria-describedby')?.split(' ') ?? [];
    const fault = ids.map((id) => document.getElementById(id)).find((node) => node?.className === 'fault');
    const isMarked = control?.getAttribute('aria-invalid') === 'true';
    return { name: isMarked ? control.getAttribute('name') : null, fault: fault?.textContent ?? '' };
  });
}

/**
 * What is wrong with the page as it is, in light and in dark: contrast, labels, names, order of headings
 * (https://www.deque.com/axe/), and whether it is wider than the phone.
 */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    faults.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${theme} ${id}: ${node.html} ${node.failureSummary}`),
      ),
    );
    // A phone shows what is too wide smaller, and `innerWidth` grows with it.
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (overflow > 0) faults.push(`${theme}: ${overflow} pixels wider than the screen`);
    if (screenshots !== undefined) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}-${theme}.png`), fullPage: true });
    }
  }
  return faults;
}
