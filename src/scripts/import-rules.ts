import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { isModuleInDisguise, rulesIn } from './module-rules.js'
import { rulesModule } from './thread-files.js'

/** Imports the rules of a module. */
export async function importRules(path: string): Promise<unknown[]> {
  return rulesIn(await (IS_TYPESCRIPT.test(path) ? importTransformed(path) : importNative(path)))
}

const IS_TYPESCRIPT = /\.[cm]?tsx?$/
/** What rules import. */
const OURS = 'posse/rules'

async function importTransformed(path: string): Promise<unknown> {
  const [{ createJiti }, { transform }] = await Promise.all([import('jiti'), import('sucrase')])
  const jiti = createJiti(path, {
    fsCache: false,
    alias: { [OURS]: rulesModule() },
    // It keeps each line in its place, and is a tenth of what jiti has for this.
    transform: ({ source, filename = '' }) => ({
      code: transform(source, {
        transforms: IS_TYPESCRIPT.test(filename) ? ['typescript', 'imports'] : ['imports'],
        disableESTransforms: true,
        filePath: filename,
      }).code,
    }),
  })
  return jiti.import(path)
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
