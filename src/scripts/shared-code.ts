/*
 * What all code of a thread shares, such as `Array.prototype.push`. A module that replaces some of it breaks the code
 * around it, so that findings would be lost: it is put back, and told.
 */

// These are asked when everything else may have been replaced.
const { defineProperty, getOwnPropertyDescriptor } = Object
const { deleteProperty, ownKeys } = Reflect

/** Globals, each with its functions and those of its prototype. */
const WITH_FUNCTIONS = [
  ...['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'BigInt', 'Symbol', 'RegExp', 'Date'],
  ...['Math', 'JSON', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Error', 'Reflect', 'Atomics'],
  ...['ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Int32Array', 'Uint8Array', 'Uint32Array', 'Buffer'],
  ...['TextDecoder', 'TextEncoder'],
]
/** Globals of which only the value counts. */
const GLOBALS = [
  ...['process', 'Proxy', 'TypeError', 'RangeError', 'setTimeout', 'clearTimeout', 'setInterval'],
  ...['clearInterval', 'setImmediate', 'queueMicrotask', 'structuredClone', 'performance'],
]

/** A function or a global, and where it belongs. */
interface Part {
  readonly holder: object
  readonly key: PropertyKey
  readonly name: string
  readonly descriptor: PropertyDescriptor
}

/** What code shared when this was made. */
export class SharedCode {
  private readonly parts: readonly Part[] = [...globals(), ...functions()]
  private readonly ofObjects: readonly PropertyKey[] = ownKeys(Object.prototype)

  /** Puts back what was replaced, and takes away what all objects got. Returns the name of the first; undefined if there is none. */
  restore(): string | undefined {
    let first: string | undefined
    for (let at = 0; at < this.parts.length; at++) {
      const { holder, key, name, descriptor } = this.parts[at] as Part
      if (isSame(holder, key, descriptor)) continue
      first ??= name
      putBack(holder, key, descriptor)
    }
    const keys = ownKeys(Object.prototype)
    for (let at = 0; keys.length > this.ofObjects.length && at < keys.length; at++) {
      const key = keys[at] as PropertyKey
      if (this.isOfObjects(key)) continue
      first ??= `Object.prototype.${typeof key === 'string' ? key : 'a symbol'}`
      deleteProperty(Object.prototype, key)
    }
    return first
  }

  private isOfObjects(key: PropertyKey): boolean {
    for (let at = 0; at < this.ofObjects.length; at++) if (this.ofObjects[at] === key) return true
    return false
  }
}

function isSame(holder: object, key: PropertyKey, { value, get }: PropertyDescriptor): boolean {
  // Node has accessors for some globals.
  if (holder === globalThis) return (holder as Record<PropertyKey, unknown>)[key] === value
  const now = getOwnPropertyDescriptor(holder, key)
  return now !== undefined && now.value === value && now.get === get
}

function putBack(holder: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  try {
    defineProperty(holder, key, descriptor)
  } catch {
    // It was frozen, too.
  }
}

function globals(): Part[] {
  return [...WITH_FUNCTIONS, ...GLOBALS].map(key => ({
    holder: globalThis,
    key,
    name: key,
    descriptor: { value: globalOf(key), writable: true, configurable: true, enumerable: false },
  }))
}

function functions(): Part[] {
  const holders = new Map<object, string>()
  for (const name of WITH_FUNCTIONS) {
    const holder = globalOf(name) as { prototype?: object }
    holders.set(holder, name)
    if (holder.prototype) holders.set(holder.prototype, `${name}.prototype`)
  }
  // What has no name of its own.
  const { getPrototypeOf } = Object
  holders.set(getPrototypeOf(Uint8Array.prototype), 'TypedArray.prototype')
  for (const made of [[].values(), new Map().keys(), new Set().values(), ''.matchAll(/x/g)])
    holders.set(getPrototypeOf(made), 'the prototype of iterators')
  return [...holders].flatMap(([holder, name]) =>
    ownKeys(holder).flatMap(key => {
      const descriptor = getOwnPropertyDescriptor(holder, key)
      const isFunction = typeof descriptor?.value === 'function' || descriptor?.get !== undefined
      const known = typeof key === 'string' ? key : `[${key.description}]`
      return descriptor && isFunction ? [{ holder, key, name: `${name}.${known}`, descriptor }] : []
    }),
  )
}

function globalOf(name: string): unknown {
  return (globalThis as Record<string, unknown>)[name]
}

/** What is said of who has replaced something. */
export function replaces(name: string): string {
  return `it replaces ${name}, which all code shares`
}
