import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, type Problem } from '../ingest/corpus';
import { corpusFiles } from '../ingest/files';
import { canonical } from '../ingest/format';
import { readCorpus } from '../ingest/read';
import { projectRoot } from '../shared/config';

/** Files whose text is not the canonical one. Broken YAML is left to the reader, which reports it. */
function formProblems(folder: string): Problem[] {
  return corpusFiles(folder).flatMap(({ sort, name, text }) => {
    const written = canonicalOrNull(() => canonical(sort, text));
    if (written === null || written === text) return [];
    const lines = text.split('\n');
    const line = written.split('\n').findIndex((expected, index) => expected !== lines[index]);
    return [{ file: name, line: line + 1, id: '-', message: 'not in canonical form; "npm run corpus:format" writes it' }];
  });
}

function canonicalOrNull(write: () => string): string | null {
  try {
    return write();
  } catch {
    return null;
  }
}

function check(folder: string): void {
  const { corpus, problems } = readCorpus(folder);
  const all = [...problems, ...formProblems(folder)].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
  for (const problem of all) console.error(formatProblem(problem));
  if (all.length > 0) {
    console.error(`${String(all.length)} problems in ${folder}`);
    process.exitCode = 1;
    return;
  }
  const counts = Object.entries(corpus).map(([sort, records]: [string, readonly unknown[]]) => `${String(records.length)} ${sort}`);
  console.log(`corpus: ${counts.join(', ')}; no problem`);
}

function format(folder: string): void {
  const rewritten = corpusFiles(folder).filter(({ sort, name, text }) => {
    const written = canonical(sort, text);
    if (written !== text) writeFileSync(join(folder, name), written);
    return written !== text;
  });
  console.log(`corpus: ${String(rewritten.length)} files rewritten in canonical form`);
}

const program = new Command('corpus').description('Checks the corpus, or writes it in canonical form.');
const corpusFolder = ['[folder]', 'the corpus', join(projectRoot, 'corpus')] as const;
program
  .command('check')
  .description('reports every problem at once, as file:line id: message')
  .argument(...corpusFolder)
  .action(check);
program
  .command('format')
  .description('rewrites every file in canonical form')
  .argument(...corpusFolder)
  .action(format);
program.parse();
