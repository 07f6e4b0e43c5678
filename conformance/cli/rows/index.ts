import type { Topic } from '../row.js'
import { words } from './arguments.js'
import { baseline } from './baseline.js'
import { config, profiles, yaml } from './config.js'
import { configGenerator } from './config-generator.js'
import { formats, output, template } from './formats.js'
import { ini } from './ini.js'
import { noRepository, parentCommit, parentFixed, parentMissing, parentOfMerge } from './parent-commit.js'
import { exclusion, nosec, tests, thresholds } from './selection.js'
import { oddNames, standardInput, targets } from './targets.js'

/** The whole table. */
export const TOPICS: readonly Topic[] = [
  targets,
  standardInput,
  oddNames,
  words,
  tests,
  thresholds,
  exclusion,
  nosec,
  formats,
  template,
  output,
  config,
  yaml,
  profiles,
  ini,
  baseline,
  configGenerator,
  parentCommit,
  parentFixed,
  parentMissing,
  parentOfMerge,
  noRepository,
]
