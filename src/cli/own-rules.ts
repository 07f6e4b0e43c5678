import { dirname, resolve } from 'node:path'
import type { Configuration } from '../configuration/configuration.js'
import { Configurations } from '../configuration/configurations.js'
import { statOf } from '../configuration/file.js'
import type { OwnRule } from '../configuration/own-rules.js'
import { UserError, UserErrors } from '../errors.js'
import { builtinRules } from '../rules/builtin.js'
import type { DocumentedRule } from '../rules/documented.js'
import { plainRule } from '../rules/rule-info.js'

/** The configuration of a folder, or in a file, and how messages name paths. */
export interface Found {
  readonly configuration: Configuration
  readonly nameOf: (path: string) => string
}

/** Finds the configuration of a folder, or in a file. Throws a UserError if it has mistakes. */
export function configurationOf(path: string, cwd: string): Found {
  const absolute = resolve(cwd, path)
  const found = statOf(absolute)
  const isFile = found?.isFile() ?? false
  if (found && !isFile && !found.isDirectory()) throw new UserError(`'${path}' is not a regular file`)
  const isConfiguration = isFile && absolute.endsWith('.toml')
  const configurations = new Configurations({
    cwd,
    rules: builtinRules(),
    ...(isConfiguration && { file: absolute }),
  })
  const configuration = configurations.at(isFile ? dirname(absolute) : absolute)
  if (configurations.mistakes.length > 0) throw new UserErrors([...configurations.mistakes])
  return { configuration, nameOf: name => configurations.pathOf(name) }
}

/** A rule of a configuration, with what people read of it. */
export function documented({ info, names }: OwnRule): DocumentedRule {
  const { message = '', doc = '' } = info
  return { ...plainRule(info), names: [...names], message, doc }
}
