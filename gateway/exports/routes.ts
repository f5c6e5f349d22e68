import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { day } from '../../domain/calendar';
import { systemClock, type Clock } from '../../shared/clock';
import type { Executor } from '../execution/Executor';
import { forwardedHeaders, headerComplaint } from '../requestHeaders';
import { calendarOf } from './calendar/calendar';
import { catalogOf } from './catalog/catalog';
import { isKnown, entityTag } from './feed/conditional';
import { feedOf } from './feed/feed';
import { conflictsQuery, conflictsSheet } from './conflicts';
import { connectionsQuery, connectionsSheet } from './connections';
import { GraphReader, pageIn, started, type Asking } from './GraphReader';
import { obligationsQuery, obligationsSheet } from './obligations';
import { readParameters, type Language } from './parameters';
import { badInput, Refusal } from './Refusal';
import { sheetFormats, type Sheet } from './sheet';
import { wordsOf } from './words';

/** A list of the graph that leaves it as a sheet. */
interface ListExport<Row> {
  /** Of the list in the address. */
  readonly name: string;
  /** Of the list among the fields of Query. */
  readonly field: string;
  /** Asks for a page of it under the name `list`. */
  readonly query: string;
  readonly sheet: Sheet<Row>;
  readonly formats: readonly (keyof typeof sheetFormats)[];
}

/**
 * Lays what leaves the graph as files. A graph without the fields that an export asks for goes without it; whether it has them is
 * found out when the file is first asked for, so that no start waits for it.
 */
export function layExports(
  app: FastifyInstance,
  schema: GraphQLSchema,
  executor: Pick<Executor, 'execute'>,
  clock: Clock = systemClock,
): void {
  const reader = new GraphReader(schema, executor);
  void app.register((scope, _options, done) => {
    scope.setErrorHandler(refuse);
    layList(scope, reader, {
      name: 'obligations',
      field: 'obligations',
      query: obligationsQuery,
      sheet: obligationsSheet,
      formats: ['csv', 'xlsx'],
    });
    layList(scope, reader, {
      name: 'connections',
      field: 'dataConnections',
      query: connectionsQuery,
      sheet: connectionsSheet,
      formats: ['csv', 'xlsx'],
    });
    layList(scope, reader, { name: 'conflicts', field: 'conflicts', query: conflictsQuery, sheet: conflictsSheet, formats: ['csv'] });
    layCalendar(scope, reader);
    layFeed(scope, reader, clock);
    layCatalog(scope, reader);
    done();
  });
}

function layList<Row>(scope: FastifyInstance, reader: GraphReader, { name, field, query, sheet, formats }: ListExport<Row>): void {
  const known = once(() => reader.question(query));
  const list = reader.schema.getQueryType()?.getFields()[field];
  if (list === undefined) return;
  for (const format of formats) {
    const { contentType, write } = sheetFormats[format];
    scope.get(`/export/${name}.${format}`, async (request, reply) => {
      const question = known();
      if (question === null) return nothing(reply);
      const { language, asking } = read(request, list);
      const rows = await started(reader.rows<Row>(question, asking, pageIn));
      const file = await write({ sheet, rows, language, words: wordsOf(reader.schema, language) });
      return send(reply, file, contentType, `attachment; filename="${['ketnoi', name, ...dayOf(asking)].join('-')}.${format}"`);
    });
  }
}

function layCalendar(scope: FastifyInstance, reader: GraphReader): void {
  const known = once(() => calendarOf(reader));
  const type = reader.schema.getType('Agency');
  const owes = type !== undefined && 'getFields' in type ? type.getFields().owes : undefined;
  if (owes === undefined || !('args' in owes)) return;
  // A wildcard, because ids may be longer than a parameter of the router.
  scope.get<{ Params: { '*': string } }>('/calendar/*', async (request, reply) => {
    const calendar = known();
    if (calendar === null) return nothing(reply);
    const { 1: agency } = /^(.+)\.ics$/.exec(request.params['*']) ?? [];
    if (agency === undefined) throw new Refusal(404, 'NOT_FOUND', 'expected /calendar/<agency>.ics', ['agency']);
    const { language, asking } = read(request, owes);
    const file = await calendar({ agency, language, asking });
    const name = agency.replace(/^agency:/, '');
    return send(reply, file, 'text/calendar; charset=utf-8', `inline; filename="${name}.ics"`);
  });
}

function layFeed(scope: FastifyInstance, reader: GraphReader, clock: Clock): void {
  const known = once(() => feedOf(reader));
  scope.get<{ Params: { '*': string } }>('/feed/*', async (request, reply) => {
    const feed = known();
    if (feed === null) return nothing(reply);
    const { 1: agency } = /^(.+)\.atom$/.exec(request.params['*']) ?? [];
    if (agency === undefined) throw new Refusal(404, 'NOT_FOUND', 'expected /feed/<agency>.atom', ['agency']);
    const { language, asking } = read(request, null);
    const today = day(dayOf(asking)[0] ?? clock.today());
    const self = new URL(request.url, `${request.protocol}://${request.host}`);
    const { xml, updated } = await feed({ agency, language, today, headers: { ...asking.headers, 'as-of': today }, self });
    const etag = entityTag(xml);
    reply.headers({ etag, 'last-modified': updated.toUTCString(), 'cache-control': 'no-cache', vary: 'as-of, authorization' });
    if (isKnown(request.headers, etag, updated)) return reply.code(304).send();
    return reply.type('application/atom+xml; charset=utf-8').send(xml);
  });
}

function layCatalog(scope: FastifyInstance, reader: GraphReader): void {
  const known = once(() => catalogOf(reader));
  scope.get('/catalog.jsonld', async (request, reply) => {
    const catalog = known();
    if (catalog === null) return nothing(reply);
    const { asking } = read(request, null);
    return send(reply, await catalog(asking), 'application/ld+json; charset=utf-8', 'inline; filename="catalog.jsonld"');
  });
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined;
  return () => (made ??= { it: make() }).it;
}

/** As at any address where nothing is. */
function nothing(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

interface Read {
  readonly language: Language;
  readonly asking: Asking;
}

/** What is asked for; a day in the address goes before that of the header, for every part of the graph. */
function read({ url, headers }: FastifyRequest, list: Parameters<typeof readParameters>[1]): Read {
  const wrong = headerComplaint(headers);
  if (wrong !== null) throw badInput(wrong, ['As-Of']);
  const { language, asOf, variables } = readParameters(new URL(url, 'http://localhost').searchParams, list);
  const forwarded = forwardedHeaders(headers);
  const asking = { variables: { ...variables, language }, headers: asOf === null ? forwarded : { ...forwarded, 'as-of': asOf } };
  return { language, asking };
}

function dayOf({ headers }: Asking): string[] {
  const { 'as-of': day } = headers;
  return day === undefined ? [] : [day];
}

function send(reply: FastifyReply, file: Readable, contentType: string, disposition: string): FastifyReply {
  return reply.headers({ 'content-type': contentType, 'content-disposition': disposition, vary: 'as-of' }).send(file);
}

/** What nobody foresaw is told to the log only; the client gets the entry's id. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // A file that fails before its first byte leaves no trace in the answer.
  reply.removeHeader('content-disposition').type('application/json; charset=utf-8');
  if (error instanceof Refusal) return reply.code(error.status).send(error.toJSON());
  const logId = randomUUID();
  request.log.error({ err: error, logId }, 'unforeseen error while exporting');
  return reply.code(500).send(new Refusal(500, 'INTERNAL', `something went wrong; the log has it as ${logId}`).toJSON());
}
