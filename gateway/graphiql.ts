import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const EXAMPLE = `# Alt/Option + Enter completes a name, Ctrl + Enter runs the operation.
# A header { "As-Of": "2022-06-30" } asks as of that day.
{
  __typename
}
`;

/** Page and program in one, some megabytes, made when a browser first asks; nothing in it comes from elsewhere. */
async function page(endpoint: string): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return promisify(gzip)(renderGraphiQL({ title: 'Kết Nối', endpoint, defaultQuery: EXAMPLE }));
}

/** Shows GraphiQL to browsers that open `endpoint`. */
export function showGraphiQL(app: FastifyInstance, endpoint: string): void {
  let rendered: Promise<Buffer> | undefined;
  app.addHook('onRequest', async (request, reply) => {
    const isBrowser = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    if (!isBrowser || request.routeOptions.url !== endpoint) return;
    rendered ??= page(endpoint);
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-encoding', 'gzip')
      .send(await rendered);
  });
}
