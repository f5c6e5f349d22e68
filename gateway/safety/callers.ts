import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../shared/identity/caller';

/** Whether the address of a connection is that of a proxy which tells for whom it asks. */
export type TrustProxy = ReturnType<typeof proxyAddress.compile>;

/** @param proxies addresses, networks, and the names that proxy-addr knows */
export function trustOf(proxies: readonly string[]): TrustProxy {
  return proxyAddress.compile([...proxies]);
}

/** Where a request comes from, behind the proxies that are trusted. */
export function addressOf(request: IncomingMessage, trust: TrustProxy): string {
  return proxyAddress(request, trust);
}

/** Whose budgets a request uses: those of the token's agency, else of the address. */
export function budgetOf(caller: Pick<Caller, 'agencyId'> | null, address: string): string {
  return caller === null ? `address:${network(address)}` : caller.agencyId;
}

const PARTS_OF_NETWORK = 4;

const networks = new LRUCache<string, string>({ max: 1000 });

function network(address: string): string {
  let known = networks.get(address);
  if (known === undefined) {
    known = networkOf(address);
    networks.set(address, known);
  }
  return known;
}

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, PARTS_OF_NETWORK).join(':') : parsed.toString();
}
