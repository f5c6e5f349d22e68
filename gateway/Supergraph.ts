import { QueryPlanner, type QueryPlan } from '@graphql-hive/router-query-planner';
import {
  buildASTSchema,
  isAbstractType,
  isEnumType,
  Kind,
  parse,
  specifiedDirectives,
  specifiedScalarTypes,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
} from 'graphql';
import { DomainError } from '../shared/errors';
import { UnplannableError } from './errors';
import { reasonOf } from './thrown';

/** How long a plan may take; a query made to have very many is refused. */
const PLANNING_LIMIT_MS = 5000;

/** A composed Federation 2 supergraph: the public schema, who answers what, and plans for operations. */
export class Supergraph {
  /** What clients see: nothing of federation, nothing inaccessible. */
  readonly apiSchema: GraphQLSchema;
  /** URL of each subgraph as the supergraph has it (may be empty), by the name that plans use. */
  readonly urls: ReadonlyMap<string, string>;
  private readonly planner: QueryPlanner;
  private readonly overrides: readonly number[];
  private readonly types: ReadonlySet<string>;
  private readonly members = new Map<string, ReadonlySet<string>>();

  /** @throws DomainError BAD_SUPERGRAPH */
  constructor(readonly sdl: string) {
    try {
      const full = buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
      this.urls = subgraphUrls(full);
      this.planner = new QueryPlanner(sdl);
      this.overrides = this.planner.overridePercentages;
      this.apiSchema = buildASTSchema(publicSchema(this.planner.consumerSchema), { assumeValidSDL: true });
      const types = Object.values(full.getTypeMap());
      this.types = new Set(types.map((type) => type.name));
      for (const type of types) {
        if (isAbstractType(type)) this.members.set(type.name, new Set(full.getPossibleTypes(type).map((member) => member.name)));
      }
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError(
        'BAD_SUPERGRAPH',
        `the supergraph cannot be read: ${reasonOf(error)}; expected the SDL of a composed Federation 2 supergraph`,
      );
    }
  }

  hasType(name: string): boolean {
    return this.types.has(name);
  }

  isAbstract(name: string): boolean {
    return this.members.has(name);
  }

  /** Whether an object of type `typename` is one of `condition`, a type or an abstract type it belongs to. */
  isA(typename: string, condition: string): boolean {
    return typename === condition || this.members.get(condition)?.has(typename) === true;
  }

  /** A number below 100 that decides, for one operation, which progressively overridden fields are taken from where; null if there are none. */
  drawLot(): number | null {
    return this.overrides.length === 0 ? null : Math.random() * 100;
  }

  /** Stands for all lots that lead to the same plan. */
  lotClass(lot: number): string {
    return this.overrides.filter((percentage) => lot > percentage).join();
  }

  async plan(source: string, operationName: string | null, lot: number | null): Promise<QueryPlan> {
    const limit = AbortSignal.timeout(PLANNING_LIMIT_MS);
    try {
      return await this.planner.planAsync(source, operationName, new Set(), lot ?? 0, limit);
    } catch (error) {
      throw new UnplannableError(limit.aborted ? 'OPERATION_TOO_COMPLEX' : 'OPERATION_NOT_PLANNABLE', error);
    }
  }
}

function subgraphUrls(full: GraphQLSchema): Map<string, string> {
  const graphs = full.getType('join__Graph');
  if (!isEnumType(graphs)) {
    throw new DomainError(
      'BAD_SUPERGRAPH',
      'the schema names no subgraphs (enum join__Graph); expected the SDL of a composed Federation 2 supergraph',
    );
  }
  return new Map(
    graphs.getValues().map((value) => {
      const described = value.astNode?.directives?.find((directive) => directive.name.value === 'join__graph');
      const given = new Map(
        described?.arguments?.map(({ name, value: text }) => [name.value, text.kind === Kind.STRING ? text.value : '']),
      );
      return [given.get('name') ?? value.name, given.get('url') ?? ''];
    }),
  );
}

const BUILT_IN: ReadonlySet<string> = new Set([
  ...specifiedScalarTypes.map(({ name }) => name),
  ...specifiedDirectives.map(({ name }) => `@${name}`),
]);

/** The planner's public schema without what graphql-js itself has (introspection, built-in scalars and directives), and without references to what is hidden. */
function publicSchema(sdl: string): DocumentNode {
  const document = parse(sdl, { noLocation: true });
  const own = document.definitions.filter((definition) => {
    const name = 'name' in definition ? (definition.name?.value ?? '') : '';
    return !/^(__|join__|link__)/.test(name) && !BUILT_IN.has(definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${name}` : name);
  });
  const names = new Set(own.map((definition) => ('name' in definition ? definition.name?.value : undefined)));
  const known = (types: readonly NamedTypeNode[] | undefined): NamedTypeNode[] => (types ?? []).filter(({ name }) => names.has(name.value));
  return visit({ kind: Kind.DOCUMENT, definitions: own } as DocumentNode, {
    FieldDefinition: (field) => (field.name.value.startsWith('__') ? null : undefined),
    UnionTypeDefinition: (union) => ({ ...union, types: known(union.types) }),
    ObjectTypeDefinition: (type) => ({ ...type, interfaces: known(type.interfaces) }),
    InterfaceTypeDefinition: (type) => ({ ...type, interfaces: known(type.interfaces) }),
  });
}
