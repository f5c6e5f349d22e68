import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../exports/Refusal';
import { budgetOf } from './callers';
import { rateHeaders, type Left, type Rates } from './rates';
import { LimitError } from './refusals';

/** An export goes through whole lists. */
const EXPORT_WEIGHT = 20;

/** Limits how often each caller asks. To be laid after callers are known, so that agencies have budgets of their own. */
export function limitRequests(app: FastifyInstance, rates: Rates, endpoint: string): void {
  if (!rates.countRequests) return;
  app.addHook('onRequest', async (request, reply) => {
    const url = request.routeOptions.url ?? '';
    if (url.startsWith('/health/')) return;
    const left = await spending(reply, rates.request(budgetFor(request), url.startsWith(endpoint) ? 1 : EXPORT_WEIGHT));
    if (left !== null) reply.headers(rateHeaders(left));
  });
}

/** Limits how often one address shows tokens that do not hold. To be laid before they are looked at. */
export function limitRefusedTokens(app: FastifyInstance, rates: Rates): void {
  if (!rates.countRequests) return;
  app.addHook('onRequest', async ({ headers: { authorization }, ip }, reply) => {
    if (authorization !== undefined) await spending(reply, rates.showToken(budgetOf(null, ip)));
  });
  app.addHook('onResponse', async ({ headers: { authorization }, ip }, { statusCode }) => {
    if (authorization !== undefined && statusCode === 401) await rates.tokenRefused(budgetOf(null, ip));
  });
}

export function budgetFor({ caller, ip }: FastifyRequest): string {
  return budgetOf(caller, ip);
}

async function spending(reply: FastifyReply, spent: Promise<Left> | null): Promise<Left | null> {
  try {
    return await spent;
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    reply.headers(error.headers);
    throw new Refusal(error.status, String(error.extensions.code), error.message);
  }
}
