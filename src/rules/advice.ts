import { proseOf } from './doc.js'

/** What a rule's documentation says about a finding. */
export interface Advice {
  /** What is wrong, if the message does not say it all. */
  why?: string
  /** What to do instead, if it can be told apart. */
  fix?: string
}

/** Sentences that explain the rule, not the finding. */
const ABOUT_THE_RULE = /^(Severity|Confidence|Set|The rule) /

/** Verbs that a sentence starts with if it says what to do. */
const VERBS =
  'allow|bind|call|catch|check|choose|compare|convert|decode|download|encrypt|escape|expand|extract|generate|give|import|keep|leave|let|list|load|log|make|name|pass|pin|put|quote|raise|read|redirect|remove|replace|run|send|serve|set|sign|store|take|test|turn|unpickle|use|verify|write'

/** The start of a sentence that says what to do: `Use ...`, `To read data, use ...`, `If you review those, you can ...`. */
const WHAT_TO_DO = new RegExp(`^(?:(?:To|If|For|In) [^,]+, )?(?:${VERBS}) |: if you .+, you can `, 'i')

/**
 * Splits the first paragraph of a documentation: what is wrong and why comes first, then what to do instead, from the
 * first sentence that is an order.
 */
export function adviceOf(doc: string): Advice {
  const [paragraph = ''] = proseOf(doc).split('\n\n')
  const sentences = paragraph.split(/(?<=\.) (?=[A-Z`])/).filter(sentence => !ABOUT_THE_RULE.test(sentence))
  const order = sentences.findIndex(sentence => WHAT_TO_DO.test(sentence))
  if (order < 1) return { why: sentences.join(' ') }
  return { why: sentences.slice(0, order).join(' '), fix: sentences.slice(order).join(' ') }
}
