/*
 * The library for pools of threads, which the build puts into a file beside those of its threads.
 */

export { Piscina } from 'piscina'
