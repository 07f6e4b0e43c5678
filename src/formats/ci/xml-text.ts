import { visible, withoutCommands } from '../../output/visible.js'
import { allowedInXml } from '../xml-characters.js'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Escapes text for an XML 1.0 element or attribute. Hidden characters become references. */
export function xmlText(text: string): string {
  const markup = allowedInXml(text).replace(/[&<>"\t\n\r]/g, each => ENTITIES[each] ?? each)
  return withoutCommands(visible(markup, reference), reference)
}

const reference = (character: string) => `&#${character.codePointAt(0)};`
