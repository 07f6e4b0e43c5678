/** A reader of texts to fuzz. */
export interface Target {
  /** Texts to mutate. */
  seeds: readonly Uint8Array[]
  /** Words to put into them. */
  words: readonly string[]
  /** Reads an input. Throws only if there is a defect. `folder` is for files. */
  run(input: Buffer, folder: string): void | Promise<void>
}

/** Runs `read`, which may throw errors of these classes. Returns undefined if it does. */
export function allowing<T>(
  read: () => T,
  ...classes: readonly (new (
    message: string,
  ) => Error)[]
): T | undefined {
  try {
    return read()
  } catch (error) {
    if (classes.some(one => error instanceof one)) return undefined
    throw error
  }
}

/** The same for a promise. */
export async function allowingLater<T>(
  read: Promise<T>,
  ...classes: readonly (new (
    message: string,
  ) => Error)[]
): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (classes.some(one => error instanceof one)) return undefined
    throw error
  }
}

/** The bytes of texts. */
export const bytesOf = (...texts: readonly string[]): Uint8Array[] => texts.map(text => Buffer.from(text))
