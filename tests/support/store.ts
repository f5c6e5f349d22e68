/** The PostgreSQL of this run of the tests and the schemas of this Jest worker; tests/support/postgres.ts started it. */
export function testStore(): { readonly url: string; readonly schemaPrefix: string } {
  const { KETNOI_TEST_URL: url, KETNOI_TEST_PREFIX: prefix, JEST_WORKER_ID: worker } = process.env;
  if (url === undefined || prefix === undefined) throw new Error('the tests run under Jest with tests/support/postgres.ts as global setup');
  return { url, schemaPrefix: `${prefix}${worker ?? '0'}_` };
}
