import { didYouMean, similar } from '../../nearest.js'
import { wordsFor } from '../../rules/find.js'
import { coveredByRuff } from '../../rules/ruff.js'
import type { RuleInfo } from '../../rules/rule-info.js'

/** The forms of a suppression: for a statement, for a file, and the two ends of a range. */
export type Form = 'line' | 'file' | 'begin' | 'end'

/** What a comment asks for. */
export interface Directive {
  readonly word: 'nosec' | 'noqa'
  readonly form: Form
  /** The ids of the rules that it names. */
  readonly ids: ReadonlySet<string>
  /** Words that look like a rule, but are none. */
  readonly unknown: readonly string[]
  readonly reason: string
  /** Where it starts in its comment, and how long it is. */
  readonly at: number
  readonly length: number
  /** The words of its list, with their places in it and the rules that they stand for. */
  readonly words: readonly { readonly text: string; readonly at: number; readonly id: string | undefined }[]
}

/** Whether a directive is about all rules. One that names only unknown rules is about none. */
export const isBlanket = ({ ids, unknown }: Directive): boolean => ids.size === 0 && unknown.length === 0

const NOSEC = /#\s*nosec(?:-(\w+))?(?![\w-])\s*:?([^#]*)/g
const NOQA = /#\s*noqa\s*:([^#]*)/gi
const FORMS: readonly string[] = ['file', 'begin', 'end'] satisfies Form[]
const ID = /^[A-Z]{1,4}\d[A-Z\d]{0,5}$/
const NAME = /^[a-z]+(?:_[a-z\d]+)+$/

/** Reads suppression comments: `# nosec: B602, S607 -- reason`. Knows the words for all rules. */
export class DirectiveReader {
  private byWord: ReadonlyMap<string, string> | undefined
  private allWords: readonly string[] | undefined

  constructor(private readonly rules: readonly RuleInfo[]) {}

  /** Rules by their words. Made when the first comment names a rule. */
  private get ids(): ReadonlyMap<string, string> {
    this.byWord ??= new Map(
      this.rules.flatMap(rule => wordsFor(rule).map(word => [word.toLowerCase(), rule.id] as const)),
    )
    return this.byWord
  }

  private get words(): readonly string[] {
    this.allWords ??= this.rules.flatMap(wordsFor)
    return this.allWords
  }

  /** The directives in a comment. Of `noqa`, only those that name rules count: it is about other linters, too. */
  read(comment: string, honorNoqa: boolean): Directive[] {
    const nosec = [...comment.matchAll(NOSEC)].map(({ 0: whole, 1: form = 'line', 2: text = '', index }) => {
      const place = { at: index, length: whole.length }
      if (form === 'line' || FORMS.includes(form))
        return {
          word: 'nosec',
          form: form as Form,
          ...this.list(text, whole.length - text.length),
          ...place,
        } as const
      return {
        word: 'nosec',
        form: 'line',
        ids: new Set<string>(),
        unknown: [`nosec-${form}`],
        reason: '',
        words: [],
        ...place,
      } as const
    })
    if (!honorNoqa) return nosec
    const noqa = [...comment.matchAll(NOQA)].map(({ 0: whole, 1: text = '', index }) => ({
      ...this.list(text, whole.length - text.length),
      at: index,
      length: whole.length,
    }))
    return [
      ...nosec,
      ...noqa.flatMap(({ ids, reason, at, length, words }) =>
        ids.size > 0
          ? [
              {
                word: 'noqa',
                form: 'line',
                ids: coveredByRuff(ids),
                unknown: [],
                reason,
                at,
                length,
                words,
              } as const,
            ]
          : [],
      ),
    ]
  }

  /** What was probably meant by an unknown word of a directive. */
  questionOf(word: string): string {
    if (word.startsWith('nosec-'))
      return didYouMean(
        word,
        FORMS.map(form => `nosec-${form}`),
      )
    return didYouMean(word, this.words)
  }

  /**
   * Reads a list of rules, which starts at a place in its directive. It ends at the first word that does not look like a
   * rule; the reason follows.
   */
  private list(text: string, start: number): Pick<Directive, 'ids' | 'unknown' | 'reason' | 'words'> {
    const ids = new Set<string>()
    const unknown: string[] = []
    const words: { text: string; at: number; id: string | undefined }[] = []
    let at = start + text.length - text.trimStart().length
    let rest = text.trim()
    for (;;) {
      const [whole, word = ''] = /^([A-Za-z]\w*)[\s,:]*/.exec(rest) ?? []
      const id = this.ids.get(word.toLowerCase())
      if (whole === undefined || (id === undefined && !this.looksLikeRule(word))) break
      if (id === undefined) unknown.push(word)
      else ids.add(id)
      words.push({ text: word, at, id })
      at += whole.length
      rest = rest.slice(whole.length)
    }
    return { ids, unknown, words, reason: rest.replace(/^[-\u2013\u2014:\s]+/, '').trim() }
  }

  private looksLikeRule(word: string): boolean {
    return ID.test(word) || (NAME.test(word) && similar(word, this.words).length > 0)
  }
}
