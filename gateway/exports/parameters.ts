import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { parseDay } from '../../domain/calendar';
import { isRecord } from '../json';
import { badInput } from './Refusal';

export type Language = 'VI' | 'EN';

/** What the parameters of an export's address ask for. */
export interface ExportParameters {
  readonly language: Language;
  /** Null: the As-Of header's day, or today. */
  readonly asOf: string | null;
  /** Arguments of the list: filter, orderBy; only those given. */
  readonly variables: Readonly<Record<string, unknown>>;
}

type Path = (string | number)[];
type Field = GraphQLField<unknown, unknown>;

const OWN: readonly string[] = ['asOf', 'language', 'lang'];
const OF_LIST: readonly string[] = ['filter', 'orderBy'];

/**
 * Reads `?filter={…}`, `?orderBy=…`, and the filter's own fields as parameters: repeated for a list, with dots for a
 * field of a field (`due.from`). `field` is the list that is exported, null for an export without a filter.
 * @throws Refusal naming the parameter, what was seen and what would be right
 */
export function readParameters(query: URLSearchParams, field: Field | null): ExportParameters {
  const given = new Map<string, string[]>();
  for (const [name, value] of query) given.set(name, [...(given.get(name) ?? []), value]);
  const variables: Record<string, unknown> = {};
  const types = new Map(field?.args.filter(({ name }) => OF_LIST.includes(name)).map(({ name, type }) => [name, type]));
  const filterType = getNullableType(types.get('filter'));
  const filter = isInputObjectType(filterType) ? readFilter(given, filterType, types) : null;
  if (filter !== null) variables.filter = filter;
  const orderType = types.get('orderBy');
  const orderBy = single(given, 'orderBy');
  if (orderBy !== null && orderType !== undefined) variables.orderBy = coerce(orderBy, orderType, ['orderBy']);
  refuseUnknown(given, [...OWN, ...types.keys()], isInputObjectType(filterType) ? filterType : null);
  const asOf = single(given, 'asOf');
  const name = given.has('lang') ? 'lang' : 'language';
  return { language: readLanguage(single(given, name), name), asOf: asOf === null ? null : readDay(asOf, ['asOf']), variables };
}

function readFilter(given: ReadonlyMap<string, string[]>, type: GraphQLInputObjectType, types: ReadonlyMap<string, unknown>): unknown {
  const whole = single(given, 'filter');
  const filter = whole === null ? {} : parseFilter(whole);
  let some = whole !== null;
  for (const [name, values] of given) {
    if (OWN.includes(name) || types.has(name)) continue;
    const path = name.split('.');
    const of = typeAt(type, path);
    if (of === null) continue;
    put(filter, path, isListType(of) ? values.map((value) => plain(value, of)) : plain(single(given, name) ?? '', of));
    some = true;
  }
  return some ? coerce(filter, type, ['filter']) : null;
}

function parseFilter(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // said below
  }
  throw badInput(`filter: ${shown(text)} is no JSON object; expected for example {"standings":["OPEN_OVERDUE"]}`, ['filter']);
}

/** The type of a field inside the filter; null: it has none of that name. */
function typeAt(type: GraphQLInputObjectType, [name = '', ...rest]: readonly string[]): GraphQLInputType | null {
  const found = type.getFields()[name]?.type;
  if (found === undefined) return null;
  const inner = getNullableType(found);
  if (rest.length > 0) return isInputObjectType(inner) ? typeAt(inner, rest) : null;
  return isInputObjectType(inner) ? null : inner;
}

/** The value that the words of an address stand for. */
function plain(text: string, type: GraphQLInputType): unknown {
  const { name } = getNamedType(type);
  if (name === 'Boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if ((name === 'Int' || name === 'Float') && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

function put(filter: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = filter;
  for (const step of path.slice(0, -1)) {
    const inner = (at[step] ??= {});
    if (!isRecord(inner)) return;
    at = inner;
  }
  const last = path.at(-1) ?? '';
  if (at[last] !== undefined)
    throw badInput(`${path.join('.')} is given twice: in filter and as a parameter; give it once`, ['filter', ...path]);
  at[last] = value;
}

function coerce(value: unknown, type: GraphQLInputType, at: Path): unknown {
  const coerced = coerceInputValue(value, type, (path, wrong, { message }) => {
    throw badInput(`${[...at, ...path].join('.')}: ${message.replace(SUGGESTION, '')} Received ${shown(wrong)}.`, [...at, ...path]);
  });
  checkDays(coerced, type, at);
  return coerced;
}

/** The public schema knows no more of a day than its name. */
function checkDays(value: unknown, type: GraphQLInputType, at: Path): void {
  const inner = getNullableType(type);
  if (value === null || value === undefined) return;
  if (isInputObjectType(inner) && isRecord(value)) {
    for (const field of Object.values(inner.getFields())) checkDays(value[field.name], field.type, [...at, field.name]);
  } else if (isListType(inner) && Array.isArray(value)) {
    value.forEach((item, index) => {
      checkDays(item, inner.ofType, [...at, index]);
    });
  } else if (getNamedType(inner).name === 'Date') readDay(value, at);
}

function single(given: ReadonlyMap<string, string[]>, name: string): string | null {
  const values = given.get(name) ?? [];
  if (values.length > 1) throw badInput(`${name} is given ${String(values.length)} times; give it once`, [name]);
  return values[0] ?? null;
}

/** VI or EN; `lang` is the shorter name for it, in either case. */
function readLanguage(text: string | null, name: string): Language {
  const language = name === 'lang' ? text?.toUpperCase() : text;
  if (language === undefined || language === null) return 'VI';
  if (language === 'VI' || language === 'EN') return language;
  throw badInput(`${name}: ${shown(text)} is not known; expected ${name === 'lang' ? 'vi or en' : 'VI or EN'}`, [name]);
}

function readDay(value: unknown, at: Path): string {
  if (typeof value === 'string' && parseDay(value) !== null) return value;
  throw badInput(`${at.join('.')}: ${shown(value)} is not a calendar day; expected YYYY-MM-DD, for example 2022-03-31`, at);
}

function refuseUnknown(given: ReadonlyMap<string, unknown>, known: readonly string[], filter: GraphQLInputObjectType | null): void {
  for (const name of given.keys()) {
    if (known.includes(name) || (filter !== null && typeAt(filter, name.split('.')) !== null)) continue;
    const names = [...known, ...(filter === null ? [] : leaves(filter))];
    throw badInput(`there is no parameter ${shown(name)}; known are ${names.join(', ')}`, [name]);
  }
}

function leaves(type: GraphQLInputObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNullableType(field.type);
    return isInputObjectType(inner) ? leaves(inner).map((name) => `${field.name}.${name}`) : [field.name];
  });
}

const SHOWN = 60;
/** Of a name in the schema, which production does not tell. */
const SUGGESTION = / ?Did you mean .+\?/;

function shown(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
