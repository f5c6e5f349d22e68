import { Client } from 'pg';

const RECONNECT_MS = 1000;

/** Hears what any process notifies on a channel of PostgreSQL. A lost connection is made again, and what was missed is looked for. */
export class Listener {
  private client: Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    /** Asked before each connection: the primary may have moved. */
    private readonly address: () => string,
    private readonly channel: string,
    private readonly onNews: () => void,
  ) {}

  async open(): Promise<void> {
    const client = new Client({ connectionString: this.address(), application_name: 'ketnoi listener', keepAlive: true });
    client.on('error', () => {
      this.lose(client);
    });
    client.on('end', () => {
      this.lose(client);
    });
    client.on('notification', () => {
      this.onNews();
    });
    this.client = client;
    await client.connect();
    await client.query(`LISTEN "${this.channel}"`);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private lose(client: Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    this.retry = setTimeout(() => {
      this.open().then(
        () => {
          this.onNews();
        },
        () => undefined, // its own error has set the next try
      );
    }, RECONNECT_MS);
  }
}
