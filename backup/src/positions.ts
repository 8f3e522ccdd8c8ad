/** How far a restored database is with events. */
export interface EventState {
  readonly name: string;
  readonly service: string;
  readonly lastSeq: number;
  readonly positions: Readonly<Record<string, number>>;
}

export interface Ahead {
  /** The database of the consumer. */
  readonly name: string;
  readonly source: string;
  readonly position: number;
  readonly lastSeq: number;
}

/**
 * Consumers who know of more events than the producer itself. In a backup of ours there are none; dumps that were made
 * one after the other have them. The producer will give the same numbers to other events, which such a consumer would
 * take for known ones: what it derived has to be made anew. A consumer that is behind asks for the rest by itself.
 */
export function consumersAhead(states: readonly EventState[]): Ahead[] {
  const lastSeqs = new Map(states.map(({ service, lastSeq }) => [service, lastSeq]));
  return states.flatMap(({ name, positions }) =>
    Object.entries(positions).flatMap(([source, position]) => {
      const lastSeq = lastSeqs.get(source);
      return lastSeq !== undefined && position > lastSeq ? [{ name, source, position, lastSeq }] : [];
    }),
  );
}
