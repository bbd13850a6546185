// json-joy's JSON CRDT has its own format, so it can run the lines whose input is edits, not updates.
import { Model } from 'json-joy/lib/json-crdt/index.js'
import { Patch } from 'json-joy/lib/json-crdt-patch/index.js'

export const sameBytes = false
export const ownFormat = true
export const editor = (client, onUpdate) => {
  const model = Model.create(undefined, client === undefined ? undefined : client % 2 ** 30 + 65536)
  model.api.set({ text: '', array: [] })
  model.api.flush()
  model.onUpdate = onUpdate
  return model
}
export const text = model => ({ model, node: model.api.str(['text']) })
export const array = model => ({ model, node: model.api.arr(['array']) })
const done = (model, inTransaction) => {
  if (inTransaction || !model.onUpdate) return
  const patch = model.api.flush()
  if (patch) model.onUpdate(patch.toBinary())
}
export const insert = (text, index, string, transaction) => { text.node.ins(index, string); done(text.model, transaction) }
export const remove = (text, index, length, transaction) => { text.node.del(index, length); done(text.model, transaction) }
export const insertNumber = (array, index, number, transaction) => { array.node.ins(index, [number]); done(array.model, transaction) }
export const transact = (model, changes) => { changes(true); done(model, false) }
export const apply = (model, patch) => model.applyPatch(Patch.fromBinary(patch))
export const load = state => Model.load(state)
export const heap = () => process.memoryUsage().heapUsed
export const encode = (model, version) => version === 1 ? model.toBinary() : null
