// Checks manifests against the schemas of Kubernetes (its OpenAPI description as validators, and as types for misspelt keys).
// node deploy/checks/kubernetes.mjs <file>…   Prints one JSON object: the resources and what is wrong with them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const folder = fileURLToPath(new URL('.', import.meta.url));
const modules = {
  v1: 'v1',
  'apps/v1': 'apps/v1',
  'policy/v1': 'policy/v1',
  'autoscaling/v2': 'autoscaling/v2',
  'networking.k8s.io/v1': 'networking.k8s.io/v1',
};

const resources = [];
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const problems = document.errors.map((error) => error.message);
    resources.push({ file, problems, manifest: document.toJS() });
  }
}

const typed = [];
for (const resource of resources) {
  const { apiVersion, kind, metadata } = resource.manifest ?? {};
  resource.name = `${kind} ${metadata?.name}`;
  const module = modules[apiVersion];
  const known = module === undefined ? {} : await import(`kubernetes-models/${module}`);
  if (known[kind] === undefined) {
    resource.problems.push(`there is no kind ${kind} in ${apiVersion}`);
    continue;
  }
  try {
    new known[kind](resource.manifest).validate();
  } catch (error) {
    resource.problems.push(error.message);
  }
  typed.push(resource);
}

for (const [resource, problem] of misspelt(typed)) resource.problems.push(problem);
console.log(JSON.stringify(resources.map(({ file, name, problems }) => ({ file, name, problems }))));

/** The validators let unknown keys pass, as the API server does; an object literal of the resource's type does not. */
function misspelt(checked) {
  const ts = createRequire(import.meta.url)('typescript');
  const lines = checked.map(
    ({ manifest }, index) =>
      `import type { I${manifest.kind} as I${index} } from 'kubernetes-models/${modules[manifest.apiVersion]}'; export const r${index}: I${index} = ${JSON.stringify(manifest)};`,
  );
  const file = `${folder}manifests.ts`;
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((found) => {
    const { line } = ts.getLineAndCharacterOfPosition(found.file, found.start);
    return [checked[line], ts.flattenDiagnosticMessageText(found.messageText, ' ')];
  });
}
