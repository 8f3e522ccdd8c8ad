import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { servicesPage, servicesPageFile } from './page.js';

const page = await servicesPage(
  (folder, module): Promise<object> => import(pathToFileURL(join(folder, 'dist', `${module}.js`)).href),
);
writeFileSync(servicesPageFile, page);
console.log(`${servicesPageFile} written`);
