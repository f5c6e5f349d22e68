import { randomBytes } from 'node:crypto';
import { codeOf } from '../../scripts/failure';
import { Lease } from './lease';
import { databaseOn, ensureTemplate, load, TEMPLATE_PREFIX, type StorePlace } from './template';

/** PostgreSQL's code for a template that is gone; it was replaced a moment ago. */
const NO_SUCH_DATABASE = '3D000';

/** The loaded store of one graph, its alone. */
export interface GraphStore extends StorePlace {
  /** Of the database, or what its schemas begin with. */
  readonly name: string;
  /** Drops it. */
  release(): Promise<void>;
}

/**
 * A store of one's own on a server: a copy of the template, or, for a user who may not create databases,
 * schemas of its own in the given database, loaded anew.
 * @param prefix what all names begin with
 */
export async function takeStore(serverUrl: string, prefix: string): Promise<GraphStore> {
  const lease = await Lease.on(serverUrl);
  const name = `${prefix}graph_${randomBytes(4).toString('hex')}`;
  try {
    await lease.hold(name);
    await dropLeftovers(lease, prefix);
    const place = (await mayCreateDatabases(lease))
      ? await copyTemplate(lease, serverUrl, prefix, name)
      : await ownSchemas(serverUrl, name);
    return { ...place, name, release: () => release(lease, serverUrl, name) };
  } catch (error) {
    await drop(lease, name).catch(() => undefined);
    await lease.end();
    throw error;
  }
}

/** Also when the server has ended in between and stands again. */
async function release(lease: Lease, serverUrl: string, name: string): Promise<void> {
  try {
    await drop(lease, name);
  } catch {
    await lease.end();
    lease = await Lease.on(serverUrl);
    await drop(lease, name);
  } finally {
    await lease.end();
  }
}

async function copyTemplate(lease: Lease, serverUrl: string, prefix: string, name: string): Promise<StorePlace> {
  for (let attempt = 1; ; attempt++) {
    const template = await ensureTemplate(lease, serverUrl, prefix);
    try {
      await lease.rows(`CREATE DATABASE "${name}" TEMPLATE "${template}"${await cheapestCopy(lease)}`);
      return { databaseUrl: databaseOn(serverUrl, name), schemaPrefix: TEMPLATE_PREFIX };
    } catch (error) {
      if (codeOf(error) !== NO_SUCH_DATABASE || attempt === 3) throw error;
    }
  }
}

/** Copying files asks for a checkpoint, which costs nothing where nothing is flushed to disk. */
async function cheapestCopy(lease: Lease): Promise<string> {
  const [setting] = await lease.rows<{ fsync: string }>('SHOW fsync');
  return setting?.fsync === 'off' ? ' STRATEGY FILE_COPY' : '';
}

async function ownSchemas(serverUrl: string, name: string): Promise<StorePlace> {
  const place = { databaseUrl: serverUrl, schemaPrefix: `${name}_` };
  await load(place);
  return place;
}

async function mayCreateDatabases(lease: Lease): Promise<boolean> {
  const [role] = await lease.rows<{ may: boolean }>('SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user');
  return role?.may === true;
}

/** What runs have left that were killed: nobody holds their names any more. */
async function dropLeftovers(lease: Lease, prefix: string): Promise<void> {
  const found = await lease.rows<{ name: string }>(
    `SELECT DISTINCT substring(name FROM 1 FOR length($1) + 8) AS name
     FROM (SELECT datname AS name FROM pg_database UNION ALL SELECT nspname FROM pg_namespace) named
     WHERE starts_with(name, $1)`,
    [`${prefix}graph_`],
  );
  for (const { name } of found) {
    if (!(await lease.tryToHold(name))) continue;
    await drop(lease, name).catch(() => undefined); // another's, whom this user may not touch
    await lease.letGo(name);
  }
}

/** The database `name`, or the schemas that begin with it. */
async function drop(lease: Lease, name: string): Promise<void> {
  await lease.rows(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  const schemas = await lease.rows<{ nspname: string }>('SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)', [`${name}_`]);
  for (const { nspname } of schemas) await lease.rows(`DROP SCHEMA "${nspname}" CASCADE`);
}
