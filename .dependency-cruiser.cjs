/** Imports go one way: domain < ingest < shared < subgraphs < gateway < scripts < testkit < bench, simulation. STYLE: one-way dependencies. */
const layers = ['domain', 'ingest', 'shared', 'subgraphs', 'gateway', 'scripts', 'testkit', 'bench', 'simulation', 'tests'];

const oneWay = layers.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-nothing-above-it`,
  severity: 'error',
  from: { path: `^${layer}/` },
  to: { path: `^(${layers.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'domain-is-pure',
      comment: 'Rules know nothing but each other and the calendar.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: ['^domain/', '^node_modules/@js-joda/core/'] },
    },
    {
      name: 'gateway-knows-no-subgraph',
      comment: 'The gateway reads schema/; executors are handed to it.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'subgraphs-meet-in-the-supergraph',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/[^/]+/', pathNot: '^subgraphs/$1/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    // The first holds types alone; the others are this package by its own name, in dist/ as soon as it is built.
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^@graphql-typed-document-node/core$', '^ketnoi/(testkit|operations)$'] },
    },
    {
      name: 'no-development-tools-in-what-ships',
      severity: 'error',
      from: { path: '^(domain|ingest|shared|subgraphs|gateway|scripts|testkit)/', pathNot: '^scripts/(schema|check)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'import', 'types', 'default'] },
  },
};
