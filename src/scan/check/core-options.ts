import type { FixOptions, ScanOptions } from '../../../index.js'
import type { Configuration } from '../../configuration/configuration.js'
import { coreRules, type OwnRule } from '../../configuration/own-rules.js'
import type { CheckPlan } from '../../plan/check/plan.js'

/** The rule whose findings in the core are the comments that may be suppressions. */
const COMMENTS = 'P001'

/**
 * What the core is to look for in files whose configurations are alike to it (`groupKeys`), such as `configuration`. `all`
 * are the configurations of all files of the check: a rule that some of them selects runs everywhere.
 */
export function coreOptions(
  plan: CheckPlan,
  configuration: Configuration | undefined,
  all: Iterable<Configuration>,
): Omit<ScanOptions, 'contextLines' | 'threads' | 'maxFileSize' | 'maxFileTime'> {
  const rules = new Set([COMMENTS])
  let audits = false
  // The profile of Bandit's rules judges nothing, but rules of ours that are selected beside it replace some of them.
  let judges = false
  for (const each of all) {
    for (const id of each.rules) rules.add(id)
    audits ||= each.profile === 'audit'
    judges ||= each.profile !== 'bandit'
  }
  judges ||= plan.builtin.some(({ id, replaces }) => replaces.length > 0 && rules.has(id))
  return {
    severity: 0,
    confidence: 0,
    // What runs of its own rules is below.
    rules: plan.builtin.flatMap(({ id }) => (rules.has(id) ? [id] : [])),
    excerptsAroundSpan: true,
    maskSecrets: !plan.showSecrets,
    notebooks: true,
    judges,
    allSources: audits,
    errorLines: true,
    // Comments are findings here, and whoever reads them decides what they suppress.
    ignoreNosec: true,
    settings: [...(configuration?.ruleOptions ?? [])],
    ...coreRules(
      configuration?.ownRules ?? [],
      plan.builtin.length,
      id => rules.has(id),
      configuration?.flowModels,
    ),
  }
}

/**
 * Tells configurations apart that are not alike to the core: they give rules other options or models, have other rules of
 * their own, or give fixes something else, which counts only with fixes.
 */
export function groupKeys(withFixes: boolean): (configuration: Configuration) => string {
  const keys = new Map<Configuration, string>()
  const numbers = new Map<OwnRule, number>()
  const numberOf = (rule: OwnRule) => {
    const number = numbers.get(rule) ?? numbers.size
    numbers.set(rule, number)
    return number
  }
  return configuration => {
    const known = keys.get(configuration)
    if (known !== undefined) return known
    const { ruleOptions, flowModels, ownRules } = configuration
    const key = JSON.stringify([
      ruleOptions,
      flowModels,
      ownRules.map(numberOf),
      withFixes && fixOptions(configuration),
    ])
    keys.set(configuration, key)
    return key
  }
}

/** What the project of a configuration allows fixes to use, as the core takes it. */
export function fixOptions({
  targetVersion,
  fixTimeout,
}: Configuration): Omit<FixOptions, 'written' | 'hidden'> {
  const minor = /^py3(\d+)$/.exec(targetVersion ?? '')?.[1]
  return {
    ...(minor !== undefined && { target: Number(minor) }),
    ...(fixTimeout !== undefined && { timeout: fixTimeout }),
  }
}
