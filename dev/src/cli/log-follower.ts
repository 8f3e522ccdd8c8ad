import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 64 * 1024;

/** Reads what is appended to one log file; starts anew when the file is replaced or emptied. */
export class LogFollower {
  readonly #path: string;
  #inode = 0;
  #offset = 0;
  #rest = '';
  #decoder = new StringDecoder('utf8');

  /** @param fromEnd leave out what is there already */
  constructor(path: string, fromEnd: boolean) {
    this.#path = path;
    if (fromEnd && existsSync(path)) {
      const { ino, size } = statSync(path);
      this.#inode = ino;
      this.#offset = size;
    }
  }

  /** The complete lines since the last call. */
  read(): string[] {
    if (!existsSync(this.#path)) return [];
    const { ino, size } = statSync(this.#path);
    if (ino !== this.#inode || size < this.#offset) {
      this.#inode = ino;
      this.#offset = 0;
      this.#rest = '';
      this.#decoder = new StringDecoder('utf8');
    }
    if (size === this.#offset) return [];
    const file = openSync(this.#path, 'r');
    try {
      const buffer = Buffer.alloc(CHUNK_BYTES);
      for (;;) {
        const count = readSync(file, buffer, 0, buffer.length, this.#offset);
        if (count === 0) break;
        this.#offset += count;
        this.#rest += this.#decoder.write(buffer.subarray(0, count));
      }
    } finally {
      closeSync(file);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  }
}
