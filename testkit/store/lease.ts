import { Client } from 'pg';

/**
 * A connection that stands for one who uses the server. What it holds (advisory locks) is free the moment it is gone,
 * however it went, so that others can tell what is left over.
 */
export class Lease {
  private constructor(private readonly client: Client) {}

  static async on(url: string): Promise<Lease> {
    const client = new Client({ connectionString: url, application_name: 'ketnoi testkit', connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined); // the next query says it
    await client.connect();
    return new Lease(client);
  }

  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(sql, [...values]);
    return rows;
  }

  /** Waits until nobody else holds `name`. */
  async hold(name: string): Promise<void> {
    await this.rows('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  }

  /** Whether `name` was free; it is held now. */
  async tryToHold(name: string): Promise<boolean> {
    const [row] = await this.rows<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held', [name]);
    return row?.held === true;
  }

  async letGo(name: string): Promise<void> {
    await this.rows('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  }

  async end(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
