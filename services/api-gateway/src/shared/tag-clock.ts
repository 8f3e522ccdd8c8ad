/** More tags than this are forgotten, which counts as if all of them had been emptied. */
const maxTags = 20_000;

/**
 * Counts emptyings. Every one is a moment, and an answer is old when one of its tags was emptied after the moment its
 * reading began. Nobody has to know the tags of an answer that is still under way, and emptying costs the same however
 * much is kept.
 */
export class TagClock {
  private moment = 0;
  private floor = 0;
  private readonly emptied = new Map<string, number>();

  get now(): number {
    return this.moment;
  }

  empty(tags: Iterable<string>): void {
    this.moment += 1;
    for (const tag of tags) this.emptied.set(tag, this.moment);
    if (this.emptied.size > maxTags) this.forget();
  }

  emptyAll(): void {
    this.moment += 1;
    this.forget();
  }

  /** @param tags undefined when nothing is known: then any emptying counts */
  isEmptiedSince(moment: number, tags: readonly string[] | undefined): boolean {
    if (tags === undefined) return this.moment > moment;
    return this.floor > moment || tags.some((tag) => (this.emptied.get(tag) ?? 0) > moment);
  }

  private forget(): void {
    this.floor = this.moment;
    this.emptied.clear();
  }
}
