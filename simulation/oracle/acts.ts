import type { CalendarDate } from '../../domain/calendar';
import type { Status } from './log';

export type Role = 'REPORTER' | 'VERIFIER' | 'EDITOR' | 'ADMIN';

interface Common {
  readonly idempotencyKey: string;
  readonly agencyId: string;
}

export interface EvidenceInput {
  readonly url: string;
  readonly type?: string;
  readonly hash?: string;
}

export interface Inputs {
  readonly reportProgress: Common & {
    readonly obligationId: string;
    readonly effectiveOn: CalendarDate;
    readonly status: Status;
    readonly percent?: number;
    readonly note?: string;
    readonly evidence?: readonly EvidenceInput[];
  };
  readonly verifyReport: Common & {
    readonly eventId: string;
    readonly effectiveOn: CalendarDate;
    readonly accept: boolean;
    readonly reason?: string;
    readonly expectedVersion?: number;
  };
  readonly requestExtension: Common & {
    readonly obligationId: string;
    readonly effectiveOn: CalendarDate;
    readonly newDueOn: CalendarDate;
    readonly reason: string;
  };
  readonly decideExtension: Common & {
    readonly eventId: string;
    readonly effectiveOn: CalendarDate;
    readonly accept: boolean;
    readonly legalBasis?: { readonly documentId?: string; readonly path?: string; readonly sourceUrl?: string };
    readonly reason?: string;
    readonly expectedVersion?: number;
  };
  readonly fileMonthlyReport: Common & {
    readonly obligationId: string;
    readonly period: string;
    readonly filedOn: CalendarDate;
    readonly items?: ReadonlyArray<Readonly<Record<string, unknown>>>;
  };
}

export type MutationName = keyof Inputs;

interface ActOf<Name extends MutationName> {
  readonly mutation: Name;
  readonly input: Inputs[Name];
  /** The duty whose log it would enter. */
  readonly dutyId: string;
  /** Whose token it carries; null: none. */
  readonly token: { readonly agencyId: string; readonly role: Role } | null;
}

/** One thing an agency does. */
export type Act = { [Name in MutationName]: ActOf<Name> }[MutationName];

/** What the oracle says the answer must be: the codes of the refusal, none when it is accepted, or the event it was accepted as before. */
export type Verdict =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'REPEATED'; readonly eventId: string }
  | { readonly kind: 'REFUSED'; readonly codes: readonly string[] }
  | { readonly kind: 'UNAUTHENTICATED' };
