import { fold } from '../../domain/fold';
import { inAppendix } from '../../domain/reading';
import { corpus } from './theCorpus';

const { documents, agencies, databases, services, successions, nationalLists, triggers, outputs, statements } = corpus;

describe('the ids that questions and documents use exist', () => {
  it.each([
    'bo-cong-an',
    'bo-tu-phap',
    'bo-tai-chinh',
    'bo-giao-thong-van-tai',
    'bao-hiem-xa-hoi-viet-nam',
    'van-phong-chinh-phu',
    'cong-an-tinh-dak-nong',
    'tinh-dak-nong',
    'bo-nong-nghiep-va-moi-truong',
    'so-tu-phap-tinh-dak-nong',
  ])('agency %s', (id) => {
    expect(agencies.map((agency) => agency.id)).toContain(id);
  });

  it.each([
    'csdlqg-dan-cu',
    'csdl-thue',
    'csdl-ho-tich',
    'csdlqg-bao-hiem',
    'csdl-giay-phep-lai-xe',
    'csdl-dang-kiem',
    'csdl-dat-dai',
    'he-thong-dinh-danh',
    'cong-dvcqg',
  ])('database %s', (id) => {
    expect(databases.map((database) => database.id)).toContain(id);
  });
});

describe('every record', () => {
  it('has an id of lower-case ASCII words joined by hyphens', () => {
    const ids = [documents, agencies, databases, services, successions, nationalLists, triggers].flat().map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('says where it was read', () => {
    const records: ReadonlyArray<{ id?: string; statement?: string; cites: readonly unknown[] }> = [
      ...[documents, agencies, databases, services, successions, nationalLists, triggers, outputs].flat(),
    ];
    expect(records.filter(({ cites }) => cites.length === 0).map(({ id, statement }) => id ?? statement)).toEqual([]);
    expect(statements.filter(({ lines, source }) => lines === null && source === null)).toEqual([]);
  });

  it('names a document or a source in every citation it gives', () => {
    const cites = [documents, agencies, databases, services, successions, nationalLists, triggers, outputs].flat().flatMap((record) => record.cites);
    expect(cites.filter(({ document, source }) => document === null && source === null)).toEqual([]);
  });
});

describe('a name leads to one record', () => {
  it('no two agencies and no two databases are called the same', () => {
    for (const records of [agencies, databases]) {
      const names = records.map(({ name }) => fold(name));
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  /** A document of one place says "các đơn vị liên quan" and means its own: the general name is also theirs. */
  const sharesTheGeneralName: ReadonlySet<string> = new Set([
    'bo-phan-mot-cua-xa-nam-trung',
    'cac-co-quan-don-vi-lien-quan-xa-luc-binh',
    'cac-co-quan-don-vi-lien-quan-xa-nam-trung',
    'cac-co-quan-to-chuc-co-lien-quan-tinh-dak-nong',
    'cac-doanh-nghiep-to-chuc-co-lien-quan-tinh-dak-nong',
    'cac-don-vi-co-lien-quan-tinh-dak-nong',
    'doanh-nghiep-va-to-chuc-lien-quan-tren-dia-ban-xa-nam-trung',
    'uy-ban-nhan-dan-cac-huyen-thanh-pho-thuoc-tinh-dak-nong',
  ]);

  it.each([
    ['agency', agencies],
    ['database', databases],
  ] as const)('no alias of one %s is the name of another, save of the collectives of one place', (_, records) => {
    const named = new Map(records.map(({ id, name }) => [fold(name), id]));
    const taken = records.flatMap(({ id, aliases }) =>
      aliases.filter((alias) => (named.get(fold(alias)) ?? id) !== id).map((alias) => ({ id, alias })),
    );
    expect(taken.filter(({ id }) => !sharesTheGeneralName.has(id))).toEqual([]);
    expect(records === agencies ? new Set(taken.map(({ id }) => id)) : sharesTheGeneralName).toEqual(sharesTheGeneralName);
  });

  it('no two documents have the same kind, number, issuer and day', () => {
    const identities = documents.flatMap(({ kind, number, issuer, issuedOn }) => (number === null ? [] : [[kind, number, issuer, issuedOn].join(' ')]));
    expect(identities.filter((identity, index) => identities.indexOf(identity) !== index)).toEqual([]);
  });
});

describe('nothing stands under itself', () => {
  it('no body has itself above it', () => {
    const parents = new Map(agencies.map(({ id, parents: above }) => [id, above.map(({ agency }) => agency)]));
    expect(agencies.filter(({ id }) => reaches(id, parents)).map(({ id }) => id)).toEqual([]);
  });

  it('no group of databases is part of itself', () => {
    const parts = new Map(databases.map((database) => [database.id, database.parts]));
    expect(databases.filter(({ id }) => reaches(id, parts)).map(({ id }) => id)).toEqual([]);
  });

  it('no provision carries out itself', () => {
    const carriesOut = new Map(statements.map(({ document, path, derivedFrom }) => [`${document}/${path}`, derivedFrom]));
    expect([...carriesOut.keys()].filter((key) => reaches(key, carriesOut))).toEqual([]);
  });

  function reaches(start: string, next: ReadonlyMap<string, readonly string[]>): boolean {
    const seen = new Set<string>(next.get(start));
    for (const step of seen) for (const further of next.get(step) ?? []) seen.add(further);
    return seen.has(start);
  }
});

it('paths follow the grammar of citations', () => {
  const step = /^(PL\d+|[IVX]+|20\d\d(-20\d\d|\+)?|p\d+|0?[a-z]|đ|\d+|chua-ro)$/;
  expect(statements.filter(({ path }) => !path.split('.').every((segment) => step.test(segment))).map(({ path }) => path)).toEqual([]);
  expect(statements.filter(({ path }) => inAppendix(path) && !/^PL\d+(\.[IVX]+)?\.\d+(\.|$)/.test(path)).map(({ path }) => path)).toEqual([]);
});
