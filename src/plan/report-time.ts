/** The time a report gives for its run: SOURCE_DATE_EPOCH (whole seconds) where it is set, else now. */
export function reportTime({ SOURCE_DATE_EPOCH: epoch }: Readonly<NodeJS.ProcessEnv>): Date {
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
}
