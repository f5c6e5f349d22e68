/** How large a nation is to be built; the same size and seed give the same nation, byte for byte. */
export interface Size {
  readonly seed: string;
  /** Of today. */
  readonly communes: number;
  /** In all, those of the national plan among them. */
  readonly obligations: number;
  readonly events: number;
}

/** Today, and in 2022: numbers of communes and districts. */
export const nationToday = { communes: 3321 } as const;
export const nationOf2022 = { communes: 10_598, districts: 705 } as const;
export const provincesOf2022 = 63;

/** As many as there were in 2022 for so many communes of today. */
export function of2022(communes: number, whole: number): number {
  return Math.max(provincesOf2022, Math.round((communes * whole) / nationToday.communes));
}

/** No generated event lies after it, so that what is generated does not depend on the day of the generating. */
export const LAST_DAY = '2026-11-20';

/** What everything generated says of itself. */
export const MARK = 'Dữ liệu sinh ra để đo, không phải sự thật.';
export const MARK_EN = 'Generated data for measuring, not a fact.';

/** Stands where a store keeps the hash of the corpus it holds. */
export const GENERATED = 'generated';

export function fingerprint({ seed, communes, obligations, events }: Size): string {
  return `${GENERATED} seed=${seed} communes=${String(communes)} obligations=${String(obligations)} events=${String(events)}`;
}
