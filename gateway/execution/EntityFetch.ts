import type { FetchRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import { SubgraphFailure, type Complaint } from '../errors';
import { isRecord, type JsonObject } from '../json';
import type { Supergraph } from '../Supergraph';
import type { Asked, Fetch } from './Fetch';
import { copyOf, fillAbsent, Hole, mergeInto } from './holes';
import { objectsAt, representationOf, type Path } from './representations';
import { rewrite, rewriteEntity } from './rewrites';

/** One `_entities` field of a fetch, as the plan describes it. */
interface EntityField {
  /** Its key in the answer. */
  readonly key: string;
  readonly paths: readonly Path[];
  readonly requires?: readonly RequiresSelection[];
  readonly inputRewrites?: readonly FetchRewrite[];
  readonly outputRewrites?: readonly FetchRewrite[];
}

/** Representations sent under one variable; equal ones are sent once. */
export class Representations {
  readonly list: JsonObject[] = [];
  private readonly places = new Map<string, number>();

  placeOf(representation: JsonObject): number {
    const key = keyOf(representation);
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.list.push(representation) - 1;
      this.places.set(key, place);
    }
    return place;
  }
}

/** Nearly all are a type and an id: written down without going through JSON. */
function keyOf(representation: JsonObject): string {
  const { __typename: type, id } = representation;
  const plain = typeof type === 'string' && typeof id === 'string' && Object.keys(representation).length === 2;
  return plain ? `${type} ${id}` : JSON.stringify(representation);
}

/** Adds to objects that stand in the data already what one more subgraph knows of them. */
export class EntityFetch {
  readonly key: string;
  private readonly targets: { readonly object: JsonObject; readonly place: number }[] = [];
  private readonly asked: readonly Asked[];

  constructor(
    private readonly fetch: Fetch,
    private readonly field: EntityField,
    private readonly supergraph: Supergraph,
    private readonly representations: Representations,
  ) {
    this.key = field.key;
    this.asked = fetch.asked.find((one) => one.key === field.key)?.asked ?? [];
  }

  /** Finds the objects and what has to be sent of them. */
  gather(data: JsonObject): void {
    for (const path of this.field.paths) {
      for (const object of objectsAt(data, path, this.supergraph)) {
        if (typeof object.__typename !== 'string') continue;
        const representation = representationOf(object, this.field.requires ?? [], this.supergraph);
        if (representation instanceof Hole) this.leaveHoles(object, representation.complaint);
        else if (representation === null) this.leaveNulls(object);
        else this.targets.push({ object, place: this.representations.placeOf(this.signed(representation, object)) });
      }
    }
  }

  /** `entities` is what came under the key. @returns what was wrong with it, if anything. */
  merge(entities: unknown): SubgraphFailure | null {
    if (this.targets.length === 0) return null;
    if (entities instanceof Hole) {
      for (const { object } of this.targets) this.leaveHoles(object, entities.complaint);
      return null;
    }
    const expected = this.representations.list.length;
    if (!Array.isArray(entities) || entities.length !== expected) {
      const seen = Array.isArray(entities) ? `${String(entities.length)} entities` : 'no list';
      const failure = this.misfit(`${seen} where ${String(expected)} were asked for`);
      for (const { object } of this.targets) this.leaveHoles(object, failure.complaint);
      return failure;
    }
    return this.mergeEach(entities);
  }

  private mergeEach(entities: readonly unknown[]): SubgraphFailure | null {
    let failure: SubgraphFailure | null = null;
    const used = new Set<number>();
    for (const { object, place } of this.targets) {
      const entity = entities[place];
      if (entity === null) this.leaveNulls(object);
      else if (entity instanceof Hole) this.leaveHoles(object, entity.complaint);
      else if (this.isEntity(entity)) {
        this.add(object, used.has(place) ? (copyOf(entity) as JsonObject) : entity);
        used.add(place);
      } else {
        failure ??= this.misfit('an entity is none, or of a type the supergraph does not have');
        this.leaveHoles(object, failure.complaint);
      }
    }
    return failure;
  }

  private add(object: JsonObject, entity: JsonObject): void {
    rewriteEntity(entity, this.field.outputRewrites, this.supergraph);
    // A subgraph that knows only the interface (@interfaceObject) does not take the object's own type away.
    const { __typename: typename } = entity;
    if (typeof typename === 'string' && !this.supergraph.isAbstract(typename)) object.__typename = typename;
    mergeInto(object, entity, this.supergraph, '__typename');
  }

  /** The subgraph has no such entity, or cannot be asked for it: what only it knows is null. */
  private leaveNulls(object: JsonObject): void {
    for (const [key, value] of Object.entries(this.absent(object, null))) if (object[key] === undefined) object[key] = value;
  }

  private leaveHoles(object: JsonObject, complaint: Complaint): void {
    mergeInto(object, this.absent(object, complaint), this.supergraph);
  }

  private absent(object: JsonObject, complaint: Complaint | null): JsonObject {
    const entity: JsonObject = { __typename: object.__typename };
    fillAbsent(entity, this.asked, complaint, this.supergraph);
    rewriteEntity(entity, this.field.outputRewrites, this.supergraph);
    delete entity.__typename;
    return entity;
  }

  private signed(representation: JsonObject, object: JsonObject): JsonObject {
    representation.__typename ??= object.__typename;
    rewrite(representation, this.field.inputRewrites, this.supergraph);
    return representation;
  }

  private isEntity(entity: unknown): entity is JsonObject {
    if (!isRecord(entity)) return false;
    const { __typename: typename } = entity;
    return typename === undefined || (typeof typename === 'string' && this.supergraph.hasType(typename));
  }

  private misfit(detail: string): SubgraphFailure {
    return new SubgraphFailure('SUBGRAPH_BAD_RESPONSE', this.fetch.subgraph, detail);
  }
}
