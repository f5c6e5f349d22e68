import { rmSync } from 'node:fs';
import { cleanUp } from './leftovers';

/** Jest's global teardown: nothing of this run stays. */
export default async function tearDown(): Promise<void> {
  const server = globalThis.ketnoiTestServer;
  const { KETNOI_TEST_URL: url, KETNOI_TEST_PREFIX: prefix } = process.env;
  if (server === undefined || url === undefined || prefix === undefined) return;
  if (server.embedded === null) await cleanUp(url, prefix, server.extensions);
  else await server.embedded.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
