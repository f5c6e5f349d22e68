// Composes the subgraphs as Cosmo does. Prints one JSON object: what was wrong, and the schema that clients would see.
import { printSchema } from 'graphql';
import { federated } from './wundergraph.mjs';

const messages = (problems) => (problems ?? []).map((problem) => problem.message);
console.log(
  JSON.stringify({
    errors: federated.success ? [] : messages(federated.errors),
    warnings: messages(federated.warnings),
    api: federated.success ? printSchema(federated.federatedGraphClientSchema) : null,
  }),
);
