/** Names, ports and order of loading of the parts; the one place that knows them. */
export const subgraphNames = ['agencies', 'databases', 'documents', 'obligations', 'services'] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** Port on which a subgraph listens when it runs as a process of its own. */
export const subgraphPorts: Readonly<Record<SubgraphName, number>> = {
  agencies: 4001,
  databases: 4002,
  documents: 4003,
  obligations: 4004,
  services: 4005,
};

export const gatewayPort = 4000;

/** Address of a subgraph; `host` may hold `{name}`. */
export function subgraphUrl(name: SubgraphName, host: string): string {
  return `http://${host.replace('{name}', name)}:${String(subgraphPorts[name])}/graphql`;
}
