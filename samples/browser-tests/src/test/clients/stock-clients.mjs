// The stock clients of both wires edit one document at once, with drops in between, until all are equal.
//
//   node stock-clients.mjs edit ws://127.0.0.1:8080 DOCUMENT SEED    prints the common result, as one JSON line
//   node stock-clients.mjs describe < updates                        prints the same for updates, one base64 per line
//
// State vector, delete set and the content of every root are compared.

import { createInterface } from 'node:readline';
import NodeSocket from 'ws';
import * as Y from 'yjs';
import { WebsocketProvider as YWebsocket3 } from 'y-websocket';
import { WebsocketProvider as YWebsocket2 } from 'y-websocket-2';
import { WebsocketProvider as YWebsocket1 } from 'y-websocket-1';
import { HocuspocusProvider as Hocuspocus4, HocuspocusProviderWebsocket as Socket4 } from '@hocuspocus/provider';
import { HocuspocusProvider as Hocuspocus3, HocuspocusProviderWebsocket as Socket3 } from 'hocuspocus-provider-3';

/** As in a browser: a socket that fails before it has a listener does not end the process. */
class WebSocket extends NodeSocket {
  constructor(...parameters) {
    super(...parameters);
    this.on('error', () => {});
  }
}

const ROUNDS = 40;
const PATIENCE_MS = 60_000;

function randomFrom(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function describe(doc) {
  const snapshot = Y.snapshot(doc);
  const deleted = {};
  for (const [client, items] of [...snapshot.ds.clients].sort(([a], [b]) => a - b)) {
    deleted[client] = items.map((item) => [item.clock, item.len]);
  }
  const vector = Object.fromEntries([...snapshot.sv].sort(([a], [b]) => a - b));
  return JSON.stringify({
    vector,
    deleted,
    rich: doc.getXmlFragment('default').toString(),
    text: doc.getText('content').toDelta(),
    map: sorted(doc.getMap('map').toJSON()),
    list: doc.getArray('list').toJSON(),
  });
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function yWebsocket(Provider, base, name, doc) {
  const provider = new Provider(`${base}/collab/y`, name, doc, { WebSocketPolyfill: WebSocket, disableBc: true });
  return {
    doc,
    awareness: provider.awareness,
    synced: () => provider.synced,
    saved: () => true,
    drop: () => provider.disconnect(),
    back: () => provider.connect(),
    destroy: () => provider.destroy(),
  };
}

function hocuspocus(Provider, Socket, base, name, doc) {
  const socket = new Socket({ url: `${base}/collab/h`, WebSocketPolyfill: WebSocket, delay: 100, minDelay: 100 });
  const provider = new Provider({ websocketProvider: socket, name, document: doc, token: '' });
  provider.attach();
  return {
    doc,
    awareness: provider.awareness,
    synced: () => provider.synced,
    saved: () => provider.unsyncedChanges === 0,
    drop: () => socket.webSocket?.terminate(), // the network fails; the provider reconnects by itself
    back: () => {},
    destroy: () => {
      provider.destroy();
      socket.destroy();
    },
  };
}

const words = ['ship', 'Zürich', '東京', '👩‍🚀', 'a', '\n', 'e\u0301', '😀😀', 'lorem ipsum '];

/** A position that no surrogate pair spans: editors never use others, and Yjs itself diverges at them. */
function place(text, random) {
  const plain = text.toDelta().map((part) => part.insert).join('');
  const at = random(plain.length + 1);
  return /[\uDC00-\uDFFF]/.test(plain[at] ?? '') ? at + 1 : at;
}

function edit(doc, random) {
  const text = doc.getText('content');
  const rich = doc.getXmlFragment('default');
  const word = words[random(words.length)];
  switch (random(9)) {
    case 0:
    case 1:
      text.insert(place(text, random), word);
      break;
    case 2:
    case 3: {
      const [from, to] = [place(text, random), place(text, random)].sort((a, b) => a - b);
      if (from === to) {
        break;
      }
      if (to - from < 12) {
        text.delete(from, to - from);
      } else {
        text.format(from, to - from, { bold: random(2) === 0 ? true : null });
      }
      break;
    }
    case 4: {
      const paragraph = new Y.XmlElement(random(3) === 0 ? 'heading' : 'paragraph');
      paragraph.insert(0, [new Y.XmlText(word)]);
      rich.insert(random(rich.length + 1), [paragraph]);
      break;
    }
    case 5:
      if (rich.length > 0) {
        const paragraph = rich.get(random(rich.length));
        const inner = paragraph.get(0);
        inner.insert(place(inner, random), word, random(2) === 0 ? { italic: {} } : {});
        paragraph.setAttribute('level', String(random(4)));
      }
      break;
    case 6:
      if (rich.length > 2) {
        rich.delete(random(rich.length), 1);
      }
      break;
    case 7:
      doc.getMap('map').set(words[random(words.length)], { value: random(100), list: [word, null, true, 1.5] });
      break;
    default:
      doc.getArray('list').insert(0, [word, random(1000)]);
  }
}

async function until(condition, what) {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s`);
    }
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

async function editTogether(base, name, seed) {
  const random = randomFrom(seed);
  const clients = [
    yWebsocket(YWebsocket3, base, name, new Y.Doc()),
    yWebsocket(YWebsocket3, base, name, new Y.Doc()),
    yWebsocket(YWebsocket2, base, name, new Y.Doc()),
    yWebsocket(YWebsocket1, base, name, new Y.Doc()),
    hocuspocus(Hocuspocus4, Socket4, base, name, new Y.Doc()),
    hocuspocus(Hocuspocus4, Socket4, base, name, new Y.Doc()),
    hocuspocus(Hocuspocus3, Socket3, base, name, new Y.Doc()),
  ];
  await until(() => clients.every((client) => client.synced()), 'the first sync');
  clients.forEach((client, i) => client.awareness.setLocalStateField('user', { name: `client ${i}` }));
  for (let round = 0; round < ROUNDS; round++) {
    const absent = clients[random(clients.length)];
    absent.drop();
    for (const client of clients) {
      for (let i = random(4); i > 0; i--) {
        edit(client.doc, random);
      }
    }
    await new Promise((resume) => setTimeout(resume, random(20)));
    absent.back();
  }
  const settled = () => {
    const first = describe(clients[0].doc);
    return clients.every((client) => client.synced() && client.saved() && describe(client.doc) === first);
  };
  try {
    await until(settled, 'convergence');
    await until(() => clients.every((client) => client.awareness.getStates().size === clients.length), 'all clients');
  } catch (failure) {
    const first = JSON.parse(describe(clients[0].doc));
    clients.forEach((client, i) => {
      const other = JSON.parse(describe(client.doc));
      const differs = Object.keys(first).filter((key) => JSON.stringify(first[key]) !== JSON.stringify(other[key]));
      console.error(`client ${i}: synced ${client.synced()}, saved ${client.saved()}, differs in`, differs);
      differs.slice(0, 2).forEach((key) => console.error(JSON.stringify(first[key]), JSON.stringify(other[key])));
    });
    throw failure;
  }
  console.log(describe(clients[0].doc));
  clients.forEach((client) => client.destroy());
}

async function describeUpdates() {
  const updates = [];
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== '') {
      updates.push(Buffer.from(line, 'base64'));
    }
  }
  // In one transaction: Yjs deletes formatting marks that are superfluous in between, which are changes of its own.
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.mergeUpdates(updates));
  console.log(describe(doc));
}

const [command, base, name, seed] = process.argv.slice(2);
if (command === 'edit') {
  await editTogether(base, name, Number(seed));
} else {
  await describeUpdates();
}
process.exit(0);
