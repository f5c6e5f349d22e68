import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openFake, SUBGRAPHS } from './subgraphs';
import { tellParent } from './messages';

const MOST_REMEMBERED = 200_000;

/**
 * The subgraphs over HTTP, as light as they can be made: each distinct body is executed once and its answer remembered, so that the
 * gateway in front is what limits.
 */
async function serve(name: (typeof SUBGRAPHS)[number]): Promise<string> {
  const execute = openFake(name);
  const remembered = new Map<string, Buffer>();
  const answerTo = async (body: string): Promise<Buffer> => {
    const known = remembered.get(body);
    if (known !== undefined) return known;
    const answer = Buffer.from(JSON.stringify(await execute({ ...(JSON.parse(body) as { query: string }), headers: {} })));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(body, answer);
    return answer;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answerTo(Buffer.concat(chunks).toString()).then(
        (answer) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer),
        (error: unknown) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)),
      );
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
}

async function main(): Promise<void> {
  const urls: Record<string, string> = {};
  for (const name of SUBGRAPHS) urls[name] = await serve(name);
  tellParent({ kind: 'ready', urls });
}

process.on('disconnect', () => process.exit(0));
void main();
