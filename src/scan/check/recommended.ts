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
  'testutils',
  'test_utils',
  'benchmarks',
  'examples',
  'docs',
])
const TEST_FILE = /^(?:conftest|tests|testing|test_.*|.*_tests?|.*_testing)\.(?:py|pyi|pyw|ipynb)$/

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

/** Why the findings of a rule are hidden, whatever they say; undefined if the core judges them one by one. */
export function hiddenBecause(id: string, inTests: boolean): string | undefined {
  return inTests && !IN_TESTS.test(id) ? 'in test code' : undefined
}
