// Applies updates with live Yjs. Reads files named on the command line, each one update (v1); prints one JSON line per file:
// the length of the array "tokens", how many of its values are distinct, and the text "t".
import fs from 'node:fs'
import * as Y from 'yjs'

for (const name of process.argv.slice(2)) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, fs.readFileSync(name))
  const tokens = doc.getArray('tokens').toArray()
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  console.log(JSON.stringify({ tokens: tokens.length, distinct: new Set(tokens).size, pending, text: doc.getText('t').toString() }))
}
