import { jsonText } from './json-text.js'

/** Writes a JSON array with one item per line. */
export function* jsonArray<T>(items: Iterable<T>, write: (item: T) => object): Generator<string> {
  let separator = '['
  for (const item of items) {
    yield `${separator}\n${jsonText(write(item))}`
    separator = ','
  }
  yield separator === '[' ? '[]' : '\n]'
}
