import { findOnPath } from './find-on-path.js';
import { runTool } from './run-tool.js';

/** Installs a package with the system's package manager, where it may. @returns whether that worked */
export async function installPackage(
  names: { readonly apt: string; readonly brew: string },
  say: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = [...asRoot, 'apt-get'];
  const installers = [
    {
      tool: 'apt-get',
      name: names.apt,
      steps: [
        [...apt, 'update'],
        [...apt, 'install', '-y', '--no-install-recommends', names.apt],
      ],
    },
    { tool: 'brew', name: names.brew, steps: [['brew', 'install', names.brew]] },
  ];
  for (const { tool, name, steps } of installers) {
    if (findOnPath(tool, env) === undefined) continue;
    say(`${name}: installing it with ${tool}`);
    let ok = true;
    for (const [command = '', ...args] of steps) {
      // RUNLEVEL=1: the package must not start a server of its own.
      const noService = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
      ok &&= (await runTool(command, args, { loud: true, env: noService })).ok;
    }
    if (ok) return true;
    say(`${name}: ${tool} could not install it`);
  }
  return false;
}
