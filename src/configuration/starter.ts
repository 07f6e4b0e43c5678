import { KEYS, type Key } from './keys.js'
import { SCHEMA_URL } from './schema.js'
import { commentOf, pairOf } from './write.js'

/** The beginning of a configuration that a command writes. */
export const HEAD = `#:schema ${SCHEMA_URL}\n`

/** A configuration that sets nothing: it explains each key, and shows its default or an example as a comment. */
export function starter(): string {
  return HEAD + KEYS.map(key => `\n${commentOf(key.doc)}${exampleOf(key)}`).join('')
}

function exampleOf({ name, kind, default: standard, example }: Key): string {
  if (kind === 'options' || kind === 'flow' || kind === 'rules') return commented(example)
  if (kind === 'selectors by glob' || kind === 'severity by selector')
    return commented(`[${name}]\n${example}`)
  const isEmpty =
    standard === undefined || (typeof standard === 'object' && Object.keys(standard).length === 0)
  return commented(isEmpty ? `${name} = ${example}` : pairOf(name, standard))
}

function commented(text: string): string {
  return text.replace(/^/gm, '# ').concat('\n')
}
