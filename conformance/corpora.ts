import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cached, keep } from './cache.js'
import { BANDIT, EXAMPLES, type Project, SNIPPETS, STDLIB, WHEEL_PYTHON } from './projects.js'
import { run, venv } from './python.js'

/** Code to scan: the working directory of both programs, and a key that identifies the state of the code. */
export interface Corpus {
  parent: string
  key: string
}

/** Fetches a project's code into the cache if it is missing. `python` is the full version of Bandit's CPython. */
export function prepareCorpus(project: Project, python: string): Corpus {
  if (project.name === SNIPPETS) {
    const parent = fileURLToPath(new URL('.', import.meta.url))
    return { parent, key: digest(join(parent, SNIPPETS)) }
  }
  const corpus = {
    parent: cached('corpora'),
    key: project.version ?? (project.name === STDLIB ? python : BANDIT),
  }
  keep(join(corpus.parent, project.name), corpus.key, path => {
    console.error(`fetching ${project.name} ${corpus.key}`)
    if (project.name === STDLIB) copyStdlib(path)
    else if (project.name === EXAMPLES) unpackExamples(path)
    else unpackWheel(`${project.name}==${corpus.key}`, path)
  })
  return corpus
}

function unpackWheel(requirement: string, path: string): void {
  const wheel = download(path, requirement, '--only-binary', ':all:', '--python-version', WHEEL_PYTHON)
  run(venv('python'), ['-m', 'zipfile', '-e', wheel, path])
  rmSync(dirname(wheel), { recursive: true })
}

function unpackExamples(path: string): void {
  const source = download(path, `bandit==${BANDIT}`, '--no-binary', ':all:')
  run(venv('python'), ['-m', 'tarfile', '-e', source, dirname(source)])
  renameSync(join(dirname(source), `bandit-${BANDIT}`, 'examples'), path)
  rmSync(dirname(source), { recursive: true })
}

/** Downloads one file with pip into an empty folder next to `path`, and returns the file's path. */
export function download(path: string, requirement: string, ...options: string[]): string {
  const folder = `${path}.download`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  run(venv('python'), [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--dest',
    folder,
    ...options,
    requirement,
  ])
  const [file] = readdirSync(folder)
  if (!file) throw new Error(`pip downloaded nothing for ${requirement}`)
  return join(folder, file)
}

function copyStdlib(path: string): void {
  const stdlib = run(venv('python'), ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']).trim()
  const others = ['site-packages', '__pycache__']
  cpSync(stdlib, path, {
    recursive: true,
    verbatimSymlinks: true,
    filter: from => !others.includes(basename(from)),
  })
}

function digest(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    hash.update(`\0${name}\0`)
    const path = join(folder, name)
    if (statSync(path).isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}
