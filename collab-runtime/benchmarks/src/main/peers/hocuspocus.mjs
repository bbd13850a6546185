// @hocuspocus/server as its documentation starts it. With a folder it keeps each document in a file there, with its own
// debounce (2 s, at most 10 s); without one it keeps them in memory.
// Usage: node hocuspocus.mjs PORT [FOLDER]
import fs from 'node:fs'
import path from 'node:path'
import { Server } from '@hocuspocus/server'
import * as Y from 'yjs'

const [port, folder] = process.argv.slice(2)
const file = name => path.join(folder, encodeURIComponent(name))

const storage = folder === undefined ? {} : {
  async onLoadDocument ({ document, documentName }) {
    if (fs.existsSync(file(documentName))) Y.applyUpdate(document, fs.readFileSync(file(documentName)))
  },
  async onStoreDocument ({ document, documentName }) {
    fs.writeFileSync(file(documentName) + '.new', Y.encodeStateAsUpdate(document))
    fs.renameSync(file(documentName) + '.new', file(documentName))
  }
}

const server = new Server({ address: '127.0.0.1', port: Number(port), quiet: true, ...storage })
await server.listen()
console.log('READY')
