import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Names and addresses are those of the supergraph. */
const schema = (file) => readFileSync(fileURLToPath(new URL(`../../schema/${file}`, import.meta.url)), 'utf8');

export const supergraph = schema('supergraph.graphql');
export const api = schema('api.graphql');
export const subgraphs = [...supergraph.matchAll(/@join__graph\(name: "(\w+)", url: "([^"]+)"\)/g)].map(([, name, url]) => ({
  name,
  url,
  sdl: schema(`${name}.graphql`),
}));
