import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CHECKOUT } from '@gym/dev';
import { parse } from 'yaml';
import { z } from 'zod';

const rule = z.object({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
export type Rule = z.infer<typeof rule>;
const ruleFile = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(rule) })) });

const panel = z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) });
const dashboard = z.object({ title: z.string(), uid: z.string(), panels: z.array(panel).min(1) });

const filesIn = (folder: string) =>
  readdirSync(join(CHECKOUT, folder)).map((file) => ({
    name: basename(file),
    text: readFileSync(join(CHECKOUT, folder, file), 'utf8'),
  }));

export const rules: Rule[] = filesIn('observability/rules').flatMap(({ text }) =>
  ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules),
);

export const dashboards = filesIn('observability/dashboards').map(({ name, text }) => {
  const { title, uid, panels } = dashboard.parse(JSON.parse(text));
  return { name, title, uid, panels };
});

/** Every expression of ours, and where it is. */
export const expressions: [where: string, expr: string][] = [
  ...rules.map(({ record, alert, labels, expr }): [string, string] => [
    `${alert ?? record ?? ''} ${labels['objective'] ?? ''}`,
    expr,
  ]),
  ...dashboards.flatMap(({ name, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }): [string, string] => [`${name}: ${title}`, expr.replaceAll('$__rate_interval', '5m')]),
    ),
  ),
];
