#!/usr/bin/env node
// Writes the tarballs that a release publishes to artifacts/. By default they contain only this machine's binary, which
// is built if necessary. With --binaries DIR, they contain the binaries of all platforms, taken from DIR.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { minifySync, parseSync } from 'rolldown/utils'
import { ensureBuilt, npm, root, Unbuildable } from './build.mjs'

const artifacts = join(root, 'artifacts')

/** Returns the exit code. */
async function main() {
  const given = optionsOf(process.argv.slice(2))
  if (given.binaries === undefined && !ensureBuilt()) return 2
  const { scripts, devDependencies, overrides, napi, files, ...manifest } = readManifest('.')
  const platforms = await platformsOf(napi)
  const packed = chosen(platforms, given.binaries)
  if (given.binaries !== undefined) npm('run', 'build:dist')
  rmSync(artifacts, { recursive: true, force: true })
  mkdirSync(artifacts)

  const { bundleNotices, coreNotices } = await import('./notices.mjs')
  for (const { folder, triple, binary } of packed) {
    const { files: _, ...own } = readManifest(folder)
    const contents = { [own.main]: binary, 'README.md': join(root, folder, 'README.md') }
    pack(own, contents, coreNotices(triple))
  }
  const optionalDependencies = Object.fromEntries(platforms.map(({ name }) => [name, manifest.version]))
  const contents = [...files, 'README.md'].map(file => [file, join(root, file)])
  pack({ ...manifest, optionalDependencies }, Object.fromEntries(contents), await bundleNotices())
  for (const name of readdirSync(artifacts)) console.log(join('artifacts', name))
  return 0
}

function optionsOf(words) {
  try {
    return parseArgs({ args: words, options: { binaries: { type: 'string' } } }).values
  } catch (error) {
    throw new Unbuildable(`${error.message}\nusage: npm run package [-- --binaries DIR]`)
  }
}

/** For each target, its package: its name, its folder, and the file name of its binary. */
async function platformsOf({ targets, packageName, binaryName }) {
  const { parseTriple } = await import('@napi-rs/cli')
  return targets.map(parseTriple).map(({ triple, platformArchABI, platform, arch }) => ({
    triple,
    isThis: platform === process.platform && arch === process.arch,
    name: `${packageName}-${platformArchABI}`,
    folder: join('npm', platformArchABI),
    file: `${binaryName}.${platformArchABI}.node`,
  }))
}

/** The platforms to pack, with the paths of their binaries: all platforms in a release, otherwise those built here. */
function chosen(platforms, folder) {
  const located = platforms.map(platform => ({ ...platform, binary: resolve(folder ?? root, platform.file) }))
  if (folder === undefined) return located.filter(({ isThis, binary }) => isThis && existsSync(binary))
  const missing = located.filter(({ binary }) => !existsSync(binary)).map(({ file }) => file)
  if (missing.length > 0) throw new Unbuildable(`not in ${folder}: ${missing.join(', ')}`)
  return located
}

/** The code cache of runs on this machine is not published. */
const isPublished = path => basename(path) !== '.cache'

/** What is packed of files that only programs read: layout and comments are half of them. */
const PRESSED = {
  '.json': text => JSON.stringify(JSON.parse(text)),
  // The loader of the binary, which is CommonJS.
  '.js': (text, name) => minifySync(name.replace(/js$/, 'cjs'), text).code,
  // Its types. Those of the interface have comments of their own.
  '.ts': withoutComments,
}

function withoutComments(text, name) {
  let rest = 0
  const code = parseSync(name, text).comments.map(({ start, end }) => {
    const before = text.slice(rest, start)
    rest = end
    return before
  })
  return [...code, text.slice(rest)].join('').replace(/\n\s*(?=\n)/g, '')
}

/** Packs files, given by their names in the package, together with the license and the third-party notices. */
function pack(manifest, files, notices) {
  const folder = mkdtempSync(join(tmpdir(), 'posse-package-'))
  for (const [name, from] of Object.entries({ ...files, LICENSE: join(root, 'LICENSE') })) {
    const pressed = PRESSED[extname(name)]
    if (pressed) writeFileSync(join(folder, name), pressed(readFileSync(from, 'utf8'), name))
    else cpSync(from, join(folder, name), { recursive: true, filter: isPublished })
  }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES'), notices)
  npm('pack', folder, '--pack-destination', artifacts, '--loglevel=error')
  rmSync(folder, { recursive: true })
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

process.exitCode = await main().catch(error => {
  if (!(error instanceof Unbuildable)) throw error
  process.stderr.write(`posse: ${error.message}\n`)
  return 2
})
