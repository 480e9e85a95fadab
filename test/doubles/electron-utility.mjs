/** `process.parentPort` of Electron's utility process, over the channel of a child process. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const early = [];
const give = (data) => port.emit('message', { data, ports: [] });
process.on('message', (data) => (port.listenerCount('message') > 0 ? give(data) : early.push(data)));
// As Electron does: what comes before anybody listens is kept for the first who does.
port.on('newListener', (event) => {
  if (event === 'message') process.nextTick(() => early.splice(0).forEach(give));
});
Object.defineProperty(process, 'parentPort', { value: port });
