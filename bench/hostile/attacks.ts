/** An operation that is to be refused, as a client would send it. */
export interface Attack {
  readonly name: string;
  /** One of these codes answers it, by whatever way it comes. */
  readonly codes: readonly string[];
  /** Null: no JSON that a library would write; only its bytes. */
  readonly request: { readonly query: string; readonly variables?: unknown } | null;
  /** The body; default: the request as JSON. */
  readonly body?: string | Buffer;
  readonly contentType?: string;
}

const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.4';

function times(count: number, text: (index: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(between);
}

function nested(levels: number, open: string, inmost: string, close: string): string {
  return open.repeat(levels) + inmost + close.repeat(levels);
}

function query(name: string, codes: readonly string[], text: string, variables?: unknown): Attack {
  return { name, codes, request: variables === undefined ? { query: text } : { query: text, variables } };
}

const parents = nested(50, 'parent { ', 'id', ' }');
const batch = JSON.stringify(Array.from({ length: 50 }, () => ({ query: '{ __typename }' })));
const pages = (fields: string): string => `agencies(first: 100) { nodes { children(first: 100) { nodes { ${fields} } } } }`;
const deepValue: unknown = JSON.parse(nested(3000, '{"a":', '1', '}'));

/** What the usual gateways serve, or die of. */
export const attacks: readonly Attack[] = [
  query('1000 aliases', ['TOO_MANY_ALIASES', 'TOO_MANY_FIELDS'], `{ ${times(1000, (index) => `a${String(index)}: __typename`)} }`),
  query(
    '200 aliased lookups',
    ['TOO_MANY_ALIASES'],
    `{ ${times(200, (index) => `a${String(index)}: obligation(id: "${DUTY}") { title }`)} }`,
  ),
  query('1000 repeated fields', ['TOO_MANY_FIELDS'], `{ obligation(id: "${DUTY}") { ${'title '.repeat(1000)} } }`),
  query('2000 directives', ['TOO_MANY_DIRECTIVES', 'OPERATION_TOO_LARGE'], `{ __typename ${'@include(if: true) '.repeat(2000)} }`),
  query('2000 directives in few characters', ['TOO_MANY_DIRECTIVES'], `{ __typename ${'@skip '.repeat(2000)} }`),
  query('500 unknown directives', ['TOO_MANY_DIRECTIVES'], `{ __typename ${times(500, (index) => `@d${String(index)}`)} }`),
  query('the same unknown directive 500 times', ['TOO_MANY_DIRECTIVES'], `{ __typename ${'@a '.repeat(500)} }`),
  { name: 'a batch of 50', codes: ['BATCHING_DISABLED'], request: null, body: batch },
  query('circular introspection', ['OPERATION_TOO_DEEP'], `{ __schema { types { ${nested(7, 'fields { type { ', 'name', ' } }')} } } }`),
  query(
    'circular introspection in fragments',
    ['OPERATION_TOO_DEEP'],
    `{ __schema { types { ...A } } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { fields { type { name } } } } }`,
  ),
  query('depth 50', ['OPERATION_TOO_DEEP'], `{ agency(id: "agency:bo-tu-phap") { ${parents} } }`),
  query('depth 4000', ['OPERATION_TOO_DEEP', 'OPERATION_TOO_LARGE', 'TOO_MANY_FIELDS'], nested(4000, '{a', '', '}')),
  query('a value of depth 3000', ['OPERATION_TOO_DEEP'], `{ agency(id: ${nested(3000, '[', '', ']')}) { id } }`),
  query('a fan-out of fragments to 2^18 fields', ['TOO_MANY_FIELDS'], fanOutOf(18)),
  query('a fan-out of fragments to 2^200 fields', ['TOO_MANY_FIELDS', 'OPERATION_TOO_LARGE'], fanOutOf(200)),
  query('cyclic fragments', ['FRAGMENT_CYCLE'], '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  query('a fragment of itself', ['FRAGMENT_CYCLE'], '{ ...A } fragment A on Query { __typename ...A }'),
  query('list amplification', ['OPERATION_TOO_COSTLY'], `{ ${pages('owes(first: 100) { nodes { bearers { agency { name } } } }')} }`),
  query(
    'list amplification by variables',
    ['OPERATION_TOO_COSTLY'],
    'query ($n: Int!) { agencies(first: $n) { nodes { children(first: $n) { nodes { children(first: $n) { nodes { id } } } } } } }',
    { n: 100 },
  ),
  query('200,000 tokens', ['OPERATION_TOO_LARGE'], `{ ${'a '.repeat(199_998)} }`),
  query('200,000 tokens of nothing', ['OPERATION_TOO_LARGE'], '{'.repeat(200_000)),
  query('a body of 8 MiB', ['BODY_TOO_LARGE'], `{ __typename } #${'x'.repeat(8 * 1024 * 1024)}`),
  query('3000 unknown fields', ['TOO_MANY_FIELDS'], `{ ${times(3000, (index) => `field${String(index)}`)} }`),
  query('700 unknown fields', ['GRAPHQL_VALIDATION_FAILED'], `{ ${times(700, (index) => `obligatio${String(index)}`)} }`),
  query(
    '2000 conflicting fields',
    ['TOO_MANY_FIELDS', 'TOO_MANY_ALIASES', 'OPERATION_TOO_LARGE'],
    `{ ${times(2000, (index) => `a: obligation(id: "${String(index)}") { id }`)} }`,
  ),
  query(
    '90 conflicting fields without an alias',
    ['GRAPHQL_VALIDATION_FAILED'],
    `{ ${times(90, (index) => `obligation(id: "${String(index)}") { id }`)} }`,
  ),
  query(
    'variables of depth 3000',
    ['VARIABLES_TOO_DEEP'],
    'query ($filter: ObligationFilter) { obligations(filter: $filter) { totalCount } }',
    { filter: deepValue },
  ),
  { name: 'malformed JSON', codes: ['BAD_REQUEST'], request: null, body: '{"query": "{ __typename }"' },
  { name: 'JSON of depth 100,000', codes: ['BAD_REQUEST'], request: null, body: nested(100_000, '{"query":', '1', '}') },
  { name: 'no JSON', codes: ['BAD_REQUEST'], request: null, body: Buffer.from([0xff, 0xfe, 0x00, 0x7b]) },
  query('a NUL in the operation', ['BAD_CHARACTERS'], '{ obligation(id: "a\0b") { id } }'),
  query('a NUL behind an escape', ['BAD_CHARACTERS'], '{ obligation(id: "a\\u0000b") { id } }'),
  query('a NUL in the variables', ['BAD_CHARACTERS'], 'query ($id: ID!) { obligation(id: $id) { id } }', { id: 'a\0b' }),
  query('half a surrogate pair in the operation', ['BAD_CHARACTERS'], '{ search(text: "\ud800") { label } }'),
  query('half a surrogate pair in the variables', ['BAD_CHARACTERS'], 'query ($t: String!) { search(text: $t) { label } }', {
    t: 'a\udfff',
  }),
  query('an alias __proto__', ['RESERVED_NAME'], `{ __proto__: obligation(id: "${DUTY}") { id } }`),
  query('a variable __proto__', ['RESERVED_NAME'], 'query ($__proto__: ID!) { obligation(id: $__proto__) { id } }', { id: '' }),
  query('a fragment __proto__', ['RESERVED_NAME'], '{ ...__proto__ } fragment __proto__ on Query { __typename }'),
  {
    name: '__proto__ in the request',
    codes: ['BAD_REQUEST'],
    request: null,
    body: '{"query":"{ __typename }","__proto__":{"polluted":true}}',
  },
  {
    name: '__proto__ in the variables',
    codes: ['BAD_REQUEST'],
    request: null,
    body: '{"query":"{ __typename }","variables":{"__proto__":{"polluted":true}}}',
  },
  {
    name: 'constructor.prototype in the variables',
    codes: ['BAD_REQUEST'],
    request: null,
    body: '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"polluted":true}}}}',
  },
];

function fanOutOf(levels: number): string {
  const fragments = times(levels, (index) => `fragment F${String(index)} on Query{...F${String(index + 1)}...F${String(index + 1)}}`);
  return `{...F0}${fragments} fragment F${String(levels)} on Query{__typename}`;
}
