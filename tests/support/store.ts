const WITHOUT_SETUP = 'the tests run under Jest with tests/support/postgres.ts as global setup';

/** The PostgreSQL of this run of the tests, started by tests/support/postgres.ts, and what all names in it begin with. */
export function testServer(): { readonly url: string; readonly prefix: string } {
  const { KETNOI_TEST_URL: url, KETNOI_TEST_PREFIX: prefix } = process.env;
  if (url === undefined || prefix === undefined) throw new Error(WITHOUT_SETUP);
  return { url, prefix };
}

/** A folder of this run of the tests, which is removed after it. */
export function testFolder(): string {
  const { KETNOI_TEST_FOLDER: folder } = process.env;
  if (folder === undefined) throw new Error(WITHOUT_SETUP);
  return folder;
}

/** That server, with the start of the schemas of this Jest worker; for programs that make their own. */
export function testStore(): { readonly url: string; readonly schemaPrefix: string } {
  const { url, prefix } = testServer();
  return { url, schemaPrefix: `${prefix}${process.env.JEST_WORKER_ID ?? '0'}_` };
}
