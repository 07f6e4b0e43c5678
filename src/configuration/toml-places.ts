import { tomlPlaces } from '../native.js'

/** Where a value, its key, and what is in it are written. Lines and columns count from 1, in UTF-16 units. */
type Written = readonly [keyLine: number, keyColumn: number, line: number, column: number, inner: Inner]

/** By key, or by place in a list. */
type Inner = Readonly<Record<string, Written>>

/** A line and a column. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Where a value is written. */
export class Places {
  private constructor(private readonly written: Written) {}

  /** The places of a valid TOML text. */
  static in(text: string): Places {
    return new Places(JSON.parse(tomlPlaces(text)))
  }

  get key(): Position {
    const [line, column] = this.written
    return { line, column }
  }

  get value(): Position {
    const [, , line, column] = this.written
    return { line, column }
  }

  /** The places of what is in the value, by key or by place in a list; undefined if it is not there. */
  inside(step: string | number): Places | undefined {
    const [, , , , inner] = this.written
    return Object.hasOwn(inner, step) ? new Places(inner[step] as Written) : undefined
  }
}
