import { byDocument, type Finding, type Provision, type Rule, speaking, type StatedDuty } from './facts';
import { dayWords, labelsOf, say } from './wording';

/** 'Phụ lục I' in the words of a service duty of the body: it orders all rows of that appendix at once. */
const APPENDIX = /Phụ lục ([IVX]+)(?![\p{L}\p{N}])/u;
const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/** The body dates all essential services on one day, the appendix that lists them row by row on others. */
export const rowsDatedOtherwise: Rule = (facts) =>
  [...byDocument(facts).values()].flatMap((duties) => duties.flatMap((duty) => otherDays(duty, rowsOf(duty, duties))));

function rowsOf(duty: StatedDuty, duties: readonly StatedDuty[]): Provision[] {
  const numeral = APPENDIX.exec(speaking(duty).title.vi)?.[1];
  if (speaking(duty).kind !== 'SERVICE' || numeral === undefined) return [];
  const prefix = `PL${String(numerals.indexOf(numeral) + 1)}.`;
  return duties.filter((other) => other !== duty).flatMap((other) => other.provisions.filter(({ path }) => path.startsWith(prefix)));
}

function otherDays(duty: StatedDuty, rows: readonly Provision[]): Finding[] {
  const { dueOn } = duty.reading.deadline;
  if (dueOn === null) return [];
  const days = [...new Set(rows.map((row) => row.deadline.dueOn))].filter((on) => on !== null && on !== dueOn).sort();
  return days.flatMap((on) => {
    const differing = rows.filter((row) => row.deadline.dueOn === on);
    const [first, last] = [differing[0], differing.at(-1)];
    if (on === null || first === undefined || last === undefined) return [];
    const count = String(differing.length);
    const words = {
      all: labelsOf(duty.provisions),
      due: dayWords(dueOn),
      rows:
        differing.length === 1
          ? first.label
          : {
              vi: `${count} dòng từ ${first.place.vi} đến ${last.place.vi}`,
              en: `${count} rows from ${first.place.en} to ${last.place.en}`,
            },
      on: dayWords(on),
    };
    return [
      {
        kind: 'DEADLINE',
        severity: 'HIGH',
        document: duty.document,
        paths: [speaking(duty).path, first.path],
        provisions: [...duty.provisions, ...differing],
        connections: [],
        explanation: say`${words.all} cho đến hết ${words.due} để hoàn thành các dịch vụ của phụ lục, nhưng chính phụ lục, ${words.rows}, ghi hạn ${words.on}. Cơ quan chủ trì từng dịch vụ quá hạn theo phụ lục khi nhiệm vụ chung vẫn còn trong hạn.``By ${words.all} the services of the appendix are due ${words.due}, but the appendix, ${words.rows}, says ${words.on}. By the appendix the lead of a service is overdue while the duty as a whole is still in term.`,
      },
    ];
  });
}
