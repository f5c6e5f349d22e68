import { createLocalJWKSet } from 'jose';
import type { DataSource } from 'typeorm';
import { day } from '../../domain/calendar';
import { startGateway } from '../../gateway/gateway';
import { settableClock } from '../../shared/clock';
import { developmentIssuer } from '../../shared/identity/developmentKey';
import { identifyByToken } from '../../shared/identity/tokens';
import { openSubgraphs, type OpenSubgraph } from '../../subgraphs/runtime';
import { clientOf, type Client } from '../../testkit/client';
import type { Role } from '../../testkit/graph';
import { takeStore } from '../../testkit/store/database';
import { makeTokenPress } from '../../testkit/tokens';
import { testServer } from './store';
import { schemaFile } from './subgraphs';

/** Several gateways with subgraphs of their own over one store, and the store itself, at which raw SQL is thrown. */
export interface WritingGraph {
  readonly database: { readonly url: string; readonly schemaPrefix: string };
  /** The store of the duties. */
  readonly source: DataSource;
  readonly clock: { set(today: string): void };
  /** Address of one of the gateways. */
  url(replica: number): string;
  /** One who acts for an agency, at one of the gateways. */
  as(agencyId: string, role: Role, replica?: number): Client;
  /** One who asks without a token. */
  anybody(): Client;
  close(): Promise<void>;
}

export async function startWriting(today: string, replicas = 1): Promise<WritingGraph> {
  const server = testServer();
  const store = await takeStore(server.url, server.prefix);
  const clock = settableClock(day(today));
  const press = makeTokenPress();
  const settings = { issuer: null, agencyClaim: 'agency', rolesClaim: 'roles', roleNames: null, publicReading: true };
  const { name, audience, algorithm } = developmentIssuer;
  const keys = [{ ...press.publicKey, kty: 'EC', alg: algorithm }];
  const identify = identifyByToken(settings, createLocalJWKSet({ keys }));
  const started: Array<{ subgraphs: readonly OpenSubgraph[]; gateway: Awaited<ReturnType<typeof startGateway>> }> = [];
  for (let count = 0; count < replicas; count += 1) {
    const subgraphs = await openSubgraphs({ ...store, clock, identify, poolSize: 4 });
    const gateway = await startGateway({
      supergraph: schemaFile('supergraph.graphql'),
      inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
      host: '127.0.0.1',
      port: 0,
      production: false,
      timeoutMs: 60_000,
      clock,
    });
    started.push({ subgraphs, gateway });
  }
  const at = (replica: number) => started[replica] as (typeof started)[number];
  return {
    database: { url: store.databaseUrl, schemaPrefix: store.schemaPrefix },
    source: (at(0).subgraphs.find(({ name }) => name === 'obligations') as OpenSubgraph).source,
    clock: {
      set: (next) => {
        clock.set(day(next));
      },
    },
    url: (replica) => at(replica).gateway.url,
    as: (agencyId, role, replica = 0) => clientOf(at(replica).gateway.url, press.tokenFor({ iss: name, aud: audience }, agencyId, [role])),
    anybody: () => clientOf(at(0).gateway.url, null),
    close: async () => {
      for (const { subgraphs, gateway } of started) {
        await gateway.stop();
        await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
      }
      await store.release();
    },
  };
}
