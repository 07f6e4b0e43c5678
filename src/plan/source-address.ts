/** What `--source-url` takes instead of an address, for a report without links. */
export const NO_SOURCE = 'none'

/**
 * Whether a value of `--source-url` is valid: an address of the web, in which everything but the host may have
 * placeholders.
 */
export function isSourceAddress(text: string): boolean {
  if (text === NO_SOURCE) return true
  if (/\{(?!(?:path|commit|line|end_line)\})/.test(text)) return false
  return /^https?:\/\/[^/?#{}]+(?:[/?#]|$)/i.test(text) && URL.canParse(text)
}

export const SOURCE_ADDRESS = `an address that begins with https:// or http://, with no placeholders but {path}, {line}, {end_line} and {commit}, or ${NO_SOURCE}`
