import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SignatureCheck, SignedCall } from '../shared/identity/signature';

/**
 * Answers only calls that the gateway has signed, on every route but those of health, before anything else is done for them.
 * @param bodyLimit bytes; longer bodies are not read, nor such as do not tell their length
 */
export function requireSignature(app: FastifyInstance, check: SignatureCheck, bodyLimit: number): void {
  const begun = new WeakMap<FastifyRequest, SignedCall>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/health/') === true) return;
    const { method, url: path, headers } = request;
    if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > bodyLimit)
      return refuse(reply, 'its body is too long');
    const call = await check.begin({ method, path, headers });
    if (typeof call === 'string') return refuse(reply, call);
    begun.set(request, call);
  });
  app.addHook('preParsing', async (request, reply, payload) => {
    const call = begun.get(request);
    if (call === undefined) return payload;
    const body = Buffer.concat((await payload.toArray()) as Buffer[]);
    const refusal = call.refusalFor(body);
    return refusal === null ? Object.assign(Readable.from([body]), { receivedEncodedLength: body.length }) : refuse(reply, refusal);
  });
}

/** The reason is for the gateway's log. */
function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', `Ketnoi-Signature error="${reason}"`)
    .type('text/plain; charset=utf-8')
    .send(`only the gateway may ask this subgraph; this call is refused because ${reason}\n`);
}
