// npm yjs as a process: one command per line on standard input, one answer per line on standard output, both JSON.
// Every command is one transaction of one document; the answer contains the updates that the document emitted.
import readline from 'node:readline'
import * as Y from 'yjs'

console.log = console.error // yjs logs to the console; standard output is for answers
const b64 = bytes => Buffer.from(bytes).toString('base64')
const unb64 = text => new Uint8Array(Buffer.from(text, 'base64'))
const docs = new Map()
let updates = []
let updatesV2 = []
let events = []
const managers = new Map()

// the events of observers as plain data
const plain = v => v instanceof Y.AbstractType ? { type: v.constructor.name } : v instanceof Uint8Array ? { bytes: b64(v) } : v === undefined ? { undefined: true } : v
const step = op => ({ ...op, ...('insert' in op ? { insert: Array.isArray(op.insert) ? op.insert.map(plain) : plain(op.insert) } : {}), attributes: op.attributes || {} })
const described = e => ({
  target: e.target.constructor.name,
  path: e.path,
  keys: Object.fromEntries([...e.changes.keys].map(([k, c]) => [k, { action: c.action, oldValue: plain(c.oldValue) }])),
  delta: e.changes.delta.map(step)
})
const undone = (manager, item) => ({ done: item !== null, undo: manager.undoStack.length, redo: manager.redoStack.length })

const value = v => {
  if (v === null || typeof v !== 'object' || Array.isArray(v)) return v
  if ('bytes' in v) return unb64(v.bytes)
  if ('map' in v) return new Y.Map(Object.entries(v.map))
  if ('element' in v) { const e = new Y.XmlElement(v.element); e.setAttribute('level', v.level); e.insert(0, [new Y.XmlText(v.text)]); return e }
  return v
}
const type = (d, { index, text }) => text === '' ? d.getText('t').delete(index, 1) : d.getText('t').insert(index, text)
const operations = {
  open: ({ doc, client, gc }) => {
    const d = new Y.Doc({ gc })
    d.clientID = client
    for (const type of [d.getText('t'), d.getMap('m'), d.getArray('a'), d.getXmlFragment('x')]) void type
    d.on('update', update => updates.push(b64(update)))
    d.on('updateV2', update => updatesV2.push(b64(update)))
    docs.set(doc, d)
  },
  insert: ({ d, index, text, attributes }) => d.getText('t').insert(index, text, attributes),
  embed: ({ d, index, item, attributes }) => d.getText('t').insertEmbed(index, value(item), attributes),
  delete: ({ d, index, length }) => d.getText('t').delete(index, length),
  format: ({ d, index, length, attributes }) => d.getText('t').format(index, length, attributes),
  set: ({ d, key, item }) => d.getMap('m').set(key, value(item)),
  remove: ({ d, key }) => d.getMap('m').delete(key),
  push: ({ d, index, items }) => d.getArray('a').insert(index, items.map(value)),
  pull: ({ d, index }) => d.getArray('a').delete(index, 1),
  node: ({ d, index, item }) => d.getXmlFragment('x').insert(index, [value(item)]),
  attribute: ({ d, index, item }) => d.getXmlFragment('x').get(index).setAttribute('level', item),
  prune: ({ d, index }) => d.getXmlFragment('x').delete(index, 1),
  apply: ({ d, update, v2 }) => v2 ? Y.applyUpdateV2(d, unb64(update)) : Y.applyUpdate(d, unb64(update)),
  type: ({ d, stroke }) => type(d, stroke),
  watch: ({ d, doc, strokes }) => d.transact(() => { // observers and undo managers are added in the middle
    strokes.slice(0, strokes.length / 2).forEach(stroke => type(d, stroke))
    const roots = [d.getText('t'), d.getMap('m'), d.getArray('a'), d.getXmlFragment('x')]
    roots[0].observe(e => events.push(described(e)))
    for (const root of roots.slice(1)) root.observeDeep(es => events.push(...es.map(described)))
    roots[1].observe(e => { // an observer that edits
      if (e.keysChanged.has('k2')) { roots[2].push(['seen']); roots[0].insert(0, '!'); roots[1].delete('k1') }
    })
    managers.set(doc, new Y.UndoManager(roots, { captureTimeout: 0, deleteFilter: item => item.parentSub !== 'k0' }))
    strokes.slice(strokes.length / 2).forEach(stroke => type(d, stroke))
  }),
  undo: ({ doc }) => undone(managers.get(doc), managers.get(doc).undo()),
  redo: ({ doc }) => undone(managers.get(doc), managers.get(doc).redo()),
  hook: ({ d, index, name }) => d.getArray('a').insert(index, [new Y.XmlHook(name)]),
  hookSet: ({ d, index, key, item }) => d.getArray('a').get(index).set(key, item),
  hookRemove: ({ d, index, key }) => d.getArray('a').get(index).delete(key),
  mark: ({ d, key, item }) => d.getText('t').setAttribute(key, item),
  unmark: ({ d, key }) => d.getText('t').removeAttribute(key),
  snapshot: ({ d }) => ({ v1: b64(Y.encodeSnapshot(Y.snapshot(d))), v2: b64(Y.encodeSnapshotV2(Y.snapshot(d))) }),
  show: ({ d, snapshot, before }) => {
    const s = Y.decodeSnapshot(unb64(snapshot))
    return {
      text: d.getText('t').toDelta(s, Y.decodeSnapshot(unb64(before))).map(step),
      list: Y.typeListToArraySnapshot(d.getArray('a'), s).map(plain),
      map: Object.fromEntries(Object.entries(Y.typeMapGetAllSnapshot(d.getMap('m'), s)).map(([k, v]) => [k, plain(v)])),
      restored: b64(Y.encodeStateAsUpdate(Y.createDocFromSnapshot(d, s)))
    }
  },
  position: ({ d, index, assoc }) => {
    const p = Y.createRelativePositionFromTypeIndex(d.getText('t'), index, assoc)
    return { bytes: b64(Y.encodeRelativePosition(p)), json: Y.relativePositionToJSON(p) }
  },
  resolve: ({ d, position }) => {
    const p = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(unb64(position)), d)
    return { at: p === null ? null : p.index }
  },
  state: ({ d, sv }) => ({
    state: b64(Y.encodeStateAsUpdate(d)),
    sv: b64(Y.encodeStateVector(d)),
    diff: b64(Y.encodeStateAsUpdate(d, unb64(sv))),
    stateV2: b64(Y.encodeStateAsUpdateV2(d)),
    diffV2: b64(Y.encodeStateAsUpdateV2(d, unb64(sv))),
    text: d.getText('t').toString(),
    xml: d.getXmlFragment('x').toString()
  }),
  merge: ({ updates, sv }) => {
    const merged = Y.mergeUpdates(updates.map(unb64))
    const mergedV2 = Y.mergeUpdatesV2(updates.map(unb64).map(Y.convertUpdateFormatV1ToV2))
    return {
      merged: b64(merged),
      diff: b64(Y.diffUpdate(merged, unb64(sv))),
      sv: b64(Y.encodeStateVectorFromUpdate(merged)),
      mergedV2: b64(mergedV2),
      diffV2: b64(Y.diffUpdateV2(mergedV2, unb64(sv))),
      svV2: b64(Y.encodeStateVectorFromUpdateV2(mergedV2)),
      back: b64(Y.convertUpdateFormatV2ToV1(mergedV2))
    }
  }
}

readline.createInterface({ input: process.stdin }).on('line', line => {
  const command = JSON.parse(line)
  updates = []
  updatesV2 = []
  events = []
  let answer
  try {
    answer = { ok: operations[command.op]({ ...command, d: docs.get(command.doc) }) || {}, updates, updatesV2, events }
  } catch (e) {
    answer = { error: String(e.message), updates, updatesV2 }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
})
