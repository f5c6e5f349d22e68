import { Client } from 'pg';

async function asking<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function extensionsOf(url: string): Promise<string[]> {
  return asking(url, async (client) => {
    const { rows } = await client.query<{ extname: string }>('SELECT extname FROM pg_extension');
    return rows.map((row) => row.extname);
  });
}

function schemasLike(url: string, prefix: string): Promise<string[]> {
  return asking(url, async (client) => {
    const { rows } = await client.query<{ nspname: string }>('SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)', [prefix]);
    return rows.map((row) => row.nspname);
  });
}

function databasesLike(url: string, prefix: string): Promise<string[]> {
  return asking(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix]);
    return rows.map((row) => row.datname);
  });
}

/** Puts a server that is not ours back as it was: drops our databases and schemas, and the extensions that were not there before. */
export async function cleanUp(url: string, prefix: string, extensions: readonly string[]): Promise<void> {
  const databases = await databasesLike(url, prefix);
  const schemas = await schemasLike(url, prefix);
  const added = (await extensionsOf(url)).filter((name) => !extensions.includes(name));
  await asking(url, async (client) => {
    for (const database of databases) await client.query(`DROP DATABASE "${database}" WITH (FORCE)`);
    for (const schema of schemas) await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    for (const name of added) await client.query(`DROP EXTENSION IF EXISTS "${name}"`).catch(() => undefined); // another came to need it
  });
}
