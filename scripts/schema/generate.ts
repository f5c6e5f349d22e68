import { composeServices, transformSupergraphToPublicSchema, compositionHasErrors } from '@theguild/federation-composition';
import { parse, print, type DocumentNode } from 'graphql';
import { subgraphSdl } from '../../shared/subgraph';
import { subgraphNames, subgraphUrl } from '../../subgraphs/registry';
import { definitions } from '../../subgraphs/runtime';
import { withoutReentries, withReentries, type Reentries } from './reentry';

/** Every generated file of schema/, by name: the subgraphs' SDL, the supergraph, and the API that clients see. */
export async function generateSchema(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const reentries: Reentries = new Map();
  const services: Array<{ name: string; url: string; typeDefs: DocumentNode }> = [];
  for (const name of subgraphNames) {
    const sdl = await subgraphSdl(definitions[name]);
    files.set(`${name}.graphql`, `${print(parse(sdl))}\n`);
    services.push({ name, url: subgraphUrl(name, '127.0.0.1'), typeDefs: withoutReentries(parse(sdl), reentries) });
  }
  const composed = composeServices(services);
  if (compositionHasErrors(composed))
    throw new Error(`the subgraphs do not compose:\n${composed.errors.map((error) => `  ${error.message}`).join('\n')}`);
  const supergraph = withReentries(parse(composed.supergraphSdl), reentries);
  files.set('supergraph.graphql', `${print(supergraph)}\n`);
  files.set('api.graphql', `${print(transformSupergraphToPublicSchema(supergraph))}\n`);
  return files;
}
