import type { Finding } from '../report/finding.js'

/** Groups findings by file, in the order of the scan. A scan reports all findings of a file together. */
export function* byFile(findings: readonly Finding[]): Generator<[file: string, findings: Finding[]]> {
  let group: Finding[] = []
  for (const finding of findings) {
    if (group[0] && group[0].file !== finding.file) {
      yield [group[0].file, group]
      group = []
    }
    group.push(finding)
  }
  if (group[0]) yield [group[0].file, group]
}
