import type { RateSettings } from '../../shared/safety/settings';
import type { OperationLimits } from './limits';
import type { TrustedDocuments } from './TrustedDocuments';

/** How a gateway protects itself; each has its default. */
export interface SafetyOptions {
  readonly limits?: Partial<OperationLimits>;
  /** Default: callers are not limited. */
  readonly rates?: RateSettings;
  /** Registered operations. Default: none, and any operation is answered. */
  readonly trusted?: TrustedDocuments;
  /** Origins whose pages may ask from a browser; '*': any. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Proxies whose X-Forwarded-For is believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** How long a client may take to send its headers (default 10 s), and its whole request (default 30 s). */
  readonly headersWithinMs?: number;
  readonly requestWithinMs?: number;
}
