import { Chains, sorted, type Head } from '../../subgraphs/obligations/audit/Chains';

const FIRST = /^digest ([0-9a-f]{64})$/;
const LINE = /^([0-9a-f]{64}) ([1-9]\d*) (\S+)$/;

/** The heads of all chains as lines of text: hash, number of entries, chain; before them the digest over all. */
export function writeHeads({ heads, digest }: { readonly heads: ReadonlyMap<string, Head>; readonly digest: string }): string {
  const lines = sorted(heads).map(([chain, { length, hash }]) => `${hash} ${String(length)} ${chain}`);
  return [`digest ${digest}`, ...lines, ''].join('\n');
}

/** @throws Error for a text that `writeHeads` did not write */
export function readHeads(text: string): { heads: ReadonlyMap<string, Head>; digest: string } {
  const [first = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const [, digest] = FIRST.exec(first) ?? [];
  if (digest === undefined) throw new Error('line 1 is no digest; expected a file written with --save');
  const chains = new Chains(new Map());
  for (const [index, line] of lines.entries()) {
    const [, hash, length, chain] = LINE.exec(line) ?? [];
    if (hash === undefined || chain === undefined)
      throw new Error(`line ${String(index + 2)} is no head: ${JSON.stringify(line.slice(0, 80))}`);
    chains.heads.set(chain, { length: Number(length), hash });
  }
  if (chains.digest() !== digest) throw new Error('its heads do not give its digest; it was altered or cut');
  return { heads: chains.heads, digest };
}
