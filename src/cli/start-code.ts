import { resolve } from 'node:path'

/*
 * What the command line starts with, in place of the files that every scan loads: a script of them all, and what V8 has
 * compiled of it. `scripts/code-cache.ts` leaves both in `dist/`.
 */

/** The files that every scan loads, in their order in the script; `folder` is that of the programs. */
export function filesIn(folder: string): string[] {
  return ['main', 'command-line', 'scanner', 'rolldown-runtime', '../index'].map(name =>
    resolve(folder, `${name}.cjs`),
  )
}

/** The script is this file with `.js`, what is compiled of it the one with `.bin`. */
export function codeIn(folder: string): string {
  return resolve(folder, `code-${process.platform}-${process.arch}-${process.versions.v8}`)
}

/** Choices of a build of Node on which what V8 compiles depends, and of which V8 itself may not ask. */
const CHOICES = ['31bit_smis_on_64bit_arch', 'i18n_support', 'lite_mode', 'pointer_compression', 'sandbox']

const variables: Readonly<Record<string, unknown>> = process.config.variables

/** How the script begins: it tells this Node from others whose V8 might take the code, and must not. */
export const FIRST_LINE = `//${[process.version, ...CHOICES.map(name => variables[`v8_enable_${name}`])]}\n`
