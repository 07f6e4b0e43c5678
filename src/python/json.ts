/** A string as Python's json.dumps writes it: ASCII with lower-case escapes, even for lone surrogates. */
export function pythonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : `"${text.replace(/[^ !#-[\]-~]/g, escapeUnit)}"`
}

const PLAIN = /^[ !#-[\]-~]*$/

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
}

function escapeUnit(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
