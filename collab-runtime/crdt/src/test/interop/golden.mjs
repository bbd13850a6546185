// Writes the golden bytes of src/test/resources/golden with npm yjs, lib0 and y-protocols: npm ci && npm run golden
import fs from 'node:fs'
import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'
import * as awareness from 'y-protocols/awareness'

const out = new URL('../resources/golden/', import.meta.url)
const b64 = bytes => Buffer.from(bytes).toString('base64')
const write = (name, lines) =>
  fs.writeFileSync(new URL(name, out), lines.map(line => JSON.stringify(line) + '\n').join(''))
const encode = f => { const e = encoding.createEncoder(); f(e); return b64(encoding.toUint8Array(e)) }
const random = seed => () => { // mulberry32
  seed = (seed + 0x6D2B79F5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

// ---- lib0: numbers as text and as bytes, JSON round trips, values
const r = random(1)
const numbers = [0, 1, -1, 63, 64, 127, 128, 8191, 8192, 2147483647, 2147483648, -2147483648, 4294967295,
  9007199254740991, -9007199254740991, 0.5, -0.25, 0.1, 2e23, 1e21, 123456789012345680000, 1e-7, 1e-6, 1.5e300, 5e-324,
  2.2250738585072014e-308, 1.7976931348623157e308, 2 ** -44, 9.5e-5, 4.35, 0.3, 1 / 3, 100, 1e23, 8.41e21, 2.0019e-312,
  1.3553e142, 5.0E-324, 3.4028234663852886e38, 16777217, 9.007199254740993e15, 2e-3]
const f64 = new DataView(new ArrayBuffer(8))
for (let i = 0; i < 3000; i++) {
  f64.setUint32(0, r() * 4294967296); f64.setUint32(4, r() * 4294967296)
  const n = i % 3 === 0 ? r() * 10 ** (Math.floor(r() * 40) - 20) : f64.getFloat64(0)
  if (Number.isFinite(n)) numbers.push(n)
}
write('numbers.jsonl', numbers.map(n => {
  f64.setFloat64(0, n)
  return { bits: b64(new Uint8Array(f64.buffer)), text: String(n), any: encode(e => encoding.writeAny(e, n)) }
}))
const texts = ['{}', '[]', ' { "b" : 1 , "10":2,"2":[ ],"a":{"x":null}} ', '"\\u00e4\\ud83d\\n\\u2028/\\/"', '[1.0,1e2,-0,1E400]',
  '{"a":1,"a":2}', '"\u007f\u2028"', 'true', ' null ', '-0.5e-3', '{"":"","__proto__":{"x":1}}', '[[[[]]],{"4294967295":1,"4294967294":2,"01":3}]']
const broken = ['', '{', '[1,]', '{"a"}', '01', '1.', '.5', '+1', '"\n"', '"\\x"', '"\\u12g4"', 'tru', '[1 2]', '{"a":1,}', 'NaN', '1 1', '\u00a01', '"a', '-']
write('json.jsonl', [
  ...texts.map(t => ({ text: t, json: JSON.stringify(JSON.parse(t)), any: encode(e => encoding.writeAny(e, JSON.parse(t))) })),
  ...broken.map(t => { try { JSON.parse(t) } catch { return { text: t } } throw new Error(t) })
])

// ---- updates: merge, diff and state vectors of the changes of several clients
const scenario = seed => {
  const rnd = random(seed); const int = n => Math.floor(rnd() * n)
  const docs = [1, 200, 4294967295].map(id => { const d = new Y.Doc({ gc: rnd() < 0.7 }); d.clientID = id; return d })
  const updates = []
  docs.forEach(d => d.on('update', u => updates.push(u)))
  for (let i = 0; i < 40; i++) {
    const d = docs[int(3)]; const t = d.getText('t'); const m = d.getMap('m'); const a = d.getArray('a')
    const k = int(9)
    if (k < 3) t.insert(int(t.length + 1), ['a', 'bc', 'ä😀', 'hello '][int(4)])
    else if (k === 3 && t.length > 1) t.delete(int(t.length - 1), 1 + int(2))
    else if (k === 4) t.format(0, t.length, { bold: rnd() < 0.5 ? true : null })
    else if (k === 5) m.set('k' + int(3), [1, 0.5, 'x', null, { z: [1, 2], 1: true }][int(5)])
    else if (k === 6) a.insert(int(a.length + 1), [int(100), 'v', new Uint8Array([1, 2]), new Y.Map([['n', 1]])].slice(0, 1 + int(4)))
    else if (k === 7 && a.length > 0) a.delete(int(a.length), 1)
    else { const s = docs[int(3)]; if (s !== d) Y.applyUpdate(d, Y.encodeStateAsUpdate(s, Y.encodeStateVector(d))) }
  }
  const some = updates.filter(() => rnd() < 0.7); for (let i = some.length - 1; i > 0; i--) { const j = int(i + 1); [some[i], some[j]] = [some[j], some[i]] }
  const merged = Y.mergeUpdates(some)
  const sv = Y.encodeStateVector(docs[int(3)])
  return { updates: some.map(b64), merged: b64(merged), sv: b64(sv), diff: b64(Y.diffUpdate(merged, sv)), svOf: b64(Y.encodeStateVectorFromUpdate(merged)) }
}
write('updates.jsonl', Array.from({ length: 60 }, (_, i) => scenario(i + 1)))

// ---- documents: updates that arrive in any order, several times, and merged
const content = doc => ({ text: doc.getText('t').toDelta(), map: doc.getMap('m').toJSON(), array: doc.getArray('a').toJSON(), xml: doc.getXmlFragment('x').toString() })
const node = (rnd, depth) => {
  if (rnd() < 0.4 || depth > 2) return new Y.XmlText(['word', 'ä😀', ' '][Math.floor(rnd() * 3)])
  const e = new Y.XmlElement(['paragraph', 'heading', 'listItem'][Math.floor(rnd() * 3)])
  if (rnd() < 0.5) e.setAttribute('level', Math.floor(rnd() * 4))
  e.insert(0, Array.from({ length: Math.floor(rnd() * 3) }, () => node(rnd, depth + 1)))
  return e
}
const edit = (doc, rnd) => {
  const int = n => Math.floor(rnd() * n)
  const t = doc.getText('t'); const m = doc.getMap('m'); const a = doc.getArray('a'); const x = doc.getXmlFragment('x')
  const k = int(14)
  if (k < 3) t.insert(int(t.length + 1), ['a', 'bc ', 'ä', 'hello '][int(4)])
  else if (k === 3 && t.length > 1) { const i = int(t.length); t.delete(i, 1 + int(Math.min(4, t.length - i))) } else if (k === 4 && t.length > 0) { const i = int(t.length); t.format(i, 1 + int(t.length - i), [{ bold: true }, { bold: null }, { link: { href: 'x' }, em: true }, { link: null }][int(4)]) } else if (k === 5) t.insertEmbed(int(t.length + 1), rnd() < 0.5 ? { image: 'i' } : new Y.Map([['k', 1]]), rnd() < 0.5 ? { bold: true } : undefined)
  else if (k === 6) m.set('k' + int(4), [int(9), 'v', null, undefined, new Uint8Array([7]), new Y.Array(), new Y.Doc({ guid: 'g', meta: { a: 1 } })][int(6)])
  else if (k === 7) m.delete('k' + int(4))
  else if (k === 8) a.insert(int(a.length + 1), [1, 'x', { y: [null] }].slice(0, 1 + int(3)))
  else if (k === 9 && a.length > 0) a.delete(int(a.length), 1)
  else if (k < 12) x.insert(int(x.length + 1), [node(rnd, 0)])
  else if (x.length > 0) { const c = x.get(int(x.length)); if (rnd() < 0.3) x.delete(int(x.length), 1); else if (c instanceof Y.XmlElement) c.setAttribute('level', int(5)); else { c.insert(int(c.length + 1), 'z'); if (rnd() < 0.5) c.format(0, c.length, { bold: {} }) } }
}
const history = seed => {
  const rnd = random(seed * 77); const int = n => Math.floor(rnd() * n)
  const made = []
  const peers = [3, 70000, 4000000000].map(id => { const d = new Y.Doc({ gc: rnd() < 0.8 }); d.clientID = id; d.on('update', (u, o) => { if (o !== 'net') made.push(u) }); return d })
  for (let i = 0; i < 60; i++) {
    const d = peers[int(3)]
    if (rnd() < 0.75) d.transact(() => { for (let n = 1 + int(3); n--;) edit(d, rnd) })
    else { const s = peers[int(3)]; if (s !== d) Y.applyUpdate(d, Y.encodeStateAsUpdate(s, Y.encodeStateVector(d)), 'net') }
  }
  const doc = new Y.Doc({ gc: rnd() < 0.8 }); doc.clientID = 9
  doc.getText('t'); doc.getMap('m'); doc.getArray('a'); doc.getXmlFragment('x')
  let emitted = []; doc.on('update', u => emitted.push(b64(u)))
  const queue = made.slice(); const steps = []
  while (queue.length) {
    let update = rnd() < 0.7 ? queue.shift() : queue.splice(int(queue.length), 1)[0]
    if (rnd() < 0.1) update = Y.mergeUpdates([update, made[int(made.length)]])
    emitted = []; Y.applyUpdate(doc, update)
    steps.push({ update: b64(update), emitted, state: steps.length % 10 === 0 ? b64(Y.encodeStateAsUpdate(doc)) : undefined })
  }
  const sv = Y.encodeStateVector(peers[0])
  return { gc: doc.gc, steps, state: b64(Y.encodeStateAsUpdate(doc)), sv: b64(Y.encodeStateVector(doc)), diff: b64(Y.encodeStateAsUpdate(doc, sv)), diffSv: b64(sv), content: content(doc) }
}
write('documents.jsonl', Array.from({ length: 24 }, (_, i) => history(i + 1)))

// ---- format 2: functions without a document, on the same kind of updates
const scenarioV2 = seed => {
  const one = scenario(seed)
  const v1 = one.updates.map(u => Buffer.from(u, 'base64')); const v2 = v1.map(Y.convertUpdateFormatV1ToV2)
  const merged = Y.mergeUpdatesV2(v2); const sv = Buffer.from(one.sv, 'base64'); const meta = Y.parseUpdateMetaV2(merged)
  return { updates: one.updates, converted: v2.map(b64), merged: b64(merged), mergedV1: b64(Y.convertUpdateFormatV2ToV1(merged)), sv: one.sv, diff: b64(Y.diffUpdateV2(merged, sv)), svOf: b64(Y.encodeStateVectorFromUpdateV2(merged)), from: Object.fromEntries(meta.from), to: Object.fromEntries(meta.to) }
}
write('updates-v2.jsonl', Array.from({ length: 30 }, (_, i) => scenarioV2(i + 101)))

// ---- format 2: documents, updates in both formats, in any order
const historyV2 = seed => {
  const rnd = random(seed * 1009); const int = n => Math.floor(rnd() * n)
  const made = []
  const peers = [3, 70000, 4000000000].map(id => { const d = new Y.Doc({ gc: rnd() < 0.8 }); d.clientID = id; d.on('updateV2', (u, o) => { if (o !== 'net') made.push(u) }); return d })
  for (let i = 0; i < 50; i++) {
    const d = peers[int(3)]
    if (rnd() < 0.75) d.transact(() => { for (let n = 1 + int(3); n--;) edit(d, rnd) })
    else { const s = peers[int(3)]; if (s !== d) Y.applyUpdateV2(d, Y.encodeStateAsUpdateV2(s, Y.encodeStateVector(d)), 'net') }
  }
  const doc = new Y.Doc({ gc: rnd() < 0.8 }); doc.clientID = 9
  doc.getText('t'); doc.getMap('m'); doc.getArray('a'); doc.getXmlFragment('x')
  let emitted = []; doc.on('updateV2', u => emitted.push(b64(u)))
  const queue = made.slice(); const steps = []
  while (queue.length) {
    const update = rnd() < 0.7 ? queue.shift() : queue.splice(int(queue.length), 1)[0]
    const v = rnd() < 0.7 ? 2 : 1
    emitted = []
    const bytes = v === 2 ? update : Y.convertUpdateFormatV2ToV1(update)
    if (v === 2) Y.applyUpdateV2(doc, bytes); else Y.applyUpdate(doc, bytes)
    steps.push({ v, update: b64(bytes), emitted, state: steps.length % 5 === 0 ? b64(Y.encodeStateAsUpdateV2(doc)) : undefined, stateV1: steps.length % 10 === 0 ? b64(Y.encodeStateAsUpdate(doc)) : undefined })
  }
  const sv = Y.encodeStateVector(peers[0])
  return { gc: doc.gc, steps, state: b64(Y.encodeStateAsUpdateV2(doc)), diff: b64(Y.encodeStateAsUpdateV2(doc, sv)), diffSv: b64(sv), stateV1: b64(Y.encodeStateAsUpdate(doc)) }
}
write('documents-v2.jsonl', Array.from({ length: 12 }, (_, i) => historyV2(i + 1)))

// ---- format 2: values in embeds and marks that JSON cannot represent; format 1 writes their JSON
const embed = (value, json = true) => {
  const d = new Y.Doc(); d.clientID = 1
  const t = d.getText('t'); t.insert(0, 'ab'); t.insertEmbed(1, value); t.format(0, 1, { mark: value })
  return { v2: b64(Y.encodeStateAsUpdateV2(d)), v1: json ? b64(Y.encodeStateAsUpdate(d)) : undefined }
}
write('values-v2.jsonl', [embed({ n: NaN, u: undefined, z: -0, b: new Uint8Array([1, 2]), l: [undefined, Infinity] }), embed(NaN), embed(new Uint8Array([7])), embed({ i: 12345678901234567890n & 0xffffffffffffn }, false), embed([undefined, { a: undefined }])])

// ---- obfuscated updates
const obfuscated = (history, i) => {
  const state = Buffer.from(history.stateV1, 'base64'); const stateV2 = Buffer.from(history.state, 'base64')
  const opts = { formatting: i % 2 === 0, subdocs: i % 3 !== 1, yxml: i % 3 !== 2 }
  return { state: history.stateV1, stateV2: history.state, ...opts, obfuscated: b64(Y.obfuscateUpdate(state, opts)), obfuscatedV2: b64(Y.obfuscateUpdateV2(stateV2, opts)) }
}
write('obfuscated.jsonl', Array.from({ length: 8 }, (_, i) => obfuscated(historyV2(i + 21), i)))

// ---- rich text as y-prosemirror (TipTap) keeps it: blocks are elements with attributes, text carries marks as formats
const inline = (text, marks) => { const t = new Y.XmlText(); t.applyDelta(text.map(([insert, attributes]) => ({ insert, attributes: { ...marks, ...attributes } }))); return t }
const block = (name, attrs, ...children) => { const e = new Y.XmlElement(name); for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v); e.insert(0, children); return e }
{
  const doc = new Y.Doc(); doc.clientID = 1234567890
  const updates = []; doc.on('update', u => updates.push(b64(u)))
  const root = doc.getXmlFragment('default')
  root.insert(0, [block('heading', { level: 1, textAlign: null }, inline([['Title ä😀', {}]]))])
  root.insert(1, [block('paragraph', {}, inline([['plain ', {}], ['bold', { bold: {} }], [' and ', {}], ['link', { link: { href: 'https://example.org', target: '_blank', rel: null }, bold: {} }]]), block('hardBreak', {}), block('mention', { id: 'u1', label: 'Ann' }), inline([['end', { textStyle: { color: '#958DF1' } }]]))])
  root.insert(2, [block('bulletList', {}, block('listItem', {}, block('paragraph', {}, inline([['one', {}]]))), block('listItem', {}, block('paragraph', {}, inline([['two', { strike: {} }]]))))])
  root.insert(3, [block('table', {}, block('tableRow', {}, block('tableCell', { colspan: 1, rowspan: 1, colwidth: [120] }, block('paragraph', {}))))])
  root.insert(4, [block('image', { src: 'a.png', width: 0.5 }), block('codeBlock', { language: 'java' }, inline([['int a = 1;\n  b\n', {}]]))])
  doc.transact(() => { const p = root.get(1); const t = p.get(0); t.format(0, 5, { italic: {} }); t.insert(3, 'XY'); t.delete(8, 4); p.setAttribute('textAlign', 'center') })
  root.get(2).get(0).get(0).get(0).insert(3, ' more', { bold: {} })
  root.delete(3, 1)
  root.get(0).setAttribute('level', 2)
  write('prosemirror.jsonl', [{ updates, state: b64(Y.encodeStateAsUpdate(doc)), xml: root.toString() }])
}

// ---- awareness
const doc = new Y.Doc(); doc.clientID = 1
const aw = new awareness.Awareness(doc); clearInterval(aw._checkInterval)
const steps = [{ state: {} }]
const step = state => { aw.setLocalState(state); steps.push({ state, update: b64(awareness.encodeAwarenessUpdate(aw, [1])) }) }
steps[0].update = b64(awareness.encodeAwarenessUpdate(aw, [1]))
step({ user: { name: 'Ann' } }); step({ user: { name: 'Ann' }, cursor: [1, 0.1] }); step(null); step({ user: { name: 'Ä😀' } })
write('awareness.jsonl', steps)
process.exit(0)
