import type { AskOptions, Client } from '../../testkit/client';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are as free as GraphQL
type Payload = any;

const inputs = {
  reportProgress: 'ReportProgressInput',
  verifyReport: 'VerifyReportInput',
  requestExtension: 'RequestExtensionInput',
  decideExtension: 'DecideExtensionInput',
  fileMonthlyReport: 'FileMonthlyReportInput',
} as const;
export type WriteName = keyof typeof inputs;
export const writeNames = Object.keys(inputs) as WriteName[];

const payload = `event { id number kind effectiveOn recordedAt status percent note newDueOn period hash previousHash
    by { id } obligation { id } about { id } evidence { url type hash } items { text percent } legalBasis { path sourceUrl label } }
  obligation { id version reportedStatus verifiedStatus standing dueOn } userErrors { code message path }`;

export function writeText(name: WriteName): string {
  return `mutation Write($input: ${inputs[name]}!) { ${name}(input: $input) { ${payload} } }`;
}

/** Sends a write under a key of its own. Answers its payload. */
export async function send(client: Client, name: WriteName, input: object, options?: AskOptions): Promise<Payload> {
  const { data, errors } = await client.ask(writeText(name), { input: { idempotencyKey: aKey(), ...input } }, options);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data[name];
}

let keys = 0;
/** A key that no other write of this test has. */
export function aKey(): string {
  keys += 1;
  return `key ${String(keys)}`;
}

/** Code and argument of each refusal. */
export function refusals(payload: { userErrors: ReadonlyArray<{ code: string; path: string[] }> }): string[] {
  return payload.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
}
