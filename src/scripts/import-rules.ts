import { readFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { isModuleInDisguise, rulesIn } from './module-rules.js'
import { rulesModule } from './thread-files.js'

/** Imports the rules of a module. */
export async function importRules(path: string): Promise<unknown[]> {
  try {
    return rulesIn(await (IS_TYPESCRIPT.test(path) ? importTransformed(path) : importNative(path)))
  } catch (error) {
    throw (error instanceof SyntaxError && (await syntaxErrorIn(path))) || error
  }
}

/** The syntax error of a module, with its line, which Node does not tell of ES modules; undefined if it is in another one. */
async function syntaxErrorIn(path: string): Promise<unknown> {
  try {
    const code = await transformed(readFileSync(path, 'utf8'), path)
    // A module can wait at its top level.
    new Script(`(async () => {${code}\n})`, { filename: path })
    return undefined
  } catch (error) {
    return error
  }
}

const IS_TYPESCRIPT = /\.[cm]?tsx?$/
/** What rules import. */
const OURS = 'posse/rules'

async function importTransformed(path: string): Promise<unknown> {
  const [{ createJiti }, transform] = await Promise.all([import('jiti'), transformer()])
  const jiti = createJiti(path, {
    fsCache: false,
    alias: { [OURS]: rulesModule() },
    transform: ({ source, filename = '' }) => ({ code: transform(source, filename) }),
  })
  return jiti.import(path)
}

async function transformed(source: string, filename: string): Promise<string> {
  return (await transformer())(source, filename)
}

/** What makes CommonJS of a module. It keeps each line in its place, and is a tenth of what jiti has for this. */
async function transformer(): Promise<(source: string, filename: string) => string> {
  const { transform } = await import('sucrase')
  return (source, filename) => {
    try {
      return transform(source, {
        transforms: IS_TYPESCRIPT.test(filename) ? ['typescript', 'imports'] : ['imports'],
        disableESTransforms: true,
        filePath: filename,
      }).code
    } catch (error) {
      throw withPlace(error, filename)
    }
  }
}

/** An error of the syntax as Node tells it: its message has no place, and its stack has. */
function withPlace(error: unknown, filename: string): unknown {
  const { loc, message } = error as { loc?: { line: number }; message: string }
  if (!loc) return error
  const what = message.replace(`Error transforming ${filename}: `, '').replace(/ \(\d+:\d+\)$/, '')
  return Object.assign(new SyntaxError(what), { stack: `${filename}:${loc.line}` })
}

async function importNative(path: string): Promise<unknown> {
  giveOurModule(path)
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    // CommonJS that requires our module asks Node's own loader, which no hook changes.
    const isAboutUs = isNotFound(error) && String(error).includes(`'${OURS}'`)
    if (isModuleInDisguise(error) || isAboutUs) return importTransformed(path)
    throw error
  }
}

function isNotFound(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'MODULE_NOT_FOUND'
}

let isGiven = false

/** Lets a module import `posse/rules` if no folder above it has posse installed, as with npx. */
function giveOurModule(path: string): void {
  if (isGiven || hasOurModule(path)) return
  isGiven = true
  const [ours, url] = [OURS, pathToFileURL(rulesModule()).href].map(text => JSON.stringify(text))
  const hook = `export const resolve = (name, context, next) =>
    name === ${ours} ? { url: ${url}, shortCircuit: true } : next(name, context)`
  register(`data:text/javascript,${encodeURIComponent(hook)}`)
}

function hasOurModule(path: string): boolean {
  try {
    createRequire(path).resolve(OURS)
    return true
  } catch {
    return false
  }
}
