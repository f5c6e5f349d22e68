import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const EXAMPLE = `# Alt/Option + Enter completes a name, Ctrl + Enter runs the operation.
# A header { "As-Of": "2022-06-30" } asks as of that day.
{
  __typename
}
`;

interface Page {
  readonly plain: string;
  readonly zipped: Buffer;
}

/** Page and program in one, some megabytes, made when a browser first asks; nothing in it comes from elsewhere. */
async function page(endpoint: string): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const plain = renderGraphiQL({ title: 'Kết Nối', endpoint, defaultQuery: EXAMPLE });
  return { plain, zipped: await promisify(gzip)(plain) };
}

/** Shows GraphiQL to browsers that open `endpoint`. */
export function showGraphiQL(app: FastifyInstance, endpoint: string): void {
  let rendered: Promise<Page> | undefined;
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    rendered ??= page(endpoint);
    const { plain, zipped } = await rendered;
    reply.header('content-type', 'text/html; charset=utf-8').header('vary', 'accept, accept-encoding');
    const unzips = request.headers['accept-encoding']?.includes('gzip') === true;
    await (unzips ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(plain));
  };
  app.addHook('onRequest', (request, reply, done) => {
    const isBrowser = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    if (isBrowser && request.routeOptions.url === endpoint) show(request, reply).catch(done);
    else done();
  });
}
