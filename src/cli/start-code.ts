import { resolve } from 'node:path'

/*
 * The command line starts from one script that holds all files that every scan loads, and from the code that V8
 * compiled from it. `scripts/code-cache.mts` writes both to `dist/`.
 */

/** The files that every scan loads, in their order in the script. `folder` is the folder of the programs. */
export function filesIn(folder: string): string[] {
  return ['main.cjs', 'command-line.cjs', 'scanner.cjs', 'rolldown-runtime.cjs', '../index.js'].map(name =>
    resolve(folder, name),
  )
}

/** The path of the script without `.js`, and of the compiled code without `.bin`. */
export function codeIn(folder: string): string {
  return resolve(folder, `code-${process.platform}-${process.arch}-${process.versions.v8}`)
}

/** Build options of Node that affect the compiled code. V8 itself may not check them all. */
const BUILD_OPTIONS = [
  '31bit_smis_on_64bit_arch',
  'i18n_support',
  'lite_mode',
  'pointer_compression',
  'sandbox',
]

const variables: Readonly<Record<string, unknown>> = process.config.variables

/** The first line of the script. It identifies this build of Node: V8 in another might accept code that it must not. */
export const FIRST_LINE = `//${[process.version, ...BUILD_OPTIONS.map(name => variables[`v8_enable_${name}`])]}\n`
