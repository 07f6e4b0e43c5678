/** Which changes in a git repository are scanned, and which findings are reported. */
export interface ChangeOptions {
  /** Scan the files that changed since the merge base of this commit and HEAD. */
  since?: string
  /** Scan the files that differ from this commit, and report the findings that it does not have. */
  newSince?: string
  /** Scan staged content instead of the files on disk. By default, compares with HEAD. */
  staged?: boolean
  /** Report findings on added or changed lines only. */
  changedLines?: boolean
}
