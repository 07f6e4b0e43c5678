import type { Region } from 'sarif'
import type { Finding } from '../../report/finding.js'
import { numberedLines } from '../excerpt-lines.js'

/** The code of a finding, as SARIF represents it. */
export interface Context {
  /** The code of the finding itself. */
  snippet?: string
  /** The finding with the lines around it. SARIF requires it to be larger than the finding. */
  contextRegion?: Region
}

/** The code of a finding; empty if its excerpt does not contain all of it. */
export function contextOf(finding: Finding): Context {
  const { start, end } = finding
  const lines = numberedLines(finding.code)
  const first = lines[0]?.number ?? 0
  const own = lines.slice(Math.max(start.line - first, 0), end.line - first + 1).map(({ text }) => text)
  const lastLine = own.at(-1)
  if (first > start.line || own.length <= end.line - start.line || lastLine === undefined) return {}
  if (lastLine.length < end.column - 1) return {}

  own[own.length - 1] = lastLine.slice(0, end.column - 1)
  const snippet = own.join('\n').slice(start.column - 1)
  const endLine = first + lines.length - 1
  if (first === start.line && endLine === end.line) return { snippet }
  const text = lines.map(line => `${line.text}\n`).join('')
  return { snippet, contextRegion: { startLine: first, endLine, snippet: { text } } }
}
