import type { Config } from '../shared/config';
import { DataDirectory } from './DataDirectory';
import { Failure } from './failure';
import type { Lifetime } from './Lifetime';
import { embeddedFiles, embeddedUrl, startEmbedded } from './postgres/embedded';
import { checkGivenServer, withoutPassword } from './postgres/given';

/** The PostgreSQL that this program works on. */
export interface Store {
  /** May hold a password: not for printing. */
  readonly url: string;
  /** For printing. */
  readonly description: string;
  /** Port of the embedded server, if it is that. */
  readonly embeddedPort: number | null;
}

/** The server of DATABASE_URL, or the embedded one in the data folder, which the caller has claimed. */
export async function openStore(config: Config, directory: DataDirectory, life: Lifetime): Promise<Store> {
  if (config.databaseUrl !== null) {
    const version = await versionOf([config.directUrl ?? config.databaseUrl, ...config.replicaUrls]);
    return { url: config.databaseUrl, description: `PostgreSQL ${version}, ${withoutPassword(config.databaseUrl)}`, embeddedPort: null };
  }
  const starting = startEmbedded({ dataDir: directory.path, signal: life.signal });
  await life.onEnd(() =>
    starting.then(
      (server) => server.stop(),
      () => undefined,
    ),
  );
  const server = await starting;
  void server.ended.then(() =>
    life.fail(new Failure(`PostgreSQL (process ${String(server.pid)}) has ended unasked; see ${directory.path}/${embeddedFiles.log}`)),
  );
  const made = server.created ? 'new' : 'kept';
  return { url: server.url, description: `embedded PostgreSQL, ${made} in ${directory.path}`, embeddedPort: server.port };
}

/** Of the first of these servers that can be used. @throws Failure as the first one of them does */
async function versionOf([url = '', ...others]: readonly string[]): Promise<string> {
  try {
    return await checkGivenServer(url.replaceAll('{name}', 'obligations'));
  } catch (error) {
    if (others.length === 0) throw error;
    return versionOf(others).catch(() => Promise.reject(error as Error));
  }
}

/** The embedded server that another process runs in `directory`. */
function storeOf(directory: DataDirectory, port: number): Store {
  const description = `embedded PostgreSQL of another process, in ${directory.path}`;
  return { url: embeddedUrl(directory.path, port), description, embeddedPort: port };
}

/** Takes the data folder for the length of the program. */
export async function claimDataDirectory(config: Config, life: Lifetime): Promise<DataDirectory> {
  const directory = new DataDirectory(config.dataDir);
  await directory.claim(life.follows);
  life.signal.addEventListener('abort', () => {
    directory.announce({ leaving: true });
  });
  await life.onEnd(() => {
    directory.release();
    return undefined;
  });
  return directory;
}

/** The store of DATABASE_URL; else the embedded one: that of a graph which runs on the data folder, or one of our own. */
export async function findStore(config: Config, life: Lifetime): Promise<Store> {
  const directory = new DataDirectory(config.dataDir);
  const occupant = config.databaseUrl === null ? directory.occupant() : null;
  if (occupant !== null && occupant.databasePort !== null) return storeOf(directory, occupant.databasePort);
  if (config.databaseUrl !== null) return openStore(config, directory, life);
  const own = await claimDataDirectory(config, life);
  const store = await openStore(config, own, life);
  own.announce({ databasePort: store.embeddedPort });
  return store;
}
