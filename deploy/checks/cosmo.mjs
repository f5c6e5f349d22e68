// Prints the execution configuration with which the router of Cosmo serves this graph (deploy/routers/cosmo/config.yaml).
import { createHash } from 'node:crypto';
import { buildRouterConfig, SubgraphKind } from '@wundergraph/cosmo-shared';
import { ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { print, printSchema } from 'graphql';
import { subgraphs } from './subgraphs.mjs';
import { federated } from './wundergraph.mjs';

if (!federated.success) throw new Error(federated.errors.map((error) => error.message).join('\n'));
const sdl = print(federated.federatedGraphAST);
const config = buildRouterConfig({
  federatedClientSDL: printSchema(federated.federatedGraphClientSchema),
  federatedSDL: sdl,
  fieldConfigurations: federated.fieldConfigurations,
  routerCompatibilityVersion: ROUTER_COMPATIBILITY_VERSION_ONE,
  schemaVersionId: createHash('sha256').update(sdl).digest('hex').slice(0, 16),
  subgraphs: subgraphs.map(({ name, url, sdl: own }) => {
    const known = federated.subgraphConfigBySubgraphName.get(name);
    return {
      kind: SubgraphKind.Standard,
      id: name,
      name,
      url,
      sdl: own,
      subscriptionUrl: url,
      subscriptionProtocol: 'sse_post',
      websocketSubprotocol: 'auto',
      schema: known?.schema,
      configurationDataByTypeName: known?.configurationDataByTypeName,
      costs: known?.costs,
    };
  }),
});
console.log(config.toJsonString());
