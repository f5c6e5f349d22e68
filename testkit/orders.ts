import type { JWK } from 'jose';
import type { TestkitConfig } from '../shared/config';
import type { SharedDay } from './day';

/** What the thread of a graph is told when it starts. */
export interface Orders {
  readonly config: TestkitConfig;
  readonly today: SharedDay;
  /** Signs the tokens of this graph. */
  readonly publicKey: JWK;
}

/** What it tells: where it answers and what tokens have to say, or why it does not answer. */
export type News = { readonly url: string; readonly claims: TokenClaims } | { readonly failure: string };

/** What every token of the graph says. */
export interface TokenClaims {
  readonly iss: string;
  readonly aud: string;
}
