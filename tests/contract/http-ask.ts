import { Client } from '../support/client.ts';

/** What a server answered. */
export interface Answer {
  status: number;
  /** By their names in small letters. */
  headers: Record<string, string>;
  body: Buffer;
}

/** Takes a response apart that ends with its connection; its body must be as long as it says. */
export function readAnswer(bytes: Buffer, isHead = false): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const fields = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
  });
  const headers = Object.fromEntries(fields);
  if (fields.length !== Object.keys(headers).length)
    throw new Error(`a field is there twice: ${lines.join()}`);
  const body = bytes.subarray(end + 4);
  const length = isHead ? 0 : Number(headers['content-length'] ?? 0);
  if (body.length !== length) throw new Error(`${body.length} bytes, not ${length}: ${lines.join()}`);
  return { status: Number(first!.split(' ')[1]), headers, body };
}

/** Asks for a target, exactly as it is written, on a connection of its own. */
export async function ask(
  port: number,
  target: string,
  fields: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const client = await Client.connect(port);
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  client.send(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines.join('')}\r\n`);
  const answer = readAnswer(await client.rest(), method === 'HEAD');
  client.end();
  return answer;
}
