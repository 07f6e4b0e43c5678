import { visible, visibleInLine } from '../../output/visible.js'
import { cellPart } from '../../report/cell.js'
import type { Finding } from '../../report/finding.js'
import type { Step, StepKind } from '../../report/step.js'
import { cweLink } from '../../rules/cwe.js'
import type { NodeKind } from '../../rules/rule-info.js'
import { numberedLines } from '../excerpt-lines.js'
import type { Entry } from './entries.js'
import type { FindingWriter } from './full/finding.js'

/** What a rule looked at. */
const KINDS: Readonly<Record<NodeKind, string>> = {
  Call: 'a call',
  Import: 'an import',
  Str: 'a string',
  FunctionDef: 'a function',
  Assert: 'an assert',
  ExceptHandler: 'an exception handler',
  File: 'the text of the file',
  Comment: 'a comment',
  Assign: 'an assignment',
  Compare: 'a comparison',
  Dict: 'a dictionary',
  Flow: 'where a value goes',
}

/** What to say about a finding besides the finding itself. */
export interface Facts {
  /** The fingerprint in reports for GitLab and Code Climate. */
  fingerprint: string
  /** The path of the file, as a configuration names it. */
  path: string
  /** The names that the rule looks for. */
  names: readonly string[]
  /** The line for a comment that suppresses the finding; undefined if only one about the whole file does. */
  commentLine: number | undefined
}

/** Explains a finding: the code, why it matched, and what would make it go away. */
export function explanationOf(entry: Entry, facts: Facts, writer: FindingWriter): string {
  const { finding } = entry
  const { rule, kind, start, end } = finding
  const { paint } = writer
  const heading = (text: string) => `${paint.as('bold', text)}\n`
  const item = (text: string) => `${paint.code(writer.prose(`- ${text}`, '  '))}\n`
  const copied = (line: string) => `    ${paint.as('code', line)}\n`
  const matches = namesIn(finding, facts.names)
  return [
    writer.text(entry),
    heading('\nWhy it matched'),
    item(
      `The rule looked at ${KINDS[kind]}, from ${start.line}:${start.column} to ${end.line}:${end.column}.`,
    ),
    ...(finding.hasSteps ? finding.steps.map(step => item(sentenceOf(step))) : []),
    ...(matches.length > 0 ? [item(`It looks for ${matches.map(name => `\`${name}\``).join(' or ')}.`)] : []),
    ...(finding.line === start.line ? [] : [item(`Bandit reports it on line ${finding.line}.`)]),
    ...(rule.cwe === 0 ? [] : [item(`The weakness is CWE-${rule.cwe}: ${cweLink(rule.cwe)}`)]),
    item(`The fingerprint is ${facts.fingerprint}.`),
    item(`\`posse explain ${rule.id}\` has examples. See also ${visibleInLine(rule.link)}`),
    heading('\nWhat makes it go away'),
    item(
      facts.commentLine === undefined
        ? 'A comment for the whole file, on a line of its own:'
        : `A comment on line ${facts.commentLine}${finding.cell > 0 ? ` of cell ${finding.cell}` : ''}:`,
    ),
    copied(`# nosec${facts.commentLine === undefined ? '-file' : ''}: ${rule.id} -- the reason`),
    item('In `posse.toml`, for this file:'),
    copied('[per-file-ignores]'),
    copied(`${tomlString(literalGlob(facts.path))} = ["${rule.id}"]`),
    item('In `posse.toml`, for all files:'),
    copied(`ignore = ["${rule.id}"]`),
  ].join('')
}

/** What happens to a value at a step. */
const EVENTS: Readonly<Record<StepKind, string>> = {
  source: 'A value comes in',
  assigned: 'It is assigned',
  passed: 'It is passed',
  sink: 'It arrives',
}

function sentenceOf({ kind, cell, start, text }: Step): string {
  const place = `${cellPart(cell)}${start.line}:${start.column}`
  const words = visibleInLine(text)
  return kind === 'passed'
    ? `${EVENTS[kind]} ${words} at ${place}.`
    : `${EVENTS[kind]} at ${place}: \`${words}\`.`
}

/** The names that may have matched: those that are in the lines of the finding, or else those whose last part is. */
function namesIn({ code, start, end }: Finding, names: readonly string[]): string[] {
  const lines = numberedLines(code).filter(({ number }) => number >= start.line && number <= end.line)
  const text = lines.map(line => line.text).join('\n')
  const words = new Set(text.match(/[\w.]+/g)?.flatMap(word => [word, ...word.split('.')]))
  const whole = [...new Set(names)].filter(name => words.has(name))
  return whole.length > 0 ? whole : [...new Set(names)].filter(name => words.has(name.replace(/^.*\./, '')))
}

/** A glob that matches only this path. */
const literalGlob = (path: string) => path.replace(/[\\*?[\]{}!]/g, '\\$&')

/** A string of TOML. It has JSON's escapes, and one for all code points. */
const tomlString = (text: string) =>
  visible(JSON.stringify(text), character => {
    const digits = (character.codePointAt(0) ?? 0).toString(16)
    return digits.length > 4 ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`
  })
