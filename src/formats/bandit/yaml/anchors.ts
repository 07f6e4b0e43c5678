import type { Finding } from '../../../report/finding.js'

/**
 * In Bandit, all findings of a node share one list of lines, and PyYAML writes a shared list only once: with
 * an anchor at its first occurrence, as an alias afterwards. Returns the text after `line_range:` for these
 * findings, such as ` &id001`. `findings` is in the order of the scan, `written` in the order of the report.
 */
export function anchorsOf(findings: readonly Finding[], written: readonly Finding[]): Map<Finding, string> {
  const nodes = sharedNodes(findings)
  const firsts = new Map<Finding, Finding>()
  const anchors = new Map<Finding, string>()
  let count = 0
  for (const finding of written) {
    const node = nodes.get(finding)
    if (!node) continue
    const first = firsts.get(node)
    if (!first) {
      firsts.set(node, finding)
      continue
    }
    // Lists are numbered in the order of their second occurrences (yaml/serializer.py).
    if (!anchors.has(first)) anchors.set(first, ` &id${String(++count).padStart(3, '0')}`)
    anchors.set(finding, (anchors.get(first) ?? '').replace('&', '*'))
  }
  return anchors
}

/** Maps each finding that shares its node with others to the first of them. */
function sharedNodes(findings: readonly Finding[]): Map<Finding, Finding> {
  const nodes = new Map<Finding, Finding>()
  let first: Finding | undefined
  for (const finding of findings) {
    if (first && isSameNode(first, finding)) nodes.set(first, first).set(finding, first)
    else first = finding
  }
  return nodes
}

function isSameNode(a: Finding, b: Finding): boolean {
  if (a.file !== b.file || a.cell !== b.cell) return false
  const { start, end } = a
  const other = { start: b.start, end: b.end }
  return (
    start.line === other.start.line &&
    start.column === other.start.column &&
    end.line === other.end.line &&
    end.column === other.end.column
  )
}
