import { fileURLToPath } from 'node:url'
import { cached, keep } from './cache.js'
import type { Corpus } from './corpora.js'
import { BANDIT } from './projects.js'
import { run, venv } from './python.js'
import { type Report, readReport } from './report.js'

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
export function ourReport(name: string, corpus: Corpus): Report {
  const file = cached('ours', `${name}.json`)
  run(process.execPath, [CLI, ...scan(name, file)], corpus.parent)
  return readReport(file)
}
