// yrs, the Rust implementation of Yjs, as WebAssembly: the same updates, not always in the same order of clients.
import * as Y from 'ywasm'

export const sameBytes = false
export const maxEdits = 20000 // it is quadratic in their number; larger lines are skipped
export const editor = (client, onUpdate) => {
  const doc = new Y.YDoc(client === undefined ? {} : { clientID: client })
  if (onUpdate) doc.onUpdate(onUpdate)
  return doc
}
export const text = doc => doc.getText('text')
export const array = doc => doc.getArray('array')
export const insert = (text, index, string, transaction) => text.insert(index, string, undefined, transaction)
export const remove = (text, index, length, transaction) => text.delete(index, length, transaction)
export const insertNumber = (array, index, number, transaction) => array.insert(index, [number], transaction)
export const transact = (doc, changes) => {
  const transaction = doc.beginTransaction()
  changes(transaction)
  transaction.commit()
  transaction.free()
}
export const apply = (doc, update) => Y.applyUpdate(doc, update)
export const encode = (doc, version) => version === 1 ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdateV2(doc)
export const free = doc => doc.free()
