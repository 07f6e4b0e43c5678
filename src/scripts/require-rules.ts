import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { lineIn, reasonOf, stackOf } from './error-text.js'
import { isModuleInDisguise, rulesIn, said } from './module-rules.js'
import { LOADING, LOADS_TOO_LONG, runWithin } from './patience.js'
import { refuseExit } from './thread-guard.js'

/** What a module exports, or why it could not be loaded, and the line of it that says so. */
export type Loaded =
  | { readonly rules: readonly unknown[] }
  | { readonly error: string; readonly line: number | undefined }

/** What does not come from the module, but from how it is loaded here: a thread of its own can do more. */
const NEEDS_THREAD = ['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_ESM', 'ERR_UNKNOWN_FILE_EXTENSION']
const NOT_FOUND = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']

/** Code that may leave something for later, or replace what all code shares. */
const REACHES_OUT = [
  /\b(?:async|await|Promise|queueMicrotask|set(?:Timeout|Interval|Immediate)|prototype|__proto__)\b/,
  /\b(?:globalThis|Reflect|eval|Function\s*\(|(?:process|global)\s*[.[])/,
  // Node prints what a module throws that is no error.
  /\bthrow\b(?!\s+new\b)/,
  /\.\s*(?:then|constructor|assign|definePropert(?:y|ies)|setPrototypeOf)\b/,
  // Such as `JSON.parse = ...`.
  /\b[A-Z]\w*(?:\.\w+|\[[^\]]*\])+\s*=(?![=>])/,
]
/** What a module imports, or exports again. */
const IMPORTS = /\b(?:from|import|require)\b\s*\(?\s*(?:'([^']*)'|"([^"]*)"|`([^`]*)`)/g

/**
 * Loads a module in JavaScript, which takes a tenth of the time that a thread of its own needs to start. Returns undefined
 * if it needs one: a module that does more than describe rules could stop this thread, or break the code in it.
 */
export function requireRules(path: string): Loaded | undefined {
  if (!/\.[cm]?js$/.test(path)) return undefined
  const printed: string[] = []
  try {
    if (!onlyDescribes(readFileSync(path, 'utf8'))) return undefined
    const load = () => rulesIn(createRequire(path)(path))
    const rules = guarded(printed, () => runWithin(LOADING, load, undefined))
    if (rules === undefined) return { error: LOADS_TOO_LONG, line: undefined }
    return printed.length > 0
      ? { error: `it prints: ${JSON.stringify(printed[0])}`, line: undefined }
      : { rules: rules.map(said) }
  } catch (error) {
    const code = String((error as { code?: unknown } | undefined)?.code)
    const isAboutUs = NOT_FOUND.includes(code) && /'posse(?:\/rules)?'/.test(String(error))
    if (NEEDS_THREAD.includes(code) || isAboutUs || isModuleInDisguise(error)) return undefined
    const line = lineIn(stackOf(error), path)
    // The thread finds the line of a syntax error.
    return line === undefined && error instanceof SyntaxError ? undefined : { error: reasonOf(error), line }
  }
}

function onlyDescribes(code: string): boolean {
  if (REACHES_OUT.some(each => each.test(code))) return false
  return [...code.matchAll(IMPORTS)].every(([, a, b, c]) => /^posse(?:\/rules)?$/.test(a ?? b ?? c ?? ''))
}

const PRINTING = ['log', 'info', 'debug', 'warn', 'error', 'dir', 'table', 'trace'] as const

/** Runs code that must not end the process, nor print. */
function guarded<T>(printed: string[], run: () => T): T {
  const { exit, emitWarning } = process
  const before = PRINTING.map(name => [name, console[name]] as const)
  for (const name of PRINTING) console[name] = (...words: unknown[]) => void printed.push(words.join(' '))
  process.exit = refuseExit
  // Some versions of Node warn of modules that are required.
  process.emitWarning = () => undefined
  try {
    return run()
  } finally {
    process.exit = exit
    process.emitWarning = emitWarning
    Object.assign(console, Object.fromEntries(before))
  }
}
