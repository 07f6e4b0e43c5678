import { visible, withoutCommands } from '../../output/visible.js'

/** Writes a value as JSON, with hidden characters and the marks of commands escaped by number: the value is the same. */
export function jsonText(value: object | string | null): string {
  return withoutCommands(visible(JSON.stringify(value), byNumber), byNumber)
}

function byNumber(character: string): string {
  let escaped = ''
  for (let at = 0; at < character.length; at++)
    escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  return escaped
}
