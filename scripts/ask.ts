/** One GraphQL request and its answer, over HTTP. */
export interface Question {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
}

export interface GraphError {
  readonly message: string;
  readonly path?: ReadonlyArray<string | number>;
  readonly extensions?: { readonly code?: string };
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphError[];
}

export interface AskOptions {
  readonly asOf?: string;
  readonly token?: string | null;
  /** In which refusals are worded. Default Vietnamese. */
  readonly language?: 'vi' | 'en';
  readonly timeoutMs?: number;
}

export async function ask(url: string, question: Question, options: AskOptions = {}): Promise<Answer> {
  const { asOf, token = null, language, timeoutMs = 120_000 } = options;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(asOf === undefined ? {} : { 'as-of': asOf }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(language === undefined ? {} : { 'accept-language': language }),
    },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Error(`${url} answered ${String(response.status)} without JSON: ${text.slice(0, 200)}`);
  }
}

const counted = {
  documents: 'documents',
  statements: 'statements',
  obligations: 'obligations',
  agencies: 'agencies',
  databases: 'databases',
  dataConnections: 'connections',
} as const;

/** What the graph holds, as it says itself: the first question it is asked. */
export async function countLoaded(url: string, token: string | null = null): Promise<string> {
  const fields = Object.keys(counted).map(
    (field) => `${field}(${field === 'agencies' ? 'filter: { includeFormer: true }, ' : ''}first: 1) { totalCount }`,
  );
  const { data, errors } = await ask(url, { query: `query Loaded { ${fields.join(' ')} }` }, { token });
  if (data === undefined || data === null) throw new Error(errors?.map((error) => error.message).join('; ') ?? 'no data');
  const words = Object.entries(counted).map(([field, word]) => {
    const found = data[field] as { totalCount: number } | null | undefined;
    return `${String(found?.totalCount ?? '?')} ${word}`;
  });
  return words.join(', ');
}
