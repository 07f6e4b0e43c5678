/** Whether standard output shows colours. Bandit asks about it even where -o names a file. */
export function showsColours(): boolean {
  const { env, stdout } = process
  return stdout.isTTY && env.NO_COLOR === undefined && env.TERM !== 'dumb'
}
