import { explain, type Names } from '../../domain/explanation';
import type { Organisation } from '../../domain/organisation';
import { responsibilities } from '../../domain/succession';
import type { CalendarDate } from '../../domain/calendar';
import type { Corpus, PlacedStatement } from '../../ingest/corpus';
import { dutiesOf } from '../../ingest/duties';
import { namesOf } from '../../ingest/organisation';
import type { ResponsibilityCase } from '../../ingest/responsibility';
import { nationalBase, templates } from './base';
import { geography, organisation, REFORM, type Geography, type Place } from './geography';
import { localPlans, type LocalPlan } from './plans';
import type { Size } from './size';

export const NATIONAL_POLICE = 'gen-bo-cong-an';

/** A whole nation as its size says, but for the duties of its local plans, which are made plan by plan. */
export class Nation {
  readonly places: Geography;
  readonly plans: readonly LocalPlan[];
  readonly templates: readonly PlacedStatement[];
  /** Duties of the national plan. */
  readonly national: number;
  /** The duty of the national plan that a provision states. */
  readonly dutyAt: ReadonlyMap<string, string>;
  private readonly organised: Organisation;
  private readonly nationalDays: readonly CalendarDate[];
  private readonly cases = new Map<string, ResponsibilityCase['terms']>();
  private readonly names: Names;

  /** @param base what stands above the provinces; reading it takes longer than all the rest */
  constructor(
    readonly size: Size,
    readonly base: Corpus = nationalBase(),
  ) {
    const duties = dutiesOf(this.base);
    this.national = duties.length;
    this.dutyAt = new Map(duties.flatMap(({ key, statements }) => statements.map(({ path }) => [path, key])));
    this.places = geography(this.base, size);
    this.plans = localPlans(size, this.places, this.national);
    this.templates = templates(this.base);
    this.organised = organisation(this.base, this.places);
    this.nationalDays = organisation(this.base, { ...this.places, agencies: [], successions: [] }).changeDays();
    const { agencies, successions } = this.places;
    this.names = namesOf({
      ...this.base,
      agencies: [...this.base.agencies, ...agencies],
      successions: [...this.base.successions, ...successions],
    });
  }

  /** Everyone whom local plans name; each is a case of its own. */
  bodies(): string[] {
    const places = [this.places.provinces2022, this.places.provincesToday, this.places.districts];
    const all = [...places, this.places.communes2022, this.places.communesToday].flat();
    return [...new Set([...all.flatMap(({ committee, police }) => [committee, police]), NATIONAL_POLICE])];
  }

  /** Who answers over all time for what is given to a body, and why. */
  termsOf(body: string): ResponsibilityCase['terms'] {
    const known = this.cases.get(body);
    if (known !== undefined) return known;
    const days = body === NATIONAL_POLICE ? this.nationalDays : [POLICE_OF_DISTRICTS_ENDED, REFORM];
    const terms = responsibilities(this.organised, body, [], days).map((term) => ({
      ...term,
      explanation: explain(body, term, this.names),
    }));
    this.cases.set(body, terms);
    return terms;
  }

  provinceOf(place: Place): Place {
    return place.over === null ? place : this.provinceOf(place.over);
  }
}

const POLICE_OF_DISTRICTS_ENDED = '2025-03-01' as CalendarDate;
