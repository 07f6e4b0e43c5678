import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cached, keep } from './cache.js'
import type { Corpus } from './corpora.js'
import { BANDIT } from './projects.js'
import { run, venv } from './python.js'
import { type Report, type Row, readReport } from './report.js'

const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))

/** The arguments that both programs get for a project. */
function scan(name: string, file: string): string[] {
  return ['-r', name, '-f', 'json', '-o', file, '--exit-zero']
}

/** Bandit's report of a project. Bandit runs only once for each state of the code, of Bandit and of CPython. */
export function theirReport(name: string, corpus: Corpus, python: string): Report {
  const file = cached('oracle', `${name}.json`)
  keep(file, `${corpus.key} bandit ${BANDIT} python ${python}`, path => {
    console.error(`running Bandit on ${name}`)
    run(venv('bandit'), scan(name, path), corpus.parent)
  })
  return readReport(file)
}

/** Our report of a project. */
export function ourReport(name: string, corpus: Corpus, options: readonly string[] = []): Report {
  const file = cached('ours', `${name}.json`)
  run(process.execPath, [CLI, ...scan(name, file), ...options], corpus.parent)
  return readReport(file)
}

/** The parts of a report of `posse check` that tell what has become of each finding. */
export interface CheckReport extends Omit<Report, 'text' | 'errors'> {
  hidden: Row[]
  suppressed: Row[]
}

/** What `posse check` says of all files of a project, with this profile. */
export function checkReport(name: string, corpus: Corpus, profile: string): CheckReport {
  const file = cached('ours', `${name}.${profile}.json`)
  const everything = ['--isolated', '--no-default-excludes', '--no-respect-gitignore', '--exit-zero']
  run(
    process.execPath,
    [CLI, 'check', name, '--profile', profile, ...everything, '-f', 'json', '-o', file],
    corpus.parent,
  )
  return JSON.parse(readFileSync(file, 'utf8'))
}
