import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { startEmbedded, type EmbeddedPostgres } from '../../scripts/postgres/embedded';
import { checkGivenServer } from '../../scripts/postgres/given';
import { extensionsOf } from './leftovers';

/** What one run of the tests has to put away. */
export interface TestServer {
  readonly embedded: EmbeddedPostgres | null;
  /** For what test files leave each other; with the data of the embedded server. */
  readonly folder: string;
  /** Extensions that the server had before. */
  readonly extensions: readonly string[];
}

declare global {
  // Jest runs setup and teardown in one process and keeps nothing else between them.
  var ketnoiTestServer: TestServer | undefined;
}

/** Jest's global setup: the server of DATABASE_URL, in schemas of this run, or an embedded one that is thrown away. */
export default async function setUp(): Promise<void> {
  build();
  // Test files make much that is soon forgotten: with room for it the workers spend a tenth less.
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=32`.trim();
  const given = process.env.DATABASE_URL;
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-test-'));
  process.env.KETNOI_TEST_FOLDER = folder;
  process.env.KETNOI_TEST_PREFIX = `kt_${randomBytes(4).toString('hex')}_w`;
  if (given !== undefined && given !== '') {
    await checkGivenServer(given);
    process.env.KETNOI_TEST_URL = given;
    globalThis.ketnoiTestServer = { embedded: null, folder, extensions: await extensionsOf(given) };
    return;
  }
  const embedded = await startEmbedded({ dataDir: folder, throwaway: true });
  process.env.KETNOI_TEST_URL = embedded.url;
  globalThis.ketnoiTestServer = { embedded, folder, extensions: [] };
}

/** The operations tests run what ships. */
function build(): void {
  const tsc = join(projectRoot, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: projectRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build fails:\n${stdout}`);
}
