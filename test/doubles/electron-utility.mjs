/** `process.parentPort` of Electron's utility process, over a child process's IPC channel. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
const early = [];
const give = (data) => port.emit('message', { data, ports: [] });
process.on('message', (data) => (port.listenerCount('message') > 0 ? give(data) : early.push(data)));
// Like Electron, keeps early messages for the first listener.
port.on('newListener', (event) => {
  if (event === 'message') process.nextTick(() => early.splice(0).forEach(give));
});
Object.defineProperty(process, 'parentPort', { value: port });
