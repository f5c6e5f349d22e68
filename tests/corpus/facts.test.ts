import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './folders';
import { corpus, namTrung, qd06, qd468, statementsOf } from './theCorpus';

/** A line of the facts read before the corpus was begun. */
interface Fact {
  path: string;
  lines: [number, number];
  deadlineText?: string;
  deadline?: {
    precision: string;
    start?: string | null;
    due?: string | null;
    trigger?: string | null;
    stages?: Array<{ start?: string | null; due?: string | null }>;
  };
}

/** Words of a deadline the corpus gives otherwise than the facts do, and why. */
const corrected: ReadonlyMap<string, { text: string; reason: string }> = new Map([
  [
    `${namTrung}/II.2.a.2022.13`,
    { text: 'bắt đầu từ quý II năm 2022', reason: 'the facts join the heading, "Năm 2022", to the words of the provision' },
  ],
  [`${namTrung}/IV.9`, { text: 'khẩn trương', reason: 'the facts put the word in quotation marks' }],
  [`${namTrung}/VI.3`, { text: 'nếu có khó khăn, vướng mắc, kịp thời', reason: 'the facts turn the words of the provision round' }],
]);

function asRead(document: string, fact: Fact): object {
  const { precision = 'none', start, due, trigger, stages } = fact.deadline ?? {};
  const key = `${document}/${fact.path}`;
  return {
    key,
    lines: fact.lines,
    // The facts have no word for it: they say "none" and name the event.
    precision: precision === 'none' && trigger ? 'TRIGGERED' : precision.toUpperCase(),
    startOn: start ?? null,
    dueOn: due ?? null,
    stages: (stages ?? []).map((stage) => [stage.start ?? null, stage.due ?? null]),
    text: corrected.get(key)?.text ?? fact.deadlineText ?? null,
  };
}

function asHeld(document: string): object[] {
  return statementsOf(document).map(({ path, lines, deadline }) => ({
    key: `${document}/${path}`,
    lines,
    precision: deadline.precision,
    startOn: deadline.startOn,
    dueOn: deadline.dueOn,
    stages: deadline.stages.map((stage) => [stage.startOn, stage.dueOn]),
    text: deadline.text,
  }));
}

function read(file: string): Fact[] {
  return readFileSync(join(factsFolder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact);
}

if (existsSync(factsFolder)) {
  describe('the corpus keeps what was read before: paths and their order, lines, days and words of the deadlines', () => {
    it.each([
      ['qd06.jsonl', qd06, 237],
      ['qd468.jsonl', qd468, 198],
      ['namtrung.jsonl', namTrung, 155],
    ])('%s in %s: %i statements', (file, document, count) => {
      const facts = read(file);
      expect(facts).toHaveLength(count);
      expect(asHeld(document)).toEqual(facts.map((fact) => asRead(document, fact)));
    });
  });
} else {
  it('the facts are not beside this checkout: statements were not compared with them', () => {
    process.stderr.write(`not run: no ${factsFolder}, so statements were not compared with the facts\n`);
    expect(corpus.statements.length).toBeGreaterThan(0);
  });
}
