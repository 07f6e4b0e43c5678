import { join } from 'node:path'
import { cached, keep } from '../../conformance/cache.js'
import { run } from '../../conformance/python.js'

/** A repository with labelled code, at a commit. Nothing of it is in our own repository. */
interface Source {
  repository: string
  commit: string
  /** What is needed of it, as patterns of a sparse checkout. */
  paths: readonly string[]
}

/** Where the labelled sets come from. */
export const SOURCES = {
  SecurityEval: {
    repository: 's2e-lab/SecurityEval',
    commit: '6f4fb70f782c6d47b02ea24341e8ef8c1eb04a6a',
    paths: ['/dataset.jsonl'],
  },
  SecCodePLT: {
    repository: 'ucsb-mlsec/SecCodePLT',
    commit: 'd8e74e2b705c2882d2f9b25b7345f86e5de6857c',
    paths: ['/virtue_code_eval/data/safety/codesecplt/data.json'],
  },
  'semgrep-rules': {
    repository: 'semgrep/semgrep-rules',
    commit: '157ae4706d7f54aa33647332f234dd68f30da195',
    paths: ['/python/'],
  },
  BenchmarkPython: {
    repository: 'OWASP-Benchmark/BenchmarkPython',
    commit: '7cf0674b9a33788ac3105e4c4a75a7fdce4c44bd',
    paths: ['/testcode/', '/expectedresults-0.1.csv'],
  },
} as const satisfies Record<string, Source>

export type SourceName = keyof typeof SOURCES

/** Clones a repository if it is missing, and returns its folder. */
export function prepareSource(name: SourceName): string {
  const { repository, commit, paths } = SOURCES[name]
  const folder = join(cached('detection'), name)
  keep(folder, commit, path => {
    console.error(`fetching ${repository}`)
    const clone = ['clone', '--quiet', '--filter=blob:none', '--no-checkout']
    run('git', [...clone, `https://github.com/${repository}`, path])
    run('git', ['-C', path, 'sparse-checkout', 'set', '--no-cone', ...paths])
    run('git', ['-C', path, 'checkout', '--quiet', commit])
  })
  return folder
}
