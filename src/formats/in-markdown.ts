import { visibleLine } from '../output/visible.js'
import { cut } from './cut.js'

/** A longer message is cut: some of its readers have limits, beyond which they reject the whole report. */
const MAX_LENGTH = 1000

/** A message as what is quoted, places such as `(line 12)`, words, and what is between them. */
const PARTS = /(?<![^ ])(?:'.*'[^ ]*|\((?:line \d+|cell \d+:\d+)\)(?![^ ]))| +(?:- +)*|[^ ]+/g
/** A place, which is prose. */
const PLACE = /^\((?:line|cell) [\d:]+\)$/

/**
 * A word of prose, with punctuation. In these, nothing is markup, a link or a mention; nor the hash of a commit, which
 * takes seven hexadecimal digits.
 */
const PROSE = /^(?!.*[\da-f]{7})\(?[a-z]+\d{0,3}(?:[-/'][a-z]+\d{0,3})*\)?[.,:;?]*$/i

/**
 * Writes a message on one line of Markdown. Everything but prose becomes code, in which no markup, link or mention of a
 * scanned file takes effect. `code` writes code.
 */
export function inMarkdown(message: string, code = codeSpan): string {
  let out = ''
  let gap = ''
  let run = ''
  const endRun = () => {
    const [, text = '', punctuation = ''] = /^(.*[^.,:;?])?([.,:;?]*)$/.exec(run) ?? []
    // A message may mark code itself.
    if (run) out += text ? code(text.replace(/^(`+)([^`]+)\1$/, '$2')) + punctuation : code(run)
    run = ''
  }
  for (const part of visibleLine(cut(message, MAX_LENGTH)).trim().match(PARTS) ?? []) {
    if (part.startsWith(' ')) gap = part
    else if (PROSE.test(part) || PLACE.test(part)) {
      endRun()
      out += gap + part
    } else if (run) run += gap + part
    else {
      out += gap
      run = part
    }
  }
  endRun()
  return out
}

/** Writes a text as code on one line of Markdown. */
export function codeInMarkdown(text: string): string {
  return codeSpan(visibleLine(cut(text, MAX_LENGTH)))
}

/**
 * A code span. Backticks in it become escapes. A longer fence would not do: GitHub does not read fences of more than 80
 * backticks.
 */
function codeSpan(text: string): string {
  return `\`${text.replaceAll('`', '\\x60')}\``
}
