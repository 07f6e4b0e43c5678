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
  /** The kind of node it looks at, such as `Call`; a rule of the kind `File` has nosec comments on lines 0 and 1. */
  kind: string
  /** The message of a row of a profile's own tables, which has no documentation. */
  message?: string
}
