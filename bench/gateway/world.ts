/** Duties, agencies and documents as the real schema has them, made by rule and held in memory, so that a gateway is what takes the time. */
interface Reference {
  readonly __typename: string;
  readonly id: string;
}

interface Duty extends Reference {
  readonly title: string;
  readonly dueOn: string;
  readonly document: Reference;
  readonly leadAgencies: readonly Reference[];
  readonly coordinatingAgencies: readonly Reference[];
}

/** As many agencies and documents as the corpus has; more duties, so that no two questions are alike. */
export const DUTIES = 5000;
const AGENCIES = 366;
const DOCUMENTS = 170;
const DAYS = 28;
const MONTHS = 12;
const LEVELS = ['CENTRAL', 'PROVINCE', 'COMMUNE'];

export const dutyId = (number: number): string => `obligation:thu-${String(number)}`;
const agency = (number: number): Reference => ({ __typename: 'Agency', id: `agency:co-quan-${String(number % AGENCIES)}` });
const document = (number: number): Reference => ({ __typename: 'LegalDocument', id: `document:van-ban-${String(number % DOCUMENTS)}` });
const twoDigits = (number: number): string => String(number).padStart(2, '0');

function duty(number: number): Duty {
  return {
    __typename: 'Obligation',
    id: dutyId(number),
    title: `Kết nối, chia sẻ dữ liệu với Cơ sở dữ liệu quốc gia về dân cư, nhiệm vụ số ${String(number)}`,
    dueOn: `2026-${twoDigits(1 + (number % MONTHS))}-${twoDigits(1 + (number % DAYS))}`,
    document: document(number * 7),
    leadAgencies: [agency(number * 3), agency(number * 5 + 1)],
    coordinatingAgencies: [agency(number * 11 + 2), agency(number * 13 + 3)],
  };
}

const duties: readonly Duty[] = Array.from({ length: DUTIES }, (_, number) => duty(number));
const byId: ReadonlyMap<string, Duty> = new Map(duties.map((one) => [one.id, one]));

const numberIn = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));

export const world = {
  duty: (id: string): Duty | null => byId.get(id) ?? null,
  /** `after` is the number of duties left out. */
  page: (first: number, after: number): readonly Duty[] => duties.slice(after, after + first),
  agency: (id: string): object => ({
    __typename: 'Agency',
    id,
    name: `Cơ quan thử nghiệm số ${String(numberIn(id))}`,
    level: LEVELS[numberIn(id) % LEVELS.length],
  }),
  document: (id: string): object => ({
    __typename: 'LegalDocument',
    id,
    number: `${String(numberIn(id))}/QĐ-TTg`,
    title: `Quyết định số ${String(numberIn(id))} về kết nối dữ liệu`,
  }),
};
