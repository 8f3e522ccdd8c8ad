import { basename } from 'node:path';
import { manifestName } from './manifest.js';
import { run } from './programs.js';

/**
 * Copies a backup to where rclone leads (S3, Google Cloud Storage, Azure and others); its configuration holds the keys.
 * The manifest goes last, so that what looks complete there is complete. How long it is kept there is set there.
 * @returns where it is
 */
export async function upload(path: string, remote: string): Promise<string> {
  const target = `${remote.replace(/\/$/, '')}/${basename(path)}`;
  await run('rclone', ['copy', '--exclude', manifestName, path, target]);
  await run('rclone', ['copyto', `${path}/${manifestName}`, `${target}/${manifestName}`]);
  return target;
}
