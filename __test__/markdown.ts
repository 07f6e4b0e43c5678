import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A fenced block of a document. */
export interface Block {
  language: string
  content: string
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

/** All Markdown documents, by their path from the root. */
export function documents(): string[] {
  const folders = ['docs', 'examples', 'pre-commit', 'benchmarks'].filter(folder =>
    existsSync(join(ROOT, folder)),
  )
  const nested = folders.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`),
  )
  return [...readdirSync(ROOT), ...nested].filter(file => file.endsWith('.md'))
}

export function blocksOf(document: string): Block[] {
  return [...document.matchAll(/^```(\w*).*\n([\s\S]*?)^```$/gm)].map(([, language = '', content = '']) => ({
    language,
    content,
  }))
}

/** The file name in a block's first comment, which may follow a `#!` line. */
export function fileOf({ language, content }: Block): string | undefined {
  if (language === 'text') return undefined
  return /^(?:#!.*\n)?(?:#|\/\/) ([\w./-]*[/.][\w./-]+)\n/.exec(content)?.[1]
}

/** A document without its code. */
export function proseOf(document: string): string {
  return document.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')
}

/** The section under a heading, up to the next heading of the same or a higher level. */
export function sectionOf(document: string, heading: string): string {
  const [level = ''] = /^#+/.exec(heading) ?? []
  const start = document.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`no heading ${heading}`)
  const rest = document.slice(start + heading.length + 2)
  return rest.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? ''
}

/** The code spans in the first column of the tables in a text. */
export function firstColumn(text: string): string[] {
  const cells = [...text.matchAll(/^\| ((?:`[^`]*`|[^|`])*) \|/gm)].map(([, cell = '']) => cell)
  return cells.flatMap(cell => [...cell.matchAll(/`([^`]*)`/g)].map(([, word = '']) => word))
}

/** The anchors that GitHub generates for a document's headings. */
export function anchorsOf(document: string): Set<string> {
  const headings = document.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
