import type { RuleTexts } from '../../index.js'

/** A rule's documentation as Markdown: prose, then an example. */
export function docOf({ doc }: Pick<RuleTexts, 'doc'>): string {
  return doc
    .replace(/^ /gm, '')
    .trim()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, codePointOf)
}

/** Bidirectional control characters would take effect wherever the text is shown, so they are named instead. */
function codePointOf(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase()}>`
}

/** The prose of a documentation, with one line per paragraph. */
export function proseOf(doc: string): string {
  const [prose = ''] = doc.split(/\n*^```/m)
  return prose.replace(/(?<!\n)\n(?!\n)/g, ' ')
}

/** The first sentence of the prose. */
export function summaryOf(prose: string): string {
  return /^.*?\.(?= [A-Z`]|\n|$)/.exec(prose)?.[0] ?? prose
}
