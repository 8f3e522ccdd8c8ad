import { z } from 'zod';
import { selector, selects, workloadsOf, type AnyObject, type Selector } from './objects.js';

const ports = z.array(z.strictObject({ port: z.int(), protocol: z.enum(['TCP', 'UDP']).default('TCP') })).optional();
const peers = z
  .array(
    z.strictObject({
      podSelector: selector.optional(),
      namespaceSelector: selector.optional(),
      ipBlock: z.strictObject({ cidr: z.string() }).optional(),
    }),
  )
  .optional();

const policy = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.strictObject({
    podSelector: selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])).min(1),
    ingress: z.array(z.strictObject({ ports, from: peers })).default([]),
    egress: z.array(z.strictObject({ ports, to: peers })).default([]),
  }),
});
type Policy = z.infer<typeof policy>;

/** A Pod, or an address outside of the cluster. */
export interface Party {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cidr?: string;
}

/** The Pods of the workloads among the objects. */
export function partiesOf(objects: readonly AnyObject[]): Party[] {
  return workloadsOf(objects).map(({ metadata, spec }) => ({
    name: metadata.name,
    namespace: metadata.namespace ?? 'default',
    labels: spec.template.metadata.labels,
  }));
}

/** Every port that a policy names. */
export function portsOf(objects: readonly AnyObject[]): number[] {
  const rules = policiesOf(objects).flatMap(({ spec }) => [spec.ingress, spec.egress].flat());
  return rules.flatMap((rule) => rule.ports?.map(({ port }) => port) ?? []);
}

const policiesOf = (objects: readonly AnyObject[]): Policy[] =>
  objects.filter(({ kind }) => kind === 'NetworkPolicy').map((item) => policy.parse(item));

/** Who can open a connection to whom, as sorted lines `from -> to:port`; UDP with `/udp`. */
export function reachability(
  objects: readonly AnyObject[],
  parties: readonly Party[],
  ports: readonly number[],
): string[] {
  const policies = policiesOf(objects);
  const lines = parties.flatMap((from) =>
    parties
      .filter((to) => to !== from)
      .flatMap((to) =>
        ports.flatMap((port) =>
          (['TCP', 'UDP'] as const)
            .filter((protocol) => isOpen(policies, from, to, { port, protocol }))
            .map((protocol) => `${from.name} -> ${to.name}:${port}${protocol === 'UDP' ? '/udp' : ''}`),
        ),
      ),
  );
  return lines.toSorted();
}

interface Port {
  port: number;
  protocol: 'TCP' | 'UDP';
}

/** As the specification says: a side that no policy selects is open; rules of several policies add up. */
function isOpen(policies: readonly Policy[], from: Party, to: Party, port: Port): boolean {
  const outgoing = policies.filter(({ metadata, spec }) => isSubject(from, metadata.namespace, spec, 'Egress'));
  const incoming = policies.filter(({ metadata, spec }) => isSubject(to, metadata.namespace, spec, 'Ingress'));
  const mayLeave = outgoing.some(({ metadata, spec }) =>
    spec.egress.some((rule) => hasPort(rule.ports, port) && hasPeer(rule.to, to, metadata.namespace)),
  );
  const mayEnter = incoming.some(({ metadata, spec }) =>
    spec.ingress.some((rule) => hasPort(rule.ports, port) && hasPeer(rule.from, from, metadata.namespace)),
  );
  return (outgoing.length === 0 || mayLeave) && (incoming.length === 0 || mayEnter);
}

function isSubject(party: Party, namespace: string, spec: Policy['spec'], type: 'Ingress' | 'Egress'): boolean {
  const inside = party.namespace === namespace && selects(spec.podSelector, party.labels ?? {});
  return inside && spec.policyTypes.includes(type);
}

const hasPort = (rule: z.infer<typeof ports>, { port, protocol }: Port): boolean =>
  rule?.some((item) => item.port === port && item.protocol === protocol) ?? true;

function hasPeer(rule: z.infer<typeof peers>, party: Party, home: string): boolean {
  if (rule === undefined) return true;
  return rule.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return party.cidr === ipBlock.cidr;
    if (party.namespace === undefined) return false;
    const namespace =
      namespaceSelector === undefined ? party.namespace === home : inNamespace(namespaceSelector, party.namespace);
    return namespace && (podSelector === undefined || selects(podSelector, party.labels ?? {}));
  });
}

const inNamespace = (wanted: Selector, name: string): boolean =>
  selects(wanted, { 'kubernetes.io/metadata.name': name });
