// Measures the lines of one group for one engine: node --expose-gc measure.mjs ENGINE FOLDER GROUP
// Prints one JSON object per line. Lines that the engine does not support are omitted.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [name, folder, group] = process.argv.slice(2)
const engine = await import(`./${name}.mjs`)
console.log = console.error

const CLIENT = 1234567890
const WARM_MILLIS = 3000
const LONGEST_WARM_MILLIS = 20000
const ROUND_MILLIS = 1000
const ROUND_RUNS = 2
const STEADY = 0.95
const STEADY_ROUNDS = 3
const MEASURED_MILLIS = 3000
const MIN_SAMPLES = 3
const MAX_SAMPLES = 10000
const MEMORY_COPIES = 64

const edits = name => JSON.parse(readFileSync(join(folder, name + '.edits.json'), 'utf8'))
const updates = name => {
  if (engine.ownFormat) return ownUpdates(name)
  const all = readFileSync(join(folder, name + '.updates.bin'))
  const list = []
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at)
    list.push(new Uint8Array(all.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return list
}
const update = name => updates(name)?.[0] ?? null
// An engine with its own format creates its own updates, if the edits are known.
const ownUpdates = name => {
  const state = name.endsWith('.state')
  const source = state ? name.slice(0, -'.state'.length) : name
  if (!existsSync(join(folder, source + '.edits.json'))) return null
  const list = []
  const doc = engine.editor(CLIENT, update => list.push(update))
  const changes = edits(source)
  run(target(doc, changes), changes)
  return state ? [engine.encode(doc, 1)] : list
}

const cpuMillis = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
let last = null
const millis = (state, run) => {
  const before = cpuMillis()
  last = run(state)
  return cpuMillis() - before
}
const free = state => { if (engine.free) for (const doc of [state].flat()) if (doc && doc.free) engine.free(doc) }
const quartileMillis = (prepare, run) => {
  const once = () => {
    const state = prepare()
    const time = millis(state, run)
    if (state !== last && !(Array.isArray(state) && state.includes(last))) free(state)
    return time
  }
  // until it gets no faster
  for (let warm = 0, before = Infinity, steady = 0; warm < LONGEST_WARM_MILLIS && !(steady >= STEADY_ROUNDS && warm >= WARM_MILLIS);) {
    let round = 0
    let runs = 0
    for (; runs < ROUND_RUNS || round < ROUND_MILLIS; runs++) round += once()
    steady = round / runs > STEADY * before ? steady + 1 : 0
    before = round / runs
    warm += round
  }
  const samples = []
  for (let measured = 0; samples.length < MIN_SAMPLES || (measured < MEASURED_MILLIS && samples.length < MAX_SAMPLES);) {
    samples.push(once())
    measured += samples.at(-1)
  }
  return samples.sort((a, b) => a - b)[samples.length >> 2]
}

const target = (doc, changes) => typeof changes[0][2] === 'number' ? engine.array(doc) : engine.text(doc)
const run = (type, changes, transaction) => {
  if (typeof changes[0][2] === 'number') {
    for (const [index, , number] of changes) engine.insertNumber(type, index, number, transaction)
    return
  }
  for (const [index, deleted, inserted] of changes) {
    if (deleted > 0) engine.remove(type, index, deleted, transaction)
    if (inserted !== '') engine.insert(type, index, inserted, transaction)
  }
}
const runAsOne = (doc, changes) => {
  const type = target(doc, changes)
  engine.transact(doc, transaction => run(type, changes, transaction))
}
const edit = (changes, transaction) => {
  let emitted = 0
  const doc = engine.editor(CLIENT, update => { emitted += update.length })
  if (transaction) runAsOne(doc, changes)
  else run(target(doc, changes), changes)
  return doc
}
const load = (doc, update) => { if (engine.load) return engine.load(update); engine.apply(doc, update); return doc }
const digest = result => {
  if (!engine.sameBytes || result === null) return ''
  const bytes = result instanceof Uint8Array ? result : engine.encode(result, 1)
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

const tasks = {
  edit: line => {
    const changes = edits(line.edits)
    return changes.length > engine.maxEdits ? null : quartileMillis(() => changes, it => edit(it, line.transaction))
  },
  editTwo: line => {
    if (engine.ownFormat) return null
    const base = update(line.base)
    const first = edits(line.first)
    const second = edits(line.second)
    const prepare = client => load(engine.editor(client, () => {}), base)
    return quartileMillis(() => [prepare(1), prepare(2)], ([a, b]) => {
      runAsOne(a, first)
      runAsOne(b, second)
      return a
    })
  },
  mergeTwo: line => {
    if (engine.ownFormat) return null
    const base = update(line.base)
    const first = update(line.first)
    const second = update(line.second)
    const prepare = own => load(load(engine.editor(), base), own)
    return quartileMillis(() => [prepare(first), prepare(second)], ([a, b]) => { load(a, second); return load(b, first) })
  },
  apply: line => {
    const list = updates(line.updates)
    if (list === null || (line.transaction && !engine.sameBytes)) return null
    const all = doc => { for (const update of list) engine.apply(doc, update) }
    return quartileMillis(() => engine.editor(), doc => {
      if (line.transaction) engine.transact(doc, () => all(doc))
      else all(doc)
      return doc
    })
  },
  load: line => {
    const state = update(line.state)
    if (state === null) return null
    return line.cold ? millis(state, it => load(engine.editor(), it)) : quartileMillis(() => engine.editor(), doc => load(doc, state))
  },
  memory: line => {
    if (!engine.heap) return null
    const state = update(line.state)
    const collect = () => { for (let i = 0; i < 4; i++) globalThis.gc(); return engine.heap() }
    load(engine.editor(), state)
    const before = collect() // the first copy has initialized the shared state
    const copies = Array.from({ length: MEMORY_COPIES }, () => load(engine.editor(), state))
    const used = (collect() - before) / 1e6 / copies.length
    last = null
    return used
  },
  encode: line => {
    const changes = edits(line.edits)
    if (changes.length > engine.maxEdits) return null
    const doc = edit(changes, false)
    if (engine.encode(doc, line.version) === null) return null
    return quartileMillis(() => null, () => engine.encode(doc, line.version))
  },
  merge: line => {
    if (!engine.merge) return null
    const list = updates(line.updates).slice(0, line.count)
    return quartileMillis(() => null, () => engine.merge(list))
  },
  diff: line => {
    if (!engine.diff) return null
    const state = update(line.state)
    const vector = engine.stateVector(update(line.half))
    return quartileMillis(() => null, () => engine.diff(state, vector))
  },
  stateVector: line => {
    if (!engine.stateVector) return null
    const state = update(line.state)
    return quartileMillis(() => null, () => engine.stateVector(state))
  }
}

for (const text of readFileSync(join(folder, 'plan.jsonl'), 'utf8').split('\n').filter(Boolean)) {
  const line = JSON.parse(text)
  if (line.group !== group || !tasks[line.kind]) continue
  last = null
  const value = tasks[line.kind](line)
  if (value !== null) process.stdout.write(JSON.stringify({ line: line.id, value, result: last === null ? '' : digest(last) }) + '\n')
}
process.exitCode = 0
