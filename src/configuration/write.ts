/** A value to write: what JSON and TOML both have. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain }

/** A line may have this many columns. */
const MAX_COLUMNS = 100

/** A value as TOML, at most a list over several lines. `before` is how many columns stand before it. */
export function tomlOf(value: Plain, before = 0): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (!Array.isArray(value)) {
    const pairs = Object.entries(value).map(([key, each]) => `${quoted(key)} = ${tomlOf(each)}`)
    return pairs.length > 0 ? `{ ${pairs.join(', ')} }` : '{}'
  }
  const items = value.map(each => tomlOf(each))
  const line = `[${items.join(', ')}]`
  return before + line.length <= MAX_COLUMNS ? line : `[\n${items.map(item => `    ${item},\n`).join('')}]`
}

/** A key with its value. */
export function pairOf(key: string, value: Plain): string {
  const start = `${quoted(key)} = `
  return start + tomlOf(value, start.length)
}

/** A text as the lines of a comment. */
export function commentOf(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `# ${last} ${word}`.length <= MAX_COLUMNS)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map(line => `# ${line}\n`).join('')
}

/** A key as it is written in a path of keys. */
export function quoted(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key)
}
