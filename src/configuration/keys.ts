import { PROFILES } from './profiles.js'
import type { Plain } from './write.js'

/*
 * The keys of a configuration, in the order in which people read of them. Everything that knows the keys is made from
 * this table: the checks, the JSON schema, `posse config show`, the file that `posse init` writes, and the table of the
 * documentation.
 */

/** What a value can be. */
export type Kind =
  | 'paths'
  | 'choice'
  | 'selectors'
  | 'globs'
  | 'flag'
  | 'version'
  | 'seconds'
  | 'levels'
  | 'selectors by glob'
  | 'severity by selector'
  | 'options'
  | 'flow'
  | 'rules'

/** What people call the kinds. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  paths: 'path, or list of paths',
  choice: 'word',
  selectors: 'list of [selectors](#selectors)',
  globs: 'list of [globs](#globs)',
  flag: '`true` or `false`',
  version: 'version',
  seconds: 'number of seconds',
  levels: 'level, or two',
  'selectors by glob': 'table: [glob](#globs) to list of [selectors](#selectors)',
  'severity by selector': 'table: [selector](#selectors) to level',
  options: 'tables: see [options](#options-of-rules)',
  flow: 'tables: see [models](#models-of-your-own-code)',
  rules: 'tables: see [rules](#rules-of-your-own)',
}

export interface Key {
  readonly name: string
  readonly kind: Kind
  /** The words to choose from. */
  readonly choices?: readonly string[]
  /** What holds if no configuration sets it; undefined if that depends on something else. */
  readonly default?: Plain
  /** What it does, in one sentence or a few, as Markdown. */
  readonly doc: string
  /** An example of a value, as TOML. */
  readonly example: string
}

/** What is left out unless a configuration sets `exclude`. */
export const DEFAULT_EXCLUDE: readonly string[] = [
  '.git',
  '.hg',
  '.svn',
  '.tox',
  '.nox',
  '.venv',
  'venv',
  'env',
  'site-packages',
  'node_modules',
  '__pypackages__',
  '.eggs',
  'build',
  'dist',
  '_build',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  '.ipynb_checkpoints',
]

export const KEYS = [
  {
    name: 'extend',
    kind: 'paths',
    default: [],
    doc: 'Other configurations to start from: a path, or a list of paths of which later ones win. `"//"` is the topmost configuration of the repository. `"@acme/posse-config"` is the `posse.toml` of an installed npm package. Tables are merged key by key, other values are replaced, and the lists of `extend-select`, `extend-ignore`, `extend-exclude`, `flow` and `rules` are added together.',
    example: '"//"',
  },
  {
    name: 'profile',
    kind: 'choice',
    choices: PROFILES,
    default: 'recommended',
    doc: 'How findings are judged: `recommended` shows what a reviewer wants to see, `audit` shows everything, and `bandit` runs only the rules of Bandit and judges as it does.',
    example: '"audit"',
  },
  {
    name: 'select',
    kind: 'selectors',
    default: ['ALL'],
    doc: 'The rules to run.',
    example: '["ALL"]',
  },
  {
    name: 'extend-select',
    kind: 'selectors',
    default: [],
    doc: 'More rules to run, in addition to `select`.',
    example: '["B404"]',
  },
  {
    name: 'ignore',
    kind: 'selectors',
    default: [],
    doc: 'The rules not to run. Of two selectors, the more precise one wins; of two equal ones, `ignore`.',
    example: '["B404", "S603"]',
  },
  {
    name: 'extend-ignore',
    kind: 'selectors',
    default: [],
    doc: 'More rules not to run, in addition to `ignore`.',
    example: '["B311"]',
  },
  {
    name: 'fixable',
    kind: 'selectors',
    default: ['ALL'],
    doc: 'The rules whose findings are mended with `--fix`. For others, no fix is shown either.',
    example: '["B506", "P001"]',
  },
  {
    name: 'unfixable',
    kind: 'selectors',
    default: [],
    doc: 'The rules whose findings are not mended. Of two selectors, the more precise one wins; of two equal ones, `unfixable`.',
    example: '["B101"]',
  },
  {
    name: 'extend-safe-fixes',
    kind: 'selectors',
    default: [],
    doc: 'The rules whose unsafe fixes count as safe ones: `--fix` alone writes them.',
    example: '["B506"]',
  },
  {
    name: 'extend-unsafe-fixes',
    kind: 'selectors',
    default: [],
    doc: 'The rules whose safe fixes count as unsafe ones: only `--unsafe-fixes` writes them.',
    example: '["P001"]',
  },
  {
    name: 'exclude',
    kind: 'globs',
    default: DEFAULT_EXCLUDE,
    doc: 'The files and folders to leave out. It replaces the default list.',
    example: '["third_party/", "*_pb2.py"]',
  },
  {
    name: 'extend-exclude',
    kind: 'globs',
    default: [],
    doc: 'More files and folders to leave out, in addition to `exclude`.',
    example: '["third_party/", "*_pb2.py"]',
  },
  {
    name: 'force-exclude',
    kind: 'flag',
    default: true,
    doc: 'Whether files that the command line names are left out as well, if `exclude` or .gitignore leaves them out.',
    example: 'false',
  },
  {
    name: 'respect-gitignore',
    kind: 'flag',
    default: true,
    doc: 'Whether files that git ignores are left out.',
    example: 'false',
  },
  {
    name: 'target-version',
    kind: 'version',
    doc: 'The oldest Python that the code must run on. It only decides which fixes are offered. By default, it comes from `requires-python` in `pyproject.toml`.',
    example: '"py312"',
  },
  {
    name: 'fix-timeout',
    kind: 'seconds',
    default: 10,
    doc: 'How many seconds fixes let a request take that has no timeout.',
    example: '30',
  },
  {
    name: 'fail-on',
    kind: 'levels',
    default: 'low',
    doc: 'The lowest severity that makes a run fail: `low`, `medium` or `high`. After a colon, the lowest confidence.',
    example: '"medium:high"',
  },
  {
    name: 'fail-on-error',
    kind: 'flag',
    default: true,
    doc: 'Whether a file that cannot be read or parsed makes a run fail.',
    example: 'false',
  },
  {
    name: 'honor-noqa',
    kind: 'flag',
    default: true,
    doc: 'Whether `# noqa: S602` counts as `# nosec: B602`. A `# noqa` without ids never counts.',
    example: 'false',
  },
  {
    name: 'require-nosec-ids',
    kind: 'flag',
    default: true,
    doc: 'Whether a `# nosec` without ids is reported.',
    example: 'false',
  },
  {
    name: 'require-nosec-reason',
    kind: 'flag',
    default: false,
    doc: 'Whether a `# nosec` without a reason is reported.',
    example: 'true',
  },
  {
    name: 'per-file-ignores',
    kind: 'selectors by glob',
    default: {},
    doc: 'The rules not to report in some files: a glob, and a list of selectors. A glob that starts with `!` stands for all files that do not match it.',
    example: '"tests/" = ["B101", "S105"]',
  },
  {
    name: 'severity',
    kind: 'severity by selector',
    default: {},
    doc: 'The severity of some rules: a selector, and `low`, `medium`, `high`, or `off` to turn the rules off.',
    example: 'B404 = "off"',
  },
  {
    name: 'options',
    kind: 'options',
    default: {},
    doc: 'The options of single rules: a table for each rule, or for the rules that share their options.',
    example: '[options.try_except_pass]\ncheck_typed_exception = true',
  },
  {
    name: 'flow',
    kind: 'flow',
    default: {},
    doc: 'What the rules that follow values are to know of your own code: sources, sinks, sanitizers, propagators, and hosts to trust.',
    example: '[[flow.sink]]\npath = "acme.db.run"\nargument = 0\nkind = "sql"',
  },
  {
    name: 'rules',
    kind: 'rules',
    default: {},
    doc: 'Rules of your own: what they look for, and what they say.',
    example:
      '[[rules.call]]\nid = "ACME001"\ncalls = "acme.legacy.*"\nmessage = "{name} is no longer maintained: use acme.core"',
  },
] as const satisfies readonly Key[]

export type KeyName = (typeof KEYS)[number]['name']
