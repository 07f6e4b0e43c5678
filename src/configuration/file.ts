import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemMessage } from '../errors.js'
import { type Place, topOf } from './mistakes.js'
import { type Located, parseToml, parseTomlAt, type Table, TomlError, typeOf } from './toml.js'

/** The names of configurations, in the order in which they count in a folder. */
export const FILE_NAMES = ['.posse.toml', 'posse.toml', 'pyproject.toml'] as const

/** A configuration may have this many bytes. */
export const MAX_BYTES = 1 << 20

/** Why a file is not a configuration. */
export class FileError extends Error {
  constructor(
    readonly place: Place,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Whether there is anything with this name, be it a link that leads nowhere. Nothing is in a folder that is a file, or that
 * nobody may search.
 */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** What a path leads to; undefined if it leads nowhere, be it too long, or a loop of links. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false
}

/** The file in a folder that may be its configuration; undefined if there is none. */
export function candidatesIn(folder: string): string[] {
  return FILE_NAMES.map(name => join(folder, name)).filter(isThere)
}

/**
 * Reads a configuration: the table `tool.posse` of a `pyproject.toml`, or all of any other file. Returns undefined for a
 * `pyproject.toml` without that table. Throws a FileError.
 */
export function readTable(path: string): Table | undefined {
  const isProject = basename(path) === 'pyproject.toml'
  if (isProject && isFolder(path)) return undefined
  const content = bytesOf(path)
  // Most projects are not about us, and searching is faster than parsing.
  if (isProject && !content.includes('posse')) return undefined
  if (content.length > MAX_BYTES)
    throw new FileError(topOf(path), `has ${content.length} bytes, but a configuration may have ${MAX_BYTES}`)
  const text = textOf(content, path)
  if (!isProject) return inPlace(path, () => parseToml(text, path))
  return ownTable(projectTable(text, path))
}

/** What is under `tool.posse` in a `pyproject.toml`; undefined if nothing is. */
function projectTable(text: string, path: string): Located | undefined {
  try {
    return inPlace(path, () => parseTomlAt(text, path, ['tool', 'posse']))
  } catch (error) {
    // A broken file that seems to have no table for us is for others to complain about.
    if (error instanceof FileError && !/\btool\b.*\bposse\b/.test(text)) return undefined
    throw error
  }
}

function bytesOf(path: string): Buffer {
  try {
    const found = statSync(path)
    if (found.isDirectory()) throw new FileError(topOf(path), 'is a folder')
    if (!found.isFile()) throw new FileError(topOf(path), 'is not a regular file')
    return readFileSync(path)
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError(topOf(path), `cannot be read: ${systemMessage(error)}`)
  }
}

function textOf(content: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    const lossy = Buffer.from(content.toString('utf8'))
    const before = content
      .subarray(
        0,
        content.findIndex((byte, at) => byte !== lossy[at]),
      )
      .toString('utf8')
    const lines = before.split('\n')
    const place = { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
    throw new FileError(place, 'a byte that is not UTF-8')
  }
}

function inPlace<T>(file: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new FileError({ file, line: error.line, column: error.column }, `invalid TOML: ${error.message}`)
  }
}

function ownTable(own: Located | undefined): Table | undefined {
  if (own === undefined || own.value instanceof Map) return own?.value as Table | undefined
  throw new FileError(own.place, `'tool.posse' must be a table, not ${typeOf(own.value)}`)
}

/** The names of what is beside a file, for questions about names that are wrong. */
export function siblings(path: string): string[] {
  return namesIn(dirname(path))
}

/** The names of what is in a folder; none if it cannot be listed. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
