// npm yjs: the reference, which writes the same bytes as the engine under test.
import * as Y from 'yjs'

export const sameBytes = true
export const editor = (client, onUpdate) => {
  const doc = new Y.Doc()
  if (client !== undefined) doc.clientID = client
  if (onUpdate) doc.on('update', onUpdate)
  return doc
}
export const text = doc => doc.getText('text')
export const array = doc => doc.getArray('array')
export const insert = (text, index, string) => text.insert(index, string)
export const remove = (text, index, length) => text.delete(index, length)
export const insertNumber = (array, index, number) => array.insert(index, [number])
export const transact = (doc, changes) => doc.transact(changes)
export const apply = (doc, update) => Y.applyUpdate(doc, update)
export const encode = (doc, version) => version === 1 ? Y.encodeStateAsUpdate(doc) : Y.encodeStateAsUpdateV2(doc)
export const merge = updates => Y.mergeUpdates(updates)
export const diff = (update, vector) => Y.diffUpdate(update, vector)
export const stateVector = update => Y.encodeStateVectorFromUpdate(update)
export const heap = () => process.memoryUsage().heapUsed
