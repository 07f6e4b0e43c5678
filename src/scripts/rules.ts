/*
 * Rules in JavaScript and TypeScript, exported as `posse/rules`.
 */

/** A place in a file. Lines and columns count from 1, and columns count UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A range of a file. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

/** A part of the code. */
interface Part extends Range {
  /** The code as it is written. */
  readonly text: string
}

/** A constant string. Names that are assigned once are followed: the place is that of the name. */
export interface StringValue extends Part {
  readonly kind: 'string'
  readonly value: string
}

/** Constant bytes, as a string with one character a byte. */
export interface BytesValue extends Part {
  readonly kind: 'bytes'
  readonly value: string
}

/** A constant number. */
export interface NumberValue extends Part {
  readonly kind: 'number'
  readonly value: number
}

/** `True` or `False`. */
export interface BoolValue extends Part {
  readonly kind: 'bool'
  readonly value: boolean
}

/** `None`. */
export interface NoneValue extends Part {
  readonly kind: 'none'
  readonly value: null
}

/** A list, a tuple or a set. At most 1,000 elements are known, and no more than four levels of values. */
export interface ListValue extends Part {
  readonly kind: 'list' | 'tuple' | 'set'
  readonly elements: readonly Value[]
}

/** An entry of a dictionary. */
export interface Entry {
  /** The key, if it is a constant string. */
  readonly key: string | undefined
  readonly value: Value
}

/** A dictionary, as far as it is written out. */
export interface DictValue extends Part {
  readonly kind: 'dict'
  readonly entries: readonly Entry[]
  /** The value of the last entry with this key. */
  get(key: string): Value | undefined
}

/** What a call gives. */
interface Arguments {
  /** The arguments without a name. */
  readonly arguments: readonly Value[]
  /** The arguments with a name. */
  readonly keywords: readonly { readonly name: string; readonly value: Value }[]
  /** Whether `*args` or `**kwargs` may give more than is known. */
  readonly isOpen: boolean
  /** The argument at a position, from 0. Undefined if it is not given, or may be given by `*args`. */
  argument(position: number): Value | undefined
  /** The argument with a name, also from `**{...}`. */
  keyword(name: string): Value | undefined
}

/** A call. */
export interface Call extends Part, Arguments {
  readonly kind: 'call'
  /** The qualified name of what is called, through imports and scopes; as it is written if it is not known. */
  readonly name: string
}

/** A name or an attribute whose value is not known. */
export interface NameValue extends Part {
  readonly kind: 'name'
  /** The qualified name; as it is written if it is not known. */
  readonly name: string
}

/**
 * Any other value: made of constants, a `lambda`, a string that is put together from values that are no constants, `*value`,
 * `**value`, and everything else.
 */
export interface OtherValue extends Part {
  readonly kind: 'constant' | 'lambda' | 'built' | 'starred' | 'unpacked' | 'other'
}

/** A value in the code. */
export type Value =
  | StringValue
  | BytesValue
  | NumberValue
  | BoolValue
  | NoneValue
  | ListValue
  | DictValue
  | Call
  | NameValue
  | OtherValue

/** An imported module, or a name that is imported from one. */
export interface Import extends Part {
  readonly kind: 'import'
  /** The qualified name: `a.b` of `from a import b`. It begins with dots if it is relative. */
  readonly name: string
  /** The module that it is imported from, if the statement says one. */
  readonly module: string | undefined
  /** The name after `as`. */
  readonly alias: string | undefined
}

/** A string, but no docstring. */
export interface StringLiteral extends Part {
  readonly kind: 'string'
  readonly value: string
  /** Where it stands. Undefined anywhere else. */
  readonly place: 'assignment' | 'default' | 'argument' | 'keyword' | 'value' | 'comparison' | undefined
  /** The name of what gets the string: a variable, an attribute, a parameter, a key. */
  readonly target: string | undefined
}

/** An assignment to one target, also with an annotation or an operator. */
export interface Assignment extends Part {
  readonly kind: 'assignment'
  /** The target as it is written. */
  readonly name: string
  readonly target: Value
  readonly value: Value
}

/** A parameter of a function. */
export interface Parameter extends Part {
  readonly name: string
  /** What kind of parameter it is: empty if it can be given by position and by name. */
  readonly form: '' | 'positional' | 'keyword' | '*' | '**'
  readonly default: Value | undefined
  readonly annotation: Value | undefined
}

/** A decorator. */
export interface Decorator extends Part, Arguments {
  readonly kind: 'decorator'
  /** The qualified name; as it is written if it is not known. */
  readonly name: string
  /** The name of the function or class that it decorates. */
  readonly target: string | undefined
}

/** A function, or a method. */
export interface FunctionDefinition extends Part {
  readonly kind: 'function'
  readonly name: string
  readonly isAsync: boolean
  readonly parameters: readonly Parameter[]
  readonly decorators: readonly Decorator[]
  /** The annotation of what it returns. */
  readonly returns: Value | undefined
}

/** A class. */
export interface ClassDefinition extends Part {
  readonly kind: 'class'
  readonly name: string
  readonly bases: readonly Value[]
  /** Arguments with a name, such as `metaclass`. */
  keyword(name: string): Value | undefined
  readonly decorators: readonly Decorator[]
}

/** What rules can look for, and what their checks get. */
export interface Nodes {
  /** Calls, by the qualified name of what is called. */
  call: Call
  /** Imports, by the qualified name of a module or of something in it. */
  import: Import
  /** Strings, by regular expressions that take linear time. */
  string: StringLiteral
  /** Assignments, by the name of the target as it is written. `*.name` is an attribute of anything. */
  assignment: Assignment
  /** Functions, by their name. */
  function: FunctionDefinition
  /** Classes, by the qualified name of a class that they inherit from. */
  class: ClassDefinition
  /** Decorators, by their qualified name. */
  decorator: Decorator
}

/** A kind of nodes that rules can look for. */
export type Subject = keyof Nodes

/** A severity or a confidence. */
export type RuleLevel = 'low' | 'medium' | 'high'

/** What a report says in place of what the rule says. */
export interface ReportOptions {
  /** The message. `{name}` stands for the name of the node. */
  readonly message?: string
  readonly severity?: RuleLevel
  readonly confidence?: RuleLevel
}

/** What a check can ask and do. */
export interface Context {
  /** The name of the file, as reports show it. */
  readonly path: string
  /** The text of the file. */
  readonly text: string
  /** Reports a finding at a node, at a value of one, or at any range of the file. */
  report(place: Range, options?: ReportOptions): void
}

/** A rule that looks for nodes of these kinds. */
export interface Rule<S extends Subject = Subject> {
  /** Capital letters and digits. It must not begin like the id of a built-in rule: B, P or S and a digit. */
  readonly id: string
  /** A name in small letters. By default, the id in small letters. */
  readonly name?: string
  /** What reports say. `{name}` stands for the name of the node. */
  readonly message: string
  /** `medium` by default. */
  readonly severity?: RuleLevel
  /** `high` by default. */
  readonly confidence?: RuleLevel
  /** The number of the weakness. */
  readonly cwe?: number
  /** What to do instead, as Markdown. */
  readonly help?: string
  /** The page about the rule. */
  readonly url?: string
  /** Code that shows what the rule finds: lines that end in a comment with the id, and no others. */
  readonly examples?: string | readonly string[]
  /**
   * What the rule looks for: names, in which `*` stands for one part and `**` for any number of parts, or `true` for all. A
   * check gets nothing else, so that the rest of the code costs nothing.
   */
  readonly on: { readonly [K in S]: true | string | readonly string[] }
  /** Is called with each node that was found. It cannot be asynchronous. */
  // A promise is no `undefined`, but it would be a `void`.
  // biome-ignore lint/suspicious/noConfusingVoidType: a function without `return` returns void
  check(node: Nodes[S], context: Context): undefined | void
}

/** Defines a rule. Returns it as it is, with its type checked. */
export function defineRule<S extends Subject>(rule: Rule<S>): Rule<S> {
  return rule
}
