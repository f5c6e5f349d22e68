import { day, type CalendarDate } from '../../domain/calendar';
import { Organisation } from '../../domain/organisation';
import type { Corpus } from '../../ingest/corpus';
import { kindTerms } from '../../ingest/organisation';
import type { AgencyRecord, SuccessionRecord } from '../../ingest/records';
import { Chance, shares } from './Chance';
import { nationOf2022, of2022, type Size } from './size';
import { agency, succession } from './records';

export const REFORM = day('2025-07-01');
const DISTRICT_POLICE_ENDED = day('2025-03-01');

/** A place with the bodies that plans name there; `over`: the place above it. */
export interface Place {
  readonly slug: string;
  readonly name: string;
  readonly level: 'PROVINCE' | 'DISTRICT' | 'COMMUNE';
  readonly over: Place | null;
  readonly committee: string;
  readonly police: string;
}

export interface Geography {
  readonly provinces2022: readonly Place[];
  readonly provincesToday: readonly Place[];
  readonly districts: readonly Place[];
  readonly communes2022: readonly Place[];
  readonly communesToday: readonly Place[];
  readonly agencies: readonly AgencyRecord[];
  readonly successions: readonly SuccessionRecord[];
}

/** Provinces, districts and communes of 2022 and of today, and who followed whom on the day of the reform. */
export function geography(base: Corpus, { seed, communes }: Size): Geography {
  const builder = new Builder();
  const chance = new Chance(seed, 'geography');
  const provinces = base.agencies.filter(({ kind }) => kind === 'PROVINCE' || kind === 'CENTRAL_CITY');
  const into = new Map(base.successions.filter(({ to }) => to !== null).map(({ from, to }) => [from, to ?? from]));
  const current = (id: string): string => (into.has(id) ? current(into.get(id) ?? id) : id);
  const all = provinces.map((record) => builder.province(record));
  const weights = all.map(() => chance.between(40, 200));
  const todays = all.filter(({ slug }) => current(slug) === slug);
  const sum = (of: Place) =>
    all.reduce((total, place, index) => (current(place.slug) === of.slug ? total + (weights[index] ?? 0) : total), 0);
  const newCounts = shares(communes, todays.map(sum), 1);
  const oldCounts = shares(of2022(communes, nationOf2022.communes), weights, 1);
  const districtCounts = shares(of2022(communes, nationOf2022.districts), weights, 1);
  const newCommunes = todays.map((province, index) => builder.communes(newCounts[index] ?? 1, province, null));
  const numberOf = new Map<Place, number>();
  const olds = new Map<Place, number>();
  all.forEach((place, index) => {
    const today = todays.find(({ slug }) => slug === current(place.slug)) ?? place;
    olds.set(today, (olds.get(today) ?? 0) + (oldCounts[index] ?? 1));
  });
  all.forEach((province, index) => {
    const today = todays.find(({ slug }) => slug === current(province.slug)) ?? province;
    const targets = newCommunes[todays.indexOf(today)] ?? [];
    builder.provinceFollowed(province, today);
    const districts = builder.districts(districtCounts[index] ?? 1, province, today, targets);
    const count = oldCounts[index] ?? 1;
    const held = builder.communes(count, province, districts);
    for (const commune of held) {
      const nth = numberOf.get(today) ?? 0;
      numberOf.set(today, nth + 1);
      const target = targets[Math.floor((nth * targets.length) / (olds.get(today) ?? 1))];
      if (target !== undefined) builder.communeFollowed(commune, target);
    }
  });
  return {
    provinces2022: all,
    provincesToday: todays,
    districts: builder.places.filter(({ level }) => level === 'DISTRICT'),
    communes2022: builder.places.filter(({ level, over }) => level === 'COMMUNE' && over?.level === 'DISTRICT'),
    communesToday: newCommunes.flat(),
    agencies: builder.agencies,
    successions: builder.successions,
  };
}

class Builder {
  readonly places: Place[] = [];
  readonly agencies: AgencyRecord[] = [];
  readonly successions: SuccessionRecord[] = [];
  private readonly counted = { DISTRICT: 0, COMMUNE: 0, TODAY: 0 };

  /** Of the base already; here come its bodies. */
  province({ id, name, existsUntil }: AgencyRecord): Place {
    const place: Place = {
      slug: id,
      name,
      level: 'PROVINCE',
      over: null,
      committee: `gen-ubnd-${id.slice(4)}`,
      police: `gen-cong-an-${id.slice(4)}`,
    };
    this.bodies(place, { from: null, until: existsUntil });
    return this.put(place);
  }

  districts(count: number, province: Place, today: Place, communes: readonly Place[]): Place[] {
    return Array.from({ length: count }, () => {
      const place = this.named('DISTRICT', 'h', 'Huyện', ++this.counted.DISTRICT, province);
      this.territory(place, 'DISTRICT', { from: null, until: REFORM });
      this.bodies(place, { from: null, until: REFORM }, DISTRICT_POLICE_ENDED);
      const [first] = communes;
      const candidates = first === undefined ? [] : [first.committee];
      this.successions.push(succession(place.committee, null, REFORM, 'DISSOLVED', candidates));
      this.successions.push(succession(place.police, province.police, DISTRICT_POLICE_ENDED, 'DISSOLVED'));
      this.successions.push(succession(place.slug, null, REFORM, 'DISSOLVED', [today.slug]));
      return this.put(place);
    });
  }

  communes(count: number, province: Place, districts: readonly Place[] | null): Place[] {
    return Array.from({ length: count }, (_, index) => {
      const of2022 = districts !== null;
      const over = districts?.[Math.floor((index * districts.length) / count)] ?? province;
      const number = of2022 ? ++this.counted.COMMUNE : ++this.counted.TODAY;
      const place = this.named('COMMUNE', of2022 ? 'x' : 'm', of2022 ? 'Xã' : 'Xã mới', number, over);
      const term = of2022 ? { from: null, until: REFORM } : { from: REFORM, until: null };
      this.territory(place, 'COMMUNE', term);
      this.bodies(place, term);
      return this.put(place);
    });
  }

  communeFollowed(old: Place, now: Place): void {
    for (const part of ['slug', 'committee', 'police'] as const) this.successions.push(succession(old[part], now[part], REFORM, 'MERGED'));
  }

  provinceFollowed(old: Place, now: Place): void {
    if (old === now) return;
    for (const part of ['committee', 'police'] as const) this.successions.push(succession(old[part], now[part], REFORM, 'MERGED'));
  }

  private put(place: Place): Place {
    this.places.push(place);
    return place;
  }

  private named(level: Place['level'], letter: string, word: string, number: number, over: Place): Place {
    const digits = String(number).padStart(5, '0');
    const key = `${letter}${digits}`;
    return { slug: `gen-${key}`, name: `${word} sinh ra ${digits}`, level, over, committee: `gen-ubnd-${key}`, police: `gen-ca-${key}` };
  }

  private territory(place: Place, kind: 'DISTRICT' | 'COMMUNE', term: Term): void {
    this.agencies.push(agency({ id: place.slug, name: place.name, kind, level: place.level, over: place.over?.slug ?? null, ...term }));
  }

  private bodies(place: Place, term: Term, policeUntil = term.until): void {
    const { level, slug: over, name } = place;
    this.agencies.push(agency({ id: place.committee, name: `Ủy ban nhân dân ${name}`, kind: 'PEOPLES_COMMITTEE', level, over, ...term }));
    this.agencies.push(agency({ id: place.police, name: `Công an ${name}`, kind: 'POLICE', level, over, ...term, until: policeUntil }));
  }
}

interface Term {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** Base and generated bodies together. */
export function organisation(base: Corpus, { agencies, successions }: Geography): Organisation {
  const all = [...base.agencies, ...agencies].map((record) => ({
    ...record,
    existence: { from: record.existsFrom, until: record.existsUntil },
    kinds: kindTerms(record),
  }));
  return new Organisation(
    all,
    [...base.successions, ...successions].map((record) => ({ ...record, disputed: record.confidence === 'DISPUTED' })),
  );
}
