import type { Log } from '../log.js'
import type { Report } from '../types.js'
import type { SarifOptions } from './sarif.js'

/** How a report is to be written. */
export interface FormatOptions {
  /** Order of a JSON or YAML report's results: by file, or by the name of the check. */
  aggregate: 'file' | 'vuln'
  /** List the files in scope, and the excluded ones. */
  verbose: boolean
  /** Say nothing where nothing was found. */
  quiet: boolean
  time: Date
  /** Template of the custom format. */
  template?: string
  /** Where remarks go; nowhere by default. */
  log?: Log
  /** A file's path from the top of the repository, with slashes; the name itself by default. */
  pathOf?: (name: string) => string
  sarif?: SarifOptions
}

/** Text, or bytes that are final. A chunk belongs to its receiver. */
export type Chunk = string | Uint8Array
export type Format = (report: Report, options: FormatOptions) => Iterable<Chunk>

/** Every format by the name that -f takes, loaded when it is wanted. */
export const FORMATS = {
  checkstyle: async (): Promise<Format> => (await import('./checkstyle.js')).checkstyle,
  codequality: async (): Promise<Format> => (await import('./codequality.js')).codequality,
  csv: async (): Promise<Format> => (await import('./csv.js')).csv,
  custom: async (): Promise<Format> => (await import('./custom.js')).custom,
  github: async (): Promise<Format> => (await import('./github.js')).github,
  gitlab: async (): Promise<Format> => (await import('./gitlab.js')).gitlab,
  html: async (): Promise<Format> => (await import('./html.js')).html,
  json: async (): Promise<Format> => (await import('./json.js')).json,
  jsonl: async (): Promise<Format> => (await import('./jsonl.js')).jsonl,
  junit: async (): Promise<Format> => (await import('./junit.js')).junit,
  markdown: async (): Promise<Format> => (await import('./markdown.js')).markdown,
  rdjson: async (): Promise<Format> => (await import('./rdjson.js')).rdjson,
  sarif: async (): Promise<Format> => (await import('./sarif.js')).sarif,
  screen: async (): Promise<Format> => (await import('./screen.js')).screen,
  txt: async (): Promise<Format> => (await import('./txt.js')).txt,
  xml: async (): Promise<Format> => (await import('./xml.js')).xml,
  yaml: async (): Promise<Format> => (await import('./yaml.js')).yaml,
}

export type FormatName = keyof typeof FORMATS

/** Formats that cannot show what a baseline leaves: Bandit refuses them together. */
export const WITHOUT_BASELINE: ReadonlySet<FormatName> = new Set(['csv', 'xml', 'yaml'])
