// Composes the subgraphs as Apollo Router's tools do, and reads schema/supergraph.graphql as Apollo Router would.
// Prints one JSON object: what was wrong, and the schema that clients would see.
import { composeServices, validateSatisfiability } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse, printSchema } from 'graphql';
import { subgraphs, supergraph } from './subgraphs.mjs';

const composed = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
const errors = (composed.errors ?? []).map((error) => error.message);
const ours = Supergraph.build(supergraph);
const unsatisfied = (validateSatisfiability({ supergraphSdl: supergraph }).errors ?? []).map((error) => error.message);
const apiOf = (read) => printSchema(read.apiSchema().toGraphQLJSSchema());

console.log(
  JSON.stringify({
    composition: { errors, api: composed.supergraphSdl === undefined ? null : apiOf(Supergraph.build(composed.supergraphSdl)) },
    supergraph: { errors: unsatisfied, api: apiOf(ours), subgraphs: [...ours.subgraphs()].map(({ name }) => name) },
  }),
);
