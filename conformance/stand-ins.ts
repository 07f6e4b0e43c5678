import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { venv } from './python.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The folder of Bandit's programs. */
export function theirPrograms(): string {
  return dirname(venv('bandit'))
}

/** Creates a folder with each of our programs under Bandit's name: `bandit` instead of `posse`. */
export function ourPrograms(folder: string): string {
  const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    bin: Record<string, string>
  }
  mkdirSync(folder, { recursive: true })
  for (const [name, script] of Object.entries(bin)) {
    const text = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, script)}' "$@"\n`
    writeFileSync(join(folder, name.replace('posse', 'bandit')), text, { mode: 0o755 })
  }
  return folder
}
