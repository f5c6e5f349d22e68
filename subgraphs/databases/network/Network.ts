import Graph from 'graphology';
import { connectedComponents } from 'graphology-components';
import betweennessCentrality from 'graphology-metrics/centrality/betweenness';
import { bidirectional } from 'graphology-shortest-path/dijkstra';

/** A connection that duties name; ends are ids of databases. */
export interface Link {
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

/** What a database is to the network of a day. */
export interface Place {
  readonly degree: number;
  readonly betweenness: number;
  readonly articulationPoint: boolean;
  readonly component: number;
  readonly componentSize: number;
}

/** The network that connections make of databases; computed once, asked often. */
export class Network {
  private readonly graph = new Graph({ type: 'undirected', multi: false, allowSelfLoops: false });
  private readonly places = new Map<string, Place>();
  private readonly components: string[][];

  /** `links` in a fixed order, so that of several shortest paths the same one is found every time. */
  constructor(links: readonly Link[]) {
    for (const { id, a, b } of links) this.graph.mergeUndirectedEdgeWithKey(id, a, b);
    this.components = connectedComponents(this.graph).map((members) => members.sort());
    this.components.sort((a, b) => b.length - a.length || (a[0] ?? '').localeCompare(b[0] ?? ''));
    // The library refuses a graph without nodes.
    const betweenness = links.length === 0 ? {} : betweennessCentrality(this.graph, { getEdgeWeight: null });
    const cutting = articulationPoints(this.graph);
    this.components.forEach((members, index) => {
      for (const id of members) {
        this.places.set(id, {
          degree: this.graph.degree(id),
          betweenness: betweenness[id] ?? 0,
          articulationPoint: cutting.has(id),
          component: index + 1,
          componentSize: members.length,
        });
      }
    });
  }

  /** A database that no connection names stands alone: a component of its own, with the number 0. */
  place(id: string): Place {
    return this.places.get(id) ?? { degree: 0, betweenness: 0, articulationPoint: false, component: 0, componentSize: 1 };
  }

  /** Databases with most connections first, those with as many by id. */
  byDegree(): string[] {
    return [...this.places].sort(([a, left], [b, right]) => right.degree - left.degree || a.localeCompare(b)).map(([id]) => id);
  }

  /**
   * Ids of the connections of a shortest path, in order; empty from a database to itself; null when there is none. Of several
   * as short, the one through the databases with most connections.
   */
  path(from: string, to: string): string[] | null {
    if (from === to) return [];
    if (!this.graph.hasNode(from) || !this.graph.hasNode(to)) return null;
    const nodes = bidirectional(this.graph, from, to, (edge) => this.length(edge)) as string[] | null;
    return nodes === null ? null : nodes.slice(1).map((node, index) => this.graph.edge(nodes[index], node) ?? '');
  }

  /** One for a step, and so much less than a step between busy databases that no number of steps adds up to one. */
  private length(edge: string): number {
    const [a, b] = this.graph.extremities(edge);
    return 1 + (1 / this.graph.degree(a) + 1 / this.graph.degree(b)) / (4 * this.graph.order);
  }
}

/**
 * Nodes whose loss breaks their component apart: their neighbours no longer all reach one another. Costs as much as the
 * betweenness, a walk for each node with two neighbours or more.
 */
function articulationPoints(graph: Graph): Set<string> {
  const cuts = (node: string): boolean => {
    const neighbours = graph.neighbors(node);
    const [first] = neighbours;
    if (first === undefined || neighbours.length < 2) return false;
    const seen = new Set([node, first]);
    const waiting = [first];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const next of graph.neighbors(at)) {
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    return neighbours.some((neighbour) => !seen.has(neighbour));
  };
  return new Set(graph.filterNodes(cuts));
}
