import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { parse } from 'yaml'
import { version } from '../src/version.js'
import { type Block, blocksOf, fileOf, ROOT, read } from './markdown.js'
import { notebookOf } from './notebook-file.js'
import { BASELINE_COMMAND, CLI, type Files, folder, run } from './posse.js'
import { repository, type ScratchRepository } from './repository.js'

/*
 * Follows each document from top to bottom in a separate project: a block whose first comment names a file is written
 * to that file, commands are run, and a block of text must appear in the output of the commands before it.
 */

/** Commands that are not run, and why. */
const NOT_RUN: readonly [RegExp, string][] = [
  [/^gitleaks /, 'another program'],
  [/^(bandit|diff theirs.json) /, 'Bandit is not installed; the conformance compares with it'],
  [/^npm (test|run -s scan) /, 'builds this clone; .ci/run does'],
  [
    /^(python3 -m venv|\. \.venv\/bin\/activate|pip install|npm install|uvx)\b/,
    'needs registries; npm run test:package does',
  ],
]

const APP = `import yaml

def read_settings(path: str) -> dict:
    with open(path) as file:
        return yaml.load(file)
`

/** A project on a branch, with staged and unstaged changes. */
const PROJECT: Files = {
  'app.py': APP,
  'src/app.py': APP,
  'tests/test_app.py': 'assert True\n',
  'pyproject.toml': '[tool.bandit]\nskips = ["B404"]\n',
}

const DOCUMENTS: Readonly<Record<string, Files>> = {
  'README.md': PROJECT,
  'docs/check.md': PROJECT,
  'docs/ci.md': PROJECT,
  'docs/configuration.md': PROJECT,
  'docs/flow.md': {},
  'docs/from-bandit.md': PROJECT,
  'docs/from-ruff.md': { ...PROJECT, 'ruff.toml': 'lint.select = ["S"]\n' },
  'docs/notebooks.md': {
    'analysis.ipynb': notebookOf(['import os', 'x = input()', 'if x:\n    y = x\nif y:\n    os.system(y)']),
  },
  'docs/options.md': PROJECT,
  'docs/own-rules.md': {},
  'docs/pre-commit.md': PROJECT,
  'docs/settings.md': PROJECT,
  'docs/suppressions.md': PROJECT,
  'docs/walk-through.md': {},
  'docs/without-node.md': PROJECT,
}

for (const [document, files] of Object.entries(DOCUMENTS)) {
  test(`${document}: its commands run, and print what it shows`, async t => {
    const programs = commands(t)
    const project = projectOf(t, files, programs)
    const env = { PATH: [programs, process.env.PATH].join(delimiter) }
    let printed = ''
    for (const block of blocksOf(read(document))) {
      const file = fileOf(block)
      if (file !== undefined) writeBlock(project, file, block)
      else if (block.language === 'text') t.true(printed.includes(block.content), block.content)
      const lines = file === undefined ? linesOf(block) : stepsOf(file, block)
      const before = printed
      printed = ''
      for (const line of lines) {
        const { status, stdout, stderr } = await run('/bin/sh', ['-c', line], { cwd: project.path, env })
        const [, promised] = /# .*\bexit (\d)$/.exec(line) ?? []
        const expected = promised === undefined ? [0, 1] : [Number(promised)]
        t.true(expected.includes(status ?? -1), `${line}\nended with ${status}\n${stdout}${stderr}`)
        printed += stdout
      }
      if (lines.length === 0) printed = before
    }
  })
}

test('versions pinned in the documentation are the current version', t => {
  for (const document of Object.keys(DOCUMENTS)) {
    for (const [, pinned] of read(document).matchAll(/posse@([\w.-]+)/g)) t.is(pinned, version(), document)
  }
})

/** The lines of a block to run in the shell or Node, without those listed above. */
function linesOf({ language, content }: Block): string[] {
  if (language === 'js') return [`node --input-type=module --eval '${content.replaceAll("'", `'\\''`)}'`]
  if (language === 'yaml') return stepsOf('', { language, content })
  if (language !== 'sh') return []
  const lines = content.replaceAll('\\\n', '').split('\n')
  return lines.filter(line => line && NOT_RUN.every(([pattern]) => !pattern.test(line)))
}

interface Workflow {
  jobs?: Record<string, { steps: { run?: string }[] }>
}

/** The commands in the steps of a GitHub workflow, or in the scripts of GitLab jobs. */
function stepsOf(file: string, { language, content }: Block): string[] {
  if (language !== 'yaml' || !/^$|\.ya?ml$/.test(file)) return []
  const { jobs, ...rest } = parse(content) as Workflow & Record<string, { script?: string[] }>
  const runs = Object.values(jobs ?? {}).flatMap(({ steps }) => steps.flatMap(step => step.run ?? []))
  return [...runs, ...Object.values(rest).flatMap(each => each?.script ?? [])]
}

/** A project in which posse is installed. `programs` is the folder of its programs. */
function projectOf(t: ExecutionContext, files: Files, programs: string): ScratchRepository {
  const project = repository(t)
  project.commit(files)
  project.git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  mkdirSync(join(project.path, 'node_modules'))
  symlinkSync(ROOT, join(project.path, 'node_modules/posse'))
  mkdirSync(join(project.path, 'node_modules/.bin'))
  symlinkSync(join(programs, 'posse'), join(project.path, 'node_modules/.bin/posse'))
  project.write({ '.git/info/exclude': 'node_modules\n' })
  if (Object.keys(files).length === 0) return project
  project.commit({ 'src/new.py': 'exec("1")\n' })
  project.write({ 'src/staged.py': 'eval("1")\n' })
  project.git('add', '--all')
  project.write({ 'src/new.py': 'x = 1\n' })
  return project
}

function writeBlock({ path }: ScratchRepository, file: string, { content }: Block): void {
  mkdirSync(dirname(join(path, file)), { recursive: true })
  writeFileSync(join(path, file), content)
}

/** A folder with the package's programs and an npx that runs them. */
function commands(t: ExecutionContext): string {
  const node = `exec '${process.execPath}'`
  const bin = folder(t, {
    posse: `#!/bin/sh\n${node} '${CLI}' "$@"\n`,
    'posse-baseline': `#!/bin/sh\n${node} '${BASELINE_COMMAND}' "$@"\n`,
    'posse-config-generator': `#!/bin/sh\n${node} '${join(ROOT, 'dist/config-generator.cjs')}' "$@"\n`,
    npx: `#!/bin/sh
[ "$1" = --yes ] && shift
[ "$1" = --package ] && shift 2
name=\${1%@*}
shift
exec "$name" "$@"
`,
  })
  for (const name of ['posse', 'posse-baseline', 'posse-config-generator', 'npx'])
    chmodSync(join(bin, name), 0o755)
  return bin
}
