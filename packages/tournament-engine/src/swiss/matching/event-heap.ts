/**
 * Binary min-heap of numbered events, the earliest first; equal times leave in an order that depends on the calls only.
 * Indexes are inside the heap wherever `!` is used.
 */
export class EventHeap {
  private times = new Float64Array(1024);
  private events = new Int32Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Of the event that `pop` returns next; only while `size` > 0. */
  get nextTime(): number {
    return this.times[0]!;
  }

  clear(): void {
    this.count = 0;
  }

  push(time: number, event: number): void {
    if (this.count === this.times.length) this.grow();
    let index = this.count;
    this.count += 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.times[parent]! <= time) break;
      this.times[index] = this.times[parent]!;
      this.events[index] = this.events[parent]!;
      index = parent;
    }
    this.times[index] = time;
    this.events[index] = event;
  }

  /** Only while `size` > 0. */
  pop(): number {
    const first = this.events[0]!;
    this.count -= 1;
    const time = this.times[this.count]!;
    const event = this.events[this.count]!;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.count) break;
      if (child + 1 < this.count && this.times[child + 1]! < this.times[child]!) child += 1;
      if (this.times[child]! >= time) break;
      this.times[index] = this.times[child]!;
      this.events[index] = this.events[child]!;
      index = child;
    }
    this.times[index] = time;
    this.events[index] = event;
    return first;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    times.set(this.times);
    this.times = times;
    const events = new Int32Array(2 * this.events.length);
    events.set(this.events);
    this.events = events;
  }
}
