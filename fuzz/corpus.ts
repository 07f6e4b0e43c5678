import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached } from '../conformance/cache.js'
import { prepareCorpus } from '../conformance/corpora.js'
import { EXAMPLES, PROJECTS, SNIPPETS, STDLIB } from '../conformance/projects.js'

/** Files beyond this size would take most of the time. */
const LARGEST = 12 * 1024

/** How many files of each library are read. */
const OF_LIBRARY = 400

/** The folder for what the fuzzers find and keep. It is outside the repository. */
export const KEPT = cached('fuzz')

/** Awkward code: our own snippets, the functions that flows are tested with, and Bandit's examples. */
export function awkwardFiles(python: string): string[] {
  const projects = PROJECTS.filter(({ name }) => name === SNIPPETS || name === EXAMPLES)
  const found = projects.flatMap(project =>
    filesIn(join(prepareCorpus(project, python).parent, project.name)),
  )
  return [...found, ...filesIn(ours('crates/core/tests/flow'))]
}

/** Code of the libraries that are there already, as Latin-1 text. */
export function libraryTexts(): string[] {
  const folders = [STDLIB, 'django', 'buildbot'].map(name => cached('corpora', name))
  return folders.flatMap(folder => {
    const files = filesIn(folder)
    const step = Math.max(1, Math.floor(files.length / OF_LIBRARY))
    return files.filter((_, at) => at % step === 0).map(textOf)
  })
}

/** The contents of a file, one character for each byte. */
export function textOf(file: string): string {
  return readFileSync(file, 'latin1')
}

/** The files below a folder that are not large, sorted. */
export function filesIn(folder: string, ...extensions: string[]): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .map(name => join(folder, name))
    .filter(path => extensions.length === 0 || extensions.includes(extname(path)))
    .filter(path => {
      const found = statSync(path, { throwIfNoEntry: false })
      return found?.isFile() && found.size <= LARGEST
    })
}

/** A folder of this repository. */
export function ours(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
