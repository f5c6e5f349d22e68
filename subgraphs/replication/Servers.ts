import { Pool, type PoolConfig } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOptions, setDirectAddress, type DatabaseOptions } from '../../shared/database';
import { look, primaryAmong, type Sight } from './look';
import { readingFrom } from './reading';

const LOOK_EVERY_MS = 500;
const LOOK_WITHIN_MS = 1000;
/** How old the answers of a replica may be for those who have written nothing; an older one is not asked. */
const STALE_AFTER_MS = 5000;

interface Server {
  readonly url: string;
  /** For statements. */
  pool: Pool;
  /** For looking, so that a full pool does not make the server look dead. */
  readonly watch: Pool;
  sight: Sight | null;
}

/** Pools of TypeORM's driver; it picks one of the `slaves` for each runner that reads, and the master when there are none. */
interface Pools {
  master: Pool;
  slaves: Pool[];
}

/**
 * The primary and the replicas of a store. Who takes writes and how far the others have come is looked at all the time: a replica
 * that is away or late is not asked, and a replica that was promoted is the primary from then on.
 */
export class Servers {
  private readonly servers: readonly Server[];
  private readonly pools: Pools;
  /** The store as its replicas hold it. */
  readonly reader: DataSource;
  /** Where the primary stood, oldest first, over the last STALE_AFTER_MS. */
  private stood: Array<{ readonly at: number; readonly position: bigint }> = [];
  private primary: Server | null;
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** `options.url` is that of the primary. */
  constructor(
    private readonly source: DataSource,
    options: DatabaseOptions,
    private readonly log: (message: string) => void,
  ) {
    this.pools = source.driver as unknown as Pools;
    const settings = poolOptions(options);
    this.servers = [options.url, ...(options.replicaUrls ?? [])].map((url, index) => ({
      url,
      pool: index === 0 ? this.pools.master : openPool({ ...settings, connectionString: url }),
      watch: openPool({ connectionString: url, max: 1, application_name: 'ketnoi replication' }),
      sight: null,
    }));
    this.primary = this.servers[0] ?? null;
    this.reader = readingFrom(source, () => this.look());
  }

  async open(): Promise<void> {
    await this.look();
    this.plan();
  }

  /**
   * The store for one request that reads. Whoever may have written (`mustSee`) gets a replica only if it holds everything that had
   * been written when the request came, and else the primary.
   */
  async forReading(mustSee: boolean): Promise<DataSource> {
    if (!mustSee || this.sightOfPrimary === null) return this.reader; // of a primary that is away nothing newer can be had
    if (this.pools.slaves.length === 0) return this.source;
    await this.look();
    return this.replicasHoldAll() ? this.reader : this.source;
  }

  /** What answers at all: the primary, or in its absence the replicas. */
  get anything(): DataSource {
    return this.sightOfPrimary === null ? this.reader : this.source;
  }

  private replicasHoldAll(): boolean {
    const sight = this.sightOfPrimary;
    if (sight === null) return true;
    const asked = this.servers.filter(({ pool }) => this.pools.slaves.includes(pool));
    return asked.length > 0 && asked.every((server) => (server.sight?.position ?? -1n) >= sight.position);
  }

  private get sightOfPrimary(): Sight | null {
    return this.primary?.sight ?? null;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.running;
    // The driver closes those that it has; the others are ours.
    const [first] = this.servers;
    if (first !== undefined) this.pools.master = first.pool;
    this.pools.slaves = [];
    await Promise.all(this.servers.map((server) => server.watch.end()));
    await Promise.all(this.servers.slice(1).map((server) => server.pool.end()));
  }

  private plan(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      void this.look().finally(() => {
        this.plan();
      });
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Looks at all servers, from now on: who asks while one look is under way waits for the next, which all that wait share. */
  private look(): Promise<void> {
    if (this.running === null) {
      this.running = this.lookNow().finally(() => {
        this.running = null;
      });
      return this.running;
    }
    this.next ??= this.running.then(() => {
      this.next = null;
      return this.look();
    });
    return this.next;
  }

  private async lookNow(): Promise<void> {
    if (this.closed) return;
    const at = Date.now();
    const sights = await Promise.all(this.servers.map((server) => look(server.watch, LOOK_WITHIN_MS)));
    this.servers.forEach((server, index) => (server.sight = sights[index] ?? null));
    const primary = primaryAmong(this.servers);
    if (primary !== null && primary !== this.primary) this.follow(primary);
    const sight = primary?.sight ?? null;
    if (sight !== null)
      this.stood = [...this.stood.filter((earlier) => at - earlier.at < STALE_AFTER_MS), { at, position: sight.position }];
    const least = primary === null ? 0n : (this.stood[0]?.position ?? 0n);
    this.pools.slaves = this.servers
      .filter(({ sight }) => sight !== null && sight.standby && sight.position >= least)
      .map((server) => server.pool);
  }

  private follow(primary: Server): void {
    this.log(`the replica ${new URL(primary.url).host} was promoted and takes the writes from now on`);
    this.primary = primary;
    this.pools.master = primary.pool;
    this.stood = [];
    setDirectAddress(this.source, primary.url);
  }
}

function openPool(config: PoolConfig): Pool {
  const pool = new Pool({ connectionTimeoutMillis: LOOK_WITHIN_MS, ...config });
  pool.on('error', () => undefined); // a connection that lies idle breaks with its server
  return pool;
}

/** The address of the server that takes writes, the first one if none answers. */
export async function findPrimary(urls: readonly string[]): Promise<string | null> {
  const servers = urls.map((url) => ({ url, watch: openPool({ connectionString: url, max: 1 }) }));
  try {
    const seen = await Promise.all(servers.map(async ({ url, watch }) => ({ url, sight: await look(watch, LOOK_WITHIN_MS * 2) })));
    return primaryAmong(seen)?.url ?? urls[0] ?? null;
  } finally {
    await Promise.all(servers.map(({ watch }) => watch.end().catch(() => undefined)));
  }
}
