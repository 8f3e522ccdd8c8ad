import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);
/** Smaller ones fit into a packet as they are. */
const minGzipBytes = 1024;

/** An answer of a service as bytes, for everybody who asks the same. */
export class SharedAnswer {
  readonly status: number;
  /** As the client may see them; a flat list. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly etag: string | undefined;
  /** What it shows; undefined for an answer that the service did not declare as shared. */
  readonly tags: readonly string[] | undefined;
  private zipped: Promise<Buffer> | undefined;

  constructor(answer: Pick<SharedAnswer, 'status' | 'headers' | 'body' | 'etag' | 'tags'>) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.body = answer.body;
    this.etag = answer.etag;
    this.tags = answer.tags;
  }

  get isWorthGzip(): boolean {
    return this.body.length >= minGzipBytes;
  }

  /** Made when the first client takes it, once. */
  gzip(): Promise<Buffer> {
    return (this.zipped ??= compress(this.body));
  }

  /** Bytes it takes in memory, with room for what gzip makes of it. */
  get size(): number {
    return 2 * this.body.length + 2048;
  }
}
