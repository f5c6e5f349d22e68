import type { SubgraphDefinition } from '../../shared/subgraph';
import { LoadedFrom1700001300000 } from '../LoadedFrom';
import { LoadedPlans1700000600000 } from '../LoadedPlans';
import { SearchWords1700001100000 } from '../SearchWords';
import { LegalDocument } from './LegalDocument';
import { LegalDocumentResolver, VerifierResolver } from './LegalDocumentResolver';
import { rows } from './load';
import { Documents1700000000000 } from './migrations/1700000000000-Documents';
import { Verifiers1700000700000 } from './migrations/1700000700000-Verifiers';

export const documents: SubgraphDefinition = {
  name: 'documents',
  entities: [LegalDocument],
  migrations: [Documents1700000000000, LoadedPlans1700000600000, Verifiers1700000700000, SearchWords1700001100000, LoadedFrom1700001300000],
  resolvers: [LegalDocumentResolver, VerifierResolver],
  types: [],
  references: { LegalDocument: (key, context) => context.record(LegalDocument, key.id) },
  rows,
};
