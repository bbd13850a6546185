import fs from 'node:fs'
import * as Y from 'yjs'

const doc = new Y.Doc()
Y.applyUpdate(doc, fs.readFileSync(process.argv[2]))
console.log(JSON.stringify(doc.getText('body').toDelta()))
console.log(JSON.stringify([doc.getMap('meta'), doc.getArray('tags')]))
