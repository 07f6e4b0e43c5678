import type { Case } from '../case.js'
import type { Extra } from '../extras.js'
import type { Trees } from '../trees.js'
import { banditCase } from './bandit.js'
import { cachedCase } from './cached.js'
import { changedCase } from './changed.js'
import { checkCase } from './check.js'
import { coldCase } from './cold.js'
import { growthCase } from './growth.js'
import { ownRulesCase } from './own-rules.js'
import { scriptRulesCase } from './script-rules.js'
import { shapesCase } from './shapes.js'
import { smallFileCase } from './small-file.js'
import { threadsCase } from './threads.js'

/** The settings of a benchmark run. */
export interface Setting {
  trees: Trees
  /** How often each command is measured. */
  rounds: number
  /** How often, if a run takes less than a second. */
  shortRounds: number
  extras: readonly Extra[]
}

/** All cases, by their name on the command line. Each is prepared just before it runs. */
export const CASES: Record<string, (setting: Setting) => Case> = {
  'cold-corpora': ({ trees, rounds }) => coldCase(trees.corpora, rounds),
  'cold-monorepo': ({ trees, rounds }) => coldCase(trees.monorepo, rounds),
  'cached-corpora': ({ trees, rounds }) => cachedCase(trees.corpora, rounds),
  'cached-monorepo': ({ trees, rounds }) => cachedCase(trees.monorepo, rounds),
  'changed-corpora': ({ trees, rounds }) => changedCase(trees.corpora, 'corpora', rounds),
  'changed-monorepo': ({ trees, rounds }) => changedCase(trees.monorepo, 'monorepo', rounds),
  bandit: ({ trees, rounds, extras }) => banditCase(trees.sample, rounds, extras),
  'check-monorepo': ({ trees, rounds }) => checkCase(trees.monorepo, rounds),
  'own-rules': ({ trees, rounds }) => ownRulesCase(trees.monorepo, rounds),
  'script-rules': ({ trees, rounds }) => scriptRulesCase(trees.monorepo, rounds),
  'small-file': ({ trees, shortRounds }) => smallFileCase(trees.corpora, shortRounds),
  threads: ({ trees, rounds }) => threadsCase(trees.monorepo, rounds),
  growth: ({ trees, rounds }) => growthCase(trees.corpora, 'corpora', rounds),
  shapes: ({ trees, rounds }) => shapesCase(trees.corpora, rounds),
}
