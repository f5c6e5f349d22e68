import Table from 'cli-table3';

type Value = unknown;
type Row = Readonly<Record<string, Value>>;

/** One table of the answer: where it stood, and its lines. */
export interface Sheet {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
  /** What Relay says of the list: how many there are in all, whether there are more. */
  readonly remark: string | null;
}

/** The answer as tables: a list becomes one, with a line for each element; an object becomes its fields, and its lists follow. */
export function sheetsOf(data: Row): Sheet[] {
  const scalars = Object.entries(data).filter(([, value]) => isScalar(value));
  const rest = Object.entries(data).filter(([, value]) => !isScalar(value));
  return [
    ...(scalars.length > 0 ? [record('', Object.fromEntries(scalars))] : []),
    ...rest.flatMap(([name, value]) => sheets(name, value)),
  ];
}

function sheets(title: string, value: Value): Sheet[] {
  const list = listIn(value);
  if (list !== null) return [listSheet(title, list, value)];
  if (!isObject(value)) return [];
  const own: Row = Object.fromEntries(Object.entries(value).filter(([, inner]) => !isTable(inner)));
  const inner = Object.entries(value).filter(([, part]) => isTable(part));
  const fields = Object.keys(own).length > 0 ? [record(title, own)] : [];
  return [...fields, ...inner.flatMap(([name, part]) => sheets(`${title}.${name}`, part))];
}

/** A list of objects, alone or as a Relay connection: worth a table of its own. */
function isTable(value: Value): boolean {
  return listIn(value)?.some(isObject) ?? false;
}

function record(title: string, fields: Row): Sheet {
  const flat = [...flatten(fields)];
  return { title, columns: ['field', 'value'], rows: flat.map(([name, value]) => [name, cell(value)]), remark: null };
}

function listSheet(title: string, list: readonly Value[], whole: Value): Sheet {
  const lines = list.map((element) => (isObject(element) ? flatten(element) : new Map([['value', element]])));
  const names = [...new Set(lines.flatMap((line) => [...line.keys()]))];
  const columns = names.filter((name) => !names.some((other) => other.startsWith(`${name}.`))); // an object that is null in some lines
  const rows = lines.map((line) => columns.map((column) => cell(line.get(column))));
  return { title, columns, rows, remark: remarkOf(list.length, whole) };
}

function remarkOf(shown: number, whole: Value): string | null {
  if (!isObject(whole)) return null;
  const parts: string[] = [];
  if (typeof whole.totalCount === 'number') parts.push(`${String(shown)} of ${String(whole.totalCount)}`);
  if (isObject(whole.pageInfo) && whole.pageInfo.hasNextPage === true) {
    parts.push(typeof whole.pageInfo.endCursor === 'string' ? `more after "${whole.pageInfo.endCursor}"` : 'there are more');
  }
  return parts.length > 0 ? parts.join(', ') : null;
}

/** `{ deadline: { dueOn } }` becomes the column `deadline.dueOn`. */
function flatten(object: Row, prefix = ''): Map<string, Value> {
  const flat = new Map<string, Value>();
  for (const [name, value] of Object.entries(object)) {
    if (isObject(value) && listIn(value) === null) for (const [inner, part] of flatten(value, `${prefix}${name}.`)) flat.set(inner, part);
    else flat.set(prefix + name, value);
  }
  return flat;
}

/** The elements of a list or of a Relay connection; null for anything else. */
function listIn(value: Value): readonly Value[] | null {
  if (Array.isArray(value)) return value as Value[];
  if (!isObject(value)) return null;
  if (Array.isArray(value.nodes)) return value.nodes as Value[];
  if (!Array.isArray(value.edges)) return null;
  return value.edges.map((edge: Value) => (isObject(edge) && isObject(edge.node) ? edge.node : edge));
}

/** A list within a line: an element to a line, its values side by side. */
function cell(value: Value): string {
  const list = listIn(value);
  if (list !== null) return list.map(cell).join(list.some(isObject) ? '\n' : ', ');
  if (isObject(value)) return [...flatten(value).values()].map(cell).filter(Boolean).join(' · ');
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: Value): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: Value): boolean {
  return typeof value !== 'object' || value === null;
}

/** No line between the rows, where each is a single line itself. */
const withoutRules = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Draws the tables, as wide as the terminal at most where its width is known. */
export function draw(drawn: readonly Sheet[], width: number | undefined): string {
  return drawn.map((sheet) => drawOne(sheet, width)).join('\n\n');
}

function drawOne({ title, columns, rows, remark }: Sheet, width: number | undefined): string {
  const heading = [title, remark === null ? '' : `(${remark})`].filter(Boolean).join(' ');
  if (rows.length === 0) return `${heading}: none`;
  const table = new Table({
    head: [...columns],
    style: { head: [], border: [] },
    ...(rows.some((row) => row.some((text) => text.includes('\n'))) ? {} : { chars: withoutRules }),
    ...(width === undefined ? {} : { colWidths: widths(columns, rows, width), wordWrap: true }),
  });
  table.push(...rows.map((row) => [...row]));
  return heading === '' ? table.toString() : `${heading}\n${table.toString()}`;
}

/** Natural widths; where they do not fit, the widest columns give way. */
function widths(columns: readonly string[], rows: Sheet['rows'], width: number): number[] {
  const natural = columns.map(
    (name, index) =>
      2 + Math.max(...[name, ...rows.map((row) => row[index] ?? '')].flatMap((text) => text.split('\n').map((line) => line.length))),
  );
  const room = width - columns.length - 1;
  let cap = Math.max(...natural);
  while (cap > 12 && natural.reduce((sum, each) => sum + Math.min(each, cap), 0) > room) cap--;
  return natural.map((each) => Math.min(each, cap));
}
