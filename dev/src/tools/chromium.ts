import { DevError } from '../errors.js';
import { findOnPath } from './find-on-path.js';
import { installPackage } from './install-package.js';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ADVICE = 'Chromium is missing: install it (apt install chromium), or set GYM_CHROMIUM to a Chrome or Chromium.';

/** The browser that tests drive: GYM_CHROMIUM, one on the PATH, the system's package manager. @returns its path */
export async function ensureChromium(
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const find = (): string | undefined =>
    env['GYM_CHROMIUM'] ?? BROWSERS.map((name) => findOnPath(name, env)).find((found) => found !== undefined);
  const present = find();
  if (present !== undefined) return present;
  await installPackage({ apt: 'chromium', brew: 'chromium' }, say, env);
  const installed = find();
  if (installed === undefined) throw new DevError('no-browser', ADVICE);
  return installed;
}
