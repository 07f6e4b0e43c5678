/** The kinds of node that findings are found at: an index is how the native side gives them. */
export const NODE_KINDS = [
  'Call',
  'Import',
  'Str',
  'FunctionDef',
  'Assert',
  'ExceptHandler',
  'File',
  'Comment',
  'Assign',
  'Compare',
  'Dict',
  'Flow',
] as const
export type NodeKind = (typeof NODE_KINDS)[number]

/**
 * How much a fix may change. Code with a `safe` one does the same; with an `unsafe` one, it is harder to attack and may
 * refuse what worked before; a `suggested` one takes a value that only a person knows, and is never written.
 */
export type FixClass = 'safe' | 'unsafe' | 'suggested'

/** What is known of a rule before any scan. */
export interface RuleInfo {
  /** As in `B506`. */
  id: string
  /** The name that nosec comments, profiles and the help use: the entry point's in Bandit. */
  name: string
  /** The name that reports and links use: the function's in Bandit. */
  testName: string
  /** The page about it in Bandit's documentation. */
  link: string
  /** The number of the weakness. */
  cwe: number
  /** The highest severity that it gives: `LOW`, `MEDIUM` or `HIGH`. */
  severity: string
  /** The confidence that goes with it. */
  confidence: string
  /** Who made it. */
  origin: 'bandit' | 'posse' | 'user'
  /** The kinds of node it looks at, such as `Call`. */
  kinds: readonly NodeKind[]
  /** The profile of `posse check` from which on it is shown. */
  profile: 'recommended' | 'audit'
  /** The ids of the rules whose findings its own take the place of. */
  replaces: readonly string[]
  /** The class of the fixes that it makes; or null and the reason why it makes none, which may be empty. */
  fix: { readonly class: FixClass | null; readonly reason?: string }
  /** The message of a rule that is not built in: of a configuration, or of a row of a profile's own tables. */
  message?: string
  /** The documentation of a rule of a configuration, Markdown. Those of built-in rules are read when they are needed. */
  doc?: string
  /** What it says to do instead; it may be empty. */
  help?: string
}

/** A rule without its documentation, as plain data: what is known of a rule of a configuration is read when it is asked for. */
export function plainRule(info: RuleInfo): RuleInfo {
  const { id, name, testName, link, cwe, severity, confidence, origin, kinds, profile, replaces, fix } = info
  const { message, help } = info
  const plain = { id, name, testName, link, cwe, severity, confidence, origin, kinds, profile, replaces, fix }
  return { ...plain, ...(message !== undefined && { message }), ...(help && { help }) }
}

/** Bandit's rules among these: the only ones that Bandit's own mode knows. */
export function banditsOf(rules: readonly RuleInfo[]): RuleInfo[] {
  return rules.filter(rule => rule.origin === 'bandit')
}
