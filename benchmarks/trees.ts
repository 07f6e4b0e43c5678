import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cached, keep } from '../conformance/cache.js'
import { prepareCorpus } from '../conformance/corpora.js'
import { PROJECTS, type Project, projectsNamed, SNIPPETS } from '../conformance/projects.js'
import { MONOREPO, prepareMonorepo } from './monorepo.js'
import type { TreeSize } from './results.js'

/** Code to scan: folders with a common parent. */
export interface Tree {
  parent: string
  folders: readonly string[]
}

/** The projects used for conformance, except our own snippets. */
const CORPORA = PROJECTS.filter(({ name }) => name !== SNIPPETS)

/** The projects of each tree in a quick run. */
const QUICK = {
  corpora: ['botocore', 'buildbot', 'streamlit', 'django', 'dask', 'networkx'],
  monorepo: ['moto', 'plotly', 'homeassistant', 'kubernetes'],
  sample: ['botocore'],
}

/** What Bandit scans without `--full`: all projects would take it ten minutes. */
const SAMPLE = ['buildbot', 'streamlit', 'django', 'dask', 'langchain-community']

/** The folder trees for the measurements, by name. */
export interface Trees {
  corpora: Tree
  monorepo: Tree
  sample: Tree
}

/** Fetches the code that is missing. `python` is the full version of Bandit's CPython. */
export function prepareTrees(python: string, { quick, full }: { quick: boolean; full: boolean }): Trees {
  const corpora = quick ? projectsNamed(QUICK.corpora) : CORPORA
  const sample = full ? corpora : projectsNamed(quick ? QUICK.sample : SAMPLE)
  const wheels = MONOREPO.filter(({ name }) => !quick || QUICK.monorepo.includes(name))
  const monorepo = { parent: prepareMonorepo(wheels), folders: wheels.map(({ name }) => name) }
  return { corpora: prepareProjects(corpora, python), monorepo, sample: prepareProjects(sample, python) }
}

function prepareProjects(projects: readonly Project[], python: string): Tree {
  for (const project of projects) prepareCorpus(project, python)
  return { parent: cached('corpora'), folders: projects.map(({ name }) => name) }
}

/** The paths of the sources of a tree, relative to its parent. */
export function sourcesOf({ parent, folders }: Tree): string[] {
  const under = (folder: string): string[] =>
    readdirSync(join(parent, folder), { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return under(path)
      return entry.isFile() && path.endsWith('.py') ? [path] : []
    })
  return folders.flatMap(under)
}

/** Measures the size of a tree by reading all of it, which also puts it in the page cache. */
export function sizeOf(tree: Tree): TreeSize {
  const size = { projects: [...tree.folders], files: 0, lines: 0, bytes: 0 }
  for (const path of sourcesOf(tree)) {
    const content = readFileSync(join(tree.parent, path))
    size.files++
    size.bytes += content.length
    for (let end = content.indexOf(10); end >= 0; end = content.indexOf(10, end + 1)) size.lines++
  }
  return size
}

/** Copies the sources of a tree, each time into a folder. The copies may be modified. */
export function copiesOf(tree: Tree, name: string, count: number): Tree {
  const sources = sourcesOf(tree)
  const parent = cached(join('bench', 'copies', `${name}-${tree.folders.length}`))
  const folders = Array.from({ length: count }, (_, index) => `${index + 1}`)
  const key = JSON.stringify(sizeOf(tree))
  for (const folder of folders) {
    keep(join(parent, folder), key, path => {
      console.error(`copying ${name}, ${folder} of ${count}`)
      for (const source of sources) {
        mkdirSync(dirname(join(path, source)), { recursive: true })
        copyFileSync(join(tree.parent, source), join(path, source))
      }
    })
  }
  return { parent, folders }
}
