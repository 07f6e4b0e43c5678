/**
 * Writes text without hidden characters as code for a cell of a Markdown table: as an element, because a code span ends at
 * a `|`. What would make markup in it becomes a reference, and comments separate what would make a link.
 */
export function markdownCode(text: string): string {
  const plain = text
    .replace(/\s/g, ' ')
    .replace(/[\\`*_[\]<>|~&$#]/g, each => `&#${each.charCodeAt(0)};`)
    .replace(/@|:(?=\/\/)|(?<=\bwww)\./gi, each => `&#${each.charCodeAt(0)};<!-- -->`)
  return `<code>${plain}</code>`
}
