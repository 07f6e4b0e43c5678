import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { folder } from './posse.js'

/*
 * What the addon does with values that no TypeScript would let through. Every test runs in a process of its own, because
 * a failure may be a crash.
 */

const index = new URL('../index.js', import.meta.url).href

const PRELUDE = `
  const { Worker, isMainThread, parentPort } = require('node:worker_threads')
  const options = (more = {}) => ({
    rules: ['B102'], severity: 0, confidence: 0, contextLines: 3, ignoreNosec: false, settings: [], ...more,
  })
  const code = Buffer.from('exec(1)\\n')
  const many = (n, content = code) => Array.from({ length: n }, (_, i) => ({ name: i + '.py', content }))
  const detached = view => { structuredClone(view.buffer, { transfer: [view.buffer] }); return view }
  const shared = (Kind, length) => new Kind(new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT))
  const table = (more = {}) => ({
    names: Buffer.from('a.pyb.py'), ends: new Float64Array([4, 8]), numbers: new Uint32Array([1, 2, 3, 4]), width: 2,
    ...more,
  })
  const said = async make => {
    try { return (await make()) ?? null } catch (error) { return String(error.message) }
  }
`

/** Runs a script in a new process and returns what it hands to `tell`. */
function inProcess<T>(t: ExecutionContext, body: string, nodeOptions: string[] = []): T {
  const script = `${PRELUDE}
    const tell = value => console.log(JSON.stringify(value))
    import(${JSON.stringify(index)}).then(async posse => {
      const { Cache, Discovery, Selection, fillRows, lineHashes, scan, sumRows } = posse
      ${body}
    })`
  const path = join(folder(t, { 'script.cjs': script }), 'script.cjs')
  const run = spawnSync(process.execPath, [...nodeOptions, path], { encoding: 'utf8', timeout: 60_000 })
  t.deepEqual([run.status, run.signal, run.stderr], [0, null, ''])
  return JSON.parse(run.stdout)
}

test('an object of another class, or of none, is an error', t => {
  const told = inProcess<(string | null)[]>(
    t,
    `
    const selection = () => Selection.of(many(1))
    const cache = new Cache('cache')
    const getter = (Class, name) => Object.getOwnPropertyDescriptor(Class.prototype, name).get
    const calls = [
      ...[cache, new Discovery(['x']), {}, null, 7, Object.create(Selection.prototype)].map(it => () => scan(it, options())),
      () => scan(Object.setPrototypeOf(new Cache('x'), Selection.prototype), options()),
      () => scan(selection(), options(), null, null, selection()),
      () => scan(selection(), options(), null, null, {}),
      () => scan(selection(), options(), null, cache),
      () => scan(selection(), options(), 5),
      () => lineHashes(cache, new Uint32Array(1), new Uint32Array(1)),
      () => Selection.prototype.names.call(cache),
      () => Selection.prototype.setStdin.call({}, code),
      () => Discovery.prototype.select.call(selection(), {}),
      () => getter(Cache, 'note').call(selection()),
      () => getter(Discovery, 'iniFiles').call(cache),
      () => new Selection(),
    ]
    const answers = []
    for (const call of calls) answers.push(await said(call))
    tell(answers)`,
  )
  t.is(told.length, 18)
  t.true(
    told.every(answer => typeof answer === 'string'),
    JSON.stringify(told),
  )
})

test('numbers and options out of range neither crash nor hang a scan', t => {
  const told = inProcess<[string, unknown][]>(
    t,
    `
    const cases = {
      threads: { threads: 4e9 }, 'no number': { threads: NaN }, 'less than none': { threads: -1 },
      lines: { contextLines: 2 ** 31 - 1 }, 'negative lines': { contextLines: -(2 ** 31) },
      levels: { severity: 0, confidence: -1 }, rules: { rules: Array(200_000).fill('B102') },
      columns: { result: [{ number: 4e9 }, { string: 4e9 }] },
      tables: { ownTables: { calls: [{ rule: 4e9, severity: 99, message: '{name}{', names: ['', 'exec'] }], imports: [] } },
    }
    const answers = []
    for (const [name, more] of Object.entries(cases)) {
      answers.push([name, await said(async () => (await scan(Selection.of(many(50)), options(more))).length > 0)])
    }
    for (const more of [{ threads: 'x' }, { rules: [1] }, { rules: new Array(3) }, { rules: { length: 9 } }, { settings: 1 }]) {
      answers.push(['wrong', typeof (await said(() => scan(Selection.of(many(1)), options(more))))])
    }
    tell(answers)`,
  )
  for (const [name, answer] of told) t.is(answer, name === 'wrong' ? 'string' : true, name)
})

test('detached, shared and resized buffers are read only as far as they go', t => {
  const told = inProcess<unknown[]>(
    t,
    `
    const status = async content => (await scan(Selection.of([{ name: 'a.py', content }]), options()))[0].status[0]
    const resized = () => {
      const buffer = new ArrayBuffer(100, { maxByteLength: 1000 })
      const view = new Uint8Array(buffer, 50, 50)
      buffer.resize(10)
      return view
    }
    const empty = { names: new Uint8Array(8), ends: new Float64Array(2), numbers: new Uint32Array(4) }
    const gone = Object.fromEntries(Object.entries(empty).map(([name, view]) => [name, detached(view)]))
    const name = [{ value: 'name' }]
    tell([
      await status(detached(new Uint8Array(10))), await status(shared(Uint8Array, 10)), await status(resized()),
      fillRows(detached(new Uint8Array(10)), name, table(), 0, 2), fillRows(resized(), name, table(), 0, 2),
      fillRows(new Uint8Array(9), name, table(gone), 0, 2), fillRows(shared(Uint8Array, 9), name, table(), 0, 2),
      await lineHashes(Selection.of(many(1)), detached(new Uint32Array(4)), new Uint32Array(1)),
      await lineHashes(Selection.of(many(1)), new Uint32Array([0, 4e9]), new Uint32Array([4e9, 1])),
      await said(() => status(new Float64Array(9))), await said(() => status('text')),
    ])`,
  )
  t.deepEqual(told.slice(0, 9), [
    0,
    1,
    0,
    { rows: 0, length: 0 },
    { rows: 0, length: 0 },
    { rows: 0, length: 0 },
    { rows: 2, length: 8 },
    [],
    ['', ''],
  ])
  t.is(told[9], 'Expected Uint8Array, got Float64Array on Source.content')
  t.is(typeof told[10], 'string')
})

test('a table that contradicts itself is written only as far as it goes', t => {
  const told = inProcess<unknown[]>(
    t,
    `
    const out = new Uint8Array(100)
    const ends = new Float64Array([8, 4, NaN, -1, 1e300, Infinity])
    tell([
      fillRows(out, [], table(), 0, 2 ** 32 - 1), fillRows(out, [{ text: '' }], table({ width: 0 }), 0, 2 ** 32 - 1),
      fillRows(out, [{ value: 'name' }], table({ ends }), 0, 6), fillRows(out, [{ number: 0 }], table(), 2, 0),
      fillRows(out, [{ number: 2 }, { number: 2 ** 32 - 1 }], table(), 0, 1), String(Buffer.from(out.subarray(0, 2))),
      await said(() => sumRows(table({ width: 2 ** 32 - 1 }))), sumRows(table({ width: 0 })), sumRows(table({ width: 5 })),
    ])`,
  )
  t.deepEqual(told, [
    { rows: 2, length: 0 },
    { rows: 2, length: 0 },
    { rows: 6, length: 8 },
    { rows: 0, length: 0 },
    { rows: 1, length: 2 },
    '00',
    'a table of 4294967295 columns is too wide',
    [],
    [0, 0, 0, 0, 0],
  ])
})

test('16 workers scan, abort and are terminated in the middle', t => {
  const told = inProcess<number[]>(
    t,
    `
    const script = ${JSON.stringify(PRELUDE)} + \`
      import(${JSON.stringify(index)}).then(async ({ Selection, scan }) => {
        const sources = many(200, Buffer.from('exec(1)\\\\n'.repeat(200)))
        for (let n = 0; ; n++) {
          const controller = new AbortController()
          const scanned = scan(Selection.of(sources), options({ threads: 2 }), () => {}, controller.signal)
          if (n % 2) controller.abort()
          await scanned.catch(() => {})
          parentPort.postMessage(n)
        }
      })\`
    const worker = at => new Promise(resolve => {
      const worker = new Worker(script, { eval: true })
      worker.on('message', n => n === at % 4 && worker.terminate())
      worker.on('error', error => resolve(String(error)))
      worker.on('exit', resolve)
    })
    tell(await Promise.all(Array.from({ length: 16 }, (_, at) => worker(at))))`,
  )
  t.deepEqual(told, Array(16).fill(1))
})

test('1,000 scans in one process need no more memory than the first ones', t => {
  const megabytes = inProcess<number>(
    t,
    `
    const scanSome = async times => {
      for (let n = 0; n < times; n++) {
        await scan(Selection.of(many(20)), options({ threads: 2 }))
        if (n % 50 === 0) gc()
      }
      gc()
      return process.memoryUsage().rss
    }
    const before = await scanSome(200)
    const after = await scanSome(1000)
    tell((after - before) / 2 ** 20)`,
    ['--expose-gc'],
  )
  t.true(megabytes < 24, `${megabytes} MB more`)
})
