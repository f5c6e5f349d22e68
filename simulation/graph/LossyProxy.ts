import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands between the agencies and the graph as a bad line does: it passes a request on, and when it is told to it drops the
 * connection just as the answer comes, so that the graph has acted and the agency does not know.
 */
export class LossyProxy {
  private readonly server: Server;
  private readonly open = new Set<Socket>();
  private cutting = 0;
  /** Connections dropped with an answer on them. */
  lost = 0;

  private constructor(private readonly target: URL) {
    this.server = createServer((client) => {
      this.join(client);
    });
  }

  static async before(url: string): Promise<LossyProxy> {
    const proxy = new LossyProxy(new URL(url));
    await new Promise<void>((resolve, reject) => proxy.server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The address of the graph through this proxy. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}${this.target.pathname}`;
  }

  /** Drops the connections of the next answers. */
  cut(answers: number): void {
    this.cutting = answers;
  }

  async close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket): void {
    const graph = connect({ host: this.target.hostname, port: Number(this.target.port), noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, graph],
      [graph, client],
    ] as const) {
      this.open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.open.delete(socket);
        other.destroy();
      });
    }
    client.pipe(graph);
    graph.on('data', (bytes) => {
      if (this.cutting > 0) {
        this.cutting--;
        this.lost++;
        client.destroy();
        graph.destroy();
      } else if (!client.write(bytes)) {
        graph.pause();
        client.once('drain', () => graph.resume());
      }
    });
  }
}
