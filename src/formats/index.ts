import type { Part } from '../../index.js'
import type { Format } from './format.js'

/** All formats, by their name for -f. Each is loaded when it is needed. */
export const FORMATS = {
  checkstyle: async (): Promise<Format> => (await import('./ci/checkstyle.js')).checkstyle,
  codequality: async (): Promise<Format> => (await import('./ci/codequality.js')).codequality,
  csv: async (): Promise<Format> => (await import('./bandit/csv.js')).csv,
  custom: async (): Promise<Format> => (await import('./bandit/custom.js')).custom,
  github: async (): Promise<Format> => (await import('./ci/github.js')).github,
  gitlab: async (): Promise<Format> => (await import('./ci/gitlab.js')).gitlab,
  html: async (): Promise<Format> => (await import('./people/html.js')).html,
  json: async (): Promise<Format> => (await import('./bandit/json.js')).json,
  jsonl: async (): Promise<Format> => (await import('./ci/jsonl.js')).jsonl,
  junit: async (): Promise<Format> => (await import('./ci/junit.js')).junit,
  markdown: async (): Promise<Format> => (await import('./people/markdown.js')).markdown,
  rdjson: async (): Promise<Format> => (await import('./ci/rdjson.js')).rdjson,
  sarif: async (): Promise<Format> => (await import('./ci/sarif.js')).sarif,
  screen: async (): Promise<Format> => (await import('./bandit/screen.js')).screen,
  txt: async (): Promise<Format> => (await import('./bandit/txt.js')).txt,
  xml: async (): Promise<Format> => (await import('./bandit/xml.js')).xml,
  yaml: async (): Promise<Format> => (await import('./bandit/yaml.js')).yaml,
}

/** The formats of `posse check`. */
export const CHECK_FORMATS = {
  ...FORMATS,
  agent: async (): Promise<Format> => (await import('./people/agent.js')).agent,
  concise: async (): Promise<Format> => (await import('./people/concise.js')).concise,
  full: async (): Promise<Format> => (await import('./people/full.js')).full,
  json: async (): Promise<Format> => (await import('./ci/check-json.js')).checkJson,
}

export type FormatName = keyof typeof FORMATS
export type CheckFormatName = keyof typeof CHECK_FORMATS

/** Whether a format has this name. */
export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name)
}

/** How JSON writes a finding, for the threads that scan. */
export async function resultTemplate(): Promise<Part[]> {
  return (await import('./bandit/json-result.js')).resultParts()
}

/** Formats that Bandit does not allow with a baseline. */
export const WITHOUT_BASELINE: ReadonlySet<FormatName> = new Set(['csv', 'xml', 'yaml'])
