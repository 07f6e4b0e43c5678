/** What of a git repository's changes is scanned, and which findings are reported. */
export interface ChangeOptions {
  /** Scan the files that changed since the merge base of this commit and HEAD. */
  since?: string
  /** Scan the files in which this commit differs, and report the findings that it does not have. */
  newSince?: string
  /** Scan what is staged in place of what is on disk; what changed since HEAD, if nothing else is said. */
  staged?: boolean
  /** Report findings on added or changed lines only. */
  changedLines?: boolean
}
