import { sep } from 'node:path'
import { routeTo } from '../../plan/repository-paths.js'

/*
 * What the profile `recommended` hides of Bandit's findings.
 */

/** Rules whose findings count in tests, too: secrets of others are as secret there. And those about suppressions. */
const IN_TESTS = /^P(?:0\d\d|601|602)$/

const TEST_FOLDERS: ReadonlySet<string> = new Set([
  'test',
  'testing',
  'tests',
  'fixtures',
  'testdata',
  'test_data',
  'benchmarks',
  'examples',
  'docs',
])
const TEST_FILE = /^(?:conftest|test_.*|.*_test)\.(?:py|pyi|pyw|ipynb)$/

/** Rules about imports, and the rules about the calls that make such an import matter. */
const CALLS: ReadonlyMap<string, readonly string[]> = new Map([
  ['B403', ['B301']],
  ['B404', ['B602', 'B603', 'B604', 'B607']],
  ['B405', ['B313', 'B314']],
  ['B406', ['B317']],
  ['B407', ['B315', 'B316']],
  ['B408', ['B318']],
  ['B409', ['B319']],
])

/** Whether a file is part of tests, by its name. */
export function isTestFile(name: string): boolean {
  return TEST_FILE.test(name)
}

/** Whether the files of a folder are part of tests, by its path below the folder of their configuration. */
export function isTestFolder(folder: string, root: string): boolean {
  return routeTo(root, folder)
    .split(sep)
    .some(part => TEST_FOLDERS.has(part))
}

/** Why a finding is hidden; undefined if it is shown. `runs` says whether a rule has run on the file. */
export function hiddenBecause(
  id: string,
  inTests: boolean,
  runs: (id: string) => boolean,
): string | undefined {
  if (inTests && !IN_TESTS.test(id)) return 'in test code'
  const calls = CALLS.get(id)?.filter(runs) ?? []
  return calls.length > 0 ? `an import is no flaw; ${calls.join(', ')} judge the calls` : undefined
}
