import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const CHECK_MS = 10;
/** What a client that keeps its connection may take until it asks again. */
const LAST_MS = 1000;

/**
 * Takes leave of clients before it stops. First balancers are told that this one is not ready, and all else goes on. Then nobody is let in
 * any more, and each connection that is open is closed with its next answer, so that no request meets a closed door.
 */
export class Draining {
  private begun = false;
  private closing = false;

  constructor(private readonly app: FastifyInstance) {
    app.addHook('onRequest', (request, reply, done) => {
      if (this.begun && request.url === '/health/ready') void reply.code(503).send({ status: 'stopping' });
      else done();
    });
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.closing) reply.header('connection', 'close');
      done();
    });
  }

  /** @param ms for balancers, at most; less when there are no connections */
  async run(ms: number): Promise<void> {
    if (ms <= 0) return;
    this.begun = true;
    await this.untilAlone(ms);
    this.closing = true;
    // That of HTTP would cut connections that wait for their next request, which may be on its way.
    Server.prototype.close.call(this.app.server);
    await this.untilAlone(LAST_MS);
  }

  private async untilAlone(ms: number): Promise<void> {
    const limit = performance.now() + ms;
    while (performance.now() < limit && (await this.connections()) > 0) await sleep(CHECK_MS);
  }

  private connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.app.server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });
  }
}
