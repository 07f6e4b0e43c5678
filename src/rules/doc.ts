import type { RuleTexts } from '../../index.cjs'

/** A rule's documentation, Markdown: prose, then an example. */
export function docOf({ doc }: Pick<RuleTexts, 'doc'>): string {
  return doc
    .replace(/^ /gm, '')
    .trim()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, named)
}

/** What turns the direction of writing would do so wherever it is shown. */
function named(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase()}>`
}

/** The prose, a line a paragraph. */
export function proseOf(doc: string): string {
  const [prose = ''] = doc.split(/\n*^```/m)
  return prose.replace(/(?<!\n)\n(?!\n)/g, ' ')
}

/** The first sentence. */
export function summaryOf(prose: string): string {
  return /^.*?\.(?= [A-Z`]|\n|$)/.exec(prose)?.[0] ?? prose
}
