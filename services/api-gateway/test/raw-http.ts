import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are, because clients refuse to send most of what an attacker would; returns the answer's text. */
export async function rawRequest(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(text);
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 1500))]);
  socket.destroy();
  return answer;
}

export function get(target: string, headers: string[] = []): string {
  return [`GET ${target} HTTP/1.1`, 'host: gym.test', 'connection: close', ...headers, '', ''].join('\r\n');
}
