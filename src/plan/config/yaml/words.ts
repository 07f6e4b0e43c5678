import { BLANKS, BREAKS, END, type Reader } from './reader.js'

/*
 * Scanning of names, tags and directives (PyYAML 6, lib/yaml/scanner.py).
 */

/** A tag as it is written: `!handle!suffix`. Without a handle, the suffix is the tag. */
export interface TagWords {
  handle?: string
  suffix: string
}

const WORD = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_'
const URI = `${WORD};/?:@&=+$,.!~*'()[]`
const LINE_END = END + BREAKS

/** Scans the name of an anchor or an alias, after its sign. */
export function scanName(reader: Reader): string {
  reader.take(1)
  const name = takeWord(reader)
  if (!reader.at(`${BLANKS}?:,]}%@\``)) throw reader.error(`'${reader.peek()}' is not allowed in a name`)
  return name
}

export function scanTag(reader: Reader): TagWords {
  const words = scanTagWords(reader)
  if (!reader.at(` ${LINE_END}`)) throw reader.error('expected a space after the tag')
  return words
}

function scanTagWords(reader: Reader): TagWords {
  if (reader.peek(1) === '<') {
    reader.take(2)
    const suffix = takeUri(reader)
    if (reader.take(1) !== '>') throw reader.error("expected '>'")
    return { suffix }
  }
  if (reader.at(BLANKS, 1)) return { suffix: reader.take(1) }
  let length = 1
  while (!reader.at(`! ${LINE_END}`, length)) length++
  const handle = reader.peek(length) === '!' ? takeHandle(reader) : reader.take(1)
  return { handle, suffix: takeUri(reader) }
}

/** Takes `!`, `!!` or `!word!`. */
function takeHandle(reader: Reader): string {
  let handle = reader.take(1)
  if (handle !== '!') throw reader.error("expected '!'")
  if (reader.peek() === ' ') return handle
  handle += reader.takeAll(WORD)
  if (reader.peek() !== '!') throw reader.error("expected '!'")
  return handle + reader.take(1)
}

function takeUri(reader: Reader): string {
  let uri = ''
  for (;;) {
    const part = reader.peek() === '%' ? takeEscapes(reader) : reader.takeAll(URI)
    if (part === '') break
    uri += part
  }
  if (uri === '') throw reader.error('expected the name of a tag')
  return uri
}

function takeEscapes(reader: Reader): string {
  const bytes: number[] = []
  while (reader.peek() === '%') {
    const digits = reader.take(3).slice(1)
    if (!/^[0-9a-f]{2}$/i.test(digits)) throw reader.error('expected two hexadecimal digits')
    bytes.push(Number.parseInt(digits, 16))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    throw reader.error('the escaped bytes are not UTF-8')
  }
}

function takeWord(reader: Reader): string {
  const word = reader.takeAll(WORD)
  if (word === '') throw reader.error('expected a letter, a digit, - or _')
  return word
}

/** Scans a directive up to the end of its words. */
export function scanDirective(reader: Reader): { name: string; words: string[] } {
  reader.take(1)
  const name = takeWord(reader)
  if (!reader.at(` ${LINE_END}`)) throw reader.error('expected a space')
  if (name === 'YAML') return { name, words: scanVersion(reader) }
  if (name === 'TAG') return { name, words: scanTagDirective(reader) }
  reader.takeUntil(LINE_END)
  return { name, words: [] }
}

function scanVersion(reader: Reader): string[] {
  reader.takeAll(' ')
  const major = reader.takeAll('0123456789')
  const dot = reader.take(1)
  const minor = reader.takeAll('0123456789')
  if (major === '' || dot !== '.' || minor === '' || !reader.at(` ${LINE_END}`))
    throw reader.error('expected a version, such as 1.1')
  return [major, minor]
}

function scanTagDirective(reader: Reader): string[] {
  reader.takeAll(' ')
  const handle = takeHandle(reader)
  if (reader.peek() !== ' ') throw reader.error('expected a space')
  reader.takeAll(' ')
  const prefix = takeUri(reader)
  if (!reader.at(` ${LINE_END}`)) throw reader.error('expected a space')
  return [handle, prefix]
}
