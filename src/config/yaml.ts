import { parseDocument, type Tags } from 'yaml'
import { ContentError, decode } from './content.js'

/** More than any configuration needs; an alias bomb multiplies beyond it at once. */
const MAX_ALIASES = 10_000

/** The one document of a YAML file, read as PyYAML's safe loader reads it: YAML 1.1, the last of equal keys. */
export function parseYaml(content: Uint8Array): unknown {
  const document = parseDocument(decode(content, encodingOf(content)), {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    customTags: withoutSingleLetters,
  })
  // A tag that nobody knows is only a warning here, and an error to PyYAML.
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw new ContentError(firstLine(problem.message))
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    throw new ContentError(firstLine(String(error instanceof Error ? error.message : error)))
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** `y` and `n` are booleans in YAML 1.1, and plain strings to PyYAML. */
function withoutSingleLetters(tags: Tags): Tags {
  return tags.map(tag =>
    typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:bool' && tag.test
      ? { ...tag, test: new RegExp(`^(?!.$)${tag.test.source}`) }
      : tag,
  )
}

function firstLine(message: string): string {
  return message.split('\n', 1).join('').replace(/:$/, '')
}
