import { workloadsOf, type AnyObject, type Container, type Workload } from '../objects.js';

/** What is applied, and the Secrets that are there already: their keys by name. */
export interface Cluster {
  readonly objects: readonly AnyObject[];
  readonly secrets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One line per fault. */
export type Rule = (cluster: Cluster) => string[];
export type Rules = Readonly<Record<string, Rule>>;

export const nameOf = ({ kind, metadata }: { kind: string; metadata: { name: string } }) => `${kind}/${metadata.name}`;

/** Everything that is not a service here is a store. */
export const isService = ({ kind }: Workload) => kind === 'Deployment';

export const when = (fault: boolean, text: string): string[] => (fault ? [text] : []);

/** A rule about each Pod. */
export function eachPod(faults: (workload: Workload) => string[]): Rule {
  return ({ objects }) =>
    workloadsOf(objects).flatMap((workload) => faults(workload).map((fault) => `${nameOf(workload)}: ${fault}`));
}

/** A rule about each container. */
export function eachContainer(faultOf: (container: Container, workload: Workload) => string | false): Rule {
  return eachPod((workload) =>
    workload.spec.template.spec.containers.flatMap((container) => faultOf(container, workload) || []),
  );
}
