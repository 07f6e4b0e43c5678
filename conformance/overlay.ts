import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cached } from './cache.js'
import type { Corpus } from './corpora.js'

/** Files that only `posse check` reads. If the compatible mode read any of them, it would report nothing. */
const POSSE_FILES: Readonly<Record<string, string>> = {
  'posse.toml': 'select = ["P"]\nexclude = ["*"]\nrules = ["./posse.rules.ts"]\n',
  '.posse.toml': 'ignore = ["ALL"]\nfail-on-error = false\n',
  'pyproject.toml': '[tool.posse]\nignore = ["ALL"]\n',
  '.gitignore': '*\n',
  '.ignore': '*\n',
  'posse.rules.toml': '[[rules.call]]\nid = "ACME001"\ncalls = ["**"]\n',
  'posse.rules.ts': 'throw new Error("a rules file was loaded")\n',
}

/**
 * Creates a tree with the project's files, and our own ones in its top folder, in each folder below that, and in the
 * working directory. Files that exist stay as they are.
 */
export function withPosseFiles(name: string, { parent, key }: Corpus): Corpus {
  const path = cached('overlay', name)
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path)
  linkTree(Buffer.from(join(parent, name)), Buffer.from(join(path, name)))
  const top = join(path, name)
  const folders = readdirSync(top, { withFileTypes: true }).filter(entry => entry.isDirectory())
  for (const folder of [path, top, ...folders.map(each => join(top, each.name))]) writePosseFiles(folder)
  return { parent: path, key }
}

function writePosseFiles(folder: string): void {
  for (const [name, content] of Object.entries(POSSE_FILES)) {
    const file = join(folder, name)
    if (!existsSync(file)) writeFileSync(file, content)
  }
}

/** Gives every file of a tree a name in another one. Nothing is copied where the file system can link. */
function linkTree(from: Buffer, to: Buffer): void {
  mkdirSync(to)
  // Not every name is UTF-8.
  for (const entry of readdirSync(from, { withFileTypes: true, encoding: 'buffer' })) {
    const inside = (folder: Buffer) => Buffer.concat([folder, Buffer.from('/'), entry.name])
    const source = inside(from)
    const target = inside(to)
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source, 'buffer'), target)
    else linkOrCopy(source, target)
  }
}

function linkOrCopy(source: Buffer, target: Buffer): void {
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target)
  }
}
