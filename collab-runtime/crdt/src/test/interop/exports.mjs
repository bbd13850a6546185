// Writes src/test/resources/golden/exports.txt: every name that the packages of this folder export, "module name" a line.
import fs from 'node:fs'

const lines = []
for (const module of ['yjs', 'y-protocols/sync', 'y-protocols/awareness', 'y-protocols/auth']) {
  for (const name of Object.keys(await import(module)).sort()) lines.push(`${module} ${name}`)
}
fs.writeFileSync(new URL('../resources/golden/exports.txt', import.meta.url), lines.join('\n') + '\n')
